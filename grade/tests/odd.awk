# SPDX-License-Identifier: MIT
# Changes that make an odd file of a good one, a line each: OFFSET BYTE... (in hexadecimal), or cut BYTES. The seed decides;
# `kind` is elf or tar, `bytes` the file's length, `blocks` for an archive the numbers of the blocks that are headers.
#
# ELF: fields are those of the header (TIS ELF 1.2, book I, figure 1-3) and the program headers behind it (figure 2-1).
# Archives: those of POSIX.1-1988, which tar writes with --format=ustar.
function random(bound) { # as in kernel/test/test.h
  state = (state * 16807) % 2147483647
  return state % bound
}
function write_bytes(offset, value, count,   i, line) { # lowest byte first
  line = offset
  for (i = 0; i < count; i++) { line = line sprintf(" %02x", value % 256); value = int(value / 256) }
  print line
}
function odd_value() {
  return odd[1 + random(odd_count)] + 0
}
function change_elf(   place) {
  place = random(52 + 32 * 3)
  if (random(3) == 0)
    write_bytes(place, random(256), 1)
  else
    write_bytes(place - place % 4, random(4) == 0 ? random(2147483646) : odd_value(), 4)
}
# A text field, with a character that does not belong there, or a number that is too large.
function change_tar(   block, offset, i, line) {
  block = header[1 + random(header_count)] * 512
  split("0 100 108 116 124 136 148 156 157 257 265 297 329 345", field, " ")
  split("100 8 8 8 12 12 8 1 100 6 32 32 8 155", width, " ")
  i = 1 + random(14)
  offset = block + field[i]
  line = offset
  for (n = 0; n < width[i]; n++) line = line sprintf(" %02x", text == "" ? 48 + random(8) : random(256))
  if (random(2) == 0) print line
  else write_bytes(offset + random(width[i]), random(256), 1)
}
BEGIN {
  state = seed % 2147483646 + 1
  for (i = 0; i < 10; i++) random(2)
  odd_count = split("0 1 2 3 31 32 52 64 511 512 4095 4096 4097 65535 65536 4194304 4194303 2147483647 2147483648 " \
    "2148532224 4026531840 4294963200 4294967295 4294967264 " bytes, odd, " ")
  header_count = split(blocks, header, " ")
  changes = 1 + random(4)
  for (i = 0; i < changes; i++) {
    if (random(12) == 0) print "cut " random(random(2) ? bytes : 600)
    else if (kind == "elf") change_elf()
    else change_tar()
  }
}
