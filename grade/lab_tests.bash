# SPDX-License-Identifier: MIT
# The tests of a lab (labs/N-name/tests/*.bats), each run in a child of this process. They are written for bats; but bats
# starts bash and a dozen tools anew for each test, which takes as long as the test's machine. Part of grade/worker and of
# grade/trial.bash.
#   tests_load LAB-DIRECTORY   defines them here
#   tests_run TEST LOG         runs one: its result is in $GRADE_RUN/results, and what it says otherwise in LOG
#   tests_read_outcome TEST    sets TEST_OUTCOME: the result's first word, or grader if there is none

tests_load() { # LAB-DIRECTORY
  local file
  for file in labs/"$1"/tests/*.bats; do
    # shellcheck source=/dev/null
    source <(sed 's/^@test "\([a-z0-9-]*\)" {/lab_test_\1() {/' "$file")
  done
}

# What bats calls it.
load() { # FILE
  # shellcheck source=/dev/null
  source "$1.bash"
}

# The test is another process, so that nothing in it can end this one; and no part of a condition, within which bash
# would go on behind a failed command.
# shellcheck disable=SC2034,SC2317 # grade/lib.bash uses it, as bats does
tests_run() { # TEST LOG
  (
    set -eE +u +o pipefail # as bats does
    BATS_TEST_DESCRIPTION=$1
    setup
    trap 'BATS_ERROR_STATUS=$?; teardown' EXIT
    "lab_test_$1"
    BATS_TEST_COMPLETED=1
  ) >>"$2" 2>&1 </dev/null &
  wait $! || true
}

# A file that a full disk cut short has no end.
# shellcheck disable=SC2034 # for those who source this
tests_read_outcome() { # TEST
  local line
  TEST_OUTCOME=grader
  if [[ -f $run/results/$1 ]] && read -r line <"$run/results/$1" && [[ $line == *whole ]]; then
    TEST_OUTCOME=${line%%$'\t'*}
  fi
}
