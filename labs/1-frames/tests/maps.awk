# SPDX-License-Identifier: MIT
# Memory maps for the kernel's command line: the cases where rounding goes wrong, some with as many
# pieces as a map can have, and some at random. With -v largest=FRAMES: of a machine of that many
# frames. With -v ragged=1, one map: some 900 frames in pieces, most of them below 16 MiB.
# Variable: seed_value.
function add(text) { printf "map%d=%s\n", ++maps, text }
function range(start, end) { return sprintf("u:%x-%x", start, end) }

# As many ranges as a map can have, of 1 to 5 frames, with ends anywhere; the last one ends at `end`.
function make_pieces(first, step, end,    i, text, start) {
  for (i = 0; i < 64; i++) {
    start = first + i * step + random(4096)
    text = text (i ? "," : "") range(start, i == 63 ? end : start + 4096 + random(16384))
  }
  return text
}
function make_random(    n, i, text, start, bytes) {
  n = 3 + random(5); text = ""
  for (i = 0; i < n; i++) {
    start = 4096 + random(60000000); bytes = random(3) ? random(4000000) : random(9000)
    if (random(3) == 0) { start -= start % 4096; bytes -= bytes % 4096 }
    text = text (i ? "," : "") (i > 1 && random(3) == 0 ? "r" : "u") sprintf(":%x-%x", start, start + bytes + 1)
  }
  return text
}
function make_ragged(    at, i, n) {
  at = 600
  for (i = 0; i < 14; i++) {
    at += 1 + random(40); n = 1 + random(120)
    if (i == 11) at = 4080 # across 16 MiB
    printf "%su:%x-%x", i ? "," : "", at * 4096 + random(2), (at + n) * 4096
    at += n
  }
}
BEGIN {
  seed(seed_value)
  if (ragged) { make_ragged(); exit }
  if (largest) {
    end = largest * 4096
    add(make_pieces(end - 64 * 1048576, 1048576, end))
    add(range(0, end))                                                          # all of it
    add(range(0, 4096) "," range(8192, 1073741825) "," range(1073745920, end))  # but some
    add(range(1, end - 1))                                                      # but both ends
    exit
  }
  page = (256 + random(1000)) * 4096
  add(range(page, page + 40960))                                   # exact
  add(range(page + 1, page + 40960))                               # late by a byte
  add(range(page, page + 40959))                                   # short of one
  add(range(page + 1, page + 4095) "," range(page + 8191, page + 12290)) # less than a frame; a bit more
  add(range(page, page + 81920) "," sprintf("r:%x-%x", page + 40960, page + 40961)) # one reserved byte
  add(range(page, page + 6000) "," range(page + 6000, page + 20480)) # two that meet in a frame
  add(range(0, 8192) "," range(page, page + 4096))                 # frame 0
  add(range(0, 67108864 - 131072))                                 # all of 64 MiB
  add(range(16777216 - 4096, 16777216 + 4096))                     # across 16 MiB
  add(make_pieces(page, 65536, page + 64 * 65536))
  for (i = 0; i < 6; i++) add(make_random())
}
