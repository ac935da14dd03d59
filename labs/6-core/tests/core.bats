#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Lab 6. What must come of each test is computed here, from the seed.

load "$GRADE_LIB"

# The test's scenario in one core process, and another beside it. (Ordinary processes may have a fifth of all frames, and
# their children want as many as 16 MiB have then, but for a few: it would depend on the size of the kernel.)
runs_beside() { # SCENARIO EXPECTED-VALUES
  runs "$2" ram=20 "modules=programs/lab6.elf $TEST_NAME $GRADE_SEED,programs/lab6.elf $1 $GRADE_SEED"
}

# --- the core right

@test "right-needed" { runs 'done=1'; }
@test "right-passed" { runs "sum=$((($(nth_random 1) % 1000000) + ($(nth_random 2) % 1000000) + ($(nth_random 3) % 1000000)))"; }

# --- wired memory

@test "wired-memory" { runs_held "sum=$(model "$GRADE_ROOT/labs/6-core/tests/wired.awk" -v seed_value="$GRADE_SEED")"; }
@test "wired-errors" { runs 'done=1'; }
@test "wired-device" {
  local i sum=0
  for ((i = 1; i <= 100; i++)); do sum=$((sum + $(nth_random "$i") % 60000)); done
  runs "sum=$sum"
}
@test "wired-quota" { runs "quota=$((30 + $(nth_random 1) % 200))"; }
@test "wired-claims-fail" { runs 'done=1'; }
@test "wired-floor" { runs "spare=$((20 + $(nth_random 1) % 100))"; }
@test "wired-maker-ends" { runs 'done=1'; }

# --- DMA

@test "run-frames" {
  local i sum=0
  for ((i = 1; i <= 7; i++)); do sum=$((sum * 17 + 1 + $(nth_random "$i") % 16)); done
  runs "sum=$sum" ram=64
}
@test "run-last" { boot ram=64 limit=16; expect_finished; expect 'what the test reports' "$(records value | paste -sd' ')" 'done=1'; }
@test "run-channel" { runs_held 'done=1'; }
@test "dma-masked" { runs channels=7; }
@test "dma-errors" { runs 'done=1'; }

# A floppy disk, no sector of which is like another.
make_disk() {
  DISK=logs/$TEST_NAME/disk
  seq -f '%015.0f' "$GRADE_SEED" "$((GRADE_SEED + 92159))" >"$GRADE_RUN/$DISK"
}

@test "floppy-read" {
  local round sectors sum=0
  make_disk
  for round in 0 1 2; do
    sectors=$((1 + $(nth_random $((round * 3 + 1))) % 8))
    sum=$((sum + $(od -An -v -tu1 -w1 -j $((512 * ($(nth_random $((round * 3 + 3))) % 10))) -N $((512 * sectors)) "$GRADE_RUN/$DISK" |
      awk '{ sum = (sum * 31 + $1) % 4294967296 } END { printf "%.0f", sum }')))
  done
  runs "sum=$((sum % 4294967296))" "floppy=$DISK"
}
@test "floppy-late" {
  make_disk
  runs 'done=1' "floppy=$DISK"
}

# --- interrupts

@test "interrupt-arrives" { runs "arrived=$((10 + $(nth_random 1) % 20))"; }
@test "interrupt-errors" { runs_held 'done=1'; }
@test "interrupt-dropped" { runs 'done=1'; }
@test "interrupt-passed" { runs "received=$((3 + $(nth_random 1) % 10))"; }

# --- I/O ports

@test "io-bytes" {
  local i sum=0
  for ((i = 1; i <= 16; i++)); do sum=$(((sum * 7 + $(nth_random "$i") % 256) % 4294967296)); done
  runs "sum=$sum"
}
@test "io-widths" { runs "word=$((0x12378086))"; }
@test "io-passed" { runs 'done=1'; }
@test "io-ranges" { runs_held "sum=$(model "$GRADE_ROOT/labs/6-core/tests/ranges.awk" -v seed_value="$GRADE_SEED")"; }
@test "io-errors" { runs refused=249; }

# --- taking back

@test "revoke-all" { runs_held "pages=$((600 - $(nth_random 1) % 500))"; }
@test "revoke-own" { runs 'done=1'; }
@test "revoke-chain" { runs numbers=123; }
@test "revoke-undone" {
  local i sum=0
  for ((i = 1; i <= 5; i++)); do sum=$((sum + 1 + $(nth_random "$i") % 20)); done
  runs "sum=$sum"
}
@test "revoke-half-made" { runs 'done=1'; }
@test "owner-ends" {
  runs_beside watch-owner 'done=1'
  # the maker, whose right was gone (E_STALE), and the reader, whose memory was (END_REVOKED)
  expect 'how the children ended' "$(records ended | grep -c -e 'reason=0 status=-6 ' -e 'reason=12 ')" 2
}
@test "owner-ends-early" {
  runs_beside watch-owner 'done=1'
  expect 'whether the making ended with E_STALE' "$(records ended | grep -c 'reason=0 status=-6 ')" 1
}
@test "much-at-once" {
  runs 'done=1'
  local way most
  for way in 13 23; do # capability_revoke, object_create_wired
    most=$(records stretch | sed -n "s/^way=$way most=//p")
    expect_that "how long interrupts are off in system call $way" 'at most 10000 instructions' "${most:-none}" \
      test "${most:-0}" -gt 1000 -a "${most:-0}" -le 10000
  done
}
@test "core-survives" { runs 'done=1'; }

# --- in a storm, and when memory has run out

@test "wired-in-storm" {
  local i sum=0
  for ((i = 1; i <= 40; i++)); do sum=$((sum + $(nth_random "$i") % 1000000)); done
  runs "sum=$sum" limit=30 pager_patience=1
}

# The machine panics, and names the process that owes answers, which it has for so many ticks.
deadlock() { # PROCESS LEAST-TICKS MOST-TICKS [WORDS OF BOOT...]
  boot ram=16 limit=30 program=lab6 "${@:4}"
  expect_panic "out of memory: process $1 (lab6) owes " 'the deadlock'
  local ticks
  ticks=$(records panic | sed -n 's/.*the oldest for \([0-9]*\) ticks$/\1/p')
  expect_that 'for how long that has been so' "$2 to $3 ticks" "${ticks:-nothing}" test "${ticks:-0}" -ge "$2" -a "${ticks:-0}" -le "$3"
}
deadlock_beside() { # SCENARIO PROCESS LEAST-TICKS MOST-TICKS
  deadlock "${@:2}" "modules=programs/lab6.elf $TEST_NAME $GRADE_SEED,programs/lab6.elf $1 $GRADE_SEED"
}

@test "deadlock-hangs" { deadlock 1 150 200; }
@test "deadlock-default" { deadlock 1 700 760 deadlock_limit=7; }
@test "deadlock-store-full" { deadlock 1 150 200; }
@test "deadlock-other" { deadlock_beside other-hangs 2 150 300; }
@test "deadlock-both" { deadlock_beside other-hangs-early 2 200 400; }
@test "deadlock-slowest" { deadlock_beside other-is-slower 1 450 500; }
@test "deadlock-answered" { deadlock 1 790 820; }
@test "slow-device" {
  deadlock 1 150 200
  expect 'what the program reports' "$(value sum)" $((6000 * 3))
}
@test "all-is-wired" { runs_held sum=200 limit=30; }

verdict_of_bug() {
  boot ram=16 limit=30 deadlock_limit=2
  expect_ready
  expect_panic 'a bug of the kernel' 'nothing moves, though nobody owes anything'
}
@test "verdict-bug" { verdict_of_bug; }
@test "verdict-hope" { verdict_of_bug; expect 'the limit' "$(value limit)" 200; }
@test "verdict-all-wired" { verdict_of_bug; expect 'the limit' "$(value limit)" 200; }
@test "verdict-busy" { verdict_of_bug; expect 'the limit' "$(value limit)" 200; }

# --- the store

@test "store-pages" { runs "sum=$(((1000 + $(nth_random 1) % 1000000) * 136 % 4294967296))"; }
@test "store-uniform" { runs "sum=$(((1 + $(nth_random 1) % 1000000000) * 465 % 4294967296))"; }
@test "store-full" { runs "pages=$((60 + $(nth_random 1) % 100))"; }
@test "store-release" { runs more=1; }
@test "store-random" { runs 'done=1'; }
@test "store-fast" { runs pages=640; }
@test "store-words" { runs words=1024; }
@test "store-entries" { runs arenas=9; }
@test "store-large" { runs entries=66000 ram=192 limit=16; }
@test "store-as-pager" { runs_held 'done=1'; }
@test "store-ends-chain" { runs 'done=1'; }

# --- every call in every situation

in_kernel() { boot ram=16 limit=16; expect_finished; }

@test "every-object" { in_kernel; expect 'what the test reports' "$(records value | paste -sd' ')" 'done=1'; }
@test "every-line" { in_kernel; }
@test "every-range" { in_kernel; }
@test "every-last-port" { in_kernel; }
@test "every-verdict" { boot ram=16 limit=16 deadlock_limit=1; expect_finished; expect 'what the test reports' "$(records value | paste -sd' ')" 'done=1'; }
@test "every-revoke" { in_kernel; expect 'what the test reports' "$(records value | paste -sd' ')" 'done=1'; }
