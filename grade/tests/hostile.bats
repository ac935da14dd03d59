#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Ordinary programs that try to hold up all others (grade/tests/programs/hostile): HACKING.md, "What no ordinary program can do".
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/grade/tests/machine.bash"

setup() {
  machine_setup
}

# Three times, and each time all is as it was afterwards.
attack() { # WORD ...: SAID is what the machine printed
  mkdir -p "$HERE/more"
  objcopy --strip-all "$PROGRAMS/hostile.elf" "$HERE/more/hostile"
  script <<COMMANDS
! hostile nothing
sleep 20
mem
run hostile $*
sleep 20
mem
run hostile $*
run hostile $*
sleep 20
ps
mem
run hog 1
COMMANDS
  SAID=$output
  assert_equal "$(ended)" finished
  refute_line --regexp '^ +[0-9]+ +(immortal|orphan|grandchild|spinner) '
  assert_line --regexp '^hog: wrote to 256 pages, 1 MiB, and found 0 words changed'
  # frames of accounts, and free frames but for pages of files, which can go at any time
  assert_equal "$(what_is_left | grep accounts | sort | uniq -c | awk '{ print $1 }')" 3
  run awk '$1 == "free" { if (!first) first = $2; print ($2 - first) ^ 2 <= 64 ? "the same" : first " and " $2 }' <<<"$(what_is_left)"
  assert_output $'the same\nthe same\nthe same'
}

@test "processes that hold themselves end with the one that made them" {
  attack immortal 15
}

@test "children and their children end with the one that made them" {
  attack orphan
}

@test "a child that init was asked to keep lives on when its maker has ended, until it is killed itself" {
  mkdir -p "$HERE/more"
  objcopy --strip-all "$PROGRAMS/hostile.elf" "$HERE/more/hostile"
  script <<'COMMANDS'
! hostile nothing
sleep 20
mem
run hostile levels &
sleep 50
keep 8
! keep 1
! keep 77
kill 7
sleep 20
ps
kill 8
sleep 20
ps
mem
COMMANDS
  assert_equal "$(ended)" finished
  assert_line '[8] idle lives on when the one that made it ends'
  assert_line 'keep: init (1) is a part of the system'
  assert_line "keep: there is no process with the number '77'; \`ps\` lists them"
  assert_equal "$(grep -E '^ +[0-9]+ +(idle|hostile)' <<<"$output" | awk '{ print $1 }')" 8
  assert_equal "$(what_is_left | grep accounts | sort -u | wc -l)" 1
}

@test "memory that nobody gets goes back" {
  attack lost 10
}

@test "a pager that nobody asks for anything has no better priority than others" {
  attack spin
  assert_equal "$(grep -c '^hostile: the spinner spins, and others run' <<<"$SAID")" 3
}

# Each level raises the floor for everybody else: with too many, nothing is left above it.
@test "pagers on as many levels as can be had leave memory for others" {
  local ram
  mkdir -p "$HERE/more"
  objcopy --strip-all "$PROGRAMS/hostile.elf" "$HERE/more/hostile"
  for ram in 4 6 8; do
    RAM_MIB=$ram
    script <<'COMMANDS'
run hostile levels &
sleep 50
run hog 1
run sort
kill 6
COMMANDS
    assert_equal "$ram MiB: $(ended)" "$ram MiB: finished"
    assert_line --regexp '^hog: wrote to 256 pages, 1 MiB, and found 0 words changed'
    assert_line --regexp '^sort: .* in order'
    assert_line --regexp '^hostile: pagers on [1-7] levels; then '
    refute_line 'hostile: pagers on 0 levels'
  done
}

@test "kill ends a branch of the tree of processes, whoever started it" {
  mkdir -p "$HERE/more"
  objcopy --strip-all "$PROGRAMS/hostile.elf" "$HERE/more/hostile"
  script <<'COMMANDS'
run hostile levels &
sleep 50
ps
kill 8
kill 6
! kill 1
! kill 4
! kill 5
! kill 6
! kill 0
! kill shell
sleep 20
ps
COMMANDS
  assert_equal "$(ended)" finished
  assert_equal "$(grep -cE '^ +[78]    idle' <<<"$output")" 2
  assert_line '[8] idle was ended'
  assert_line '[6] hostile was ended'
  assert_line 'kill: init (1) is a part of the system'
  assert_line 'kill: the shell cannot do without shell (4)'
  assert_line 'kill: the shell cannot do without helper (5)'
  assert_line "kill: there is no process with the number '6'; \`ps\` lists them"
  assert_line "kill: there is no process with the number 'shell'; \`ps\` lists them"
  assert_equal "$(sed -n '/^uneon> sleep 20/,$p' <<<"$output" | grep -cE 'idle|hostile')" 0
}

# Whoever has more processes, or better ones, has no more of the processor for that.
@test "an unrelated program has a third of the processor in any second" {
  local attack
  mkdir -p "$HERE/more"
  objcopy --strip-all "$PROGRAMS/hostile.elf" "$HERE/more/hostile"
  for attack in crowd busy; do
    script <<COMMANDS
run hostile $attack &
sleep 30
run hostile share 3
kill 6
COMMANDS
    assert_equal "$attack: $(ended)" "$attack: finished"
    run awk '/^hostile: had at least/ { print ($5 * 3 >= $7 ? "enough" : $0) }' <<<"$output"
    assert_output enough
  done
}

# It has all that it gets, of its own share and of everybody's, while the others run.
hold() { # objects|pages COMMAND
  mkdir -p "$HERE/more"
  objcopy --strip-all "$PROGRAMS/hostile.elf" "$HERE/more/hostile"
  script <<COMMANDS
run hostile $1 &
sleep 20
$2
store ram
run hostile $1 &
sleep 20
! run hostile nothing
run hostile $1 &
sleep 20
! run hostile nothing
wait
sleep 20
run hog
COMMANDS
  assert_equal "$(ended)" finished
  assert_equal "$(grep -cE '^hostile: holds [0-9]+ objects; its share is used up, and so is everybody.s$' <<<"$output")" 3
  assert_equal "$(grep -c '^hostile: immortal N' <<<"$output")" 2
  assert_line --regexp '^hog: wrote to .* found 0 words changed'
}

@test "a program that holds all objects of a store that it gets keeps no other one from starting" {
  hold objects 'run tour'
  assert_line 'pager    kept 4 pages, for 5 fetches and 4 stores'
}

@test "nor does one that holds all pages" {
  hold pages '! run hog 1'
  assert_line --regexp '^hog: 256 pages of memory cannot be had: '
}
