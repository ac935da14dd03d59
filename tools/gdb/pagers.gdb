# SPDX-License-Identifier: MIT

define print-slot
  set $slot_at = &$pager->slots[$i]
  printf "slot %-2d  ", $i
  output (enum slot_state)$slot_at->state
  if $slot_at->state == SLOT_FETCH || $slot_at->state == SLOT_STORE
    printf "  page %u of object 0x%08x, word 0x%x, ", $slot_at->page, $slot_at->object, $slot_at->word
    if $slot_at->is_delivered
      printf "received, "
    end
  else
    printf "  word 0x%x, ", $slot_at->word
  end
  check-pointer $pager->window
  if $is_good
    check-pointer $pager->window->entries
  end
  if $is_good
    printf "window page "
    output (enum page_state)$pager->window->entries[$i].state
    printf "\n"
  else
    printf "no window\n"
  end
end
document print-slot
Used by `slots`: shows slot $i of $pager.
end

define slots
  if $argc != 1
    printf "slots PROCESS: its number, or a pointer to it\n"
  else
    find-process $arg0
    if $process != 0
      set $pager = $process->pager
      check-pointer $pager
      if !$is_good
        if $pager == 0
          printf "process %u is no pager\n", $process->number
        else
          printf "process %u has 0x%08x for its pager\n", $process->number, $pager
        end
      else
        printf "level %d, window at 0x%08x, %u fetches and %u stores of at most %u each\n", $pager->level, $pager->window_start.value, $pager->fetches, $pager->stores, $pager->most_of_one_kind
        set $i = 0
        while $i < $pager->slot_count && $i < sizeof($pager->slots) / sizeof($pager->slots[0])
          print-slot
          set $i = $i + 1
        end
      end
    end
  end
end
document slots
slots PROCESS: its slots, if it is a pager.
end

define objects
  if $argc != 1
    printf "objects PROCESS: its number, or a pointer to it\n"
  else
    find-process $arg0
    if $process != 0
      set $count = 0
      list-begin &$process->objects
      while $at != 0
        set $object = (struct object *)((char *)$at - (char *)&((struct object *)0)->in_maker)
        printf "0x%08x  badge %u, %u pages, %u not absent, %u regions, %u capabilities, %u requests open, ", $object, $object->badge, $object->pages, $object->not_absent, $object->region_count, $object->capability_count, $object->open_requests
        output (enum object_kind)$object->kind
        printf "\n"
        set $count = $count + 1
        list-next
      end
      if $count == 0
        printf "process %u has made no objects\n", $process->number
      end
    end
  end
end
document objects
objects PROCESS: the memory objects that it has made.
end

define print-page-entry
  if $entry->state != PAGE_ABSENT
    printf "page %u: ", $i
    output (enum page_state)$entry->state
    if $entry->state == PAGE_FETCHING || $entry->state == PAGE_STORING
      printf ", slot %u", $entry->number
    else
      if $entry->state != PAGE_FAILED
        printf ", frame %u", $entry->number
      end
    end
    if $entry->keep
      printf ", keep"
    end
    if $entry->discard
      printf ", discard"
    end
    printf "\n"
  end
end
document print-page-entry
Used by `page-entries`: shows $entry, that of page $i.
end

define page-entries
  set $is_good = 0
  if $argc == 1
    check-pointer $arg0
  end
  if !$is_good
    printf "page-entries OBJECT: its address, as `objects` shows it\n"
  else
    set $object = (struct object *)$pointer
    set $i = 0
    if $object->kind == OBJECT_DEVICE
      printf "device memory from physical 0x%08x on has no entries\n", $object->device.value
      set $i = $object->pages
    end
    # no object has more
    while $i < $object->pages && $i < 1 << 20
      set $leaf = $object->entries
      set $place = $i
      if $object->directory != 0
        set $leaf = $object->directory[$i >> 10]
        set $place = $i & 1023
      end
      if $leaf == 0
        set $i = $i | 1023
      else
        check-pointer $leaf
        if $is_good
          set $entry = $leaf + $place
          print-page-entry
        else
          printf "the leaf of page %u is at 0x%08x\n", $i, $leaf
          set $i = $i | 1023
        end
      end
      set $i = $i + 1
    end
  end
end
document page-entries
page-entries OBJECT: the pages of an object (its address, from `objects`) that are not ABSENT.
end

