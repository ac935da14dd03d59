#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the grader says of solutions that are not there, half there, or broken.
load common

# The first test of each exercise.
@test "the starter tree scores nothing, and every failure names its stub" {
  local tests
  tests=$(awk -F'\t' '!/^#/ && !seen[FILENAME, $3]++ { printf "%s,", $1 }' labs/[1-9]*/points.tsv)
  run grade/grade --labs student --test "${tests%,}" --out "$OUTPUT"
  assert_success
  refute_line --regexp '^lab [1-9][0-9]*: [1-9]'
  run jq -r 'select(.lab != "0-machine") | select((.outcome != "panic") or (.found | test("^[a-z_0-9]+ is not written yet \\(lab [0-9]+, handouts/[0-9]+-[a-z-]+.md\\)$") | not)) | .test' "$OUTPUT/results.jsonl"
  assert_output ''
}

@test "lab 2's stubs are named on top of the reference for lab 1, in TAP and JUnit XML too" {
  run grade/grade --lab 2 --labs '2=student' --out "$OUTPUT"
  assert_success
  assert_line "lab 2: 0/$(most_points 2) points"
  run jq -r 'select((.found | test("^reserve_.* is not written yet \\(lab 2,")) | not) | .test' "$OUTPUT/results.jsonl"
  assert_output ''
  # the same in the other forms of the results
  xmllint --noout "$OUTPUT/results.xml"
  assert_equal "$(grep -c '<failure' "$OUTPUT/results.xml")" "$(count_tests 2)"
  assert_equal "$(grep -c '^not ok' "$OUTPUT/results.tap")" "$(count_tests 2)"
  assert_equal "$(sed -n 2p "$OUTPUT/results.tap")" "1..$(count_tests 2)"
}

@test "each further function adds points and takes none away" {
  local missing=(frame_free_run frame_alloc_run frame_free frame_alloc frame_count_free) steps=() last=-1 passed='' now i
  for i in 5 3 1 0; do
    with_stubs "build/mutants/step-$i" 1-frames frame.c "${missing[@]:0:i}"
    run grade/grade --lab 1 --labs "1=build/mutants/step-$i" --out "$OUTPUT-$i"
    assert_success
    now=$(points "$OUTPUT-$i")
    ((now >= last)) || fail "with ${missing[*]:0:i} missing: $now points, with more missing: $last"
    # whoever passed still passes
    run comm -23 <(printf '%s' "$passed" | sort) <(jq -r 'select(.outcome == "pass") | .test' "$OUTPUT-$i/results.jsonl" | sort)
    assert_output ''
    passed=$(jq -r 'select(.outcome == "pass") | .test' "$OUTPUT-$i/results.jsonl")
    last=$now
    steps+=("$now")
  done
  assert_equal "$last" "$(most_points 1)"
  ((steps[1] > steps[0] && steps[2] > steps[1])) || fail "half a lab scores too little: ${steps[*]}"
}

@test "a file that does not compile: outcome build, with the compiler's first error" {
  mkdir -p build/mutants/typo
  sed 's/free_frames = 0;/free_frame = 0;/' solutions/1-frames/frame.c >build/mutants/typo/frame.c
  run grade/grade --lab 1 --labs 1=build/mutants/typo --out "$OUTPUT"
  assert_success
  assert_line "lab 1: 0/$(most_points 1) points"
  assert_equal "$(outcomes "$OUTPUT")" "$(count_tests 1) build"
  run jq -r .found "$OUTPUT/results.jsonl"
  assert_line --index 0 --regexp "frame.c:[0-9]+:[0-9]+: error: .*free_frame"
}

@test "a missing function: outcome build, with its name" {
  mkdir -p build/mutants/missing
  sed 's/^uint32_t frame_count_free/static __attribute__((unused)) uint32_t count_free/' solutions/1-frames/frame.c >build/mutants/missing/frame.c
  run grade/grade --lab 1 --labs 1=build/mutants/missing --out "$OUTPUT"
  assert_equal "$(outcomes "$OUTPUT")" "$(count_tests 1) build"
  run jq -r .found "$OUTPUT/results.jsonl"
  assert_line --index 0 --partial frame_count_free
}

@test "a warning in a student's file is shown and does not stop the build" {
  mkdir -p build/mutants/warning
  sed 's/^uint32_t frame_count_free(void)$/static int nobody_uses_this;\n&/' solutions/1-frames/frame.c >build/mutants/warning/frame.c
  run grade/grade --lab 1 --test unique --labs 1=build/mutants/warning --out "$OUTPUT"
  assert_line "lab 1: $(worth unique)/$(worth unique) points"
  assert_line --regexp '^  frame.c:[0-9]+:[0-9]+: warning: .*nobody_uses_this'
  # nothing has to be compiled any more, and it is shown all the same
  run grade/grade --lab 1 --test unique --labs 1=build/mutants/warning --out "$OUTPUT"
  assert_line --regexp '^  frame.c:[0-9]+:[0-9]+: warning: .*nobody_uses_this'
}

@test "a failure says expected, found, hint, log and the command to debug it" {
  mkdir -p build/mutants/off
  sed 's/ranges\[i\].end.value >> FRAME_SHIFT/(ranges[i].end.value + 4095) >> FRAME_SHIFT/' solutions/1-frames/frame.c >build/mutants/off/frame.c
  run grade/grade --lab 1 --test count-64m --labs 1=build/mutants/off --seed 5 --out "$OUTPUT"
  assert_line --regexp "^ +count-64m +0/$(worth count-64m) +wrong$"
  assert_line --regexp '^ +expected  1[56][0-9]{3}$'
  assert_line --regexp '^ +found     1[56][0-9]{3}$'
  assert_line --regexp '^ +hint:  Which frames lie in a range'
  assert_line --regexp '^ +debug: make debug LAB=1 TEST=count-64m SEED=5 LABS='
  local log
  log=$(jq -r .log "$OUTPUT/results.jsonl")
  [[ -s $log ]]
}


@test "a test that does not exist is an error that lists those that do" {
  run grade/grade --lab 1 --test uniqe
  assert_failure 2
  assert_output --partial "no test is called 'uniqe'"
  assert_output --partial unique
  run grade/grade --test uniqe # of any lab
  assert_failure 2
  assert_output --partial ' unique '
  assert_output --partial ' storm-hot '
  run grade/grade --lab 9
  assert_failure 2
  assert_output --partial "there is no lab '9'"
  run grade/grade --slow 0
  assert_failure 2
  run grade/grade --sed 5
  assert_failure 2
}

@test "the tables of points, hints and tests agree, and names are unique" {
  local directory
  for directory in labs/*/; do
    run diff <(grep -v '^#' "$directory/points.tsv" | cut -f1 | sort) <(sed -nE 's/^@test "([^"]*)".*/\1/p' "$directory"/tests/*.bats | sort)
    assert_output ''
    run comm -13 <(cut -f1 "$directory/points.tsv" | sort) <(grep -vE '^(#|\*)' "$directory/hints.tsv" | cut -f1 | sort -u)
    assert_output ''
    run awk -F'\t' '!/^#/ && (NF != 4 || $2 !~ /^[1-9][0-9]*$/)' "$directory/points.tsv"
    assert_output ''
    run awk -F'\t' '!/^#/ && NF != 5' "$directory/hints.tsv" "$directory/exercises.tsv"
    assert_output ''
    run comm -23 <(grep -v '^#' "$directory/points.tsv" | cut -f3 | sort -u) <(cut -f1 "$directory/exercises.tsv" | sort -u)
    assert_output ''
  done
  run bash -c "grep -hv '^#' labs/*/points.tsv | cut -f1 | sort | uniq -d"
  assert_output ''
}

@test "what is always a mistake stops the build, and all mistakes of a file are shown, once" {
  local compiler
  mkdir -p "$BATS_TEST_TMPDIR/mistakes"
  cat solutions/1-frames/frame.c - >"$BATS_TEST_TMPDIR/mistakes/frame.c" <<'C'
static int no_value(int a)
{
    if (a)
        return 1;
}
uint32_t *mistakes(char *text)
{
    uint32_t *number = text;
    int made_up = no_such_function(text);
    text = made_up;
    return number + no_value(made_up);
}
C
  # what a compiler finds only where there is no other mistake
  mkdir -p "$BATS_TEST_TMPDIR/unset"
  cat solutions/1-frames/frame.c - >"$BATS_TEST_TMPDIR/unset/frame.c" <<<'uint32_t mistake(void) { uint32_t unset; return unset; }'
  for compiler in gcc clang; do
    COMPILER=$compiler run grade/grade --lab 1 --test unique --labs "1=$BATS_TEST_TMPDIR/unset" --out "$OUTPUT"
    assert_success
    assert_equal "$(outcomes "$OUTPUT")" '1 build'
    assert_line --regexp "error: .*'?unset'? is (used )?uninitialized"
    COMPILER=$compiler run grade/grade --lab 1 --labs "1=$BATS_TEST_TMPDIR/mistakes" --out "$OUTPUT"
    assert_success
    assert_equal "$(outcomes "$OUTPUT")" "$(count_tests 1) build"
    assert_equal "$(grep -cE '^  frame.c:[0-9]+:[0-9]+: error: ' <<<"$output")" 4
    assert_line --regexp 'frame.c:[0-9]+:[0-9]+: error: .*no_such_function'
    assert_line --regexp 'error: .*incompatible.pointer.types'
    assert_line --regexp 'error: .*(int-conversion|integer without a cast)'
    assert_line --regexp 'error: .*return-type'
    # not once more for each test
    assert_equal "$(grep -c no_such_function <<<"$output")" "$(grep -c no_such_function "$OUTPUT/logs/build.log")"
  done
}

# Wrong solutions and variants are tried without make and a report: grade/trial.bash.
@test "what is tried comes out as what is graded" {
  local tests=(count-64m high-first misuse-null every-side random-operations)
  mkdir -p "$BATS_TEST_TMPDIR/files" "$BATS_TEST_TMPDIR/plans"
  cp solutions/1-frames/frame.c "$BATS_TEST_TMPDIR/files"
  patch --quiet --strip=1 --directory="$BATS_TEST_TMPDIR/files" <solutions/1-frames/mutants/stack-order.patch
  run grade/grade --lab 1 --test "$(IFS=,; echo "${tests[*]}")" --seed 5 --hints 2 --labs "1=$BATS_TEST_TMPDIR/files" --out "$OUTPUT"
  assert_success
  assert_equal "$(outcomes "$OUTPUT")" '2 pass, 3 wrong'
  run bash -c 'set -euo pipefail; source grade/trial.bash; seed=5
    trial_prepare 1-frames "$1/plans"
    trial_build 1-frames "$1/plans" "$1/files" "$1/scratch"
    trial_run "${@:2}"
    trial_results "${@:2}" | jq -c "del(.ms, .log, .again, .debug)"' - "$BATS_TEST_TMPDIR" "${tests[@]}"
  assert_output "$(jq -c 'del(.ms, .log, .again, .debug)' "$OUTPUT/results.jsonl")"
}
