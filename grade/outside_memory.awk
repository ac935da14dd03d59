# SPDX-License-Identifier: MIT
# The memory of a machine that is held, by the names and the layout in its kernel's file. Part of grade/outside.awk.
#
# `symbols` is a file with lines of tools/nm.awk. `pieces` says what was saved of the memory:
# START END FILE, again and again. Words that are asked for are read by pages, and kept.

function memory_begin(  line, part) {
  CONVFMT = "%.0f" # not every awk has whole numbers beyond 2^31 as names of elements
  while ((getline line <symbols) > 0) { split(line, part, " "); symbol[part[3]] = part[1] }
  close(symbols)
  piece_count = split(pieces, piece, " ")
  BASE = 2147483648 # the kernel's addresses, and above what it maps of them RAM is mapped by tables
  MAPPED_END = BASE + 1879048192
}

function of(name) {
  if (!(name in symbol)) stop("grader", "look into the machine's memory", "the kernel's file has the symbol " name, "it has not")
  if (!(name in known)) known[name] = hex(symbol[name])
  return known[name]
}

function layout(name) { return of("layout_" name) }

# The word at a physical address.
function physical_word(address,  page) {
  page = int(address / 4096)
  if (!(page in is_read)) memory_read(page)
  return memory[int(address / 4)] + 0
}

# Some pages in a row, since to start a command takes as long as to read many. Lines that are like the one before it come as one
# with an asterisk, which most of memory is.
function memory_read(page,  i, start, end, command, line, word_at, n, at, next_at, is_repeated, last) {
  for (i = 1; i < piece_count; i += 3) if (piece[i] <= page * 4096 && page * 4096 < piece[i + 1]) break
  if (i > piece_count) differ("wrong", "what the machine's books lead to", "memory that it has", sprintf("physical address 0x%x", page * 4096))
  start = (page - page % READ_PAGES) * 4096; end = start + READ_PAGES * 4096
  if (start < piece[i]) start = piece[i]
  if (end > piece[i + 1]) end = piece[i + 1]
  for (n = start; n < end; n += 4096) is_read[n / 4096] = 1
  command = "od -Ad -tu4 -w16 -j " (start - piece[i]) " -N " (end - start) " '" piece[i + 2] "'"
  while ((command | getline line) > 0) {
    if (line == "*") { is_repeated = 1; continue }
    n = split(line, word_at, " ")
    at = (piece[i] + word_at[1]) / 4
    if (is_repeated && last[0] + last[1] + last[2] + last[3] > 0) for (; next_at < at; next_at++) memory[next_at] = last[next_at % 4]
    is_repeated = 0; next_at = at + 4
    for (; n > 1; n--) memory[at + n - 2] = last[n - 2] = word_at[n] + 0
  }
  close(command)
}

# A kernel's address.
function word(address,  entry) {
  if (address < BASE) differ("wrong", "what the machine's books lead to", "an address of the kernel", sprintf("0x%x", address))
  if (address < MAPPED_END) return physical_word(address - BASE)
  entry = word(of("kernel_directory") + 4 * int(address / 4194304))
  entry = entry % 2 == 0 ? 0 : physical_word(entry - entry % 4096 + 4 * (int(address / 4096) % 1024))
  if (entry % 2 == 0) differ("wrong", "what the machine's books lead to", "an address that is mapped", sprintf("0x%x", address))
  return physical_word(entry - entry % 4096 + address % 4096)
}

function byte(address) { return int(word(address - address % 4) / 256 ^ (address % 4)) % 256 }

function member(structure, name) { return word(structure + layout(name)) }

# The frame in which a structure of the kernel's lies.
function frame_of(address) { return int((address - BASE) / 4096) }

# The machine's look is over with the first difference. `outcome` is what it means: wrong, unproved, or grader.
function stop(outcome, what, expected, found) {
  printf "%s\t%s\t%s\t%s\n", outcome, what, expected, found
  exit
}

# What `outcome` says if the test inside has not compared it, and `unproved` else.
function differ(outcome, what, expected, found) { stop(strict ? "unproved" : outcome, what, expected, found) }

function compare(outcome, what, found, expected) {
  if (found != expected) differ(outcome, what, expected, found)
}
