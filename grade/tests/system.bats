#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The complete system: its services, the shell, and the programs that one can run there.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/grade/tests/machine.bash"

setup() {
  machine_setup
}

@test "programs that crash and pagers that misbehave end for it, and nobody else" {
  script <<'COMMANDS'
! run crash null
! run crash kernel
! run crash text
! run crash divide
! run crash stop
! run crash stack
run badpager all
run hog 1
COMMANDS
  assert_equal "$(ended)" finished
  assert_line --regexp '\(crash\) ended .* address 0x00000004, nothing is mapped there'
  assert_line --regexp '\(crash\) ended .* address 0x80100000, that address is the kernel.s'
  assert_line --regexp '\(crash\) ended .* it may only read there'
  assert_line --regexp '\(crash\) ended .* the processor refused an instruction \(vector 0\)'
  assert_line --regexp '\(crash\) ended .* the processor refused an instruction \(vector 13\)'
  assert_line --regexp '\(client\) ended .* the pager did not supply the page in time'
  assert_line --regexp '\(badpager\) ended .* it did not answer a request in time'
  assert_line --regexp '\(badpager\) ended .* there is no request in that slot of its window'
  assert_line --regexp '\(client\) ended .* the pager could not fetch the page'
  assert_line --regexp '\(client\) ended .* the page is lost: its pager could not store it'
  assert_equal "$(grep -c 'a bystander: nothing' <<<"$output")" 8
}

@test "kernel and services tell what is, and refuse what they must" {
  mkdir -p "$HERE/more/boot"
  objcopy --strip-all "$PROGRAMS/calls.elf" "$HERE/more/calls"
  cp "$HERE/more/calls" "$HERE/more/boot/ended" # asked for by its name when it has ended
  script <<'COMMANDS'
sleep 10
run calls
run hog 2
COMMANDS
  assert_line 'calls: 0 answers are not as they must be'
  assert_line "calls: $(printf "x%.0s" {1..768}) is written to its end"
  assert_equal "$(ended)" finished
}

@test "programs use more memory than is free, and leave nothing behind" {
  local round='run hog
run sort
run matrix
run chain
run hog 200% same
run tour
run share
run badpager all
! run crash null
top 2
sleep 20
store
mem
'
  script <<<"$round$round$round"
  assert_equal "$(ended)" finished
  assert_equal "$(grep -cE '^(hog: wrote .* found 0 words changed|sort: .* in order|matrix: .* has 0 wrong rows|chain: .* have 0 wrong)' <<<"$output")" 15
  assert_equal "$(grep -c 'others read them: all find what was written' <<<"$output")" 3
  assert_equal "$(grep -c 'a bystander: nothing' <<<"$output")" 24
  assert_equal "$(what_is_left | wc -l)" 9
  assert_equal "$(what_is_left | grep -E 'promised|accounts' | sort -u | wc -l)" 2
  # What stays is pages of files, and they can go at any time.
  run awk '$1 == "free" { if (!first) first = $2; print ($2 - first) ^ 2 <= 64 ? "the same" : first " and " $2 }' <<<"$(what_is_left)"
  assert_output $'the same\nthe same\nthe same'
}

@test "memory that was promised is never lost; other memory may be, and its program says so" {
  script <<'COMMANDS'
! run hog 14
run hog 100% &
sleep 5
! run hog 14 risky
wait
! run hog 48 same
run hog 1
store
COMMANDS
  assert_equal "$(ended)" finished
  assert_line "hog: 3584 pages of memory cannot be had: that is more than the store has left to promise (\`store\` tells how much)"
  assert_equal "$(grep -cE '\(hog\) ended .* the page is lost: its pager could not store it' <<<"$output")" 2
  assert_line --regexp '^\[[0-9]+\] hog has ended$'
  assert_line --regexp '^hog: wrote to 256 pages, 1 MiB, and found 0 words changed'
}

@test "the visit succeeds with little memory and with much" {
  local ram
  for ram in 4 64; do
    RAM=$ram run make run SLOW=10 </dev/null
    assert_success
    assert_line --regexp '^chain: .* have 0 wrong words'
  done
}

@test "the script's result is the machine's" {
  script <<'COMMANDS'
run hog 1
run crash null
exit 0
COMMANDS
  assert_equal "$(ended)" finished
  script <<'COMMANDS'
run crash null
run hog 1
run crash null &
sleep 20
run crash 2 3 4 5 6 7 8 9 10 11 12
run crash null xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
run crash divide &
exit
exit 0
COMMANDS
  assert_equal "$(ended)" failed
  assert_line --regexp '^\[[0-9]+\] crash has ended and failed$'
  assert_line --regexp '^waiting for \[[0-9]+\] crash$'
  assert_line 'A line has at most 12 words; nothing was done.'
  assert_line 'This line is longer than 71 characters; nothing was done.'
  assert_line '5 lines of script failed'
  script <<<'exit 3'
  assert_equal "$(ended)" failed
  SCRIPT=nothing run make run SLOW=10 </dev/null
  assert_failure
  assert_line --partial "shell: there is no script 'nothing'"
}

# Makes the sum in an archive's first header right.
correct_sum() { # ARCHIVE
  local sum
  sum=$(head -c 512 "$1" | od -An -v -w1 -tu1 | awk '{ sum += NR > 148 && NR <= 156 ? 32 : $1 } END { print sum }')
  printf '%06o\0 ' "$sum" | dd of="$1" bs=1 seek=148 conv=notrunc status=none
}

@test "malformed archives are refused, with the reason" {
  local good=$ROOT/$PROGRAMS/boot.tar n modules='' second
  cd "$HERE" || return
  second=$(tar -xOf "$good" boot/init | wc -c) # where the second header is
  second=$((512 + (second + 511) / 512 * 512))
  for n in 1 2 3 4 5 6 7; do
    cp "$good" "bad-$n.tar"
    modules+="bad-$n.tar,"
  done
  truncate -s 1000 bad-1.tar
  truncate -s "$second" bad-2.tar
  printf 'x' | dd of=bad-3.tar bs=1 seek=3 conv=notrunc status=none   # in a name
  printf '9' | dd of=bad-4.tar bs=1 seek=130 conv=notrunc status=none # in a size
  correct_sum bad-4.tar
  printf 'x' | dd of=bad-7.tar bs=1 seek=345 conv=notrunc status=none # in what goes before the name
  correct_sum bad-7.tar
  printf 'no header' | dd of=bad-5.tar bs=1 seek=$((second + 257)) conv=notrunc status=none
  mkdir -p link && ln -sf nowhere link/link && tar --format=ustar -C link -cf bad-6.tar link
  cp "$ROOT/$PROGRAMS/tour.elf" .
  machine_person 16 kernel "$ROOT/$IMAGE/uneon.elf" at_end=exit
  run bash -o pipefail -c 'timeout "$@" </dev/null | tr -d "\r"' - "$LAST_RESORT" "${MACHINE[@]::${#MACHINE[@]}-1}" "${modules}tour.elf" -serial stdio
  cd "$ROOT" || return
  assert_equal "$(ended)" finished
  assert_line "program  bad-1.tar is refused: a file's contents are cut off"
  assert_line 'program  bad-2.tar is refused: it has no end'
  assert_line "program  bad-3.tar is refused: a header's sum is wrong"
  assert_line "program  bad-4.tar is refused: a file's size is no number"
  assert_line 'program  bad-5.tar is refused: there is no ustar header where one must be'
  assert_line 'program  bad-6.tar is refused: it holds something that is no file'
  assert_line "program  bad-7.tar is refused: a file's name is too long"
  assert_line 'pager    kept 4 pages, for 5 fetches and 4 stores'
}

boot_without() { # NAME: runs the visit
  archive "$HERE/boot.tar" "$1"
  machine_test 16 "$ROOT/$IMAGE/uneon.elf" '' "$HERE/console" "$HERE/records"
  cd "$HERE" || return
  run timeout -k 1 "$LAST_RESORT" "${MACHINE[@]}" -initrd 'boot.tar script=visit' </dev/null
  output=$(tr -d '\r' <console)
  mapfile -t lines <<<"$output"
  cd "$ROOT" || return
}

@test "a system that is not complete says what is missing" {
  boot_without shell
  assert_equal "$(ended)" failed
  assert_line 'init: the shell cannot be started: there is no such program'
  boot_without boot/ramstore
  assert_equal "$(ended)" failed
  assert_line 'init: the service ramstore does not come up'
  boot_without boot/bootfs
  assert_equal "$(ended)" failed
  assert_line 'init: the service bootfs does not come up'
  touch "$HERE/more/sixteen_letters_"
  boot_without ''
  assert_equal "$(ended)" failed
  assert_line "bootfs: the archive is refused: the name 'sixteen_letters_' has more than 15 bytes"
}

@test "a shell that crashes is started again, but not for ever" {
  mkdir -p "$HERE/more"
  objcopy --strip-all "$PROGRAMS/crash.elf" "$HERE/more/shell"
  archive "$HERE/boot.tar"
  machine_test 4 "$ROOT/$IMAGE/uneon.elf" '' "$HERE/console" "$HERE/records"
  cd "$HERE" || return
  run timeout -k 1 "$LAST_RESORT" "${MACHINE[@]}" -initrd boot.tar </dev/null
  cd "$ROOT" || return
  assert_equal "$(ended)" failed
  assert_equal "$(grep -c '(shell) ended at' "$HERE/console")" 3
  assert_equal "$(grep -c 'init: the shell is gone; here is another one' "$HERE/console")" 2
}

@test "the same files make the same archive" {
  cp "$PROGRAMS/boot.tar" "$HERE/first.tar"
  rm "$PROGRAMS/boot.tar"
  sleep 1
  make -s kernel >/dev/null
  run cmp "$HERE/first.tar" "$PROGRAMS/boot.tar"
  assert_success
}

@test "the stealer can be seen at work without lab 6" {
  run make run SLOW=10 LAB=5 LABS='6=student'
  assert_success
  assert_line --regexp '^  5 s: [1-9][0-9]{3,} accesses, [1-9][0-9]{3,} pages fetched and [1-9][0-9]{3,} stored; '
  assert_line --regexp '^ +hand went round [1-9][0-9]* times: it took [1-9][0-9]{3,} clean pages and [1-9][0-9]{3,} dirty ones'
  assert_line --regexp '^storm: 0 words were not as they had been written'
  run make run LAB=5 LABS='5=student'
  assert_failure
  assert_output --partial 'stealer_is_needed is not written yet'
  run make run LAB=3
  assert_failure
  assert_output --partial 'only LAB=5 has something to look at'
}
