# SPDX-License-Identifier: MIT
# keep-random: the sum over what is fetched, from a store of 48 pages. Variables: seed_value.
BEGIN {
  seed(seed_value)
  for (i = 0; i < 600; i++) {
    badge = random(6); number = random(20); what = random(20)
    if (what == 0) {
      for (j = 0; j < 20; j++) if ((badge, j) in kept) { delete kept[badge, j]; used-- }
    } else if (what < 12) {
      if (!((badge, number) in kept)) { if (used == 48) continue; used++ }
      kept[badge, number] = i + 1
    } else if ((badge, number) in kept) sum += kept[badge, number]
  }
  printf "%.0f\n", sum % 4294967296
}
