# SPDX-License-Identifier: MIT
# For the models on the host that tests compare a kernel with: its random numbers, and the frames
# that a memory map leaves. Use: awk -f grade/model.awk -f MODEL.awk.

# kernel/test/test.h: Park and Miller's minimal standard. Every product stays below 2^53.
function seed(value) { random_state = value % 2147483647; if (random_state == 0) random_state = 1 }
function random(bound) {
  random_state = (random_state * 16807) % 2147483647
  return random_state % bound
}

function hex(text,    i, value) {
  sub(/^0x/, "", text)
  value = 0
  for (i = 1; i <= length(text); i++)
    value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
  return value
}

# Makes runs[0..n-1] "FIRST END" of whole free frames from a map as in kernel/test/map.h, and returns
# n. By elementary intervals: between two neighbouring ends of any entry, all bytes are alike.
function map_frames(map, runs,    n, i, j, entry, part, start, end, kind, ends, count, low, high, usable, open, found, swap) {
  n = split(map, entry, ",")
  count = 0
  for (i = 1; i <= n; i++) {
    kind[i] = substr(entry[i], 1, 1)
    split(substr(entry[i], 3), part, "-")
    start[i] = hex(part[1]); end[i] = hex(part[2])
    ends[count++] = start[i]; ends[count++] = end[i]
  }
  for (i = 1; i < count; i++)
    for (j = i; j > 0 && ends[j - 1] > ends[j]; j--) { swap = ends[j]; ends[j] = ends[j - 1]; ends[j - 1] = swap }
  found = 0; open = -1
  for (i = 0; i < count; i++) {
    usable = 0
    low = ends[i]; high = i + 1 < count ? ends[i + 1] : low
    if (low == high && i + 1 < count) continue
    for (j = 1; j <= n; j++)
      if (kind[j] == "u" && start[j] <= low && low < end[j]) usable = 1
    for (j = 1; j <= n; j++)
      if (kind[j] == "r" && start[j] <= low && low < end[j]) usable = 0
    if (usable && open < 0) open = low
    if (!usable && open >= 0) {
      j = int((open + 4095) / 4096); part[1] = int(low / 4096)
      if (j < part[1]) runs[found++] = j " " part[1]
      open = -1
    }
  }
  return found
}
