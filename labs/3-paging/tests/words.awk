# SPDX-License-Identifier: MIT
# map-translates: the sum of the words that it reads. Variables: seed_value.
BEGIN {
  seed(seed_value)
  for (i = 0; i < 64; i++) { random(8192); sum += i * 65536 + random(1024) }
  printf "%.0f\n", sum % 4294967296
}
