#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The same build, seed and nonce give the same run to the byte, whatever else the computer does.
load common

RUNS=20

# Starts all machines of a graded run again, four at a time for each core, and prints a sum over all
# records. QEMU's command is what the grader wrote beside each log.
replay() { # DIRECTORY
  cd "$1" || return
  find logs -name '*.log' -delete
  find logs -name 'command*' -print0 | xargs -0 -P $((4 * $(nproc))) -I{} bash -c '
    if grep -q "at_end=hold" "$1"; then
      { for ((i = 0; i < 600; i++)); do
          grep -qs " end done=1$" "$(dirname "$1")/records.log" && break
          sleep 0.1
        done; echo quit; } | eval "timeout 60 $(<"$1") -monitor stdio" >/dev/null 2>&1
    else
      eval "timeout 60 $(<"$1")" </dev/null >/dev/null 2>&1
    fi
    true' - {}
  sum_of .
}

sum_of() { # DIRECTORY
  (cd "$1/logs" && find . -name 'records*.log' -print0 | sort -z | xargs -0 sha256sum)
}

@test "twenty runs of everything, on a loaded machine, leave identical records" {
  KEEP_KERNELS=1 GRADE_NONCE=0123456789abcdef run grade/grade --seed 20261123 --strict --out "$OUTPUT"
  assert_success
  local i first again machines
  machines=$(find "$OUTPUT/logs" -name 'command*' | wc -l)
  first=$(sum_of "$OUTPUT")
  assert_equal "$(wc -l <<<"$first")" "$machines"
  for ((i = 2; i <= RUNS; i++)); do
    again=$(replay "$OUTPUT")
    [[ $again == "$first" ]] || fail "run $i: $(diff <(echo "$first") <(echo "$again"))"
  done
}
