# SPDX-License-Identifier: MIT
# Input: what the tests left. $stubs: all tests of the lab, with no points. Output: the results.

# NAME or * <tab> OUTCOME or * <tab> HINT; a line for the test itself comes before one for all.
def hint($test; $outcome):
  [$hints | split("\n")[] | select(test("^[^#\t]+\t")) | split("\t")
   | select((.[0] == $test or .[0] == "*") and (.[1] == $outcome or .[1] == "*"))]
  | (map(select(.[0] == $test)) + .)[0][2] // "";

([inputs] | map({(.test): .}) | add // {}) as $done
| $stubs[]
| . as $stub
| ($done[.test] // {}) as $new
| . + $new
| .points = (if .outcome == "pass" then .max else 0 end)
| if .outcome == "pass" then . else
    .hint = hint(.test; .outcome)
    | .log = (if .outcome == "build" then "\($logs)/build.log" else "\($logs)/\(.test)/console.log" end)
    | (.lab | split("-")[0]) as $number
    | (if $labs == "" then "" else " LABS='\($labs)'" end) as $choice
    | .again = "make grade LAB=\($number) TEST=\(.test) SEED=\(.seed)\($choice)"
    | .debug = "make debug LAB=\($number) TEST=\(.test) SEED=\(.seed)\($choice)"
  end
