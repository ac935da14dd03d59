# SPDX-License-Identifier: MIT
# wired-memory: the sum of what was written to the pages. Variables: seed_value.
function fill(pages,    i) { for (i = 0; i < pages; i++) sum += i + random(1000) }
BEGIN {
  seed(seed_value)
  fill(1); fill(4); fill(999); fill(1000); fill(1025)
  fill(1 + random(1500))
  printf "%.0f\n", sum % 4294967296
}
