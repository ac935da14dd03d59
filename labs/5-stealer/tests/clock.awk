# SPDX-License-Identifier: MIT
# What must come of visit-random: the same random uses and visits, on a model of a clock with a second
# chance for each mapping. Variables: seed_value, pages, rounds.
function use(page, who, writes) {
  resident[page] = 1
  mapped[page, who] = used[page, who] = 1
  if (writes) dirty[page] = 1
}
function visit(page,    who, left) {
  if (!resident[page]) return 8
  left = 0
  for (who = 0; who < 3; who++) {
    if (!mapped[page, who]) continue
    if (used[page, who]) { used[page, who] = 0; left++ }
    else mapped[page, who] = 0
  }
  if (left > 0) return 0
  resident[page] = 0
  if (!dirty[page]) return 1
  dirty[page] = 0
  stores++
  return 2
}
BEGIN {
  seed(seed_value)
  for (i = 0; i < rounds; i++) {
    page = random(pages); what = random(8)
    result = 9
    if (what < 3) use(page, random(3), 0)
    else if (what == 3) use(page, random(3), 1)
    else result = visit(page)
    sum = (sum * 31 + result) % 1000003
  }
  print "sum=" sum " stores=" stores + 0
}
