#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What a student may hand in to get points, or to break the grader: none of it scores anything.
load common

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || exit
  make -s test-kernel >/dev/null
}

attack() { # NAME
  local file=grade/tests/attacks/$1/frame.c expected
  expected=$(sed -n 's/^\/\/ Outcome: //p' "$file")
  GRADE_WALL_SECONDS=20 run grade/grade --lab 1 --labs "1=grade/tests/attacks/$1" --out "$OUTPUT"
  assert_success # a bad submission is no fault of the grader
  assert_line --regexp '^lab 1: 0/[0-9]+ points$'
  assert_equal "$(outcomes "$OUTPUT")" "$(grep -vc '^#' labs/1-frames/points.tsv) $expected"
  xmllint --noout "$OUTPUT/results.xml"
}

@test "canned output scores nothing" { attack canned; }
@test "records with the right nonce and guessed values score nothing" { attack echo-nonce; }
@test "an early exit scores nothing" { attack early-exit; }
@test "an early panic with the right words scores nothing" { attack early-panic; }
@test "a skipped test scores nothing" { attack skips-test; }
@test "a flood is a flood" { attack flood; }
@test "an endless loop with interrupts off is a hang" { attack hang; }
@test "a write through a null pointer is a fault" { attack null-pointer; }
@test "a reset is a reset" { attack reset; }
@test "every byte on the console leaves the reports whole" { attack garbage; }
@test "a test cannot be replaced from a section of one's own" { attack own-section; }
@test "functions of the kernel cannot be replaced" { attack replaces; }
@test "the reference cannot be included" { attack includes; }
@test "the reference cannot be embedded" { attack embeds; }
@test "a file of the system cannot be embedded" { attack system-file; }
