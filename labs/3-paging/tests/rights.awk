# SPDX-License-Identifier: MIT
# map-entry-bits: the sum of the rights that it draws. Variables: seed_value.
BEGIN {
  split("0 2 24 26", rights, " ")
  seed(seed_value)
  for (i = 0; i < 40; i++) { random(524272); random(64); sum += rights[random(4) + 1] }
  print sum
}
