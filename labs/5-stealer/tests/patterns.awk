# SPDX-License-Identifier: MIT
# The page faults of programs/lab5/patterns.c, for a number of frames: with LRU, and with the optimal
# choice, which takes the page that is needed last. Prints: LRU OPTIMUM.
# Variables: seed_value, pattern, frames (for LRU), most_frames (for the optimum).
function choose(i,    power) {
  if (pattern == "loop") return i % 600
  if (pattern == "zipf") {
    power = 2 ^ random(10)
    return ((power - 1 + random(power)) * 421) % 1024
  }
  if (pattern == "scan") return i % 4 == 0 ? 150 + int(i / 4) % 874 : random(150)
  if (i % 2000 == 0) phase_start = random(774)
  return phase_start + random(250)
}
# A list by the time of use: next_of and previous_of, with "head" for both its ends.
function unlink(page) {
  next_of[previous_of[page]] = next_of[page]
  previous_of[next_of[page]] = previous_of[page]
}
function append(page) {
  previous_of[page] = previous_of["head"]
  next_of[previous_of["head"]] = page
  next_of[page] = "head"
  previous_of["head"] = page
}
function lru(    i, page, faults, used, oldest) {
  next_of["head"] = previous_of["head"] = "head"
  for (i = 0; i < accesses; i++) {
    page = sequence[i]
    if (page in held) unlink(page)
    else {
      faults++
      if (used == frames) {
        oldest = next_of["head"]
        unlink(oldest)
        delete held[oldest]
      } else used++
      held[page] = 1
    }
    append(page)
  }
  return faults
}
function optimum(    i, page, faults, used, other, worst) {
  for (i = accesses - 1; i >= 0; i--) {
    page = sequence[i]
    later[i] = (page in last) ? last[page] : accesses + page
    last[page] = i
  }
  for (i = 0; i < accesses; i++) {
    page = sequence[i]
    if (!(page in again)) {
      faults++
      if (used == most_frames) {
        worst = ""
        for (other in again) if (worst == "" || again[other] > again[worst]) worst = other
        delete again[worst]
      } else used++
    }
    again[page] = later[i]
  }
  return faults
}
BEGIN {
  accesses = 16000
  seed(seed_value)
  seed(1 + random(1000000000))
  for (i = 0; i < accesses; i++) sequence[i] = choose(i)
  print lru(), optimum()
}
