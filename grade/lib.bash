# SPDX-License-Identifier: MIT
# What the tests of the labs (labs/*/tests/*.bats) are written with. grade/grade sets GRADE_RUN (a
# directory of this run), GRADE_ROOT, GRADE_KERNEL, GRADE_SEED, GRADE_NONCE and SLOW.
#
#   boot [ram=MIB] [limit=SECONDS] [modules=FILES] [program=NAME] [floppy=FILE] [key=value ...]
#                                                    run this test's kernel code in a new machine
#   expect_finished                                  it came to its end, and no check in it failed
#   expect_ready                                     it got to the misuse that it is about
#   expect_panic TEXT WHAT                           it panicked, with TEXT in the message
#   need KEY ...                                     these values were reported, and are numbers
#   expect WHAT FOUND EXPECTED                       two values are equal
#   expect_that WHAT EXPECTED FOUND COMMAND...       COMMAND succeeds
#   runs VALUES [WORD OF BOOT ...]                   the lab's program finishes, and reports just these values
#   records WORD / value KEY                         what the kernel reported
#   nth_random N                                     the test's n-th random number, before the modulo
#   inspect FIRST-ADDRESS BYTES FILE                 after boot at_end=hold: memory, from outside
#   dump FIRST-ADDRESS BYTES FILE                    the same, before more of them: the last is inspect
#
# Nothing that the kernel prints is a verdict: a test passes when its expectations, computed here,
# hold. The first that does not ends the test.

# shellcheck source=tools/qemu.bash
source "$GRADE_ROOT/tools/qemu.bash"

GRADE_WALL_SECONDS=${GRADE_WALL_SECONDS:-15} # the backstop; the limit that counts is guest time
GRADE_OUTPUT_BYTES=262144                   # more on the console than that is a flood
GRADE_LOG_BYTES=1048576                      # the same from outside, on either channel

setup() {
  # a grader that was killed cannot end its workers: they end themselves
  kill -0 "$(<"$GRADE_RUN/runner.pid")" || return 1
  TEST_NAME=$BATS_TEST_DESCRIPTION
  TEST_LOGS=$GRADE_RUN/logs/$TEST_NAME
  STARTED=${EPOCHREALTIME/[.,]/}
  OUTCOME='' EXPECTED='' FOUND='' WHAT='' BOOTS=0 EXPECTATIONS=0
  mkdir -p "$TEST_LOGS"
}

# Writes this test's result. A test that said nothing is the grader's fault, never a pass.
teardown() {
  if [[ -z $OUTCOME ]]; then
    if [[ ${BATS_TEST_COMPLETED:-} == 1 && $EXPECTATIONS -gt 0 ]]; then
      OUTCOME=pass
    else
      OUTCOME=grader EXPECTED='the test runs to its end' FOUND="it broke: ${BATS_ERROR_STATUS:-no expectation}"
    fi
  fi
  : >"$GRADE_RUN/pids/$TEST_NAME"
  result_json $(((${EPOCHREALTIME/[.,]/} - STARTED) / 1000)) >"$GRADE_RUN/results/$TEST_NAME.json.new" &&
    mv "$GRADE_RUN/results/$TEST_NAME.json.new" "$GRADE_RUN/results/$TEST_NAME.json"
  printf '%s %s\n' "$OUTCOME" "$TEST_NAME" >>"$GRADE_RUN/progress"
}

result_json() { # MILLISECONDS
  if [[ $OUTCOME == pass ]]; then # nothing in it that needs quoting: jq would cost as much as the test
    printf '{"test":"%s","outcome":"pass","what":"","expected":"","found":"","ms":%d}\n' "$TEST_NAME" "$1"
  else
    jq -nc --arg test "$TEST_NAME" --arg outcome "$OUTCOME" --arg what "$WHAT" \
      --arg expected "$EXPECTED" --arg found "$FOUND" --argjson ms "$1" '$ARGS.named'
  fi
}

# fail OUTCOME WHAT EXPECTED FOUND: ends the test.
fail() {
  [[ -n $OUTCOME ]] || OUTCOME=$1 WHAT=$2 EXPECTED=${3:0:2000} FOUND=${4:0:2000}
  return 1
}

boot() {
  local ram=64 limit=2 modules='' floppy='' test=$TEST_NAME hold='' words='' word status=0
  PROGRAM_ARGUMENTS="$TEST_NAME $GRADE_SEED"
  for word; do
    case $word in
      ram=*) ram=${word#*=} ;;
      test=*) test=${word#*=} ;;
      limit=*) limit=${word#*=} ;;
      modules=*) modules=${word#*=} ;;
      floppy=*) floppy=${word#*=} ;; # the disk in the drive, raw
      # one of labs/*/tests/programs/, which runs the scenario of the test's name
      program=*) modules="programs/${word#*=}.elf $PROGRAM_ARGUMENTS" ;;
      *)
        words+=" $word"
        [[ $word != at_end=hold ]] || hold=yes
        ;;
    esac
  done
  BOOTS=$((BOOTS + 1))
  local suffix=''
  ((BOOTS == 1)) || suffix=-$BOOTS
  CONSOLE_LOG=$TEST_LOGS/console$suffix.log
  RECORDS_LOG=$TEST_LOGS/records$suffix.log
  RECORDS=$TEST_LOGS/evidence$suffix
  local line="console=serial test=$test nonce=$GRADE_NONCE seed=$GRADE_SEED watchdog=$limit output_limit=$GRADE_OUTPUT_BYTES$words"
  # Relative names only: the guest sees them, and their length moves its instruction count.
  machine_test "$ram" "$GRADE_KERNEL" "$line" "logs/$TEST_NAME/${CONSOLE_LOG##*/}" "logs/$TEST_NAME/${RECORDS_LOG##*/}"
  [[ -z $modules ]] || MACHINE+=(-initrd "$modules")
  [[ -z $floppy ]] || MACHINE+=(-drive "if=floppy,format=raw,file=$floppy")
  printf '%q ' "${MACHINE[@]}" >"$TEST_LOGS/command$suffix"
  cd "$GRADE_RUN" || return
  local started=${EPOCHREALTIME/[.,]/}
  if [[ -n $hold ]]; then
    boot_held || status=$?
  else
    ( echo "$BASHPID" >"pids/$TEST_NAME" && exec_machine "$GRADE_LOG_BYTES" </dev/null ) \
      >"$TEST_LOGS/qemu$suffix.log" 2>&1 || status=$?
  fi
  KERNEL_TEST=$test ELAPSED_MS=$(((${EPOCHREALTIME/[.,]/} - started) / 1000))
  classify "$status"
}

exec_machine() { # LOG-BYTES
  ulimit -f "$(($1 / 1024))" || return
  exec timeout --foreground -k 1 "$((GRADE_WALL_SECONDS * SLOW))" "${MACHINE[@]}"
}

# Runs the machine until it holds, then leaves it to `inspect` with its monitor on two pipes.
boot_held() {
  local pipe=$GRADE_RUN/pids/monitor.$TEST_NAME
  MACHINE+=(-monitor stdio)
  rm -f "$pipe" && mkfifo "$pipe"
  exec {MONITOR}<>"$pipe"
  rm -f "$pipe"
  ( echo "$BASHPID" >"pids/$TEST_NAME" && exec_machine $((GRADE_LOG_BYTES * 16)) <&"$MONITOR" ) \
    >"$TEST_LOGS/qemu.log" 2>&1 &
  HELD_PID=$!
  while kill -0 "$HELD_PID" 2>/dev/null; do
    # the record is complete: nothing follows it but the hold
    if [[ -s $RECORDS_LOG ]] && tail -n 1 "$RECORDS_LOG" | grep -q ' end done=1$'; then
      return 33 # as if it had finished: only its memory is still there
    fi
    sleep 0.02
  done
  wait "$HELD_PID"
}

# Saves a piece of the held machine's memory; it goes on being held.
dump() { # PHYSICAL-ADDRESS BYTES FILE
  local i
  rm -f "$3"
  printf 'pmemsave %s %s "%s"\n' "$1" "$2" "${3#"$GRADE_RUN"/}" >&"$MONITOR" # by a plain name: it runs there
  for ((i = 0; i < 500; i++)); do
    [[ $(stat -c %s "$3" 2>/dev/null) != "$2" ]] || return 0
    sleep 0.01
  done
  fail grader 'look into the machine' "$2 bytes of its memory" "QEMU's monitor gave something else"
}

inspect() { # PHYSICAL-ADDRESS BYTES FILE
  local status=0
  printf 'pmemsave %s %s "%s"\nquit\n' "$1" "$2" "${3#"$GRADE_RUN"/}" >&"$MONITOR"
  wait "$HELD_PID" || status=$?
  exec {MONITOR}>&-
  if ((status != 0)) || [[ $(stat -c %s "$3" 2>/dev/null) != "$2" ]]; then
    fail grader 'look into the machine' "$2 bytes of its memory" "QEMU's monitor gave something else, status $status"
  fi
}

# Sets END (finished, panic, fault, hang, stub, unsuitable, reset, flood, broken, lost) and END_TEXT, and
# makes RECORDS: the records without nonce, sequence and test.
classify() { # STATUS
  local problem='' checked='' complete='' bytes room=$GRADE_RUN/tmp/room-$TEST_NAME
  END=${MACHINE_ENDS[$1]:-}
  END_TEXT=''
  : >>"$RECORDS_LOG"
  : >>"$CONSOLE_LOG"
  for bytes in $(stat -c %s "$CONSOLE_LOG" "$RECORDS_LOG"); do
    ((bytes < GRADE_LOG_BYTES)) || END=flood
  done
  if ! printf '%65536s' '' 2>/dev/null >"$room"; then
    rm -f "$room"
    fail grader 'keep logs' "room in $GRADE_RUN" 'the disk is full, or not writable'
    return 1
  fi
  : >"$room"
  if [[ $END == flood ]]; then
    END_TEXT="more output than any test has reason for: $(wc -c <"$CONSOLE_LOG") bytes on the console"
    return 0
  fi
  read -r problem checked complete < <(RECORDS=$RECORDS awk -v nonce="$GRADE_NONCE" -v test="$KERNEL_TEST" '
    BEGIN { out = ENVIRON["RECORDS"]; printf "" >out; problem = "-"; checked = "no"; complete = "no" }
    $1 != nonce || $2 != NR - 1 || $3 != test { problem = NR; exit }
    { sub(/^[^ ]+ [^ ]+ [^ ]+ /, ""); print >out; complete = ($0 == "end done=1") ? "yes" : "no" }
    /^check / { checked = "yes" }
    END { print problem, checked, complete }' "$RECORDS_LOG")
  if [[ -z $complete ]]; then
    fail grader 'read the records' "room in $GRADE_RUN" 'the disk is full, or not writable'
    return 1
  fi
  [[ $problem != - ]] || problem=''
  case $END in
    finished)
      if [[ -n $problem ]]; then
        END=lost END_TEXT="line $problem of its records is not one of its own"
      elif [[ $checked == yes ]]; then
        END=check
      elif [[ $complete != yes ]]; then
        END=lost END_TEXT='the machine ended before the test was over'
      fi
      ;;
    panic | fault | hang | stub)
      if [[ $(records "$END" | wc -l) != 1 || -n $problem ]]; then
        END=lost END_TEXT='the machine ended in a way that it did not record'
      fi
      ;;
    unsuitable)
      # the kernel refuses a machine before the test begins, never in it
      [[ -z $(records begin) ]] || END=lost END_TEXT='the machine ended as if it were unsuitable'
      ;;
    *)
      case $1 in
        0) END=reset END_TEXT='the processor was reset (a fault in the fault handler)' ;;
        124 | 137)
          if ((ELAPSED_MS < GRADE_WALL_SECONDS * SLOW * 1000 - 500)); then
            END=broken END_TEXT="the machine was killed from outside (too little memory on this computer?)"
            return 0
          fi
          END=hang END_TEXT="not over after $((GRADE_WALL_SECONDS * SLOW)) s (make grade SLOW=4 waits longer)"
          ;;
        *)
          if [[ -n $(records begin) ]]; then
            END=lost END_TEXT="the machine ended with a status that none of the kernel's ends has ($1)"
            return 0
          fi
          END=broken END_TEXT="QEMU ended with status $1: $(tail -n 1 "$TEST_LOGS/qemu.log" 2>/dev/null)"
          ;;
      esac
      ;;
  esac
  return 0
}

records() { # WORD: the rest of each record of that word
  sed -n "s/^$1 //p" "$RECORDS"
}

value() { # KEY: its value in the `value` records, one a line
  records value | sed -nE "s/^(.* )?$1=([^ ]*).*/\2/p"
}

key() { # KEY < RECORD
  sed -nE "s/^(.* )?$1=([^ ]*).*/\2/p"
}

text() { # < RECORD: what follows text=
  sed -n 's/^.*text=//p'
}

# Pointers in hexadecimal, everything else as it is.
readable() { # NUMBER
  if [[ $1 =~ ^[0-9]+$ ]] && (($1 >= 0x80000000 && $1 < 0xf0000000)); then
    printf '0x%08x' "$1"
  else
    printf '%s' "$1"
  fi
}

# The outcome and the words for an end that was not expected.
describe_end() {
  local record
  case $END in
    check)
      record=$(records check)
      END_OUTCOME=wrong
      END_TEXT="$(readable "$(key found <<<"$record")"), in the check: $(text <<<"$record") ($(key file <<<"$record"):$(key line <<<"$record"))"
      ;;
    panic)
      record=$(records panic)
      END_OUTCOME=panic
      END_TEXT="panic in $(key function <<<"$record") ($(key file <<<"$record"):$(key line <<<"$record")): $(text <<<"$record")"
      ;;
    stub)
      record=$(records stub)
      END_OUTCOME=panic
      END_TEXT="$(key function <<<"$record") is not written yet (lab $(key lab <<<"$record"), $(key handout <<<"$record"))"
      ;;
    fault | hang)
      record=$(records "$END" 2>/dev/null || true)
      END_OUTCOME=$END
      [[ -z $record ]] || END_TEXT="in $(key function <<<"$record"): $(text <<<"$record")"
      ;;
    flood | reset) END_OUTCOME=$END ;;
    lost) END_OUTCOME=wrong ;;
    finished) END_OUTCOME=wrong END_TEXT='it came to its end' ;;
    *) END_OUTCOME=grader END_TEXT="${END_TEXT:-the kernel refused to run: $(records unknown | text)}" ;;
  esac
}

expect_finished() {
  EXPECTATIONS=$((EXPECTATIONS + 1))
  [[ $END != finished ]] || return 0
  describe_end
  local expected='the test comes to its end'
  if [[ $END == check ]]; then
    expected="$(records check | key relation) $(readable "$(records check | key expected)")"
  fi
  fail "$END_OUTCOME" "${1:-run the test in the kernel}" "$expected" "$END_TEXT"
}

# The test got to the point from which only the misuse is left; else how it ended instead.
expect_ready() {
  [[ -z $(records ready) ]] || return 0
  describe_end
  fail "$END_OUTCOME" 'get to the misuse' 'the test gets there' "$END_TEXT"
}

expect_panic() { # TEXT WHAT
  EXPECTATIONS=$((EXPECTATIONS + 1))
  if [[ $END == panic ]]; then
    local found
    found=$(records panic | text)
    [[ $found != *"$1"* ]] || return 0
  fi
  describe_end
  fail "$END_OUTCOME" "$2" "a panic that says '$1'" "$END_TEXT"
}

# The kernel reported a plain number for each KEY, so that it can be calculated with.
need() { # KEY...
  local name
  for name; do
    # one line only: a second one would be calculated with too, and bash runs commands in arithmetic
    [[ $(value "$name") =~ ^(0|[1-9][0-9]{0,9})$ ]] ||
      fail wrong 'report what came of the test' "one number for $name" "$(value "$name" | head -c 200)"
  done
}

expect() { # WHAT FOUND EXPECTED
  EXPECTATIONS=$((EXPECTATIONS + 1))
  [[ $2 == "$3" ]] || fail wrong "$1" "$3" "${2:-nothing}"
}

expect_that() { # WHAT EXPECTED FOUND COMMAND...
  EXPECTATIONS=$((EXPECTATIONS + 1))
  "${@:4}" || fail wrong "$1" "$2" "$3"
}

# expect_ok WHAT < TEXT: the text is `ok`, else a line `EXPECTED | FOUND` that a model wrote.
expect_ok() {
  local verdict
  verdict=$(cat)
  EXPECTATIONS=$((EXPECTATIONS + 1))
  [[ $verdict == ok ]] || fail wrong "$1" "${verdict%% | *}" "${verdict#* | }"
}

# Boots the test's scenario in the lab's program (labs/N-*/tests/programs/labN/).
runs() { # VALUES [WORDS OF BOOT...]
  local number=${GRADE_KERNEL//[!0-9]/}
  boot ram=16 limit=8 program="lab$number" "${@:2}"
  expect_finished "the scenario $TEST_NAME"
  expect 'what the program reports' "$(records value | tr '\n' ' ')" "$1 "
}

# --- what the host knows

nth_random() { # N
  local state=$((GRADE_SEED % 2147483647)) i
  for ((i = 0; i < $1; i++)); do state=$((state * 16807 % 2147483647)); done
  echo "$state"
}

model() { # MODEL.awk ARGUMENTS...: with the functions of grade/model.awk
  awk -f "$GRADE_ROOT/grade/model.awk" -f "$@"
}

# Records from before the test began: only given code has run by then.
given_records() { # WORD
  sed '/^begin /q' "$RECORDS" | sed -n "s/^$1 //p"
}

# The booted machine's memory map, as kernel/test_map.h writes one, less what the kernel took.
machine_map() {
  {
    given_records memory | sed -E 's/start=0x([^ ]+) end=0x([^ ]+) usable=(.)/\3:\1-\2/; s/^1/u/; s/^0/r/'
    given_records taken | sed -E 's/.*start=([0-9]+) end=([0-9]+)/\1 \2/' |
      while read -r start end; do printf 'r:%x-%x\n' "$start" "$end"; done
  } | paste -sd,
}

# Sets COUNT and SUM: the free frames that the machine's map leaves, and the sum of their numbers.
expected_frames() {
  local line
  line=$(model "$GRADE_ROOT/grade/count.awk" "$(machine_map)")
  # shellcheck disable=SC2034 # for the tests
  COUNT=${line#count=} COUNT=${COUNT% *} SUM=${line#*sum=}
}
