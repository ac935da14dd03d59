# SPDX-License-Identifier: MIT
# Results of a lab as text for people. $exercises: the lab's table of exercises.
include "exercises";

def pad($n): . + " " * ([$n - length, 0] | max);
def is_stub: .outcome == "panic" and (.found | test("^[a-z_0-9]+ is not written yet"));
def points: "\(.points)/\(.max)" | pad(7);

def one:
  "  " + (if .outcome == "pass" then "ok    " else "      " end) + (.test | pad(28)) + points
    + (if .outcome == "pass" then .why elif .outcome == "grader" then "grader: " + .found
       elif is_stub then .found else .outcome end),
  (if .outcome == "pass" or .outcome == "grader" or is_stub then empty else
    (if .what != "" then "          " + .what else empty end),
    "            expected  " + .expected,
    "            found     " + (.found | gsub("\n"; "\n                      ")),
    (if .hint != "" then "          hint:  " + .hint else empty end),
    "          log:   " + .log,
    "          debug: " + .debug
  end);

def count($tests): "\($tests | length) " + (if ($tests | length) == 1 then "test" else "tests" end);

. as $all
| "",
  (if all(.outcome == "build") then
     "  nothing could be tested: " + .[0].found,
     "  all that the compiler said: " + .[0].log
   else
     table[] as $row
     | map(select(.exercise == $row.exercise)) as $tests
     | if $tests == [] then empty
       elif ($tests | length) > 1 and ($tests | all(is_stub)) then
         "  exercise \($row.exercise), \($row.title), is not begun (\(count($tests)), 0/\($tests | map(.max) | add) points): \($tests[0].found)"
       else $tests[] | one end
   end)
