# SPDX-License-Identifier: MIT
# results: of each test that was $selected of a $lab's $points.tsv, what came of it. Input: the lines that the tests left
# (result_line in lib.bash); a test without one has $outcome, $expected and $found.

# Lines of hints.tsv: test or *, outcome or *, a pattern of what the failed check says or *, where to look,
# what is wrong. A line for the test itself comes before one for all; one for a check before one for any.
def hint($result; $hints; $grade):
  "\($result.what)\n\($result.expected)\n\($result.found)" as $said
  | [$hints | split("\n")[] | select(test("^[^#\t]+\t")) | split("\t")
     | select((.[0] == $result.test or .[0] == "*") and (.[1] == $result.outcome or .[1] == "*")
              and (.[2] == "*" or (.[2] as $pattern | $said | test($pattern))))]
  | sort_by((if .[0] == "*" then 2 else 0 end) + (if .[2] == "*" then 1 else 0 end))[0] // ["", "", "", "", ""]
  | if $grade == 0 then "" elif $grade == 1 or (.[4] // "") == "" then .[3]
    else .[3] + (if .[3] == "" then "" else " " end) + .[4] end;

def lines: gsub("\u001f"; "\n");

# Of lines, each taken apart at its tabs.
def left:
  [.[] | select(.[6] == "whole")
   | {(.[1]): {outcome: .[0], ms: (.[2] | tonumber), what: .[3], expected: (.[4] | lines), found: (.[5] | lines)}}]
  | add // {};

# Where a machine said of itself what was seen from outside to be otherwise, somebody has tried to deceive: of that exercise
# nothing counts until a person has looked.
def without_unproved:
  ([.[] | select(.outcome == "unproved")] | map({(.exercise): .test}) | add // {}) as $seen
  | map($seen[.exercise] as $test | if .outcome == "pass" and $test then
      .outcome = "unproved" | .what = "the points of exercise \(.exercise)"
      | .expected = "what the machine says of itself in its tests is what is seen from outside"
      | .found = "in \($test) it is not; these points count when whoever grades has looked at the code" else . end);

def results($done; $named): $named as {$lab, $points, $selected, $seed, $outcome, $expected, $found, $hints, $logs, $choice, $grade}
| [$points | split("\n")[] | select(test("^[^#\t]+\t")) | split("\t")
| select(.[0] as $test | $selected | contains("\n\($lab)/\($test)\n"))
| {lab: $lab, test: .[0], exercise: .[2], points: 0, max: (.[1] | tonumber), why: .[3], seed: $seed,
   outcome: $outcome, what: "", expected: $expected, found: $found}
| . + ($done[.test] // {})] | without_unproved[]
| .points = (if .outcome == "pass" then .max else 0 end)
| if .outcome == "pass" then . else
    .hint = hint(.; $hints; $grade)
    | .log = (if .outcome == "build" then "\($logs)/logs/build.log" else "\($logs)/logs/\(.test)/console.log" end)
    | " LAB=\(.lab | split("-")[0]) TEST=\(.test) SEED=\(.seed)\($choice)" as $arguments
    | .again = "make grade" + $arguments
    | .debug = "make debug" + $arguments
  end;

def results: results([inputs | split("\t")] | left; $ARGS.named);
