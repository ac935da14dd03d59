#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A computer that is busy with other things: thirty processes that never rest share its processors with the
# grader, and all outcomes, of labs 0 to 7, are what they are on an idle one.
load common

BUSY_PROCESSES=30
BUSY_NICENESS=15 # the weight of one machine's process, all together; the load is more than 30 all the same
# About as many machines at once, or this would take an hour: each lab has its share of them.
TESTS_A_WORKER=9
LABS_GRADED='1 2 3 4 5 6 7' # lab 0 has nothing to be written

# What all labs share is built before.
setup_file() {
  local i
  make -s -j"$(nproc)" test-kernel COMPILER=clang LABS=reference
  for ((i = 0; i < BUSY_PROCESSES; i++)); do
    nice -n "$BUSY_NICENESS" bash -c 'while :; do :; done' 3>&- &
    echo $! >>"$BATS_FILE_TMPDIR/busy"
  done
}

teardown_file() {
  local pid
  while read -r pid; do
    kill "$pid" 2>/dev/null || true
  done <"$BATS_FILE_TMPDIR/busy"
}

# Grades them at the same time: what one says is in OUTPUT/N.log, and its results in OUTPUT/N.
grade_all() { # NUMBERS LABS OPTION...: in LABS, N stands for the lab
  local lab pids=() status=0
  mkdir -p "$OUTPUT"
  for lab in $1; do
    WORKERS=$(($(count_tests "$lab") / TESTS_A_WORKER)) grade/grade --lab "$lab" --labs "${2/N/$lab}" --out "$OUTPUT/$lab" \
      "${@:3}" >"$OUTPUT/$lab.log" 2>&1 3>&- &
    pids[lab]=$!
  done
  for lab in $1; do
    wait "${pids[lab]}" || { cat "$OUTPUT/$lab.log"; status=1; }
  done
  return "$status"
}

# With clang, another size of the image and other firmware than elsewhere: LOADED is where grade/check wants these results.
@test "the references get all points" {
  local lab
  [[ -z ${LOADED-} ]] || OUTPUT=$LOADED
  COMPILER=clang FATAL_WARNINGS=$(fatal_warnings clang) PADDING=0 UNEON_FIRMWARE=default grade_all "0 $LABS_GRADED" reference --strict --seed 271828
  for lab in 0 $LABS_GRADED; do
    assert_equal "lab $lab: $(outcomes "$OUTPUT/$lab")" "lab $lab: $(count_tests "$lab") pass"
  done
}

@test "stubs are named" {
  local lab
  grade_all "$LABS_GRADED" N=student
  for lab in $LABS_GRADED; do
    assert_equal "$(tail -n 1 "$OUTPUT/$lab.log")" "lab $lab: 0/$(most_points "$lab") points"
    assert_equal "lab $lab: $(outcomes "$OUTPUT/$lab")" "lab $lab: $(count_tests "$lab") panic"
  done
}

# Panics, faults, hangs and wrong values: grade/mutants compares the outcomes with those that each names.
@test "eleven wrong solutions have the outcomes that they have on an idle computer" {
  export WORKERS=30
  run grade/mutants searches-table pointer-unchecked empty-panics claim-wraps counts-by-walking table-slot-mask \
    receive-zero-waits hand-stops used-for-ever frames-paged in-place
  assert_line '11 as they should be, 0 not'
}
