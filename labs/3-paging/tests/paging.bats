#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Lab 3. What must come of each test is computed here, from the seed.

load "$GRADE_LIB"

TESTS=$GRADE_ROOT/labs/3-paging/tests

in_kernel() { # its checks are all in the kernel
  boot ram=64
  expect_finished
}

simple() { # EXPECTED-VALUES
  boot ram=16
  expect_finished
  expect 'what the test reports' "$(records value)" "$1"
}

# The same, and the frame table says that all frames are free again, as the test found inside.
and_all_are_free() { # EXPECTED-VALUES
  boot_held ram=16
  expect_finished
  expect 'what the test reports' "$(records value)" "$1"
  expect_all_free
}

expect_all_free() {
  expected_frames
  expect_outside strict "free=$COUNT" kernel=0 core=0 paged=0 lent=0 claimed=0
}

@test "space-create" { and_all_are_free free=0; }

@test "space-destroy" { and_all_are_free held=512; }

@test "map-translates" {
  boot ram=16
  expect_finished
  # the i-th page has i << 16 | j in word j; address and word are drawn in turn
  expect 'sum of the words read through the mappings' "$(value sum)" \
    "$(model "$TESTS/words.awk" -v seed_value="$GRADE_SEED")"
}

@test "map-claim" { simple tables=2; }

@test "map-new-table" { simple "slot=$(((16 + $(nth_random 1) % 524272) / 1024))"; }

@test "map-entry-bits" {
  boot_held ram=16
  expect_finished
  local i place sum=104 # the rights, each in half of eight entries
  for ((i = 0; i < 8; i++)); do
    place=$(($(nth_random $((i + 1))) % 64)) sum=$((sum + place))
    echo $(((3 + i) * 4194304 + 7 * 4096)) "$place" $(((i & 1) * 2 | (i >> 1 & 1) * 16 | (i >> 2 & 1) * 8))
  done >"$TEST_LOGS/mapped"
  expect 'sum of what is in the entries' "$(value sum)" "$sum"
  expect_outside spaces=test_space,other_space "mapped=$TEST_LOGS/mapped"
}

@test "unmap-page" { simple 'done=1'; }

@test "unmap-table-goes-back" {
  boot ram=16
  expect_finished
  local i pages=0
  for ((i = 0; i < 10; i++)); do pages=$((pages + 1 + $(nth_random $((2 * i + 2))) % 40)); done
  expect 'pages that came and went' "$(value pages)" "$pages"
}

@test "hold-tables" { simple 'done=1'; }

@test "missing-tables" {
  boot ram=16
  expect_finished
  expect 'tables missing in fifty ranges' "$(value sum)" "$(model "$TESTS/missing.awk" -v seed_value="$GRADE_SEED")"
}

@test "find-mapped" { simple found=20; }

@test "map-constant-time" {
  boot ram=16
  expect_finished
}

@test "spaces-leak-nothing" { and_all_are_free operations=1000; }

@test "unmap-flushes" { simple 'done=1'; }
@test "unmap-flush-counts" { simple 'done=1'; }
@test "rights-enforced" { and_all_are_free 'done=1'; }
@test "rights-absent" { simple 'done=1'; }

@test "unmap-marks" {
  boot_held ram=16
  expect_finished
  local i written=0
  for ((i = 0; i < 40; i++)); do written=$((written + ($(nth_random $((2 * i + 2))) % 3 == 2))); done
  expect 'pages that were written to' "$(value written)" "$written"
  expect_all_free
}

@test "take-marks" { simple 'done=1'; }
@test "flushes-loaded" { simple 'done=1'; }
@test "flushes-other" { simple 'done=1'; }
@test "flushes-table" { simple 'done=1'; }
@test "fault-kinds" { simple 'done=1'; }
@test "fault-now" { simple 'done=1'; }

@test "random-steps" {
  boot_held ram=16 steps=2000
  expect_finished
  model "$TESTS/steps.awk" -v seed_value="$GRADE_SEED" -v steps=2000 </dev/null >"$TEST_LOGS/mapped"
  expect 'pages mapped' "$(value mapped)" "$(wc -l <"$TEST_LOGS/mapped")"
  expect_outside spaces=test_space,other_space "mapped=$TEST_LOGS/mapped"
}

# --- from ring 3

in_ring_3() { # EXPECTED-VALUES [WORDS OF BOOT...]
  boot ram=16 program=lab3 "${@:2}"
  expect_finished
  expect 'what the program reports' "$(records value | tr '\n' ' ')" "$1 "
}

@test "user-command-line" {
  local text=$GRADE_SEED sum=0 i
  for ((i = 0; i < ${#text}; i++)); do
    sum=$(((sum * 31 + $(printf '%d' "'${text:i:1}")) % 4294967296))
  done
  in_ring_3 "sum=$sum ring=3"
}

@test "user-isolation" { in_ring_3 sum=2001; }
@test "user-shared" {
  in_ring_3 "sum=$((1023 * 512 * 3 + 1024 * ($(nth_random 1) % 100000)))" at_end=hold counters=2
  expect_outside programs=1
}
@test "user-read-only" { in_ring_3 "address=$(($(nth_random 1) % 1000 * 4))"; }
@test "user-no-region" { in_ring_3 "address=$(($(nth_random 1) % 100000 * 4))"; }
@test "user-kernel-address" { in_ring_3 "address=$((0x100000 + $(nth_random 1) % 10000 * 4))"; }

@test "user-privileged" {
  local vector sum=0
  for vector in 13 13 13 13 13 13 7 6 0 1; do sum=$(((sum * 3 + vector) % 4294967296)); done
  in_ring_3 "sum=$sum"
}

@test "user-rights-change" { in_ring_3 "page=$(($(nth_random 1) % 40))"; }
@test "user-unmap" { in_ring_3 frames=0; }

@test "user-device" {
  local i sum=0
  for ((i = 1; i <= 100; i++)); do sum=$((sum + $(nth_random $i) % 60000)); done
  in_ring_3 "sum=$sum"
}

@test "user-kernel-writes" { in_ring_3 reason=2; }

@test "user-frames-back" {
  local i sum=0
  for ((i = 1; i <= 10; i++)); do sum=$((sum + 1 + $(nth_random $i) % 1200)); done
  in_ring_3 "sum=$sum"
}

@test "user-claims-fail" { in_ring_3 failures=2; }
@test "user-quota" { in_ring_3 tables=5; }
@test "user-wired-ends" { in_ring_3 done=1; }
@test "user-turns" { in_ring_3 slept=60; }
@test "user-wait" { in_ring_3 "status=$(($(nth_random 1) % 1000000))"; }

@test "user-writer" {
  boot ram=16 program=lab3
  expect_finished
  expect 'sum of all words, and writes' "$(value sum) $(value writes)" \
    "$(model "$TESTS/writer.awk" -v seed_value="$GRADE_SEED" -v writes=100000) 100000"
}
@test "every-space" { in_kernel; }
@test "every-mapping" { in_kernel; }
@test "every-unmapping" { in_kernel; }
@test "every-hold" { in_kernel; }
@test "every-change" { in_kernel; }
@test "every-search" { in_kernel; }
@test "every-fault" { in_kernel; }
@test "random-calls" { in_kernel; }
