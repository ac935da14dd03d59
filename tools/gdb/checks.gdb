# SPDX-License-Identifier: MIT
# Checks, and ways through lists, that the other commands are made of.

define check-pointer
  set $pointer = (unsigned)($arg0)
  set $pointer_end = (unsigned)&image_end
  if frame_table_entries != 0
    set $pointer_end = 0x80000000 + frame_table_entries * 4096
  end
  set $is_good = $pointer >= 0x80000000 && $pointer < $pointer_end && $pointer % 4 == 0
end
document check-pointer
check-pointer P: sets $is_good: whether P can be a pointer to something of the kernel's.
end

define list-begin
  set $head = (struct list *)($arg0)
  set $at = $head
  if $head->next == 0
    set $at = (struct list *)0
  else
    list-next
  end
end
document list-begin
list-begin LIST: sets $at to its first item, or 0: it is empty, broken (then it says so), or not made yet.
end

define list-next
  set $next = $at->next
  check-pointer $next
  if !$is_good
    printf "the list is broken: the item at 0x%08x has 0x%08x for the next one\n", $at, $next
    set $at = (struct list *)0
  else
    if $next->previous != $at
      printf "the list is broken: behind 0x%08x comes 0x%08x, before which there is 0x%08x\n", $at, $next, $next->previous
      set $at = (struct list *)0
    else
      set $at = $next
      if $at == $head
        set $at = (struct list *)0
      end
    end
  end
end
document list-next
list-next: sets $at to the item behind it, or 0.
end

define find-process
  set $process = (struct process *)0
  set $wanted = (unsigned)($arg0)
  list-begin &process_list
  while $at != 0
    set $candidate = (struct process *)((char *)$at - (char *)&((struct process *)0)->all)
    if $candidate->number == $wanted || (unsigned)$candidate == $wanted
      set $process = $candidate
      set $at = (struct list *)0
    else
      list-next
    end
  end
  if $process == 0
    if $wanted < 0x80000000
      printf "there is no process %u\n", $wanted
    else
      printf "there is no process at 0x%08x\n", $wanted
    end
  end
end
document find-process
find-process N: sets $process to process N (a number, or a pointer); 0 if there is none.
end

define print-owner
  if $arg0 == 0
    printf "its maker\n"
  else
    check-pointer $arg0
    if $is_good
      printf "process %u\n", $arg0->number
    else
      printf "0x%08x, which is no process\n", $arg0
    end
  end
end
document print-owner
print-owner PROCESS: whose core right something was made with.
end

define print-bits
  if $arg0 & 1
    printf " present"
  end
  if $arg0 & 2
    printf " writable"
  end
  if $arg0 & 4
    printf " user"
  end
  if $arg0 & 8
    printf " write-through"
  end
  if $arg0 & 0x10
    printf " cache-disabled"
  end
  if $arg0 & 0x20
    printf " accessed"
  end
  if $arg0 & 0x40
    printf " dirty"
  end
  if $arg0 & 0x80
    printf " large"
  end
  if $arg0 & 0x100
    printf " global"
  end
end
document print-bits
print-bits ENTRY: the bits that are set in an entry of a page table or directory (mm/address/page_bits.h).
end

define print-ticks
  if (unsigned)($arg0) == 0xffffffff
    printf "for ever"
  else
    printf "%u ticks", $arg0
  end
end
document print-ticks
print-ticks TICKS: a time limit.
end

