#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What `make debug` must do and not do, the commands of .gdbinit, and what given code says of a lab's mistakes.
load common

# A solution directory: the reference's file with a change, written as a script of sed. Sets SOLUTION.
solution() { # NAME LAB-DIRECTORY FILE SED
  SOLUTION=build/mutants/debugging-$1
  mkdir -p "$SOLUTION"
  cp solutions/"$2"/*.c "$SOLUTION"
  sed -i -e "$4" "$SOLUTION/$3"
  ! cmp -s "$SOLUTION/$3" "solutions/$2/$3"
}

# Starts `make debug` with GDB's commands (standard input). Sessions with different names run side by side.
session() { # NAME VARIABLE=VALUE...
  cat >"$BATS_TEST_TMPDIR/commands-$1"
  env SEED=7 "${@:2}" GDB_COMMANDS="$BATS_TEST_TMPDIR/commands-$1" timeout "$LAST_RESORT" make debug \
    >"$BATS_TEST_TMPDIR/session-$1" 2>&1 3>&- &
}

# What GDB and the kernel said in it.
said_in() { # NAME
  wait
  run cat "$BATS_TEST_TMPDIR/session-$1"
}

# Starts `make debug` on a terminal of its own, into which keys are typed through the file descriptor KEYS.
start_on_terminal() { # NAME VARIABLE=VALUE...
  local keys=$BATS_TEST_TMPDIR/keys-$1
  mkfifo "$keys"
  exec {KEYS}<>"$keys"
  env LAB=1 SEED=7 LAB_OPTIMIZE=-O2 GRADE_NONCE="debugging$BATS_ROOT_PID$1" TERM=dumb "${@:2}" \
    script -qefc "exec tools/debug" "$BATS_TEST_TMPDIR/screen-$1" <"$keys" >"$BATS_TEST_TMPDIR/script-$1" 2>&1 3>&- &
  TERMINALS[$1]=$!
}
declare -gA TERMINALS

# Waits for GDB's prompt on that terminal. Its screen is SCREEN; TERMINAL, DEBUG, GDB, QEMU: process numbers.
look_at_terminal() { # NAME
  SCREEN=$BATS_TEST_TMPDIR/screen-$1 SEEN=0 TERMINAL=${TERMINALS[$1]}
  shown "(gdb) "
  QEMU=$(processes_with_nonce "debugging$BATS_ROOT_PID$1" | head -n 1 | cut -d/ -f3)
  GDB=$(parent_of "$(parent_of "$QEMU")")
  DEBUG=$(parent_of "$GDB")
}

parent_of() { # PROCESS
  sed -n 's/^PPid:[[:space:]]*//p' "/proc/$1/status"
}

waits_until() { # COMMAND...
  local i
  for ((i = 0; i < LAST_RESORT * 20; i++)); do
    ! "$@" || return 0
    sleep 0.05
  done
  echo "still not: $*" >&2
  return 1
}

# What was shown counts once: the next call looks behind it.
shown() { # TEXT
  waits_until is_shown "$1"
  SEEN=$(($(grep -oabF -- "$1" "$SCREEN" | cut -d: -f1 | awk -v seen="$SEEN" '$1 >= seen { print $1; exit }') + 1))
}

is_shown() { # TEXT
  [[ -e $SCREEN ]] && grep -oabF -- "$1" "$SCREEN" | cut -d: -f1 | awk -v seen="$SEEN" '$1 >= seen { found = 1 } END { exit !found }'
}

is_gone() { # PROCESS
  [[ ! -d /proc/$1 || $(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) == [ZX] ]]
}

teardown() {
  local name
  for name in "${!TERMINALS[@]}"; do kill "${TERMINALS[$name]}" 2>/dev/null || true; done
}


@test "why leads from a fault to the student's line and its variables, twice too; nothing is believed" {
  solution fault 1-frames frame.c '/^enum frame_state frame_free/,/^}/s/^    frame->state = FRAME_FREE;/    uint32_t *wild = (uint32_t *)(state * 4);\n    *wild = number;\n&/'
  session fault LAB=1 TEST=exhaust LABS="1=$SOLUTION" <<'COMMANDS'
why
info locals
why
info breakpoints
frame-entry frame
set var frame_table[300].state = 77
frames
frame-entry 300
frame-entry 123456
processes
pages
set var process_list.next = 12
processes
objects 1
translate 0x80100000
set var kernel_directory[3] = 0xfffff001
translate 0xc00000
COMMANDS
  said_in fault
  assert_line --regexp '^ +found +in frame_free.*: page fault: kernel write to 0x000000[0-9a-f]{2}, a null pointer'
  refute_output --partial 'comes out differently'
  refute_output --partial 'not in symtab'
  assert_equal "$(grep -cE '^#[0-9]+ +(0x[0-9a-f]+ in )?frame_free \(frame=0x8[0-9a-f]+\) at [^ ]+/frame.c:[0-9]+$' <<<"$output")" 4 # in the backtrace, and selected
  assert_line --regexp '^#[0-9]+ +(0x[0-9a-f]+ in )?exhaust \(\) at labs/1-frames/tests/single.c:[0-9]+$'
  assert_line --partial 'FAULT '
  assert_line --regexp '^wild = 0x[0-9a-f]+$'
  assert_line --regexp '^number = [0-9]+$'
  assert_equal "$(grep -c 'breakpoint .* in machine_end' <<<"$output")" 1
  assert_line --regexp '^frame [0-9]+ at physical 0x[0-9a-f]+: FRAME_[A-Z]+, marks 0x[0-9a-f]+, '
  assert_line --regexp '^FRAME_RESERVED [0-9]+  FRAME_FREE [0-9]+  FRAME_KERNEL [0-9]+  FRAME_CORE '
  assert_line '1 in state 77, which is none; the first is frame 300'
  assert_line --regexp '^frame 300 at physical 0x0012c000: 77, '
  assert_line --regexp '^the frame table has [0-9]+ entries$'
  assert_line 'there are no processes'
  assert_line "no space is loaded but the kernel's own"
  assert_line 'it maps nothing for programs'
  assert_line --regexp '^the list is broken: the item at 0x8[0-9a-f]+ has 0x0000000c for the next one$'
  assert_line 'there is no process 1'
  assert_line 'physical 0x00100000'
  assert_line 'there is no RAM for a table'
}

@test "Ctrl-C stops a kernel that hangs, and not QEMU; why says where it hangs" {
  solution hang 1-frames frame.c '/^enum frame_state frame_free/,/^}/s/^    frame->state = FRAME_FREE;/    for (volatile uint32_t turns = 0;; turns++)\n        ;\n&/'
  start_on_terminal ctrl-c TEST=exhaust LABS="1=$SOLUTION"
  look_at_terminal ctrl-c
  printf 'break frame_free\ncontinue\n' >&"$KEYS"
  shown 'Continuing.'
  shown '(gdb) '
  for _ in 1 2; do
    printf 'delete\ncontinue\n' >&"$KEYS"
    shown 'Continuing.'
    printf '\003' >&"$KEYS"
    shown 'SIGINT'
    printf 'backtrace\n' >&"$KEYS"
    shown 'frame_free (frame='
    shown 'exhaust () at labs/1-frames/tests/single.c'
  done
  printf 'why\n' >&"$KEYS"
  shown 'HANG '
  shown '<signal handler called>'
  shown 'frame_free ('
  shown 'exhaust () at'
  shown '(gdb) '
  kill -0 "$QEMU"
  printf 'quit\n' >&"$KEYS"
  waits_until is_gone "$TERMINAL"
  is_gone "$QEMU"
}

@test "a double fault has a backtrace; a reset stops where the processor gave up, and nothing waits for it" {
  session deep LAB=0 TEST=machine-stack-overflow <<<why
  session reset LAB=0 TEST=machine-reset <<'COMMANDS'
why
why
continue
COMMANDS
  said_in deep
  assert_line --partial 'FAULT '
  assert_line --regexp '^#3 +<signal handler called>'
  assert_line --regexp '^#[0-9]+ +0x[0-9a-f]+ in recurse \(.*\) at labs/0-machine/tests/machine.c:[0-9]+$'
  said_in reset
  assert_equal "$(grep -c '^#0 .* machine_reset () at labs/0-machine/tests/machine.c:' <<<"$output")" 2
  assert_line 'Undefined command: "the-machine-was-reset".  Try "help".'
}

@test "breakpoints work in programs, a failed check there has a backtrace, and GDB knows what the kernel has" {
  solution store 4-pager-ipc memory_store.c 's/^            free_pages++;/            free_pages += 2;/'
  session program LAB=4 TEST=keep-as-pager LABS="4=$SOLUTION" <<'COMMANDS'
break child_run
continue
backtrace
delete
break pager.c:pager_answer
break memory_store_fetch
break memory_store_release
continue
backtrace
continue
processes
regions 1
regions process_current
pages 2
translate 0x00400010
translate 0x00400010 &process_current->space
translate 0x00400010 1
objects 1
slots 1
slots 2
slots 3
page-entries pager->slots[0].object
delete 4 5
continue
next
info locals
delete
why
COMMANDS
  session core LAB=6 TEST=revoke-own LAB_OPTIMIZE=-O2 <<'COMMANDS'
lines
io-ranges
channels
break core_revoke_some
continue
lines
io-ranges
channels
COMMANDS
  said_in program
  assert_line --regexp '^#0 +(0x[0-9a-f]+ in )?child_run \(process=[0-9]+, function=0x[0-9a-f]+ <[a-z_]+>, argument=[0-9]+\) at user/library/child_stack.c:[0-9]+$'
  assert_line --regexp '^#0 +memory_store_fetch \(badge=[0-9]+, page=[0-9]+, memory=0x[0-9a-f]+\) at [^ ]+/memory_store.c:[0-9]+$'
  assert_line --regexp '^#1 .* at user/library/pager.c:[0-9]+$'
  assert_line --regexp '^  1 +lab4 +PROCESS_WAITING +WAIT_RECEIVE +pager 0 '
  assert_line --regexp '^  3 +child +PROCESS_WAITING +WAIT_PAGE +ordinary '
  assert_equal "$(grep -cE '^0x10000000  [68] pages, from page 0 of object 0x8[0-9a-f]+, read and write, patience for ever, a window$' <<<"$output")" 2
  assert_line --regexp '^0x00400000 -> frame [0-9]+ present user( accessed)?$'
  assert_equal "$(grep -cE '^physical 0x[0-9a-f]{5}010$' <<<"$output")" 3
  assert_line --regexp 'badge 7, 6 pages, 1 not absent, 1 regions, .* OBJECT_PAGED$'
  assert_line --regexp '^slot 0 +SLOT_FETCH +page [0-9]+ of object .* received, window page PAGE_RESIDENT$'
  assert_line 'process 3 is no pager'
  assert_line --regexp '^page [0-9]+: PAGE_FETCHING, slot 0$'
  assert_line --regexp '^bucket = 0$'
  assert_line --partial 'CHECK FAILED (labs/4-pager-ipc/tests/programs/lab4/keeping.c'
  assert_line --regexp '^#[0-9]+ .* test_fail \(file=0x[0-9a-f]+ .*keeping.c", line=[^,]+, text=.*ARENA_PAGES"'
  assert_line --regexp '^#[0-9]+ +0x[0-9a-f]+ in keep_as_pager \(.*\) at labs/4-pager-ipc/tests/programs/lab4/keeping.c:[0-9]+$'
  assert_line --regexp '^#[0-9]+ .* main \(.*\) at labs/4-pager-ipc/tests/programs/lab4/main.c'
  said_in core
  assert_line 'nobody has an interrupt line'
  assert_line --regexp '^line 9: port 0x[0-9a-f]+, made with the core right of its maker$'
  assert_line 'ports 0x300 to 0x303, made with the core right of process 1'
  assert_line --regexp '^channel 2: object 0x[0-9a-f]+ of process 2$'
  refute_output --partial 'Error in sourced command file'
}

@test "what fails only as it is graded is debugged as it is graded, and that is said" {
  solution optimized 1-frames frame.c 's/^enum frame_state frame_free/static int is_known(int value)\n{\n    return __builtin_constant_p(value);\n}\n\n&/; s/^    return state;/    return state + (uint32_t)is_known(3);/'
  session optimized LAB=1 TEST=states LABS="1=$SOLUTION" <<<'print 1 + 1'
  said_in optimized
  assert_line --regexp "^debug: compiled with -Og, the test comes out as: pass; as it is graded: wrong in labs/1-frames/tests/[a-z_]+.c:[0-9]+$"
  assert_line --partial 'so the labs'\'' files are compiled as for grading'
}

@test "nothing is left when GDB or the script is killed, or the terminal closed, however long TMPDIR is" {
  local name long=$BATS_TEST_TMPDIR/long
  long+=$(printf '%*s' $((109 - ${#long})) '' | tr ' ' x)
  mkdir "$long"
  for name in gdb script terminal; do
    start_on_terminal "$name" TEST=unique TMPDIR="$long"
  done
  look_at_terminal gdb
  kill -KILL "$GDB"
  ended
  look_at_terminal script
  kill "$DEBUG"
  ended
  look_at_terminal terminal
  kill -KILL "$TERMINAL"
  ended
  assert_equal "$(ls "$long")" ''
}

ended() { # all that look_at_terminal found
  local process
  for process in "$QEMU" "$GDB" "$DEBUG"; do
    [[ -n $process ]]
    waits_until is_gone "$process"
  done
}

# Grades one test with a wrong solution, side by side with others; what came of it: said_in NAME.
graded() { # NAME LAB TEST LAB-OF-THE-SOLUTION
  grade/grade --lab "$2" --test "$3" --labs "$4=$SOLUTION" --out "$BATS_TEST_TMPDIR/out-$1" >"$BATS_TEST_TMPDIR/session-$1" 2>&1 3>&- &
}

@test "given code names the function of a lab whose result it cannot use" {
  solution resolved 3-paging paging.c 's/return PAGING_FAULT_ABSENT;/return PAGING_FAULT_RESOLVED;/'
  graded resolved 4 fetch-in-call 3
  solution no-frame 2-reserve reserve.c '/^struct frame \*reserve_take/,/^}/s/return frame;/return NULL;/'
  graded no-frame 3 user-command-line 2
  said_in resolved
  assert_output --partial 'paging_classify_fault says, for a system call of process 2, that a page is mapped at 0x200'
  assert_output --partial 'but paging_find_entry finds no table there'
  said_in no-frame
  assert_output --partial 'reserve_take returned 0x00000000: no entry of the frame table'
}

@test "a lab's file defines nothing that is the given code's, or another lab's" {
  local labs own='uint32_t my_own; void help(void); void help(void) {}'
  solution twice 5-stealer stealer.c "s/^#include \"mm\/stealer.h\"/&\n$own struct stealer stealer; uint32_t reserve_floor(enum frame_class class) { return class; }/; \$auint32_t frame_table_entries __attribute__((common));"
  labs="5=$SOLUTION"
  solution program 4-pager-ipc memory_store.c 's/^#include "user\/memory_store.h"/&\nvoid print(void);\nvoid print(void) {}/'
  run make -sk lab-objects LABS="4=$SOLUTION $labs"
  assert_failure
  assert_line --partial "stealer.c: error: a lab's file defines stealer, which is defined elsewhere: use the one that its header declares"
  assert_line --partial ' defines frame_table_entries, '
  assert_line --partial ' defines reserve_floor, '
  assert_line --partial 'memory_store.c: error: a lab'\''s file defines print, '
  refute_output --regexp 'my_own|help'
}

@test "a machine that is held for a look from outside is debugged to its end" {
  session held LAB=1 TEST=count-4m LAB_OPTIMIZE=-O2 <<'END'
continue
END
  said_in held
  assert_output --partial 'machine_end (reason=MACHINE_FINISHED)'
}
