# SPDX-License-Identifier: MIT
# Who waits for messages and replies, and who has which lines and ports. Part of grade/outside.awk.

# Who waits to send is on the list of one port, who waits for a reply on that of one server, and nobody else is.
function waits_of(process, n,  i, j, k, m, list, port, wait) {
  for (i = 1; i <= n; i++) {
    for (j = 0; j < layout("PORTS_MOST"); j++) {
      port = process[i] + layout("process_ports") + j * layout("port_bytes")
      m = list_read(port + layout("port_senders"), layout("process_link"), list)
      for (k = 1; k <= m; k++) waiter(list[k], "a sender to " name_of_process(process[i]), layout("WAIT_SEND"), layout("WAIT_CALL"))
    }
    m = list_read(process[i] + layout("process_ipc.callers"), layout("process_link"), list)
    for (k = 1; k <= m; k++) {
      waiter(list[k], "a caller of " name_of_process(process[i]), layout("WAIT_REPLY"), layout("WAIT_REPLY"))
      compare("wrong", "who owes a reply to " name_of_process(list[k]), name_of_process(member(list[k], "process_ipc.server")), name_of_process(process[i]))
    }
  }
  for (i = 1; i <= n; i++) {
    wait = byte(process[i] + layout("process_wait"))
    if (wait == layout("WAIT_SEND") || wait == layout("WAIT_CALL") || wait == layout("WAIT_REPLY"))
      compare("wrong", "lists of senders and callers on which " name_of_process(process[i]) " is, which waits so", lists_of[process[i]] + 0, 1)
  }
}

function waiter(process, what, wait, other,  found) {
  if (used[frame_of(process)] != "a process") differ("wrong", "what is on the list as " what, "a process", sprintf("0x%x", process))
  found = byte(process + layout("process_wait"))
  if (found != other) compare("wrong", "the wait of " name_of_process(process) ", which is on the list as " what ", by its number in enum process_wait", found, wait)
  lists_of[process]++
}

# Lines are bound to ports of processes that there are, and no two ranges of I/O ports overlap.
function lines_and_ranges(  i, at, port, n, j, first, end) {
  for (i = 0; i < layout("INTERRUPT_LINES"); i++) {
    port = member(of("interrupt_lines") + i * layout("interrupt_line_bytes"), "interrupt_line_port")
    if (port != 0) compare("wrong", "where the port of interrupt line " i " lies", used[frame_of(port)], "a process")
  }
  for (i = 0; i < layout("IO_RANGES_MOST"); i++) {
    at = of("io_ranges") + i * layout("io_range_bytes")
    if (word(at) == 0 && word(at + 4) == 0) continue
    first[++n] = member(at, "io_range_first"); end[n] = first[n] + member(at, "io_range_count")
    for (j = 1; j < n; j++)
      if (first[n] < end[j] && first[j] < end[n])
        differ("wrong", "two ranges of I/O ports, of which each is somebody's", "none that overlap", first[j] " to " end[j] - 1 ", and " first[n] " to " end[n] - 1)
  }
}
