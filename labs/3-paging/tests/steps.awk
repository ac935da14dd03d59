# SPDX-License-Identifier: MIT
# Follows the random steps of random.c on the host: the same seed gives the same steps. Prints what must be
# mapped at the end, sorted: ADDRESS, the frame's PLACE in the pool, RIGHTS.
# Variables: seed_value, steps.
BEGIN {
  seed(seed_value)
  for (step = 0; step < steps; step++) {
    table = 3 + 70 * random(6); page = 127 * random(8)
    address = table * 4194304 + page * 4096
    index_ = random(64); rights = random(2) * 2
    if (!(address in frame)) { frame[address] = index_; allows[address] = rights }
    else if (random(3) == 0) allows[address] = rights
    else { delete frame[address]; delete allows[address] }
  }
  for (address in frame) printf "%d %d %d\n", address, frame[address], allows[address] | "sort -n"
  close("sort -n")
}
