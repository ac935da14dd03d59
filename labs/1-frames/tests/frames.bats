#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Lab 1. What the kernel must find is computed here, from the firmware's memory map and the seed, where a test
# reports values; else its checks are all in the kernel.

load "$GRADE_LIB"

TESTS=$GRADE_ROOT/labs/1-frames/tests
LARGEST=458752 # frames: 1.75 GiB

# A map of one range of 200 to 400 frames within the machine's memory.
one_range() {
  local first=$((5000 + GRADE_SEED % 3000))
  printf 'u:%x-%x' $((first * 4096)) $(((first + 200 + GRADE_SEED % 201) * 4096))
}

in_kernel() {
  boot limit=8
  expect_finished
}

expect_counts() { # WHAT: every value record has the count and the sum
  expected_frames
  expect "$1: number of frames" "$(value count | sort -u)" "$COUNT"
  expect "$1: sum of their numbers" "$(value sum | sort -u)" "$SUM"
}

# --- exercise 1

count_real() { # RAM
  boot "ram=$1" test=count-real
  expect_finished
  expect_counts "free after frame_init, with $1 MiB"
}

@test "count-4m" {
  boot_held ram=4 test=count-real
  expect_finished
  expect_counts 'free after frame_init, with 4 MiB'
  expect_outside strict "map=$(machine_map)" "free=$COUNT"
}
@test "count-64m" { count_real 64; }
@test "count-1g" { count_real 1024; }

count_maps() { # MAPS...; further words of boot are in WORDS
  local i words map
  boot limit=8 test=count-synthetic "${WORDS[@]}" "$@"
  expect_finished
  mapfile -t words < <(model "$GRADE_ROOT/grade/count.awk" "$@")
  for ((i = 1; i <= $#; i++)); do
    map=${!i#*=}
    ((${#map} <= 80)) || map=${map:0:60}...
    expect "frames of memory map $i, $map" "$(records value | sed -n "${i}p")" "${words[i - 1]}"
  done
}

@test "count-synthetic" {
  local maps WORDS=()
  mapfile -t maps < <(model "$TESTS/maps.awk" -v seed_value="$GRADE_SEED")
  count_maps "${maps[@]}"
}

@test "count-largest" {
  local maps WORDS=("entries=$LARGEST")
  mapfile -t maps < <(model "$TESTS/maps.awk" -v largest="$LARGEST" -v seed_value="$GRADE_SEED")
  count_maps "${maps[@]}"
}

@test "every-map" {
  boot limit=8
  expect_explored 1
}

# --- exercises 2 and 3

@test "init-again" {
  local map line
  map=$(model "$TESTS/maps.awk" -v ragged=1 -v seed_value="$GRADE_SEED")
  boot "map=$map"
  expect_finished
  line=$(model "$GRADE_ROOT/grade/count.awk" "$map")
  expect 'frames after frame_init with no ranges' "$(records value | head -n 1)" 'count=0 sum=0'
  expect 'frames after another frame_init' "$(records value | tail -n +2 | sort -u)" "$line"
}

@test "table-outside" {
  boot_held
  expect_finished
  need free kernel core paged lent
  expected_frames
  expect 'all frames together' "$(($(value free) + $(value kernel) + $(value core) + $(value paged) + $(value lent)))" "$COUNT"
  expect_outside "map=$(machine_map)" "free=$(value free)" "kernel=$(value kernel)" "core=$(value core)" "paged=$(value paged)" "lent=$(value lent)"
}

@test "unique" {
  boot
  expect_finished
  expect_counts 'handed out, each once'
}

@test "exhaust" {
  boot ram=32
  expect_finished
  expect 'rounds' "$(value count | wc -l)" 3
  expect_counts 'handed out in each round'
}

all_held() { # RAM
  boot "ram=$1"
  expect_finished
  expected_frames
  expect 'frames handed out' "$(value count)" "$COUNT"
}

@test "last-frame" { all_held 64; }
@test "states" { all_held 16; }

@test "constant-time" { in_kernel; measured alloc free count; }

@test "every-sequence" {
  boot limit=8
  expect_explored 7
}

@test "high-first" {
  boot_held
  expect_finished
  need high low
  expected_frames
  expect 'frames in all' "$(($(value high) + $(value low)))" "$COUNT"
  # at the end memory is made up: three high frames, all of them taken
  expect_outside entries=4100 map=u:1000000-1003000 free=0 kernel=3 core=0 paged=0 lent=0
}

@test "every-side" {
  boot limit=8
  expect_explored 7
}

# --- exercise 4

misuse() { # TEXT, with N for the frame's number [WORDS OF BOOT...]
  boot "${@:2}"
  expected_frames
  expect_ready
  expect 'frames before the misuse' "$(records ready | key frames)" "$COUNT"
  local number
  number=$(records ready | key number)
  expect_panic "${1//N/$number}" 'frame_misuse is called'
}

@test "misuse-freed-twice" { misuse 'frame N freed twice'; }
@test "misuse-freed-twice-later" { misuse 'frame N freed twice'; }
@test "misuse-foreign" { misuse 'frame N freed, which was never handed out'; }
@test "misuse-frame-zero" { misuse 'frame 0 freed, which was never handed out'; }
# Large pages map more than there is: who looks behind the table finds something, and must not be told by a fault.
@test "misuse-beyond-table" { misuse 'which is no frame' ram=63; }
@test "misuse-below-table" { misuse 'which is no frame'; }
@test "misuse-between-entries" { misuse 'which is no frame'; }
@test "misuse-null" { misuse '0x00000000 freed, which is no frame'; }
@test "misuse-state" { misuse 'asked for in a state'; }

@test "every-misuse" {
  boot limit=8
  expect_explored 5
}

# --- exercise 5

@test "run-sizes" {
  boot
  expect_finished
  expected_frames
  expect 'free frames, and frames in runs' "$(value free) $(value total)" "$COUNT 680"
}

@test "run-limit" {
  boot_held
  expect_finished
  need runs=1..4096 free
  local runs
  runs=$(value runs)
  expect_that 'runs of 8 below 16 MiB' 'between 200 and 500' "$runs" test $((runs > 200 && runs < 500)) = 1
  expected_frames
  expect 'free frames after' "$(value free)" $((COUNT - 8 * (runs + 1)))
  expect_outside "map=$(machine_map)" "free=$((COUNT - 8 * (runs + 1)))" "core=$((8 * (runs + 1)))" kernel=0 paged=0 lent=0
}

@test "run-boundary" {
  boot
  expect_finished
  need runs=1..4096 free
  expected_frames
  expect 'runs, and free frames after' "$(value runs) $(value free)" "150 $((COUNT - 10 * (16 * 17 / 2 - 1)))"
}

@test "run-alignment" { in_kernel; }
@test "run-crossing" { in_kernel; }
@test "run-edges" { in_kernel; }
@test "run-last-place" { in_kernel; }
@test "run-long" { in_kernel; }
@test "run-cost" { in_kernel; }

@test "run-fragmented" {
  boot ram=64 "map=$(one_range)"
  expect_finished
  expect 'frames in all' "$(value total)" "$((200 + GRADE_SEED % 201))"
}

@test "misuse-run-state" { misuse 'asked for in a state'; }
@test "misuse-run-empty" { misuse 'an impossible run'; }
@test "misuse-run-alignment" { misuse 'an impossible run'; }
@test "misuse-run-boundary" { misuse 'an impossible run'; }
@test "misuse-run-too-long" { misuse 'an impossible run'; }

@test "every-place" {
  boot limit=8
  expect_explored 3
}

@test "every-pattern" {
  boot limit=8
  expect_explored 1
}

# --- exercise 6

@test "run-across" { in_kernel; }

@test "run-pieces" {
  boot_held
  expect_finished
  expected_frames
  expect 'free frames' "$(value free)" "$COUNT"
  expect_outside "map=$(machine_map)" "free=$COUNT" kernel=0 core=0 paged=0 lent=0
}

@test "misuse-run-freed-twice" { misuse 'frame N freed twice'; }
@test "misuse-run-freed-foreign" { misuse 'frame N freed, which was never handed out'; }
@test "misuse-run-freed-empty" { misuse 'an impossible run'; }

@test "every-run" {
  boot limit=8
  expect_explored 4
}

# --- exercise 7

@test "random-operations" {
  local map
  map=$(model "$TESTS/maps.awk" -v ragged=1 -v seed_value="$GRADE_SEED")
  boot_held operations=10000 "map=$map"
  expect_finished
  expect_ok 'ten thousand random operations' < <(records results | text |
    model "$TESTS/replay.awk" -v seed_value="$GRADE_SEED" -v "map=$map" -v operations=10000 -v final="logs/$TEST_NAME/final") # a name that awk takes as it is
  expect_outside "map=$map" "states=$TEST_LOGS/final"
}

@test "nothing-leaked" {
  boot ram=32
  expect_finished
  expected_frames
  expect 'free frames at the end' "$(value free)" "$COUNT"
}

@test "memory-untouched" { in_kernel; }

@test "every-size" {
  boot limit=8
  expect_explored 3
}
