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

# Runs the tests whose names it is given, the N-th of them in worker N modulo the number of workers.
run_batch() { # LAB-DIRECTORY WORKERS TEST...
  local directory=$1 count=$2 names=("${@:3}") i j filter word name width=0 done=0 running
  exec {progress}<>"$run/progress"
  worker_starting=yes
  for ((i = 0; i < count && i < ${#names[@]}; i++)); do
    filter=''
    for ((j = i; j < ${#names[@]}; j += count)); do filter+="|${names[j]}"; done
    GRADE_RUN=$run GRADE_LIB=$GRADE_ROOT/grade/lib TMPDIR=$run/tmp \
      setsid bash -c 'bats --tap --filter "$1" "${@:2}" >"$GRADE_RUN/logs/bats-$BASHPID.log" 2>&1 </dev/null
                      echo "over -" >>"$GRADE_RUN/progress"' - "^(${filter:1})$" labs/"$directory"/tests/*.bats &
    workers_running+=($!)
  done
  running=$i
  while ((running > 0)); do
    if ! read -r -t 5 -u "$progress" word name; then
      for pid in "${workers_running[@]}"; do kill -0 "$pid" 2>/dev/null && continue 2; done
      break
    fi
    if [[ $word == over ]]; then
      running=$((running - 1))
      continue
    fi
    done=$((done + 1))
    if [[ -t 2 ]]; then
      printf '\r%*s\r  [%d/%d] %s: %s' "$width" '' "$done" "${#names[@]}" "$name" "$word" >&2
      width=$((${#name} + 40))
    fi
  done
  [[ ! -t 2 ]] || printf '\r%*s\r' "$width" '' >&2
  wait
  workers_running=() worker_starting='' # from here on these numbers may be other processes
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
