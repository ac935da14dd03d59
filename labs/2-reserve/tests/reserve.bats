#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Lab 2. Where a test reports its books, what they must say is computed here, from the seed or the firmware's memory
# map; else its checks are all in the kernel.

load "$GRADE_LIB"

TESTS=$GRADE_ROOT/labs/2-reserve/tests

# A memory of 700 to 900 frames, in two ranges.
small_map() {
  FRAMES=$((700 + GRADE_SEED % 201))
  MAP=$(printf 'u:%x-%x,u:%x-%x' $((600 * 4096)) $((900 * 4096)) $((5000 * 4096)) $(((4700 + FRAMES) * 4096)))
}

small() { # runs the test on such a memory, with 32 MiB around it
  small_map
  boot ram=32 "map=$MAP"
  expect_finished
}

small_held() { # and leaves the machine's memory as it is
  small_map
  boot_held ram=32 "map=$MAP"
  expect_finished
}

expect_report() { # FREE CLAIMED
  expect 'the books at the end: total, free, claimed' "$(records value | tail -n 1 | sed 's/[a-z]*=//g')" "$FRAMES $1 $2"
}

in_kernel() {
  boot limit=8
  expect_finished
}

explored() { # LENGTH
  boot limit=8
  expect_explored "$1"
}

misuse() { # TEXT, with N for the offending number
  boot
  expected_frames
  expect_ready
  expect 'counts.total before the misuse' "$(records ready | key total | sort -u)" "$COUNT"
  local number
  number=$(records ready | key number | tail -n 1)
  expect_panic "${1//N/$number}" 'the last misuse: the kernel stops'
}

# --- exercise 1

@test "books-begin" { in_kernel; }

@test "books-again" {
  boot_held limit=8
  expect_finished
  expected_frames
  expect 'counts.total' "$(value total)" "$COUNT"
  # at the end memory is made up, with one frame
  expect_outside entries=17 map=u:0-1000 free=1 kernel=0 core=0 paged=0 lent=0 claimed=0
}

# --- exercise 2

@test "steal-marks" {
  boot limit=8
  expect_finished
  local expected='' level low
  expected_frames
  for level in 0 1 2 3 4 5 6 7; do
    low=$((32 + 64 * level + COUNT / 32))
    expected+="low=$low high=$((low + COUNT / 64)) "
  done
  expect "where stealing starts and stops, with $COUNT frames" "$(records value | tr '\n' ' ')" "$expected"
}

@test "misuse-level" { misuse 'level N is above the highest'; }
@test "misuse-floor" { misuse 'class N does not exist'; }
@test "every-level" { explored 3; }

# --- exercise 3

@test "classes-nested" {
  small_held
  local expected="class=paged taken=$((FRAMES - 480)) " level
  for level in 7 6 5 4 3 2 1; do expected+="class=turn-$level taken=64 "; done
  expect 'frames that each class got' "$(records value | grep class | tr '\n' ' ')" \
    "${expected}class=core taken=16 class=reserve taken=16 "
  expect_report "$FRAMES" 0
  expect_outside "map=$MAP" "free=$FRAMES" kernel=0 core=0 paged=0 lent=0 claimed=0
}

@test "frame-many" { in_kernel; }
@test "misuse-class" { misuse 'class N does not exist'; }
@test "misuse-alloc-state" { misuse 'asked for in a state'; }
@test "misuse-reserve-free" { misuse 'frame N freed twice'; }
@test "every-frame" { explored 2; }

# --- exercise 4

@test "floor-reserve" {
  small
  expect_report 0 0
}

@test "floor-core" {
  small
  expect_report 15 0
}

@test "floor-turn" {
  small
  expect_report $((32 + 64 * 6 - 1)) 0
}

@test "floor-paged" {
  small
  expect_report $((32 + 64 - 1)) 0
}

@test "claim-whole" {
  small
  expect_report $((FRAMES - 60)) 0
}

@test "claim-sizes" {
  small
  expect_report "$FRAMES" 0
}

@test "claim-interleaved" {
  small
  expect_report "$FRAMES" 0
}

@test "claim-guaranteed" {
  small_held
  local promised=$((50 + GRADE_SEED * 16807 % 2147483647 % 50))
  expect 'frames promised' "$(value promised)" "$promised"
  expect_outside "map=$MAP" free=0 "kernel=$((FRAMES - promised))" core=0 "paged=$promised" lent=0 claimed=0
}

@test "claim-released" {
  small
  expect_report "$FRAMES" 0
}

@test "claim-many" { in_kernel; }
@test "claim-large" { in_kernel; }

@test "out-and-back" {
  boot ram=16
  expect_finished
  expect 'times that a claim was refused' "$(value refused)" 20
  expected_frames
  expect 'free frames at the end' "$(value free)" "$COUNT"
}

@test "reserve-init-again" {
  small
  expect_report "$FRAMES" 0
}

@test "reserve-constant-time" { in_kernel; measured claim take alloc; }
@test "misuse-claim-held" { misuse 'a claim that still holds N frames was made again'; }
@test "misuse-claim-empty" {
  misuse 'a frame was taken from an empty claim'
  expect 'frames asked of a claim of two' "$(records ready | wc -l)" 3
}
@test "misuse-claim-class" { misuse 'class N does not exist'; }
@test "misuse-take-state" { misuse 'asked for in a state'; }
@test "every-claim" { explored 2; }

# --- exercise 5

@test "reserve-states" {
  small
  expect_that 'frames in use' 100 "$(records value)" test "$(records value | tr ' ' '\n' | awk -F= '{ n += $2 } END { print n }')" = 100
  expect 'frames by state: kernel, core, paged, lent' "$(records value | sed 's/[a-z]*=//g')" "$(model "$TESTS/states.awk" -v seed_value="$GRADE_SEED")"
}

@test "runs-claimed" {
  small
  expect_report $((16 + 7 - 1)) 0
}

@test "runs-respect-claims" {
  small_held
  expect_report 0 0
  expect_outside "map=$MAP" free=0 kernel=0 core=4 "paged=$((FRAMES - 4))" lent=0 claimed=0
}

@test "runs-keep-floors" { in_kernel; }
@test "runs-large" { in_kernel; }
@test "misuse-change-state" { misuse 'to state N, which is not one of use'; }
@test "misuse-change-free-frame" { misuse 'to state N, which is not one of use'; }
@test "misuse-run-class" { misuse 'class N does not exist'; }
@test "misuse-run" { misuse 'an impossible run'; }
@test "every-use" { explored 5; }
@test "every-request" { explored 2; }

# --- exercise 6

@test "random-claims" {
  small_map
  boot_held ram=32 "map=$MAP" operations=10000
  expect_finished
  expect_ok 'ten thousand random operations' < <(records results | text |
    model "$TESTS/replay.awk" -v seed_value="$GRADE_SEED" -v "map=$MAP" -v operations=10000 -v final="logs/$TEST_NAME/final") # a name that awk takes as it is
  local left
  read -ra left <"$TEST_LOGS/final"
  expect_outside "map=$MAP" "${left[@]}"
}

@test "every-order" { in_kernel; }
