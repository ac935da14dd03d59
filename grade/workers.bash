# SPDX-License-Identifier: MIT
# The tests of a lab, several at once. Part of grade/grade.

workers_running=() worker_starting=''
TESTS_MIN=8 # that a worker is given at once: each time bats needs as long as for a few tests

# Each worker leads a session of its own, unless it was started just now: then it is only a process.
end_workers() {
  local group
  for group in "${workers_running[@]}" ${worker_starting:+${!:-}}; do
    kill -KILL "$group" 2>/dev/null || true
    kill -KILL -- "-$group" 2>/dev/null || true
    wait "$group" 2>/dev/null || true
  done
  workers_running=()
}

# A worker for some of the tests that are left, of `names`: half of its share of them, so that all workers end at about
# the same time, however long each test takes. It takes the last ones, among which the longest are.
start_worker() { # LAB-DIRECTORY WORKERS
  local size=$((${#names[@]} / ($2 * 2))) part
  ((size >= TESTS_MIN)) || size=$((${#names[@]} < TESTS_MIN ? ${#names[@]} : TESTS_MIN))
  ((size > 0)) || return 1
  part=$(IFS='|' && echo "${names[*]: -size}")
  names=("${names[@]:0:${#names[@]} - size}")
  worker_starting=yes
  GRADE_RUN=$run GRADE_LIB=$GRADE_ROOT/grade/lib TMPDIR=$run/tmp \
    setsid bash -c 'bats --tap --filter "$1" "${@:2}" >"$GRADE_RUN/logs/bats-$BASHPID.log" 2>&1 </dev/null
                    echo "over $BASHPID" >>"$GRADE_RUN/progress"' - "^($part)$" labs/"$1"/tests/*.bats &
  workers_running+=($!) worker_starting=''
}

# It has ended: its number may soon be another process's.
forget_worker() { # WORKER
  local kept=() group
  wait "$1" || true
  for group in "${workers_running[@]}"; do [[ $group == "$1" ]] || kept+=("$group"); done
  workers_running=("${kept[@]}")
}

# Runs the tests whose names it is given.
run_batch() { # LAB-DIRECTORY WORKERS TEST...
  local directory=$1 count=$2 names=("${@:3}") all=$(($# - 2)) word name width=0 done=0 running=0
  exec {progress}<>"$run/progress"
  while ((running < count)) && start_worker "$directory" "$count"; do running=$((running + 1)); done
  while ((running > 0)); do
    if ! read -r -t 5 -u "$progress" word name; then
      for pid in "${workers_running[@]}"; do kill -0 "$pid" 2>/dev/null && continue 2; done
      break
    fi
    if [[ $word == over ]]; then
      forget_worker "$name"
      start_worker "$directory" "$count" || running=$((running - 1))
      continue
    fi
    done=$((done + 1))
    if [[ -t 2 ]]; then
      printf '\r%*s\r  [%d/%d] %s: %s' "$width" '' "$done" "$all" "$name" "$word" >&2
      width=$((${#name} + 40))
    fi
  done
  [[ ! -t 2 ]] || printf '\r%*s\r' "$width" '' >&2
  wait
  workers_running=()
  exec {progress}>&-
}

# What the grader could not do with the computer busy, it tries again, one test at a time.
run_tests() { # LAB-DIRECTORY
  local names again name
  mapfile -t names < <(jq -r .test <<<"$stubs")
  rm -f "${run:?}"/results/* "${run:?}/spent"
  export GRADE_LAB_CPU_SECONDS=$((${GRADE_CPU_SECONDS_A_TEST:-30} * ${#names[@]})) # most need one, some five
  (cd "$run/logs" && mkdir -p -- "${names[@]}")
  run_batch "$1" "$workers" "${names[@]}"
  mapfile -t again < <(
    for name in "${names[@]}"; do
      grep -qs '"outcome":"[^g]' "$run/results/$name.json" || printf '%s\n' "$name"
    done
  )
  ((${#again[@]} == 0)) || run_batch "$1" 1 "${again[@]}"
}

# The stubs, replaced by what the tests left, with points, hints and ways to go on.
merge_results() { # LAB-DIRECTORY
  local choice='' logs=$run
  [[ -z $labs ]] || printf -v choice ' LABS=%q' "$labs"
  [[ -z $out ]] || logs=$out
  { [[ -z $run ]] || find "$run/results" -name '*.json' -exec cat {} + 2>/dev/null || true; } |
    jq -Rnc --slurpfile stubs <(printf '%s' "$stubs") --rawfile hints "labs/$1/hints.tsv" --arg logs "${logs#"$PWD"/}" \
      --arg choice "$choice" --argjson grade "$hints" -f grade/merge.jq
}
