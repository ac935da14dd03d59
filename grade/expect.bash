# SPDX-License-Identifier: MIT
# What a test expects, and how it is said when something else came. Part of grade/lib.bash.

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
      record=$(records "$END")
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

