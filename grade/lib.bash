# SPDX-License-Identifier: MIT
# What the tests of the labs (labs/*/tests/*.bats) are written with. grade/grade sets GRADE_RUN (a
# directory of this run), GRADE_ROOT, GRADE_KERNEL, GRADE_SEED, GRADE_NONCE and SLOW.
#
#   boot [ram=MIB] [limit=SECONDS] [modules=FILES] [program=NAME] [floppy=FILE] [key=value ...]
#                                                    run this test's kernel code in a new machine
#   expect_finished                                  it came to its end, and no check in it failed
#   expect_ready                                     it got to the misuse that it is about
#   expect_panic TEXT WHAT                           it panicked, with TEXT in the message
#   need KEY[=LEAST..MOST] ...                       these values were reported, are numbers, and can be
#   measured KEY ...                                 these costs were reported, and none of them is nothing
#   expect WHAT FOUND EXPECTED                       two values are equal
#   expect_that WHAT EXPECTED FOUND COMMAND...       COMMAND succeeds
#   runs VALUES [WORD OF BOOT ...]                   the lab's program finishes, and reports just these values
#   runs_held VALUES [WORD OF BOOT ...]              the same, and its memory is looked at from outside
#   boot_held WORD ... and expect_outside FACT ...   as boot, and then such a look (grade/outside.bash)
#   records WORD / value KEY                         what the kernel reported
#   nth_random N                                     the test's n-th random number, before the modulo
#   dump FIRST-ADDRESS BYTES FILE                    after boot at_end=hold: memory, from outside
#   inspect FIRST-ADDRESS BYTES FILE                 the same, for the last time: the machine ends
#
# Nothing that the kernel prints is a verdict: a test passes when its expectations, computed here,
# hold. The first that does not ends the test.

# shellcheck source=tools/qemu.bash
source "$GRADE_ROOT/tools/qemu.bash"
# shellcheck source=grade/machine.bash
source "$GRADE_ROOT/grade/machine.bash"
# shellcheck source=grade/records.bash
source "$GRADE_ROOT/grade/records.bash"
# shellcheck source=grade/symbols.bash
source "$GRADE_ROOT/grade/symbols.bash"
# shellcheck source=grade/expect.bash
source "$GRADE_ROOT/grade/expect.bash"
# shellcheck source=grade/outside.bash
source "$GRADE_ROOT/grade/outside.bash"

setup() {
  # bats watches every command for its own traces; within functions nobody looks at them, and they cost more
  # than the machine
  set +T
  # a grader that was killed cannot end its workers: they end themselves
  local runner
  read -r runner <"$GRADE_RUN/runner.pid" && kill -0 "$runner" || return 1
  TEST_NAME=$BATS_TEST_DESCRIPTION
  TEST_LOGS=$GRADE_RUN/logs/$TEST_NAME
  STARTED=${EPOCHREALTIME/[.,]/}
  OUTCOME='' EXPECTED='' FOUND='' WHAT='' BOOTS=0 EXPECTATIONS=0
}

# Writes this test's result. A test that said nothing is the grader's fault, never a pass.
teardown() {
  set +T
  if [[ -z $OUTCOME ]]; then
    if [[ ${BATS_TEST_COMPLETED:-} == 1 && $EXPECTATIONS -gt 0 ]]; then
      OUTCOME=pass
    else
      OUTCOME=grader EXPECTED='the test runs to its end' FOUND="it broke: ${BATS_ERROR_STATUS:-no expectation}"
    fi
  fi
  result_line $(((${EPOCHREALTIME/[.,]/} - STARTED) / 1000)) >"$GRADE_RUN/results/$TEST_NAME"
  times >>"$GRADE_RUN/spent"
  printf '%s %s\n' "$OUTCOME" "$TEST_NAME" >>"$GRADE_RUN/progress"
}

# Fields between tabs: of what was said, only `EXPECTED` and `FOUND` have more than one line, and no other character that
# is not printed. The last word shows that the disk took it all.
result_line() { # MILLISECONDS
  printf '%s\t%s\t%d\t%s\t%s\t%s\twhole\n' "$OUTCOME" "$TEST_NAME" "$1" "$WHAT" "${EXPECTED//$'\n'/$'\x1f'}" "${FOUND//$'\n'/$'\x1f'}"
}

# fail OUTCOME WHAT EXPECTED FOUND: ends the test.
fail() {
  # what a kernel had printed may hold what moves the reader's cursor
  [[ -n $OUTCOME ]] || OUTCOME=$1 WHAT=${2//[^[:print:]]/?} EXPECTED=${3:0:2000} FOUND=${4:0:4000}
  EXPECTED=${EXPECTED//[^[:print:]$'\n']/?} FOUND=${FOUND//[^[:print:]$'\n']/?}
  return 1
}
