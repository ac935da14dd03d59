#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The shell: what a person types, and what it says to that.
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
