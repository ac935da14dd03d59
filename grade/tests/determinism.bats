#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The same build, seed and nonce give the same run to the byte, whatever else the computer does.
load common

RUNS=20                       # of every thirtieth machine
REPLAYED_AT_ONCE=8            # by one process
RUNS_OF_ALL=${RUNS_OF_ALL:-2} # of every machine; 20 takes a quarter of an hour

# Starts graded machines again, four at a time for each core, and prints a sum over the records of
# each. QEMU's command is what the grader wrote beside each log.
# (What is executed was written down once: that costs a fifth of the time.)
replay() { # DIRECTORY COMMAND-FILES
  export LAST_RESORT
  cd "$1" || return
  records_of "$2" | xargs rm -f
  tr '\n' '\0' <"$2" | xargs -0 -P $((4 * $(nproc))) -n "$REPLAYED_AT_ONCE" bash -c '
    for command; do
      read -r machine <"$command" || true # it has no end of a line
      start="GLIBC_TUNABLES=$UNEON_LARGE_PIECES timeout $LAST_RESORT ${machine%% -d in_asm *}"
      if [[ $machine == *at_end=hold* ]]; then
        { for ((i = 0; i < 10 * LAST_RESORT; i++)); do
            grep -qs " end done=1$" "${command%/*}/records${command##*/command}.log" && break
            sleep 0.1
          done
          echo "{\"execute\":\"qmp_capabilities\"}{\"execute\":\"quit\"}"; } | eval "$start" >/dev/null 2>&1
      else
        eval "$start" </dev/null >/dev/null 2>&1
      fi
    done
    true' -
  sums "$1" "$2"
}

records_of() { # COMMAND-FILES
  sed 's/command\([^/]*\)$/records\1.log/' "$1"
}

sums() { # DIRECTORY COMMAND-FILES
  (cd "$1" && records_of "$2" | xargs sha256sum)
}

# GRADED is a directory of results with its kernels, made just before (grade/check has one).
@test "twenty runs on a loaded machine leave identical records" {
  local i again list all=$BATS_TEST_TMPDIR/all some=$BATS_TEST_TMPDIR/some first=$BATS_TEST_TMPDIR/first
  if [[ -n ${GRADED:-} ]]; then
    OUTPUT=$GRADED
  else
    KEEP_KERNELS=1 run grade/grade --strict --out "$OUTPUT"
    assert_success
  fi
  (cd "$OUTPUT" && find logs -name 'command*' | sort) >"$all"
  awk 'NR % 30 == 1' "$all" >"$some"
  assert [ "$(wc -l <"$all")" -gt 100 ]
  sums "$OUTPUT" "$all" >"$first"
  for ((i = 2; i <= RUNS; i++)); do
    list=$all
    ((i <= RUNS_OF_ALL)) || list=$some
    again=$(replay "$OUTPUT" "$list")
    run diff <(grep -Ff <(records_of "$list") "$first") <(echo "$again")
    assert_output ''
  done
}
