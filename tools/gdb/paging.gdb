# SPDX-License-Identifier: MIT

define find-space
  set $directory = (unsigned *)0
  if $argc == 0
    if tlb_space == 0
      printf "no space is loaded but the kernel's own\n"
      set $directory = kernel_directory
    else
      find-space tlb_space
    end
  else
    set $space = (struct address_space *)($arg0)
    list-begin &process_list
    while $at != 0
      set $candidate = (struct process *)((char *)$at - (char *)&((struct process *)0)->all)
      if $candidate->number == (unsigned)($arg0) || (unsigned)$candidate == (unsigned)($arg0)
        set $space = &$candidate->space
      end
      list-next
    end
    check-pointer $space
    if !$is_good
      printf "there is no process or address space %u (0x%x)\n", $space, $space
    else
      check-pointer $space->directory
      if $is_good && (unsigned)$space->directory % 4096 == 0
        set $directory = $space->directory
      else
        printf "the space at 0x%08x has 0x%08x for its directory\n", $space, $space->directory
      end
    end
  end
end
document find-space
find-space [S]: sets $directory to that of the loaded space, or of S; 0 if there is none. S is a process
(its number, or a pointer) or a pointer to a struct address_space.
end

define find-table
  set $table = (unsigned *)0
  if ($arg0) & 1 && !(($arg0) & 0x80)
    check-pointer (($arg0)&0xfffff000)+0x80000000
    if $is_good
      set $table = (unsigned *)$pointer
    end
  end
end
document find-table
find-table DIRECTORY-ENTRY: sets $table to the page table that it names; 0 if it names none, or no RAM.
end

define print-pages
  set $slot = 0
  set $count = 0
  while $slot < 512
    set $table_entry = $directory[$slot]
    if $table_entry != 0
      set $count = $count + 1
      find-table $table_entry
      if $table == 0 || ($table_entry & 7) != 7
        printf "0x%08x: directory entry 0x%08x", $slot * 0x400000, $table_entry
        print-bits $table_entry
        printf "\n"
      end
      set $i = 0
      while $table != 0 && $i < 1024
        set $entry = $table[$i]
        if $entry & 1
          printf "0x%08x -> frame %u", $slot * 0x400000 + $i * 4096, $entry >> 12
          print-bits $entry
          printf "\n"
        else
          if $entry != 0
            printf "0x%08x: not present, but 0x%08x\n", $slot * 0x400000 + $i * 4096, $entry
          end
        end
        set $i = $i + 1
      end
    end
    set $slot = $slot + 1
  end
  if $count == 0
    printf "it maps nothing for programs\n"
  end
end
document print-pages
Used by `pages`: what $directory maps for programs, and entries that are not as they should be.
end

define pages
  if $argc == 0
    find-space
  else
    find-space $arg0
  end
  if $directory != 0
    print-pages
  end
end
document pages
pages [S]: what an address space maps for programs: the loaded one, or S: a process (its number, or a pointer)
or a pointer to a struct address_space.
end

define translate
  if $argc == 0
    printf "translate ADDRESS [SPACE]\n"
  else
    if $argc == 1
      find-space
    else
      find-space $arg1
    end
    set $address = (unsigned)($arg0)
    if $directory != 0
      set $table_entry = $directory[$address >> 22]
      printf "directory entry %u: 0x%08x", $address >> 22, $table_entry
      print-bits $table_entry
      printf "\n"
      find-table $table_entry
      if ($table_entry & 0x81) == 0x81
        printf "4 MiB page: physical 0x%08x\n", ($table_entry & 0xffc00000) | ($address & 0x3fffff)
      else
        if $table != 0
          set $entry = $table[$address >> 12 & 1023]
          printf "table entry %u: 0x%08x", $address >> 12 & 1023, $entry
          print-bits $entry
          printf "\n"
          if $entry & 1
            printf "physical 0x%08x\n", ($entry & 0xfffff000) | ($address & 0xfff)
          end
        else
          if $table_entry & 1
            printf "there is no RAM for a table\n"
          end
        end
      end
    end
  end
end
document translate
translate ADDRESS [S]: walk the tables for one address, entry by entry: those of the loaded space, or of S: a
process (its number, or a pointer) or a pointer to a struct address_space.
end

