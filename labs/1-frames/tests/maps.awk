# SPDX-License-Identifier: MIT
# A dozen memory maps for the kernel's command line, half of them the cases where rounding goes
# wrong, half at random. With -v ragged=1, one map instead: some 900 frames in pieces, most of them
# below 16 MiB. Variable: seed_value.
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
  page = (256 + random(1000)) * 4096
  printf "map1=u:%x-%x\n", page, page + 40960                                       # exact
  printf "map2=u:%x-%x\n", page + 1, page + 40960                                   # late by a byte
  printf "map3=u:%x-%x\n", page, page + 40959                                       # short of one
  printf "map4=u:%x-%x,u:%x-%x\n", page + 1, page + 4095, page + 8191, page + 12290 # less than a frame; a bit more
  printf "map5=u:%x-%x,r:%x-%x\n", page, page + 81920, page + 40960, page + 40961   # one reserved byte
  printf "map6=u:%x-%x,u:%x-%x\n", page, page + 6000, page + 6000, page + 20480     # two that meet in a frame
  for (i = 7; i <= 12; i++) printf "map%d=%s\n", i, make_random()
}
