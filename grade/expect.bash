# SPDX-License-Identifier: MIT
# shellcheck disable=SC2034 # EXPECTATIONS is read in grade/lib.bash
# What a test expects, and how it is said when something else came. Part of grade/lib.bash.

NEWLINE=$'\n'

# Sets FIELD: pointers in hexadecimal, everything else as it is.
readable() { # NUMBER
  FIELD=$1
  if [[ $1 =~ ^[0-9]+$ ]] && (($1 >= 0x80000000 && $1 < 0xf0000000)); then
    printf -v FIELD '0x%08x' "$1"
  fi
}

# Sets CALLS: the calls of a specification that led to the end, one a line.
read_calls() { # [WORDS BEFORE THEM]
  local i
  CALLS=''
  for ((i = 0; i < ${#RECORD_WORDS[@]}; i++)); do
    [[ ${RECORD_WORDS[i]} != call ]] || CALLS+=$NEWLINE${RECORD_TEXTS[i]#*text=}
  done
  [[ -z $CALLS ]] || CALLS=${1-}$CALLS
}

# Sets ENDED: processes that ended otherwise than by themselves, the last three, and those that wait when nothing goes on
# any more.
ENDED_SHOWN=3
read_ended() {
  local line ended=() waiting='' listed='' i
  while IFS= read -r line || [[ -n $line ]]; do
    [[ $line != 'process '[0-9]*' ('*') ended at '* ]] || ended+=("$line")
    if [[ $line == Processes: ]]; then
      waiting='' listed=yes
    elif [[ -n $listed && $line == '  process '* ]]; then
      waiting+=$NEWLINE${line:2}
    else
      listed=''
    fi
  done <"$CONSOLE_LOG"
  ENDED=''
  for ((i = ${#ended[@]} > ENDED_SHOWN ? ${#ended[@]} - ENDED_SHOWN : 0; i < ${#ended[@]}; i++)); do ENDED+=$NEWLINE${ended[i]}; done
  ENDED+=$waiting
}

# What may name constants of a check: in words, NULL says nothing of the numbers. Sets FIELD.
read_named() { # RECORD
  local record=$1
  read_key in_words "$record"
  [[ $FIELD != 1 ]] || record=${record//NULL/}
  read_text "$record"
}

# `whether ...` is answered with yes or no.
name_booleans() { # EXPECTED FOUND
  [[ $1 == 1 ]] && END_EXPECTED=yes || END_EXPECTED=no
  [[ $2 == 1 ]] && NAMED_FOUND=yes || NAMED_FOUND=no
}

# A check that failed: sets END_WHAT, END_EXPECTED and END_TEXT.
describe_check() { # RECORD CALLERS
  local record=$1 found expected place named
  read_key found "$record"; found=$FIELD
  read_key expected "$record"; expected=$FIELD
  read_key file "$record"; place=$FIELD
  read_key line "$record"; place+=:$FIELD
  read_named "$record"; named=$FIELD
  name_values "$named" "$found" "$expected"
  read_key relation "$record"; END_EXPECTED="$FIELD $NAMED_EXPECTED"
  read_key in_words "$record"
  if [[ $FIELD == 1 ]]; then
    read_text "$record"; END_WHAT=$FIELD
    [[ $END_WHAT != 'whether '* ]] || name_booleans "$expected" "$found"
    END_TEXT="$NAMED_FOUND ($place)"
  else
    read_text "$record"
    END_TEXT="$NAMED_FOUND, in the check: $FIELD ($place)"
  fi
  read_ended
  END_TEXT+="${2:+${NEWLINE}in $2}$ENDED"
}

# For an end that was not expected: END_OUTCOME and END_TEXT, and END_EXPECTED and END_WHAT if more is known of
# what should have been.
describe_end() {
  local record place from
  name_backtraces "$CONSOLE_LOG"
  from=$CALLERS
  read_record "$END"; record=$RECORD
  END_EXPECTED='' END_WHAT=''
  case $END in
    check)
      END_OUTCOME=wrong
      describe_check "$record" "$from"
      ;;
    violation)
      read_record broken; read_text "$RECORD"; record=$FIELD
      END_OUTCOME=wrong
      END_WHAT="the contract says: ${record##*|}"
      record=${record%|*}
      END_EXPECTED=${record%%|*} record=${record#*|}
      END_EXPECTED+=": ${record%%|*}"
      [[ $record == *'|'* ]] && END_TEXT=${record#*|} || END_TEXT=''
      read_calls ', after'
      END_TEXT+=$CALLS
      ;;
    panic)
      END_OUTCOME=panic
      read_key function "$record"; place=$FIELD
      read_key file "$record"; place+=" ($FIELD"
      read_key line "$record"; place+=":$FIELD)"
      read_text "$record"
      read_calls
      END_TEXT="panic in $place: $FIELD${from:+${NEWLINE}in $from}$CALLS"
      ;;
    stub)
      END_OUTCOME=panic
      read_key function "$record"; END_TEXT="$FIELD is not written yet"
      read_key lab "$record"; END_TEXT+=" (lab $FIELD"
      read_key handout "$record"; END_TEXT+=", $FIELD)"
      ;;
    fault | hang)
      END_OUTCOME=$END
      read_key address "$record"; place=${from:-$FIELD}
      read_text "$record"
      read_calls
      read_ended
      [[ -z $record ]] || END_TEXT="in $place: $FIELD$CALLS$ENDED"
      ;;
    flood | reset) END_OUTCOME=$END ;;
    lost) END_OUTCOME=wrong ;;
    disproved) END_OUTCOME=unproved ;;
    finished) END_OUTCOME=wrong END_TEXT='it came to its end' ;;
    *)
      read_record unknown; read_text "$RECORD"
      END_OUTCOME=grader END_TEXT="${END_TEXT:-the kernel refused to run: $FIELD}"
      ;;
  esac
}

# Sequences of calls that a specification began to make came to their end: else somebody has returned out of it.
went_through() {
  local word open=0
  for word in "${RECORD_WORDS[@]}"; do
    case $word in
      exploring) open=$((open + 1)) ;;
      explored | walked) open=$((open - 1)) ;;
    esac
  done
  ((open == 0))
}

expect_finished() {
  EXPECTATIONS=$((EXPECTATIONS + 1))
  [[ $END != finished ]] || went_through || END=disproved END_TEXT='the test began to make sequences of calls, and did not come to their end'
  [[ $END != finished ]] || return 0
  describe_end
  fail "$END_OUTCOME" "${END_WHAT:-${1:-run the test in the kernel}}" "${END_EXPECTED:-the test comes to its end}" "$END_TEXT"
}

# The test got to the point from which only the misuse is left; else how it ended instead.
expect_ready() {
  if has_record ready; then
    [[ -z $READY_SEEN ]] || return 0
    END=disproved END_TEXT="the record of that was not sent by the test's own code"
  fi
  describe_end
  fail "$END_OUTCOME" "before the misuse${END_WHAT:+: $END_WHAT}" "${END_EXPECTED:-the test gets there}" "$END_TEXT"
}

expect_panic() { # TEXT WHAT
  EXPECTATIONS=$((EXPECTATIONS + 1))
  read_record panic; read_text "$RECORD"
  if [[ $END == panic && $FIELD == *"$1"* ]]; then
    believe_end
    [[ $END != panic ]] || return 0
  fi
  describe_end
  fail "$END_OUTCOME" "${END_WHAT:-$2}" "${END_EXPECTED:-a panic that says '$1'}" "$END_TEXT"
}

# The kernel reported a plain number for each KEY, so that it can be calculated with, and one that it can be.
need() { # KEY[=LEAST..MOST]...
  local word name range least most VALUES
  for word; do
    name=${word%%=*} range=0..4294967295
    [[ $word != *=* ]] || range=${word#*=}
    least=${range%..*} most=${range#*..}
    read_values "$name"
    # one line only: a second one would be calculated with too, and bash runs commands in arithmetic
    [[ $VALUES =~ ^(0|[1-9][0-9]{0,9})$ ]] && ((VALUES >= least && VALUES <= most)) ||
      fail wrong 'report what came of the test' "one number for $name, from $least to $most" "$(head -c 200 <<<"${VALUES:-nothing}")"
  done
}

# What a test measured is something: nothing takes no time.
measured() { # KEY...
  local name VALUES
  need "$@"
  for name; do
    read_values "$name"
    expect_that 'what was measured' "a number of instructions for $name" "$VALUES" test "$VALUES" -gt 0
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

# All sequences of calls were gone through, of at least LENGTH calls.
expect_explored() { # LENGTH
  local length='' i FIELD
  expect_finished
  for ((i = 0; i < ${#RECORD_WORDS[@]}; i++)); do
    [[ ${RECORD_WORDS[i]} == explored ]] || continue
    read_key length "${RECORD_TEXTS[i]}"
    [[ $FIELD =~ ^[0-9]{1,2}$ ]] || { length=$FIELD; break; }
    [[ -n $length && $length -le $FIELD ]] || length=$FIELD
  done
  EXPECTATIONS=$((EXPECTATIONS + 1))
  [[ $length =~ ^[0-9]{1,2}$ ]] && ((length >= $1)) ||
    fail wrong 'all sequences of calls on a tiny machine' "at least $1 calls in a row" "${length:-nothing}"
}

# Boots the test's scenario in the lab's program (labs/N-*/tests/programs/labN/).
runs() { # VALUES [WORDS OF BOOT...]
  local number=${GRADE_KERNEL//[!0-9]/}
  boot ram=16 limit=8 program="lab$number" "${@:2}"
  expect_finished "the scenario $TEST_NAME"
  join_records value
  expect 'what the program reports' "$JOINED" "$1"
}

# The same; and then each frame of the machine is used by what there is, once (grade/outside.awk).
runs_held() { # VALUES [WORDS OF BOOT...]
  runs "$1" at_end=hold counters=2 "${@:2}"
  expect_outside programs=1
}
