# SPDX-License-Identifier: MIT
# missing-tables: tables are there in slots 10, 13, ... 37. Variables: seed_value.
BEGIN {
  seed(seed_value)
  for (i = 0; i < 50; i++) {
    first = 8192 + random(34 * 1024); pages = 1 + random(5 * 1024)
    for (slot = int(first / 1024); slot <= int((first + pages - 1) / 1024); slot++)
      sum += slot < 10 || slot >= 40 || (slot - 10) % 3 != 0
  }
  print sum
}
