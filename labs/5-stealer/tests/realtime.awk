# SPDX-License-Identifier: MIT
# How long after each tick of the clock a core process ran, from the times that programs/lab5/realtime.c
# reports. A tick is 11,932 periods of the 8254's clock of 1.193182 MHz; an instruction takes 8 ns. When the
# first tick was is not known: the soonest answer counts as `soonest` instructions late, which is what
# irq-to-user comes to when nobody else runs.
# Prints: number of samples, longest delay, and how many were at most 500, 1000, 2000, ... instructions.
# Variables: soonest.
BEGIN { tick = 11932 / 1193182 * 1e9 / 8 }
/^time=/ {
  sub(/^time=/, "")
  time[++count] = $0 + 0
  number[count] = count == 1 ? 0 : number[count - 1] + int((time[count] - time[count - 1]) / tick + 0.5)
}
END {
  for (i = 1; i <= count; i++) {
    since[i] = time[i] - number[i] * tick
    if (i == 1 || since[i] < first) first = since[i]
  }
  for (i = 1; i <= count; i++) {
    delay = since[i] - first + soonest
    if (delay > longest) longest = delay
    for (bound = 500; bound <= 16000; bound *= 2) if (delay <= bound) within[bound]++
  }
  printf "%d %d", count, longest
  for (bound = 500; bound <= 16000; bound *= 2) printf " %d", within[bound]
  print ""
}
