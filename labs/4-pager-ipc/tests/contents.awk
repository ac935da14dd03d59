# SPDX-License-Identifier: MIT
# store-contents: the sum of what is read back. Variables: seed_value.
BEGIN {
  seed(seed_value)
  for (i = 0; i < 60; i++) {
    page = random(8)
    if (!(page in value) || random(2)) value[page] = 1 + random(1000000)
    else sum += value[page] + 7
    random(3)
  }
  printf "%.0f\n", sum % 4294967296
}
