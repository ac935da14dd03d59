#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The complete system: its services, the shell, and the programs that one can run there.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/grade/tests/machine.bash"

setup() {
  machine_setup
}

@test "a line can be changed while it is typed" {
  sit_down
  line "ecxit 7$LEFT$LEFT$LEFT$LEFT$LEFT\\b\\x7fxi t$LEFT\\b ${RIGHT}x" # 'xi tx...' is no command
  shows "There is no command and no program 'xi'"
  line "op 1${HOME_KEY}tx\\x7f" # Home, and rubbed out
  shows '^memory  *\['
  line "xxtop 1\\x01$DELETE\\x04" # Ctrl-A, Delete, Ctrl-D
  shows '^memory  *\['
  line "p 1xx\\x02\\x02\\x0b\\x01to${END}" # Ctrl-B, Ctrl-K
  shows '^memory  *\['
  line 'nonsense\x15top junk\x1715\b' # Ctrl-U, Ctrl-W
  shows '^memory  *\['
  line 'top \033[24~1\033[5;9R\033x' # sequences that mean nothing here
  shows '^memory  *\['
  line "$(printf 'x%.0s' {1..5000})" # more than fits: none of it is done
  shows '^This line is longer than 71 characters; nothing was done\.$'
  refute grep -q 'There is no command and no program' <<<"$SHOWN"
  line "$(printf 'x%.0s' {1..72})\x7fy" # but when it was seen and changed it is
  shows "^There is no command and no program 'x{70}y'\."
  leave
  assert_equal "$(ended)" finished
}

@test "a line of which a part is lost is not done, whatever is left of it" {
  local i
  sit_down
  keys "sleep 200\\r$(printf 'nonsense\\r%.0s' {1..400})" # while nobody reads
  for ((i = 0; i < 20; i++)); do
    keys '\rhelp\r'
    ! await 'this list' 500 >"$HERE/awaited" || break # these keys may be lost, too
  done
  take
  refute grep "There is no command and no program" <(grep -v "^There is no command and no program 'nonsense'\\. " <<<"$SHOWN")
  if (($(grep -c "There is no command and no program" <<<"$SHOWN") < 400)); then
    shows '^Too much was typed at once, and a part of this line is lost; nothing was done\.$'
  fi
  leave
}

@test "lines can be had again, and words completed" {
  sit_down
  line 'store'
  line 'mem'
  line "$UP$UP"
  shows 'pages were fetched'
  line "half a line$UP$UP$DOWN$DOWN$DOWN"
  shows "There is no command and no program 'half'"
  line "$UP$UP$UP$UP$UP$UP$UP" # the oldest
  shows 'pages were fetched'
  line 'run cr\tnull'
  shows '\(crash\) ended at .* nothing is mapped there'
  line 'sto\t'
  shows 'pages were fetched'
  keys 'sleep 20\rstore\r' # what is typed meanwhile is for the next line
  await 'pages were fetched'
  prompt
  line 's\t' # both sort and store
  shows "There is no command and no program 's'"
  leave
  assert_equal "$(ended)" finished
}

@test "Ctrl-C ends a program, or forgets the line; Ctrl-D ends the session" {
  sit_down
  line 'help\x03'
  refute grep -q 'this list' <<<"$SHOWN"
  keys 'run crash loop\r'
  await 'runs for ever'
  keys 'typed ahead\x03'
  prompt
  shows '\(crash\) ended .* by another process'
  line 'ps'
  refute grep -q ' crash ' <<<"$SHOWN"
  keys 'exi\x03\x04'
  gone
  assert_equal "$(ended)" finished
}

@test "programs run in the background, and can be ended" {
  local number
  sit_down
  keys 'run crash loop &\r'
  await 'runs for ever' && take
  number=$(sed -nE 's/^\[([0-9]+)\] crash$/\1/p' <<<"$SHOWN")
  line 'ps'
  shows "^ *$number   crash .* (ready|running)"
  line 'kill 99'
  shows "no process with the number '99'"
  line 'kill 1'
  shows 'init \(1\) is a part of the system'
  line "kill $number"
  shows "^\[$number\] crash was ended"
  keys 'run shell &\r' # who sits there comes first
  await 'Somebody else reads what is typed'
  line ''
  line 'store'
  shows 'pages were fetched'
  keys 'run hog 1 &\r'
  await 'found 0 words changed'
  line 'ps'
  line ''
  tr -d '\r' <"$LOG" | grep -qE '^\[[0-9]+\] hog has ended$'
  leave
  assert_equal "$(ended)" finished
}

@test "top draws again and again, until q" {
  local start=$SECONDS
  sit_down
  keys 'top\r'
  await 'TICKS'
  keys "$(printf 'x%.0s' {1..300})" # no reason to draw again
  await 'RECENT'
  keys 'q'
  prompt
  shows 'the page stealer went [0-9]+ times round'
  assert_equal "$(grep -oE 'TICKS|RECENT' <<<"$SHOWN" | head -n 2 | paste -sd,)" TICKS,RECENT
  # one a second, and the machine has not seen more seconds than this computer
  assert [ "$(grep -c 'memory  *\[' <<<"$SHOWN")" -le $((SECONDS - start + 2)) ]
  leave
  assert_equal "$(ended)" finished
}

@test "what is asked wrongly gets an answer that helps" {
  script < <(sed 's/ END_OF_DOS$/ \r/' <<'COMMANDS'
! frobnicate
! run
! run &
! run nobody
! run boot/nobody and more
! run visit
! kill
! kill all
! kill 4
! top 0
! top 1 2
! map 77
! exit now
! run hog 0
! run hog many
! run hog 0%
! run hog 129
! run hog 99999
! run hog 10 riksy
! run badpager politely
	run	hog 1 END_OF_DOS
hog 1&
sleep 50
wait
# nothing

COMMANDS
  )
  assert_equal "$(ended)" finished
  assert_line "There is no command and no program 'frobnicate'. \`help\` and \`ls\` list them."
  assert_line 'usage: run [--store STORE] PROGRAM [WORD ...] [&]'
  assert_line 'run: which program?'
  assert_line 'run: nobody cannot be started: there is no such program'
  assert_line 'run: visit cannot be started: this is no ELF file'
  assert_line 'usage: kill N'
  assert_line "kill: there is no process with the number 'all'; \`ps\` lists them"
  assert_line 'kill: the shell cannot do without shell (4)'
  assert_line "top: '0' is no number of times"
  assert_line "map: there is no process '77'; \`ps\` lists them"
  assert_line "exit: 'now' is no number"
  assert_line "hog: 'many' is not a number from 1 to 128"
  assert_line "hog: '0%' is not a share from 1% to 1000%"
  assert_line --partial "there is no kind 'politely'"
  assert_line 'usage: hog [SIZE] [same | risky]'
  assert_equal "$(grep -c '^hog: wrote to 256 pages' <<<"$output")" 2
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

# What `store` and `mem` tell each time: pages promised and objects, frames of accounts, free frames.
what_is_left() {
  sed -nE 's/^ *([0-9]+) pages, of .* are promised, .*; ([0-9]+) objects$/promised \1 \2/p
    s/^ *accounts of ordinary processes: ([0-9]+) of .*$/accounts \1/p
    s/^ *([0-9]+) +[0-9]+ KiB  free$/free \1/p' <<<"$output"
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

# An ordinary program that tries to hold up the others (grade/tests/programs/hostile): three times, and each time all is as
# it was afterwards.
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
