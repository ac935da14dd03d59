# SPDX-License-Identifier: MIT
# Replays the random test (random.c) on a model of memory: the same seed gives the same operations,
# so the kernel reports only what came of each. Prints `ok`, or `EXPECTED | FOUND` for the first
# operation that cannot have gone that way. What must be in use at the end is written to the file `final`: NUMBER
# STATE, a line each.
# Input: the kernel's results, blank-separated. Variables: seed_value, map, operations, final.
function bad(expected, found) {
  printf "operation %d, %s: %s | %s\n", operation, what, expected, found
  failed = 1
  exit
}
function take_result() { return at < results ? result[at++] : "" }
function occupy(frame, state) {
  if (!(frame in usable)) bad("a frame of the map", "frame " frame)
  if (used[frame]) bad("a free frame", "frame " frame ", which is in use")
  used[frame] = state; free--
  if (frame >= 4096) high--
  place[frame] = holds; held[holds++] = frame
}
function forget(frame,    last) {
  used[frame] = 0; free++
  if (frame >= 4096) high++
  last = held[--holds]
  held[place[frame]] = last; place[last] = place[frame]
}
function release(    frame, state) {
  if (holds == 0) return
  frame = held[random(holds)]
  what = "freeing frame " frame
  state = take_result()
  if (state != used[frame]) bad("state " used[frame], "state " state)
  forget(frame)
}
function release_some(    first, most, count, i) {
  if (holds == 0) return
  first = held[random(holds)]; most = 1 + random(20); count = 0
  while (count < most && used[first + count]) count++
  for (i = 0; i < count; i++) forget(first + i)
}
function fits(first, frames, align, limit, boundary,    i) {
  if (first % align || first + frames > limit) return 0
  if (boundary && int(first / boundary) != int((first + frames - 1) / boundary)) return 0
  for (i = first; i < first + frames; i++) if (!(i in usable) || used[i]) return 0
  return 1
}
function single(    state, frame) {
  state = 2 + random(4)
  what = "allocating a frame"
  frame = take_result()
  if (frame == "-") {
    if (free > 0) bad("a frame, since " free " are free", "none")
    return
  }
  if (high > 0 && frame < 4096) bad("a frame at or above 16 MiB, since " high " are free", "frame " frame)
  occupy(frame + 0, state)
}
function run(    frames, align, limit, boundary, state, first, i) {
  frames = 1 + random(40); align = 2 ^ random(7)
  limit = random(3); limit = limit == 0 ? 4096 : limit == 1 ? random(5000) : 1000000
  boundary = 0
  if (random(2)) for (boundary = 2 ^ random(7); boundary < frames;) boundary *= 2
  state = 2 + random(4)
  what = "a run of " frames ", aligned to " align ", below " limit ", boundary " boundary
  first = take_result()
  if (first == "-") {
    for (i = 0; i < runs_count; i++) {
      split(runs[i], r, " ")
      for (first = r[1]; first < r[2]; first++)
        if (fits(first, frames, align, limit, boundary)) bad("a run, for instance at frame " first, "none")
    }
    return
  }
  if (!fits(first + 0, frames, align, limit, boundary)) bad("a free run that fits", "frame " first)
  for (i = 0; i < frames; i++) occupy(first + i, state)
}
BEGIN {
  seed(seed_value)
  runs_count = map_frames(map, runs)
  for (i = 0; i < runs_count; i++) {
    split(runs[i], r, " ")
    for (f = r[1]; f < r[2]; f++) { usable[f] = 1; free++; if (f >= 4096) high++ }
  }
  holds = 0; results = 0; at = 0
}
{ for (i = 1; i <= NF; i++) result[results++] = $i }
END {
  if (failed) exit
  for (operation = 0; operation < operations; operation++) {
    grow = int(operation / 1000) % 2 == 0
    kind = random(100)
    if (kind < (grow ? 60 : 25)) single()
    else if (kind < 85) release()
    else if (kind < 88) release_some()
    else run()
  }
  what = "the end"
  if (take_result() != free) bad(free " free frames", result[at - 1])
  if (at != results) bad(at " results", results)
  for (i = 0; i < holds; i++) print held[i], used[held[i]] >final
  print "ok"
}
