# SPDX-License-Identifier: MIT

define processes
  set $count = 0
  list-begin &process_list
  while $at != 0
    if $count == 0
      printf "  number  name             state             waits for     priority  regions  instruction\n"
    end
    set $process = (struct process *)((char *)$at - (char *)&((struct process *)0)->all)
    printf "  %-6u  %-15.15s  ", $process->number, $process->name
    output (enum process_state)$process->state
    printf "  "
    output (enum process_wait)$process->wait
    if $process->priority == 0
      printf "  core    "
    else
      if $process->level >= 0
        printf "  pager %-2d", $process->level
      else
        printf "  ordinary"
      end
    end
    printf "  %-7u  0x%08x\n", $process->region_count, $process->registers.eip
    set $count = $count + 1
    list-next
  end
  if $count == 0
    printf "there are no processes\n"
  end
  if thread_current != 0
    check-pointer thread_current
    if $is_good
      printf "  process %u runs\n", ((struct process *) thread_current)->number
    else
      printf "thread_current is 0x%08x, which is no process\n", thread_current
    end
  end
end
document processes
List all processes: number, name, state, what each waits for, priority, regions, instruction.
end

define print-region
  printf "0x%08x  %u pages, ", $region->start.value, $region->pages
  if $region->object == 0
    printf "of no object\n"
  else
    printf "from page %u of object 0x%08x, read", $region->first_page, $region->object
    if $region->rights & 2
      printf " and write"
    end
    if $region->rights & 0x10
      printf ", uncached"
    end
    printf ", patience "
    print-ticks $region->patience_ticks
    if $region->is_window
      printf ", a window"
    end
    if $region->is_going
      printf ", being unmapped"
    end
    printf "\n"
  end
end
document print-region
Used by `regions`: shows $region.
end

define regions
  if $argc != 1
    printf "regions PROCESS: its number, or a pointer to it\n"
  else
    find-process $arg0
    set $i = 0
    set $most = sizeof($process->regions) / sizeof($process->regions[0])
    while $process != 0 && $i < $process->region_count && $i < $most
      if $process->region_order[$i] < $most
        set $region = &$process->regions[$process->region_order[$i]]
        print-region
      else
        printf "region_order[%d] is %u, and there are %u places\n", $i, $process->region_order[$i], $most
      end
      set $i = $i + 1
    end
  end
end
document regions
regions PROCESS: its regions, in the order of their addresses.
end

