# SPDX-License-Identifier: MIT
# What must come of needed-hysteresis: each line's `free` says whether the stealer is needed.
# Variables: floor, of CLASS_PAGED.
{ for (i = 1; i <= NF; i++) { split($i, part, "="); value[part[1]] = part[2] } }
/total=/ { low = floor + int(value["total"] / 32); high = low + int(value["total"] / 64); next }
/free=/ {
  if (value["free"] < low) running = 1
  else if (value["free"] >= high) running = 0
  if (value["needed"] != running || value["running"] != running) wrong++
  if (running && value["free"] >= low) held++
  if (!running && value["free"] < high) waited++
  lines++
}
END { print lines + 0, wrong + 0, (held > 20 && waited > 20) ? "both" : "too few between the thresholds" }
