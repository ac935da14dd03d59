#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Whose fault it is that something takes too long or ends too early: never the student's, if it was the computer's.
load common

# The commands in front of the real ones lie where a jail has nothing.
export JAIL=no

# A command in front of the real one, with $real for that.
in_front_of() { # TOOL, the script on standard input
  mkdir -p "$BATS_TEST_TMPDIR/bin"
  { printf '#!/usr/bin/env bash\nreal=%q mark=%q\n' "$(command -v "$1")" "$BATS_TEST_TMPDIR/mark"; cat; } >"$BATS_TEST_TMPDIR/bin/$1"
  chmod +x "$BATS_TEST_TMPDIR/bin/$1"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH
}

graded() { # OUTCOME STATUS TESTS-THAT-PASS
  run grade/grade --lab 1 --test unique,states --out "$OUTPUT"
  assert_equal "$status" "$2"
  assert_equal "$(jq -r 'select(.test == "unique") | .outcome' "$OUTPUT/results.jsonl")" "$1"
  assert_line "lab 1: $(worth "$3")/$(worth unique,states) points"
}

@test "a machine that was killed from outside is started again, alone" {
  in_front_of qemu-system-i386 <<<'if [[ "$*" == *test=unique* && ! -e $mark ]]; then : >"$mark"; kill -KILL $$; fi; exec "$real" "$@"'
  graded pass 0 unique,states
  [[ -e $BATS_TEST_TMPDIR/mark ]]
}

@test "one that is killed each time is the grader's failure" {
  in_front_of qemu-system-i386 <<<'[[ "$*" != *test=unique* ]] || kill -KILL $$; exec "$real" "$@"'
  graded grader 2 states
  assert_output --partial 'killed from outside'
}

@test "a machine that got too little of a busy computer is started again, alone" {
  in_front_of qemu-system-i386 <<<'if [[ "$*" == *test=unique* && ! -e $mark ]]; then : >"$mark"; while :; do :; done; fi; exec "$real" "$@"'
  GRADE_WALL_SECONDS=30 graded pass 0 unique,states
  [[ -e $BATS_TEST_TMPDIR/mark ]]
}

@test "a compiler that takes too long in real time is the grader's failure" {
  in_front_of gcc <<<'[[ "$*" != *frame.c* ]] || sleep 60; exec "$real" "$@"'
  GRADE_BUILD_WALL_SECONDS=3 run grade/grade --lab 1 --labs 1="$(fresh_reference)" --out "$OUTPUT"
  assert_failure 2
  assert_equal "$(outcomes "$OUTPUT")" "$(count_tests 1) grader"
}

# The reference's file with a line more, so that no object of it is there yet.
fresh_reference() {
  mkdir -p "$BATS_TEST_TMPDIR/fresh"
  { cat solutions/1-frames/frame.c; printf '// %s\n' "$RANDOM$RANDOM$RANDOM"; } >"$BATS_TEST_TMPDIR/fresh/frame.c"
  printf '%s' "$BATS_TEST_TMPDIR/fresh"
}

@test "a compiler that does not work is the grader's failure" {
  in_front_of gcc <<<'echo "cc1: error: something is broken" >&2; exit 1'
  run grade/grade --lab 1 --labs 1="$(fresh_reference)" --out "$OUTPUT"
  assert_failure 2
  assert_equal "$(outcomes "$OUTPUT")" "$(count_tests 1) grader"
}

@test "a tool that is missing when it is needed is the grader's failure" {
  in_front_of objcopy <<<'exit 127'
  run grade/grade --lab 1 --labs 1="$(fresh_reference)" --out "$OUTPUT"
  assert_failure 2
  assert_equal "$(outcomes "$OUTPUT")" "$(count_tests 1) grader"
}

@test "an awk that cannot count is the grader's failure" {
  in_front_of awk <<<'echo 0'
  run grade/grade --lab 1 --out "$OUTPUT"
  assert_failure 2
  assert_equal "$(jq -r .outcome "$OUTPUT/results.jsonl" | sort -u)" grader
  assert_output --partial 'an awk that counts'
}

@test "a file that keeps the compiler busy for ever is the student's failure" {
  mkdir -p "$BATS_TEST_TMPDIR/busy"
  # each line doubles what the one before expands to
  { printf '#define A0 1+\n'; for ((i = 1; i < 40; i++)); do printf '#define A%d A%d A%d\n' "$i" $((i - 1)) $((i - 1)); done
    printf 'int x = A39 1;\n'; } >"$BATS_TEST_TMPDIR/busy/frame.c"
  LAB_CPU_SECONDS=3 run grade/grade --lab 1 --labs 1="$BATS_TEST_TMPDIR/busy" --out "$OUTPUT"
  assert_success
  assert_equal "$(outcomes "$OUTPUT")" "$(count_tests 1) build"
}

@test "all tests of a lab together have a bound, too" {
  GRADE_CPU_SECONDS_A_TEST=0 WORKERS=1 run grade/grade --lab 1 --test unique,states,exhaust --out "$OUTPUT"
  assert_success
  assert_equal "$(outcomes "$OUTPUT")" '2 hang, 1 pass'
  assert_output --partial 'all tests of the lab together took more than 0 s of processor time'
}

@test "what a flood leaves is short, and says that it was cut" {
  mkdir -p "$BATS_TEST_TMPDIR/it"
  sed '/^#include "mm\/frame.h"/a #include "kernel/report/console.h"' labs/1-frames/frame.c >"$BATS_TEST_TMPDIR/it/frame.c"
  sed -i '/^void frame_init/,/^}/s/LAB_STUB.*/for (;;) console_printf("more and more ");/' "$BATS_TEST_TMPDIR/it/frame.c"
  run grade/grade --lab 1 --test unique --labs 1="$BATS_TEST_TMPDIR/it" --out "$OUTPUT"
  assert_equal "$(outcomes "$OUTPUT")" '1 flood'
  # QEMU may end before all has come out
  run tail -n 1 "$OUTPUT/logs/unique/console.log"
  [[ $output == '[cut here: it had '*' bytes]' || $(stat -c %s "$OUTPUT/logs/unique/console.log") -le 262144 ]]
  [[ $(stat -c %s "$OUTPUT/logs/unique/console.log") -lt 262300 ]]
}
