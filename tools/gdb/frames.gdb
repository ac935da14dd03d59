# SPDX-License-Identifier: MIT

define frames
  if frame_table_entries == 0
    printf "there is no frame table yet\n"
  else
    eval "monitor pmemsave %u %u frame-table", (unsigned)frame_table - 0x80000000, frame_table_entries * sizeof(struct frame)
    shell od -An -v -tu1 -w16 -- "$UNEON_RUN/frame-table" | awk -f tools/gdb/frames.awk
  end
end
document frames
Count the frames of each state in the frame table.
end

define print-link
  check-pointer $arg0
  if $is_good && $arg0 >= frame_table && $arg0 < frame_table + frame_table_entries
    printf "frame %d", $arg0 - frame_table
  else
    printf "0x%08x", $arg0
  end
end
document print-link
print-link FRAME: a pointer to an entry of the frame table.
end

define frame-entry
  if $argc != 1
    printf "frame-entry FRAME: its number, or a pointer to its entry\n"
  else
    set $frame_number = (unsigned)($arg0)
    if $frame_number >= 0x80000000
      set $frame_number = ($frame_number - (unsigned)frame_table) / sizeof(struct frame)
    end
    if $frame_number >= frame_table_entries
      printf "the frame table has %u entries\n", frame_table_entries
    else
      set $entry = &frame_table[$frame_number]
      printf "frame %u at physical 0x%08x: ", $frame_number, $frame_number * 4096
      output (enum frame_state)$entry->state
      printf ", marks 0x%02x, mappings %u, lab_1 0x%08x, ", $entry->marks, $entry->mappings, $entry->lab_1
      if $entry->state == FRAME_FREE
        printf "next "
        print-link $entry->free.next
        printf ", previous "
        print-link $entry->free.previous
        printf "\n"
      else
        printf "owner 0x%08x, page %u\n", $entry->owner.object, $entry->owner.page
      end
    end
  end
end
document frame-entry
frame-entry FRAME: the frame table's entry of a frame: its number, or a pointer to its entry.
end

define memory-map
  set $i = 0
  while $i < boot_memory_map.count && $i < sizeof(boot_memory_map.ranges) / sizeof(boot_memory_map.ranges[0])
    printf "0x%08x to 0x%08x\n", boot_memory_map.ranges[$i].start.value, boot_memory_map.ranges[$i].end.value
    set $i = $i + 1
  end
  if $i == 0
    printf "there is no memory map yet\n"
  end
end
document memory-map
The ranges of RAM that frame_init got.
end

