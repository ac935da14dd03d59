# SPDX-License-Identifier: MIT
# Reads a page table, one entry a line in decimal, and prints the pages that it maps: ADDRESS FRAME
# RIGHTS. `slot` is the table's slot in its directory. Bits: Intel SDM volume 3, table 4-6.
{
  entry = $1
  if (entry % 2 == 0) next
  if (int(entry / 4) % 2 == 0) print "not for users:", entry
  printf "%d %d %d\n", slot * 4194304 + (NR - 1) * 4096, int(entry / 4096), int(entry / 2) % 2 * 2
}
