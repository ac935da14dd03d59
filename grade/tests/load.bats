#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A computer that is busy with other things: thirty processes that never rest share its processors with the
# grader, and all outcomes are what they are on an idle one.
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

# The other compiler than in `grade/check labs`, and a smaller image: two more things that change nothing.
@test "the reference gets all points" {
  COMPILER=clang PADDING=0 run grade/grade --strict --out "$OUTPUT"
  assert_success
  assert_equal "$(outcomes "$OUTPUT")" "$(grep -hvc '^#' labs/*/points.tsv | paste -sd+ | { read -r sum; echo $((sum)); }) pass"
}

@test "the starter tree scores nothing, and every failure names its stub" {
  run grade/grade --labs student --out "$OUTPUT"
  assert_success
  refute_line --regexp '^lab [1-9][0-9]*: [1-9]'
  run jq -r 'select(.lab != "0-machine") | select((.outcome != "panic") or (.found | test("^[a-z_0-9]+ is not written yet \\(lab [0-9]+, handouts/[0-9]+-[a-z-]+.md\\)$") | not)) | .test' "$OUTPUT/results.jsonl"
  assert_output ''
}

# Panics, faults, hangs and wrong values: grade/mutants compares the outcomes with those that each names.
@test "ten wrong solutions have the outcomes that they have on an idle computer" {
  run grade/mutants searches-table pointer-unchecked empty-panics claim-wraps counts-by-walking table-slot-mask \
    receive-zero-waits hand-stops used-for-ever frames-paged
  assert_line '10 as they should be, 0 not'
}
