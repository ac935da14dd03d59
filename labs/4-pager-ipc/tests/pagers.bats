#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Lab 4. What must come of each test is computed here, from the seed.

load "$GRADE_LIB"

TESTS=$GRADE_ROOT/labs/4-pager-ipc/tests
WRITTEN=$((0x600df00d)) # what programs/lab4/support.h writes

bits() { # NUMBER: how many of its bits are set
  local n=$1 count=0
  for (( ; n > 0; n /= 2)); do count=$((count + n % 2)); done
  echo "$count"
}

# --- messages

@test "ipc-order" {
  local i word sum=0
  for ((i = 0; i < 12; i++)); do for word in 0 1 2 3; do sum=$((sum + i * 10 + word)); done; done
  runs_held "sum=$sum"
}
@test "ipc-blocking" { runs "word=$((1 + $(nth_random 1) % 1000000))"; }
@test "ipc-call-reply" {
  local i sum=0
  for ((i = 1; i <= 8; i++)); do sum=$((sum * 3 + i)); done
  runs_held "sum=$sum"
}
@test "ipc-many-senders" {
  local i j sum=0
  for ((i = 0; i < 30; i++)); do for ((j = 0; j < 20; j++)); do sum=$((sum + i * 100 + j)); done; done
  runs "sum=$sum"
}
@test "ipc-reply-receive" { runs "word=$(($(nth_random 1) % 100000 + 50 * 7))"; }
@test "ipc-timeout" { runs 'done=1'; }
@test "ipc-gives-up" { runs 'done=1'; }
@test "ipc-no-memory" { runs "sum=$((29 * 30 / 2))"; }
@test "ipc-dead-server" { runs_held dead=30; }
@test "ipc-dropped-port" { runs dead=20; }
@test "ipc-dead-caller" { runs 'done=1'; }
@test "ipc-foreign-reply" { runs 'done=1'; }
@test "ipc-self" { runs 'done=1'; }
@test "ipc-capability" { runs "word=$(($(nth_random 1) % 1000000))"; }
@test "ipc-capability-in-reply" { runs 'done=1'; }
@test "ipc-revoked" { runs stale=24; }
@test "ipc-revoked-passed" { runs 'done=1'; }
@test "ipc-errors" { runs 'done=1'; }
@test "ipc-tags" { runs tags=6; }
@test "ipc-interrupts" { runs 'done=1'; }

# --- fetching

@test "fetch-first-touch" { runs_held "page=$(($(nth_random 1) % 32)) value=$(($(nth_random 3) % 1000000))"; }
@test "fetch-read-then-write" { runs fetches=2; }
@test "fetch-shared" { runs "sum=$((12 * ($(nth_random 1) % 1000000)))"; }
@test "fetch-middle" {
  local i sum=0 first=$((5 + $(nth_random 1) % 10))
  for ((i = 0; i < 6; i++)); do sum=$((sum + (2 << 24 | (first + i) << 12))); done
  runs "sum=$sum"
}
@test "fetch-last-page" { runs "last=$((2 << 24 | 19 << 12 | 1023))"; }
@test "fetch-order" {
  local i sum=0
  for ((i = 0; i < 6; i++)); do sum=$((sum * 7 + (i * 5 + 2) % 6)); done
  runs "sum=$sum"
}
@test "fetch-zeroed" { runs least=20; }
@test "fetch-error" { runs value=33; }
@test "fetch-slots" { runs "stored=$WRITTEN"; }
@test "fetch-in-call" {
  runs fetches=2
  expect_that 'what the call wrote' '30 x and 30 y' "$(cat "$CONSOLE_LOG")" grep -q "$(printf 'x%.0s' {1..30})$(printf 'y%.0s' {1..30})" "$CONSOLE_LOG"
}

# --- storing

@test "store-contents" { runs_held "sum=$(model "$TESTS/contents.awk" -v seed_value="$GRADE_SEED")"; }
@test "store-orders" { runs stores=12; }
@test "store-crosswise" { runs "value=$((1 + $(nth_random 1) % 1000000))"; }
@test "store-clean" { runs stores=1; }
@test "store-shared" { runs "writer=$(($(nth_random 1) % 3))"; }
@test "store-after-exit" { runs "value=$WRITTEN"; }
@test "store-race" { runs 'done=1'; }
@test "store-error" { runs 'done=1'; }
@test "store-no-slot" { runs stored=3; }

# --- files

@test "release-notice" { runs 'done=1'; }
@test "release-keep" { runs "stores=$(bits $((0x5d | $(nth_random 1) % 128)))"; }
@test "sync-once" { runs "stores=$(bits $((0x5d | $(nth_random 1) % 128)))"; }
@test "sync-waits" { runs stores=8; }
@test "sync-reports" { runs 'done=1'; }

# --- hostile pagers

@test "pager-never-answers" { runs 'done=1'; }
@test "pager-not-needed" { runs 'done=1'; }
@test "pager-answers-twice" { runs 'done=1'; }
@test "pager-answers-wrong" { runs 'done=1'; }
@test "pager-window" { runs 'done=1'; }
@test "pager-writes-after" { runs 'done=1'; }
@test "pager-answers-late" { runs 'done=1'; }
@test "pager-dies-fetching" { runs 'done=1'; }
@test "pager-dies-storing" {
  runs_held "sum=$(awk 'BEGIN { for (i = 0; i < 100000; i++) sum = (sum * 31 + i) % 4294967296; print sum % 16777216 }')"
}
@test "pager-piles-up" { runs slots=7; }
@test "trust-bounded" { runs "sum=$((15 * 16 * 31 / 6))"; }

# --- chains and levels

@test "chain-store-stolen" { runs "value=$((1 + $(nth_random 1) % 1000000))"; }
@test "chain-fetch-stolen" { runs "value=$((1 + $(nth_random 1) % 1000000))"; }
@test "chain-draining" { runs 'done=1'; }
@test "chain-contents" { runs_held 'done=1'; }
@test "levels-rise" { runs 'done=1'; }
@test "levels-end" { runs levels=7; }
@test "levels-errors" { runs 'done=1'; }

# --- hostile clients

@test "client-impatient" { runs 'done=1'; }
@test "client-patience-total" { runs 'done=1'; }
@test "client-huge-object" { runs 'done=1'; }
@test "client-huge-directory" { runs 'done=1'; }
@test "client-zombies" { runs zombies=14; }
@test "client-floods" { runs "sum=$((15 * 16 * 31 / 6))"; }
@test "client-hoards" { runs copies=61; }
@test "client-limits" { runs regions=52; }

# --- frames

@test "memory-claims-fail" { runs failures=3; }
@test "memory-quota" { runs objects=5; }
@test "memory-fault-waits" { runs sum=15; }
@test "memory-table-waits" { runs stage=2; }
@test "memory-leaks-nothing" { runs rounds=6; }

# --- the store

@test "keep-pages" { runs "sum=$((1000 * 16 * 17 / 2))"; }
@test "keep-full" { runs "pages=$((5 + $(nth_random 1) % 40))"; }
@test "keep-release" { runs left=48; }
@test "keep-random" { runs_held "sum=$(model "$TESTS/keeping.awk" -v seed_value="$GRADE_SEED")"; }
@test "keep-fast" { runs pages=1024; }
@test "keep-as-pager" { runs_held left=48; }

# --- every sequence of calls

in_kernel() { boot ram=16 limit=16; expect_finished; }

@test "every-fetch" { in_kernel; }
@test "every-store" { in_kernel; }
@test "every-answer" { in_kernel; }
@test "every-chain" { in_kernel; }
@test "every-send" { in_kernel; }
@test "every-call" { in_kernel; }
@test "every-message" { in_kernel; }
@test "ipc-slices" { boot ram=16 limit=16; expect_finished; expect 'what the test reports' "$(records value | paste -sd' ')" 'done=1'; }
@test "slots-new" { boot ram=16 limit=8; expect_finished; expect 'what the test reports' "$(records value | paste -sd' ')" 'done=1'; }
@test "slots-kinds" { boot ram=16 limit=8; expect_finished; expect 'what the test reports' "$(records value | paste -sd' ')" 'done=1'; }
@test "keep-most" { runs pages=4096 ram=64; }
@test "keep-chains" { runs 'done=1' ram=64; }
@test "keep-spread" { runs 'done=1'; }
@test "ipc-cost" { boot ram=16 limit=8; expect_finished; expect 'what the test reports' "$(records value | paste -sd' ')" 'done=1'; }
@test "chain-lost" { boot ram=16 limit=8; expect_finished; expect 'what the test reports' "$(records value | paste -sd' ')" 'done=1'; }
