# SPDX-License-Identifier: MIT
# Commands that show the kernel's state. `make debug` loads this; `help uneon` lists them.

set confirm off
set pagination off
set print pretty on
set disassembly-flavor intel

define uneon
  help uneon
end
document uneon
The commands for this kernel:
  frames        how many frames of each state the frame table holds
  frame-entry N the frame table's entry of frame N
  memory-map    the ranges of RAM that frame_init got
  why           the last words on the way into a panic: where, and the backtrace
end

define frames
  set $states_0 = 0
  set $states_1 = 0
  set $states_2 = 0
  set $states_3 = 0
  set $states_4 = 0
  set $states_5 = 0
  set $i = 0
  while $i < frame_table_entries
    eval "set $states_%d = $states_%d + 1", frame_table[$i].state, frame_table[$i].state
    set $i = $i + 1
  end
  printf "reserved %d  free %d  kernel %d  core %d  paged %d  lent %d\n", $states_0, $states_1, $states_2, $states_3, $states_4, $states_5
end
document frames
Count the frames of each state by walking the frame table (some seconds).
end

define frame-entry
  if $argc != 1
    printf "frame-entry NUMBER\n"
  else
    printf "frame %d at physical 0x%08x: ", $arg0, $arg0 * 4096
    output (enum frame_state) frame_table[$arg0].state
    printf "\n"
    print frame_table[$arg0]
  end
end
document frame-entry
frame-entry N: the frame table's entry of frame N.
end

define memory-map
  set $i = 0
  while $i < boot_memory_map.count
    printf "0x%08x to 0x%08x\n", boot_memory_map.ranges[$i].start.value, boot_memory_map.ranges[$i].end.value
    set $i = $i + 1
  end
end
document memory-map
The ranges of RAM that frame_init got.
end

define why
  break panic_at
  break panic_assert
  break panic_stub
  break fault_report
  break test_fail
  continue
  backtrace
end
document why
Run until the kernel panics, faults or fails a check, and show who called whom.
end
