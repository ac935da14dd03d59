# SPDX-License-Identifier: MIT
# The points of $lab: a line for each part that is handed in by itself, and the lab's own.
include "exercises";
def sums: "\(map(.points) | add // 0)/\(map(.max) | add // 0) points";

map(select(.lab == $lab)) as $results
| (table | map(select(.part != "-") | .part) | unique[] as $part
   | (table | map(select(.part == $part) | .exercise)) as $exercises
   | $results | map(select(.exercise | IN($exercises[]))) | select(. != []) | "lab \($part): \(sums)"),
  "lab \($lab | split("-")[0]): \($results | sums)"
