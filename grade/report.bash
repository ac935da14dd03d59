# SPDX-License-Identifier: MIT
# How results are shown and written. Part of grade/grade.

# Whoever reads it may have stopped reading.
say() { # TEXT
  printf '%s\n' "$1" 2>/dev/null || true
}

# Tests by exercise, in the order of the table; an exercise of which nothing is written takes one line.
report_text() { # RESULTS LAB-DIRECTORY
  { jq -rs --rawfile exercises "labs/$2/exercises.tsv" -L grade -f grade/report.jq <<<"$1"; } 2>/dev/null || true
}

report_points() { # RESULTS LAB-DIRECTORY
  { jq -rs --arg lab "$2" --rawfile exercises "labs/$2/exercises.tsv" -L grade -f grade/points.jq <<<"$1"; } 2>/dev/null || true
}

report_total() { # RESULTS
  { jq -rs 'def pad($n): . + " " * ([$n - length, 0] | max);
    def line($name): "  " + ($name | pad(20)) + ("\(map(select(.outcome == "pass")) | length)/\(length)" | pad(12))
      + "\(map(.points) | add)/\(map(.max) | add)";
    "", "  " + ("lab" | pad(20)) + ("tests" | pad(12)) + "points", (group_by(.lab)[] | line(.[0].lab)), line("all"), ""' <<<"$1"; } 2>/dev/null || true
}

# Fails, leaving no half-written file that could count, if the disk does not take it.
write_results() { # RESULTS
  [[ -n $run ]] || return 1
  {
    grep . <<<"$selected" | sort >"$run/tests" && # for forget_old_runs
      printf '%s' "$1" | grep . >"$run/results.new" &&
      jq -rs -f grade/tap.jq <<<"$1" >"$run/results.tap" &&
      jq -rs -f grade/junit.jq <<<"$1" >"$run/results.xml" &&
      mv "$run/results.new" "$run/results.jsonl"
  } 2>/dev/null
}
