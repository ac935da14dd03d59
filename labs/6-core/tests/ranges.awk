# SPDX-License-Identifier: MIT
# io-ranges: the sum of first port times number of ports over all ranges that are made. Variables: seed_value.
BEGIN {
  seed(seed_value)
  for (i = 0; i < 600; i++) {
    range = random(10); first = random(24); count = random(6)
    if (range in made) {
      delete made[range]
      for (port = 0; port < 24; port++) if (owner[port] == range + 1) owner[port] = 0
      continue
    }
    busy = 0
    for (port = first; port < first + count; port++) if (owner[port]) busy = 1
    if (first + count > 24 || count == 0 || busy) continue
    made[range] = 1
    for (port = first; port < first + count; port++) owner[port] = range + 1
    sum += first * count
  }
  printf "%.0f\n", sum
}
