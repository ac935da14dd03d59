# SPDX-License-Identifier: MIT
# The table of a lab's exercises, for reports: $exercises is the text of its exercises.tsv.
def table: [$exercises | split("\n")[] | select(test("^[^#\t]+\t")) | split("\t")
  | {exercise: .[0], part: .[1], functions: .[2], needs: .[3], title: .[4]}];
