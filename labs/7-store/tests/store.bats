#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Lab 7. The disk is in the machine's memory, so that it fails where the test wants it to, and each run is the same.

load "$GRADE_LIB"

# The test in one core process, and what it is about in another one.
runs_beside() { # SCENARIO [ARGUMENT] VALUES
  runs "${*: -1}" "modules=programs/lab7.elf $TEST_NAME $GRADE_SEED,programs/lab7.elf ${*:1:$#-1}"
}

# --- memory

@test "memory-pages" {
  # 128 pages, 43 of which were stored a second time
  runs "sum=$((128 * (1 + $(nth_random 1) % 1000000) + 127 * 64 + 43 * 1000))"
}
@test "memory-room" { runs "pages=$((256 + 64 + 65 + 199))"; }
@test "memory-large" { runs pages=300 ram=64; }

# --- files

@test "file-names" { runs files=16; }
@test "file-pages" { runs 'done=1'; }
@test "file-length" { runs 'done=1'; }
@test "file-end" { runs 'done=1'; }
@test "file-room" { runs rounds=4; }

# --- what the disk keeps

@test "sync-kept" { runs 'done=1'; }
@test "sync-done" { runs rounds=3; }
@test "sync-again" { runs_beside be-before rounds=3; }
@test "sync-revert" { runs 'done=1'; }
@test "sync-room" { runs rounds=4; }
@test "sync-large" { runs pages=1 ram=64; }
@test "remove-reuse" { runs rounds=12; }
@test "cut-anywhere" { runs 'done=1' limit=20; }

# --- errors

@test "error-read" { runs 'done=1' limit=20; }
@test "error-write" { runs 'done=1' limit=20; }
@test "error-silent" { runs 'done=1' limit=30; }

# --- the service

@test "service-memory" { runs_beside be-store 'done=1'; }
@test "service-errors" { runs_beside be-store bad 'done=1'; }
@test "service-files" { runs_beside be-store "base=$((1 + $(nth_random 1) % 10000))"; }
