#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Which tests are run, and how they are shown: by exercise, part, pattern, and with hints as a course wants them.
load common

names() {
  jq -r .test "$OUTPUT/results.jsonl" | paste -sd' '
}

@test "exercises can be chosen, and come in the order of the handout" {
  run grade/grade --lab 1 --exercise 1,3 --out "$OUTPUT"
  assert_success
  assert_equal "$(jq -r .exercise "$OUTPUT/results.jsonl" | sort -u | paste -sd' ')" '1 3'
  run make grade LAB=2 EXERCISE=1-3 OUT="$OUTPUT"
  assert_success
  run jq -r 'select(.exercise | tonumber > 3) | .test' "$OUTPUT/results.jsonl"
  assert_output ''
  run grade/grade --lab 1 --exercise 9
  assert_failure 2
  assert_output --partial "lab 1 has no exercise '9'"
  run grade/grade --lab 1 --exercise one
  assert_failure 2
  run grade/grade --exercise 1
  assert_failure 2
  assert_output --partial 'EXERCISE needs LAB'
}

@test "tests can be chosen by patterns" {
  run make grade LAB=1 TEST='misuse-n*,uni*' OUT="$OUTPUT"
  assert_success
  assert_equal "$(names)" 'unique misuse-null'
  run grade/grade --lab 1 --test 'mis-*'
  assert_failure 2
  assert_output --partial "no test is called 'mis-*'"
}

@test "an exercise that nothing is written for is one line, which names the stub" {
  run grade/grade --lab 1 --labs 1=student --exercise 2 --out "$OUTPUT"
  assert_success
  assert_equal "$(grep -c '^  ' <<<"$output")" 1
  assert_line --regexp '^  exercise 2, .*, is not begun \([0-9]+ tests, 0/[0-9]+ points\): frame_init is not written yet'
  # each of its tests has its own result all the same
  (($(jq -s length "$OUTPUT/results.jsonl") > 3))
}

@test "each part of lab 4 has a line of its own" {
  run grade/grade --lab 4 --test ipc-order,fetch-middle,chain-contents --out "$OUTPUT"
  assert_success
  assert_equal "$(tail -n 4 <<<"$output" | sed 's/: .*//' | paste -sd';')" 'lab 4a;lab 4b;lab 4c;lab 4'
}

@test "hints have two grades, and belong to the check that failed" {
  local grade
  mkdir -p "$BATS_TEST_TMPDIR/wrong"
  sed 's/    return state;/    return FRAME_PAGED;/' solutions/1-frames/frame.c >"$BATS_TEST_TMPDIR/wrong/frame.c"
  for grade in 0 1 2; do
    run grade/grade --lab 1 --test states --labs 1="$BATS_TEST_TMPDIR/wrong" --hints "$grade" --out "$OUTPUT-$grade"
  done
  assert_equal "$(jq -r .hint "$OUTPUT-0/results.jsonl")" ''
  # the second grade begins with the first one
  [[ -n $(jq -r .hint "$OUTPUT-1/results.jsonl") ]]
  [[ $(jq -r .hint "$OUTPUT-2/results.jsonl") == "$(jq -r .hint "$OUTPUT-1/results.jsonl")"* ]]
  run jq -Rrn -L grade --arg lab 1-x --arg points $'t\t1\t1\twhy' --arg selected $'\n1-x/t\n' --arg seed 1 --arg outcome grader --arg expected e --arg found f \
    --arg logs l --arg choice "" --argjson grade 2 --arg hints $'t\t*\t*\tany\t\nt\twrong\tfound [0-9]+$\tthe number\tis odd\n*\twrong\t*\tall\t' \
    'include "results"; results.hint' <<<$'wrong\tt\t12\tw\te\tfound 17\twhole'
  assert_output 'the number is odd'
}

@test "a lab's figures are measured without the labs after it" {
  run bash -c 'LAB=2 tools/bench 2>&1'
  assert_success
  assert_line --partial '3-paging = absent;'
  assert_line --regexp '^frame-pair [0-9]+ instructions$'
  refute_line --partial syscall-null
  assert_line --regexp 'goal(: at most| of)'
}

newest_run() {
  find build/grade -maxdepth 1 -name 'run-*' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2
}

@test "logs are kept until the same tests have been graded again" {
  local first
  grade/grade --lab 2 --test floor-core --labs 2=student >/dev/null
  first=$(newest_run)
  [[ -s $first/logs/floor-core/console.log ]]
  grade/grade --lab 2 --test floor-turn --labs 2=student >/dev/null
  grade/grade --lab 1 --test unique >/dev/null
  [[ -s $first/logs/floor-core/console.log ]]
  grade/grade --lab 2 --test 'floor-*' --labs 2=student >/dev/null
  [[ ! -e $first ]]
}
