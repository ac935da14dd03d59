# SPDX-License-Identifier: MIT
# Commands that show the kernel's state. `make debug` loads this; `help uneon` lists them.
#
# They are for kernels that are broken, at any moment: each checks what it follows, says what is not as it
# should be, and goes on. Names of constants are GDB's own (enumerations); bits have theirs in print-bits.

set confirm off
set pagination off
set print pretty on
set print entry-values no
set print frame-arguments all
set disassembly-flavor intel

# As in kernel/process/process.h: what the compiler does with macros, debuggers are not told.
macro define process_current ((struct process *) thread_current)

define uneon
  help uneon
end
document uneon
The commands for this kernel. N is a process: its number, or a pointer to it.
  why             run until the kernel stops, and say how it came to that
  console         what the kernel has printed so far
  frames          how many frames of each state the frame table holds
  frame-entry F   the frame table's entry of a frame: its number, or a pointer to the entry
  memory-map      the ranges of RAM that frame_init got
  processes       all processes, with what each waits for
  regions N       what process N maps
  pages [S]       what the page tables say, of the loaded space or of S: a process, or a pointer to a space
  translate A [S] the way of one address through the tables
  slots N         the slots of process N, a pager
  objects N       the memory objects that process N has made
  page-entries O  where the pages of the object at address O are
  lines           the interrupt lines that somebody has
  io-ranges       the I/O ports that somebody has
  channels        the DMA channels that some object has
  no-limit        turn the watchdog off, which says where a kernel hangs (`make debug` has done it)
end


source tools/gdb/checks.gdb
source tools/gdb/stop.gdb
source tools/gdb/frames.gdb
source tools/gdb/processes.gdb
source tools/gdb/paging.gdb
source tools/gdb/pagers.gdb
source tools/gdb/core.gdb
