# SPDX-License-Identifier: MIT
# Replays the random test of the reserve (random.c) on a model: the same seed gives the same
# operations, and each result is RESULT:FREE:CLAIMED. Prints `ok`, or `EXPECTED | FOUND`.
# How many frames must be in which state at the end is written to the file `final`, as grade/outside.awk reads it.
# Variables: seed_value, map, operations, final.
function check(what, expected,    found) {
  expected = sprintf("%d:%d:%d", expected, free, claimed)
  found = at < results ? result[at++] : "nothing"
  if (found == expected) return
  printf "operation %d, %s (result:free:claimed): %s | %s\n", operation, what, expected, found
  failed = 1
  exit
}
# kernel's enum frame_class: 0 RESERVE, 1 CORE, 2 PAGED, 3 to 9 TURN of level 1 to 7
function floor_of(class) {
  if (class == 0) return 0
  if (class == 1) return 16
  if (class == 2) return 32 + 64 * level
  return 32 + 64 * (class - 3)
}
function use_claim(    c, class, frames, state) {
  c = random(8)
  if (claim[c] == 0) {
    class = random(10); frames = random(60)
    if (random(20) == 0 && frames != 0) frames = 4294967296 - frames
    if (frames == 0 || free - frames >= floor_of(class)) {
      free -= frames; claimed += frames; claim[c] = frames
      check("a claim of " frames " frames, class " class, 1)
    } else check("a claim of " frames " frames, class " class, 0)
  } else if (random(10) != 0) {
    state = 2 + random(4)
    claim[c]--; claimed--; held[holds++] = state
    check("taking from a claim", claim[c])
  } else {
    free += claim[c]; claimed -= claim[c]; claim[c] = 0
    check("releasing a claim", 0)
  }
}
function allocate(    class, state) {
  class = random(10); state = 2 + random(4)
  if (free > floor_of(class)) {
    free--; held[holds++] = state
    check("an allocation of class " class, 1)
  } else check("an allocation of class " class, 0)
}
BEGIN {
  seed(seed_value)
  n = map_frames(map, runs)
  for (i = 0; i < n; i++) { split(runs[i], r, " "); free += r[2] - r[1] }
  claimed = level = holds = results = at = 0
}
{ for (i = 1; i <= NF; i++) result[results++] = $i }
END {
  if (failed) exit
  for (operation = 0; operation < operations; operation++) {
    grow = int(operation / 500) % 2 == 0
    kind = random(100)
    if (kind < (grow ? 60 : 30)) use_claim()
    else if (kind < (grow ? 80 : 40)) allocate()
    else if (kind < 95) {
      if (holds == 0) continue
      i = random(holds); held[i] = held[--holds]; free++
      check("freeing a frame", 1)
    } else if (kind < 99) {
      if (holds == 0) continue
      i = random(holds); held[i] = 2 + random(4)
      check("changing a state", held[i])
    } else {
      level = random(8)
      check("the floor of PAGED, highest level " level, 32 + 64 * level)
    }
  }
  if (at != results) { print at " results | " results; exit }
  for (i = 0; i < holds; i++) count[held[i]]++
  printf "free=%d kernel=%d core=%d paged=%d lent=%d claimed=%d\n", free + claimed, count[2], count[3], count[4], count[5], claimed >final
  print "ok"
}
