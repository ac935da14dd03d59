#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A computer that is busy with other things: thirty processes that never rest share its processors with the
# grader, and all outcomes, of all labs, are what they are on an idle one.
load common

BUSY_PROCESSES=30
# As many machines at once: one or two among thirty would need an hour.
export WORKERS=30

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

@test "the references get all points" {
  local lab
  for lab in 1 2 3 4 5 6; do
    run grade/grade --strict --lab "$lab" --out "$OUTPUT"
    assert_success
    assert_equal "$(outcomes "$OUTPUT")" "$(count_tests "$lab") pass"
  done
}

@test "stubs are named" {
  local lab
  for lab in 1 2 3 4 5 6; do
    run grade/grade --lab "$lab" --labs "$lab=student" --out "$OUTPUT"
    assert_success
    assert_line "lab $lab: 0/$(most_points "$lab") points"
    assert_equal "$(outcomes "$OUTPUT")" "$(count_tests "$lab") panic"
  done
}

# Panics, faults, hangs and wrong values: grade/mutants compares the outcomes with those that each names.
@test "ten wrong solutions have the outcomes that they have on an idle computer" {
  run grade/mutants searches-table pointer-unchecked empty-panics claim-wraps counts-by-walking table-slot-mask \
    receive-zero-waits hand-stops used-for-ever frames-paged
  assert_line '10 as they should be, 0 not'
}
