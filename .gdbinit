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
  processes     all processes, with what each waits for
  regions N     what process N maps
  pages [N]     what the page tables say, of the loaded space or of process N
  translate A   the way of one address through the tables
  slots N       the slots of process N, a pager
  objects N     the memory objects that process N has made
  page-entries O  where the pages of the object at address O are
  lines         the interrupt lines that somebody has
  io-ranges     the I/O ports that somebody has
  channels      the DMA channels that some object has
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

# --- processes, from the list of all of them

define find-process
  set $process = (struct process *)0
  set $at = process_list.next
  while $at != &process_list
    set $candidate = (struct process *)((char *)$at - (char *)&((struct process *)0)->all)
    if $candidate->number == $arg0
      set $process = $candidate
    end
    set $at = $at->next
  end
  if $process == 0
    printf "there is no process %d\n", $arg0
  end
end
document find-process
find-process N: sets $process to process number N.
end

define processes
  set $at = process_list.next
  printf "  number  name             state             waits for     priority  regions  instruction\n"
  while $at != &process_list
    set $process = (struct process *)((char *)$at - (char *)&((struct process *)0)->all)
    printf "  %-6d  %-15s  ", $process->number, $process->name
    output (enum process_state) $process->state
    printf "  "
    output (enum process_wait) $process->wait
    printf "  %d  %d  0x%08x\n", $process->priority, $process->region_count, $process->registers.eip
    set $at = $at->next
  end
  if process_current != 0
    printf "  process %d runs\n", process_current->number
  end
end
document processes
List all processes: number, name, state, what each waits for, priority, regions, instruction.
end

define regions
  find-process $arg0
  if $process != 0
    set $i = 0
    while $i < $process->region_count
      set $region = &$process->regions[$process->region_order[$i]]
      printf "0x%08x  %d pages, from page %d of object 0x%08x, rights 0x%x, patience %d\n", $region->start.value, $region->pages, $region->first_page, $region->object, $region->rights, $region->patience_ticks
      set $i = $i + 1
    end
  end
end
document regions
regions N: the regions of process N.
end

# --- page tables

define print-pages
  set $slot = 0
  while $slot < 512
    set $table_entry = $directory[$slot]
    if $table_entry & 1
      set $table = (unsigned *)(($table_entry & 0xfffff000) + 0x80000000)
      set $i = 0
      while $i < 1024
        if $table[$i] & 1
          printf "0x%08x -> frame %d", $slot * 0x400000 + $i * 4096, $table[$i] >> 12
          if $table[$i] & 2
            printf " writable"
          end
          if $table[$i] & 0x20
            printf " accessed"
          end
          if $table[$i] & 0x40
            printf " dirty"
          end
          printf "\n"
        end
        set $i = $i + 1
      end
    end
    set $slot = $slot + 1
  end
end
document print-pages
Used by `pages`.
end

define pages
  set $directory = (unsigned *)0
  if $argc == 1
    find-process $arg0
    if $process != 0
      set $directory = $process->space.directory
    end
  else
    if tlb_space != 0
      set $directory = tlb_space->directory
    end
  end
  if $directory == 0
    printf "there is no such address space\n"
  else
    print-pages
  end
end
document pages
pages [N]: what the loaded address space maps, or that of process N.
end

define translate
  set $directory = kernel_directory
  if tlb_space != 0
    set $directory = tlb_space->directory
  end
  set $address = (unsigned)($arg0)
  set $table_entry = $directory[$address >> 22]
  printf "directory entry %d: 0x%08x\n", $address >> 22, $table_entry
  if $table_entry & 1
    if $table_entry & 0x80
      printf "4 MiB page: physical 0x%08x\n", ($table_entry & 0xffc00000) | ($address & 0x3fffff)
    else
      set $entry = ((unsigned *)(($table_entry & 0xfffff000) + 0x80000000))[$address >> 12 & 1023]
      printf "table entry %d: 0x%08x\n", $address >> 12 & 1023, $entry
      if $entry & 1
        printf "physical 0x%08x\n", ($entry & 0xfffff000) | ($address & 0xfff)
      end
    end
  end
end
document translate
translate ADDRESS: walk the loaded address space's tables for one address, entry by entry.
end

# --- pagers and objects

define slots
  find-process $arg0
  if $process != 0
    if $process->pager == 0
      printf "process %d is no pager\n", $arg0
    else
      set $pager = $process->pager
      printf "level %d, window at 0x%08x, %d fetches and %d stores of at most %d each\n", $pager->level, $pager->window_start.value, $pager->fetches, $pager->stores, $pager->most_of_one_kind
      set $i = 0
      while $i < $pager->slot_count
        printf "slot %-2d  ", $i
        output (enum slot_state) $pager->slots[$i].state
        printf "  page %d of object 0x%08x, word 0x%x, ", $pager->slots[$i].page, $pager->slots[$i].object, $pager->slots[$i].word
        if $pager->slots[$i].is_delivered
          printf "received, "
        end
        printf "window page "
        output (enum page_state) $pager->window->entries[$i].state
        printf "\n"
        set $i = $i + 1
      end
    end
  end
end
document slots
slots N: the slots of process N, which is a pager.
end

define objects
  find-process $arg0
  if $process != 0
    set $at = $process->objects.next
    while $at != &$process->objects
      set $object = (struct object *)((char *)$at - (char *)&((struct object *)0)->in_maker)
      printf "0x%08x  badge %d, %d pages, %d not absent, %d regions, %d capabilities, %d requests open, ", $object, $object->badge, $object->pages, $object->not_absent, $object->region_count, $object->capability_count, $object->open_requests
      output (enum object_kind) $object->kind
      printf "\n"
      set $at = $at->next
    end
  end
end
document objects
objects N: the memory objects that process N has made.
end

define page-entries
  set $object = (struct object *)($arg0)
  set $i = 0
  while $i < $object->pages
    set $entry = (struct page_entry *)0
    if $object->directory == 0
      set $entry = $object->entries + $i
    else
      if $object->directory[$i >> 10] != 0
        set $entry = $object->directory[$i >> 10] + ($i & 1023)
      else
        set $i = $i | 1023
      end
    end
    if $entry != 0
      if $entry->state != 0
        printf "page %d: ", $i
        output (enum page_state) $entry->state
        printf " %d", $entry->number
        if $entry->keep
          printf " keep"
        end
        if $entry->discard
          printf " discard"
        end
        printf "\n"
      end
    end
    set $i = $i + 1
  end
end
document page-entries
page-entries OBJECT: the pages of an object (its address, from `objects`) that are not ABSENT.
end

define lines
  set $i = 0
  while $i < 16
    if interrupt_lines[$i].generation != 0
      printf "line %d: port 0x%08x, made with the core right of ", $i, interrupt_lines[$i].port
      if interrupt_lines[$i].owner == 0
        printf "its maker\n"
      else
        printf "process %d\n", interrupt_lines[$i].owner->number
      end
    end
    set $i = $i + 1
  end
end
document lines
lines: the interrupt lines that somebody has, and to which port each is bound.
end

define io-ranges
  set $i = 0
  while $i < sizeof(io_ranges) / sizeof(io_ranges[0])
    if io_ranges[$i].generation != 0
      printf "ports 0x%x to 0x%x, made with the core right of ", io_ranges[$i].first, io_ranges[$i].first + io_ranges[$i].count - 1
      if io_ranges[$i].owner == 0
        printf "its maker\n"
      else
        printf "process %d\n", io_ranges[$i].owner->number
      end
    end
    set $i = $i + 1
  end
end
document io-ranges
io-ranges: the I/O ports that somebody has.
end

define channels
  set $i = 0
  while $i < 8
    if dma_owners[$i] != 0
      printf "channel %d: object 0x%08x of process %d\n", $i, dma_owners[$i], dma_owners[$i]->maker->number
    end
    set $i = $i + 1
  end
end
document channels
channels: the DMA channels that some object has.
end
