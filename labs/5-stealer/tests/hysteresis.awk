# SPDX-License-Identifier: MIT
# What must come of needed-hysteresis: each line's `free` and `level` say whether the stealer is needed.
# Variables: floor, of CLASS_PAGED with level 0; turn_frames, more for each level.
function complain(what, expected, found) {
  printf "%s is %d with %d frames free, low %d, high %d (highest level %d), %s before | %d\n", what, expected, value["free"], low, high, value["level"], was ? "running" : "not running", found
  is_wrong = 1
  exit
}
{ for (i = 1; i <= NF; i++) { split($i, part, "="); value[part[1]] = part[2] } }
/total=/ { share = int(value["total"] / 32); between = int(value["total"] / 64); next }
/free=/ {
  low = floor + turn_frames * value["level"] + share; high = low + between; was = running
  if (value["free"] < low) running = 1
  else if (value["free"] >= high) running = 0
  if (value["needed"] != running) complain("the result", running, value["needed"])
  if (value["running"] != running) complain("stealer.is_running", running, value["running"])
  if (running && value["free"] >= low) held++
  if (!running && value["free"] < high) waited++
  lines++
}
END {
  if (is_wrong) exit
  if (lines == 400 && held > 20 && waited > 20) print "ok"
  else print "400 lines, on both sides | " lines + 0
}
