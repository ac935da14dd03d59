# SPDX-License-Identifier: MIT
# Input: what the tests left, a line each. $stubs: all tests of the lab, with no points. Output: the results.

# Lines of hints.tsv: test or *, outcome or *, a pattern of what the failed check says or *, where to look,
# what is wrong. A line for the test itself comes before one for all; one for a check before one for any.
def hint($result):
  "\($result.what)\n\($result.expected)\n\($result.found)" as $said
  | [$hints | split("\n")[] | select(test("^[^#\t]+\t")) | split("\t")
     | select((.[0] == $result.test or .[0] == "*") and (.[1] == $result.outcome or .[1] == "*")
              and (.[2] == "*" or (.[2] as $pattern | $said | test($pattern))))]
  | sort_by((if .[0] == "*" then 2 else 0 end) + (if .[2] == "*" then 1 else 0 end))[0] // ["", "", "", "", ""]
  | if $grade == 0 then "" elif $grade == 1 or (.[4] // "") == "" then .[3]
    else .[3] + (if .[3] == "" then "" else " " end) + .[4] end;

([inputs | fromjson? | {(.test): .}] | add // {}) as $done
| $stubs[]
| . + ($done[.test] // {})
| .points = (if .outcome == "pass" then .max else 0 end)
| if .outcome == "pass" then . else
    .hint = hint(.)
    | .log = (if .outcome == "build" then "\($logs)/logs/build.log" else "\($logs)/logs/\(.test)/console.log" end)
    | " LAB=\(.lab | split("-")[0]) TEST=\(.test) SEED=\(.seed)\($choice)" as $arguments
    | .again = "make grade" + $arguments
    | .debug = "make debug" + $arguments
  end
