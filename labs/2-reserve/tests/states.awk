# SPDX-License-Identifier: MIT
# What the test of states (books.c) ends with: how many frames are kernel, core, paged and lent.
# Variable: seed_value.
BEGIN {
  seed(seed_value)
  for (i = 0; i < 100; i++) state[i] = random(4)
  for (i = 0; i < 300; i++) { chosen = random(100); state[chosen] = random(4) }
  for (i = 0; i < 100; i++) count[state[i]]++
  printf "%d %d %d %d\n", count[0], count[1], count[2], count[3]
}
