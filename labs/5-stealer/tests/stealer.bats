#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Lab 5. What must come of each test is computed here, from the seed.

load "$GRADE_LIB"

TESTS=$GRADE_ROOT/labs/5-stealer/tests

# --- thresholds and slices

@test "needed-hysteresis" {
  boot ram=16
  expect_finished
  expect_ok 'stealer_is_needed' < <(records value | awk -v floor=32 -v turn_frames=64 -f "$TESTS/hysteresis.awk")
}

@test "slice-passes" {
  local slices=$((260 + $(nth_random 1) % 200))
  boot_held ram=16
  expect_finished
  need frames=1024..4096
  local passed=$((slices * 256))
  expect 'where the hand is' "$(records value)" "frames=$(value frames) hand=$((passed % $(value frames))) passed=$passed visited=0"
  # three more slices come to the end of the table, and the last goes on to frame 2
  expect_outside stealer.hand=2 "stealer.passed=$((passed + 3 * 256))" stealer.visited=0
}

@test "slice-cost" { runs_held wrong=0; }

# --- visits

@test "visit-used" {
  local i state freed=0 resident=1
  state=$(nth_random 1)
  for ((i = 1; i < 30; i++)); do
    state=$((state * 16807 % 2147483647))
    if ((state % 2 == 1)); then resident=1; else freed=$((freed + resident)) resident=0; fi
  done
  runs "freed=$freed"
}
@test "visit-dirty" { runs_held "version=$((1 + $(nth_random 1) % 9))"; }
@test "visit-shared" { runs_held "last=$(($(nth_random 1) % 3))"; }
@test "visit-dirty-early" { runs "stores=1 writer=$(($(nth_random 1) % 2))"; }
@test "visit-unmapped" { runs stored=1; }
@test "visit-fresh" { runs_held "times=$((2 + $(nth_random 1) % 5))"; }
@test "visit-grace" { runs "times=$((2 + $(nth_random 1) % 4))"; }
@test "visit-refused" { runs stored=5; }
@test "visit-lent" { runs refused=60; }
@test "visit-dead-pager" { runs 'done=1'; }
@test "visit-random" { runs "$(model "$TESTS/clock.awk" -v seed_value="$GRADE_SEED" -v pages=12 -v rounds=300)"; }

# --- at work

@test "above-low" { runs fetches=400; }
@test "until-high" {
  local i state=$GRADE_SEED sum=4
  for ((i = 0, state = state % 2147483647; i < 4; i++)); do
    state=$((state * 16807 % 2147483647))
    sum=$((sum + state % 20))
  done
  runs "more=$sum"
}
@test "storm-clean" { runs stores=0 ram=8; }
@test "storm-contents" { runs_held workers=16 ram=8 limit=30; }
@test "storm-wired" { runs "sum=$((40 * (1 + $(nth_random 1) % 4000)))" ram=8; }
@test "storm-shared" { runs fetches=1 ram=8; }
@test "storm-hot" { runs finished=1 ram=8 limit=30; }
@test "storm-realtime" {
  boot ram=8 limit=30 modules="programs/lab5.elf storm-realtime,programs/lab5.elf realtime-clock"
  expect_finished
  local count longest distribution
  read -r count longest distribution < <(records value | awk -v soonest=290 -f "$TESTS/realtime.awk")
  expect "samples" "$count" 200
  expect_that "instructions from a tick until a core process ran" "at most 12000" "$longest; within 500, 1000, 2000, ...: $distribution" test "$longest" -le 12000
}
@test "hostile-dirty" { runs "rounds=$((3 + $(nth_random 1) % 3))" ram=8; }
@test "hostile-window" { runs frames=0 ram=8 limit=30; }
@test "turn-alone" { runs "rounds=$((2 + $(nth_random 1) % 3))"; }
@test "turn-slow" { runs "rounds=$((2 + $(nth_random 1) % 2))" limit=30; }
@test "turn-one-level" { runs "rounds=$((2 + $(nth_random 1) % 2))"; }
@test "turn-two-levels" { runs_held "rounds=$((2 + $(nth_random 1) % 2))"; }

# --- chains

@test "chain-behaves" {
  boot ram=16 limit=8 program=lab5
  expect_finished
  need pages=100..4096 stores=100..65536
  expect_that 'stores for each page' 'at most 1.05' "$(value stores) for $(value pages) pages" test $(($(value stores) * 100)) -le $(($(value pages) * 105))
}
@test "chain-down" { runs 'done=1'; }

# --- recorded patterns, against LRU and the optimum

# LRU has the frames that the thresholds leave: the program reports how many, free frames being half way between
# them. Nobody does better than the optimum with all that are above the floor of paged memory.
compare() { # PATTERN
  local lru optimum faults
  boot ram=16 limit=8 program=lab5
  expect_finished
  need faults=1..1000000 frames=200..428
  faults=$(value faults)
  read -r lru optimum < <(model "$TESTS/patterns.awk" -v seed_value="$GRADE_SEED" -v pattern="$1" -v frames="$(value frames)" -v most_frames=428)
  expect_that 'page faults' "at least $optimum, which is the optimum" "$faults" test "$faults" -ge "$optimum"
  expect_that 'page faults' "at most a tenth more than LRU's $lru" "$faults" test $((faults * 100)) -le $((lru * 110))
}

@test "lru-loop" { compare loop; }
@test "lru-zipf" { compare zipf; }
@test "lru-scan" { compare scan; }
@test "lru-phases" { compare phases; }

# --- every visit, and slices in all kinds of memory

@test "every-visit" {
  boot ram=16 limit=16
  expect_finished
  need tried
  expect_that 'visits that were tried' 'more than 15000' "$(value tried)" test "$(value tried)" -gt 15000
}
@test "every-slice" {
  boot ram=16 limit=16
  expect_finished
  need taken
  expect_that 'pages that were taken or refused' 'more than 400' "$(value taken)" test "$(value taken)" -gt 400
}
