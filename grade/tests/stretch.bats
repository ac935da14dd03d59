#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# How long interrupts are off: whatever makes the kernel work for long (grade/tests/programs/stretch), as much of it as
# there can be. The test kernel measures (kernel/test/stretch.h). `make bench` has the longest of all.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/grade/stretch.bash"

MOST=10000 # instructions
MOST_SEARCH=65000 # for a run of frames, with all 4,096 frames below 16 MiB: lab 1's contract allows that

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || exit
  make -s test-kernel programs >/dev/null
}

# Each scenario with the console on the serial port alone, and on the screen as well.
bounded() { # SCENARIO
  local console way longest
  for console in serial both; do
    stretch_run "$1" "$console" "$BATS_TEST_TMPDIR"
    read -r way longest _ < <(stretch_read <"$BATS_TEST_TMPDIR/records.log")
    echo "$1, console on $console: $longest instructions, way in $way"
    ((longest <= MOST))
  done
}

@test "console" { bounded console; }
@test "ends" { bounded ends; }
@test "sleepers" { bounded sleepers; }
@test "information" { bounded information; }
@test "pagers" { bounded pagers; }
@test "dependents" { bounded dependents; }
@test "family" { bounded family; }
@test "senders" { bounded senders; }
@test "synchronize" { bounded synchronize; }
@test "steal" { bounded steal; }
@test "take-back" { bounded take-back; }
@test "search-for-run" { MOST=$MOST_SEARCH bounded search-for-run; }
@test "wait-for-page" { bounded wait-for-page; }
@test "wait-for-error" { bounded wait-for-error; }
@test "wait-for-slot" { bounded wait-for-slot; }
@test "wait-for-frames" { bounded wait-for-frames; }
@test "release" { bounded release; }
