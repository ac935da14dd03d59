#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A computer that is busy with other things: thirty processes that never rest share its processors with the
# grader, and all outcomes are what they are on an idle one. Of the labs it is the fifth that is tried, whose tests have
# the longest ways to go and the most that waits for time; LOAD_LABS='1 2 3 4 5 6' tries others, too.
load common

BUSY_PROCESSES=30
# as many machines at once, or the grader's share would be so small that this took an hour
export WORKERS=12

setup_file() {
  local i
  for ((i = 0; i < BUSY_PROCESSES; i++)); do
    bash -c 'while :; do :; done' 3>&- &
    echo $! >>"$BATS_FILE_TMPDIR/busy"
  done
}

teardown_file() {
  local pid
  while read -r pid; do
    kill "$pid" 2>/dev/null || true
  done <"$BATS_FILE_TMPDIR/busy"
}

@test "the reference gets all points" {
  local lab
  for lab in ${LOAD_LABS:-5}; do
    run grade/grade --strict --lab "$lab" --out "$OUTPUT"
    assert_success
    assert_equal "$(outcomes "$OUTPUT")" "$(count_tests "$lab") pass"
  done
}

@test "stubs are named" {
  run grade/grade --lab 5 --labs student --out "$OUTPUT"
  assert_success
  assert_line "lab 5: 0/$(most_points 5) points"
  assert_equal "$(outcomes "$OUTPUT")" "$(count_tests 5) panic"
}

# Panics, faults, hangs and wrong values: grade/mutants compares the outcomes with those that each names.
@test "ten wrong solutions have the outcomes that they have on an idle computer" {
  run grade/mutants searches-table pointer-unchecked empty-panics claim-wraps counts-by-walking table-slot-mask \
    receive-zero-waits hand-stops used-for-ever frames-paged
  assert_line '10 as they should be, 0 not'
}
