# SPDX-License-Identifier: MIT
# The tests of a lab, several at once. Part of grade/grade.

workers_running=() worker_starting=''

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

# It has ended: its number may soon be another process's.
forget_worker() { # WORKER
  local kept=() group
  wait "$1" || true
  for group in "${workers_running[@]}"; do [[ $group == "$1" ]] || kept+=("$group"); done
  workers_running=("${kept[@]}")
}

# Runs the tests whose names it is given.
run_batch() { # LAB-DIRECTORY WORKERS TEST...
  local count=$(($2 < $# - 2 ? $2 : $# - 2)) all=$(($# - 2)) word name width=0 done=0 running
  rm -rf "${run:?}/claimed" && mkdir "$run/claimed"
  exec {progress}<>"$run/progress"
  for ((running = 0; running < count; running++)); do
    worker_starting=yes
    GRADE_RUN=$run GRADE_LIB=$GRADE_ROOT/grade/lib TMPDIR=$run/tmp setsid bash grade/worker "$1" "${@:3}" >>"$run/logs/worker.log" 2>&1 </dev/null &
    workers_running+=($!) worker_starting=''
  done
  while ((running > 0)); do
    if ! read -r -t 5 -u "$progress" word name; then
      for pid in "${workers_running[@]}"; do kill -0 "$pid" 2>/dev/null && continue 2; done
      break
    fi
    if [[ $word == over ]]; then
      forget_worker "$name"
      running=$((running - 1))
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
  local names=() again=() name
  while IFS=/ read -r _ name; do names+=("$name"); done < <(grep "^$1/" <<<"$selected")
  rm -f "${run:?}"/results/* "${run:?}/spent"
  export GRADE_LAB_CPU_SECONDS=$((${GRADE_CPU_SECONDS_A_TEST:-30} * ${#names[@]})) # most need one, some five
  (cd "$run/logs" && mkdir -p -- "${names[@]}")
  run_batch "$1" "$workers" "${names[@]}"
  for name in "${names[@]}"; do
    tests_read_outcome "$name"
    [[ $TEST_OUTCOME != grader ]] || again+=("$name")
  done
  ((${#again[@]} == 0)) || run_batch "$1" 1 "${again[@]}"
  find "$run/logs" -name 'executed*' -empty -delete
}
