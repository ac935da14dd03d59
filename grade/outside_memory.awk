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
  return memory[int(address / 4)]
}

function memory_read(page,  i, start, command, line, at) {
  start = page * 4096
  for (i = 1; i < piece_count; i += 3) if (piece[i] <= start && start < piece[i + 1]) break
  if (i > piece_count) differ("wrong", "what the machine's books lead to", "memory that it has", sprintf("physical address 0x%x", start))
  # a page, and those behind it: most of what is read lies in a row
  command = "od -An -v -tu4 -w4 -j " (start - piece[i]) " -N " READ_BYTES " '" piece[i + 2] "'"
  at = int(start / 4)
  while ((command | getline line) > 0) {
    if (at % 1024 == 0) is_read[int(at / 1024)] = 1
    memory[at++] = line + 0
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
