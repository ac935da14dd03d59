# SPDX-License-Identifier: MIT
# What came of a lab's tests, as objects. Part of grade/grade and of grade/trial.bash.

# Runs a program of jq that begins with the lab's results (results.jq). Each test that was selected has one, OUTCOME unless it
# left another, with points, hints and ways to go on.
merge_results() { # LAB-DIRECTORY OUTCOME EXPECTED FOUND [PROGRAM [ARGUMENT...]]
  local choice='' logs=$run program=${5:-grade/merge.jq}
  [[ -z $labs ]] || printf -v choice ' LABS=%q' "$labs"
  [[ -z $out ]] || logs=$out
  { [[ -z $run ]] || cat "$run"/results/* 2>/dev/null || true; } |
    jq -Rnrc -L grade --rawfile points "labs/$1/points.tsv" --rawfile hints "labs/$1/hints.tsv" --arg lab "$1" --arg outcome "$2" --arg expected "$3" \
      --arg found "$4" --arg selected "$selected" --arg seed "$GRADE_SEED" --arg logs "${logs#"$PWD"/}" --arg choice "$choice" \
      --argjson grade "$hints" "${@:6}" -f "$program"
}
