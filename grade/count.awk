# SPDX-License-Identifier: MIT
# For each memory map among the arguments (a `NAME=` in front is left out): how many free frames it
# leaves, and the sum of their numbers modulo 2^32. Used with grade/model.awk.
BEGIN {
  for (i = 1; i < ARGC; i++) {
    sub(/^[a-z0-9]*=/, "", ARGV[i])
    delete runs
    n = map_frames(ARGV[i], runs)
    count = sum = 0
    for (j = 0; j < n; j++) {
      split(runs[j], r, " ")
      count += r[2] - r[1]
      sum += (r[1] + r[2] - 1) * (r[2] - r[1]) / 2
    }
    printf "count=%d sum=%.0f\n", count, sum % 4294967296
  }
  exit
}
