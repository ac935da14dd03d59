#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The grader when the world around it is not as it should be.
load common

setup_file() {
  # a solution whose machines run long enough to be seen
  cd "$BATS_TEST_DIRNAME/../.." || exit
  make_hang build/mutants/hang
}

# Starts a grading of lab 1 whose machines carry a mark, and waits until one of them runs.
start_marked() { # MARK
  GRADE_NONCE=$1 setsid grade/grade --lab 1 --labs 1=build/mutants/hang --out "$OUTPUT" >"$BATS_TEST_TMPDIR/log" 2>&1 3>&- &
  GRADER=$!
  wait_for_machine "$1"
}

wait_for_machine() { # MARK
  local i
  for ((i = 0; i < 20 * LAST_RESORT; i++)); do
    [[ -z $(processes_with_nonce "$1") ]] || return 0
    sleep 0.05
  done
  fail "no machine was started: $(cat "$BATS_TEST_TMPDIR/log")"
}

nothing_left() { # MARK: no process with it, now or later (from a worker that lives on), and no file
  for ((i = 0; i < 15; i++)); do
    sleep 0.2
    run processes_with_nonce "$1"
    assert_output ''
  done
  [[ ! -e $OUTPUT ]] || fail "left behind: $(ls -A "$OUTPUT")"
}

@test "Ctrl-C leaves no machine and no file behind" {
  # typed at a terminal, which is not the same as a signal to one process
  local keys=$BATS_TEST_TMPDIR/keys
  mkfifo "$keys"
  GRADE_NONCE=cccccccccccccccc env --default-signal=INT timeout "$LAST_RESORT" script -qefc \
    "make grade LAB=1 LABS=1=build/mutants/hang OUT='$OUTPUT'" /dev/null <"$keys" >"$BATS_TEST_TMPDIR/log" 2>&1 3>&- &
  local terminal=$!
  exec {keyboard}>"$keys"
  wait_for_machine cccccccccccccccc
  printf '\003' >&"$keyboard"
  wait "$terminal" || true
  exec {keyboard}>&-
  nothing_left cccccccccccccccc
  run cat "$BATS_TEST_TMPDIR/log"
  assert_output --partial 'grade: interrupted'
}

@test "neither does SIGTERM" {
  local status=0
  start_marked dddddddddddddddd
  kill -TERM "$GRADER"
  wait "$GRADER" || status=$?
  assert_equal "$status" 130
  nothing_left dddddddddddddddd
}

@test "two at once do not disturb each other" {
  local tests=count-64m,unique,table-outside,exhaust,misuse-null,random-operations
  grade/grade --lab 1 --test "$tests" >"$BATS_TEST_TMPDIR/one" 2>/dev/null 3>&- &
  local first=$!
  run grade/grade --lab 1 --test "$tests" --labs '1=student'
  wait "$first"
  assert_line "lab 1: 0/$(worth "$tests") points"
  run tail -n 1 "$BATS_TEST_TMPDIR/one"
  assert_output "lab 1: $(worth "$tests")/$(worth "$tests") points"
}

@test "a directory that cannot be written to: grader, no points, exit status 2" {
  run grade/grade --lab 1 --out /proc/grade
  assert_failure 2
  assert_line "lab 1: 0/$(most_points 1) points"
  assert_output --partial '/proc/grade cannot be written to'
  refute_output --regexp '^  ok'
}

on_small_disk() { # KIB: mounts one on $OUTPUT, or skips
  mkdir -p "$OUTPUT"
  mount -t tmpfs -o "size=${1}k" none "$OUTPUT" 2>/dev/null || skip 'needs root to mount a small disk (see README, "What is skipped")'
}

teardown() {
  umount "$OUTPUT" 2>/dev/null || true
}

@test "a disk that is full from the start: grader, no points" {
  on_small_disk 64
  head -c 60000 /dev/zero >"$OUTPUT/filler" || true
  run grade/grade --lab 2 --out "$OUTPUT"
  assert_failure 2
  assert_line "lab 2: 0/$(most_points 2) points"
  refute_output --regexp '^  ok'
}

@test "a disk that fills up on the way: grader for the tests after that" {
  on_small_disk 620
  run grade/grade --lab 2 --out "$OUTPUT"
  assert_failure 2
  assert_output --partial 'grader'
  assert_line --regexp "^lab 2: [0-9]{1,2}/$(most_points 2) points\$"
  refute_line "lab 2: $(most_points 2)/$(most_points 2) points"
}

@test "a missing tool: grader, no points, and its name" {
  PATH=$(path_without qemu-system-i386) run grade/grade --lab 2 --out "$OUTPUT"
  assert_failure 2
  assert_line "lab 2: 0/$(most_points 2) points"
  assert_output --partial 'missing: qemu-system-i386'
  assert_output --partial 'make setup'
}

@test "doctor names a missing tool and its cure" {
  PATH=$(path_without nasm) run tools/doctor
  assert_failure 1
  assert_output --partial 'nasm is missing'
  assert_output --partial 'cure: make setup'
}

@test "doctor finds nothing wrong here" {
  run tools/doctor
  assert_success
  assert_output --partial 'Everything is as it should be.'
}

@test "what the FTP store and v86's tests need is left out, and named, where it cannot be brought; nothing half is left behind" {
  local bin
  copy_tree "$BATS_TEST_TMPDIR"
  cd "$TREE"
  bin=$(path_without apt-get npm)
  PATH=$bin run bash tools/bring
  assert_failure 1
  assert_output --partial 'setup: v86 is not brought, since npm is not here'
  assert_output --partial 'setup: the FTP store cannot be built: lwIP is brought from the archive of Debian or Ubuntu'
  # a registry that has something else under that name
  printf '#!/bin/sh\necho something else >v86-%s.tgz\n' "$(sed -n 's/^V86_VERSION=//p' tools/bring)" >"$bin/npm"
  chmod +x "$bin/npm"
  PATH=$bin run bash tools/bring
  assert_failure 1
  assert_output --partial 'setup: what npm fetched is not the v86 that is known here'
  # a network that leads nowhere
  http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 run bash tools/bring
  assert_failure 1
  assert_output --regexp 'setup: v86 (could not be fetched|is not brought)'
  assert_output --partial 'setup: the FTP store cannot be built: '
  assert [ ! -e brought ]
  run bash tools/doctor
  assert_line --partial 'the FTP store is left out: lwIP is not here'
  cd "$ROOT"
}

@test "setup does nothing the second time" {
  run tools/setup
  assert_success
  assert_output 'setup: everything is installed'
}

@test "every command explains itself" {
  local command
  for command in grade/grade grade/mutants grade/check tools/setup tools/doctor tools/run tools/debug tools/bench tools/make-iso tools/transcript tools/fuzz tools/sources tools/format tools/stale tools/bring grade/tests/ftp/fake model/check; do
    run "$command" --help
    assert_success
    assert_output --partial "${command##*/}"
  done
}

@test "a machine whose memory is all wired says what those who wait for a frame wait for" {
  run grade/grade --lab 6 --labs reference --test all-is-wired --out "$OUTPUT"
  assert_success
  assert_equal "$(grep -cE '^memory   [0-9]+ of [0-9]+ frames are free, .* all others are wired:' "$OUTPUT/logs/all-is-wired/console.log")" 1
}

@test "check names the part that breaks off, and how" {
  copy_tree "$BATS_TEST_TMPDIR"
  cd "$TREE"
  sed -i '2i exit 3' grade/contract
  run bash grade/check contract
  assert_failure 1
  assert_line --regexp '^contract did not come to its end: .*, exit status 3$'
  assert_line '0 passed, 1 failed'
}

# Stands for the load test, which grades the labs that clang built where both are asked for.
@test "check counts a lab that was not graded as failed, and says so" {
  copy_tree "$BATS_TEST_TMPDIR"
  cd "$TREE"
  printf '%s\n' '#!/usr/bin/env bash' 'mkdir -p "${@: -1}"' \
    'cat labs/*/points.tsv | grep -v "^#" | sed "s/.*/{\"outcome\":\"pass\"}/" >"${@: -1}/results.jsonl"' >grade/grade
  sed 's/^test/@test/' >grade/tests/load.bats <<'EOF'
test "all but lab 0" {
  for lab in 1 2 3 4 5 6 7; do
    mkdir -p "$LOADED/$lab"
    grep -hv '^#' labs/"$lab"-*/points.tsv | sed 's/.*/{"outcome":"pass"}/' >"$LOADED/$lab/results.jsonl"
  done
}
EOF
  run bash grade/check labs load
  assert_failure 1
  assert_line 'labs-clang did not come to its end: it was not run'
  assert_line "$((2 * $(cat labs/*/points.tsv | grep -vc '^#') - $(count_tests 0) + 1)) passed, $(count_tests 0) failed"
}

@test "check tries solutions in two parts at a time, with its seed, and counts both" {
  local name
  copy_tree "$BATS_TEST_TMPDIR"
  cd "$TREE"
  for name in lazy exercises; do
    printf '#!/usr/bin/env bash\necho "%s got $*"\necho "3 as they should be, 1 not"\n' "$name" >"grade/$name"
  done
  SEED=77 run bash grade/check lazy exercises
  assert_failure 1
  assert_line 'lazy got --quick --seed 77'
  assert_line 'exercises got --seed 77'
  assert_line '6 passed, 2 failed'
}
