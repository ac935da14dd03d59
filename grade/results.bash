# SPDX-License-Identifier: MIT
# What came of a lab's tests, as objects. Part of grade/grade and of grade/trial.bash.

# Runs a program of jq that begins with the lab's results (results.jq). Each test that was selected has one, OUTCOME unless it
# left another, with points, hints and ways to go on.
merge_results() { # LAB-DIRECTORY OUTCOME EXPECTED FOUND
  { [[ -z $run ]] || cat "$run"/results/* 2>/dev/null || true; } | read_results grade/merge.jq "$@"
}

read_results() { # PROGRAM LAB-DIRECTORY OUTCOME EXPECTED FOUND < LINES
  local choice='' logs=$run program=$1
  shift
  [[ -z $labs ]] || printf -v choice ' LABS=%q' "$labs"
  [[ -z $out ]] || logs=$out
  jq -Rnrc -L grade --rawfile points "labs/$1/points.tsv" --rawfile hints "labs/$1/hints.tsv" --arg lab "$1" --arg outcome "$2" --arg expected "$3" \
    --arg found "$4" --arg selected "$selected" --arg seed "$GRADE_SEED" --arg logs "${logs#"$PWD"/}" --arg choice "$choice" \
    --argjson grade "$hints" -f "$program"
}
