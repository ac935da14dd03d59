# SPDX-License-Identifier: MIT
# How results are shown and written. Each function takes the results, one JSON object a line.

report_text() { # RESULTS LAB-DIRECTORY
  printf '\n'
  jq -r 'def pad($n): . + " " * ([$n - length, 0] | max);
    def is_short: .outcome == "grader" or .outcome == "build" or (.outcome == "panic" and (.found | test("is not written yet")));
    "  " + (if .outcome == "pass" then "ok    " else "      " end) + (.test | pad(28))
      + ("\(.points)/\(.max)" | pad(7)) + (if .outcome == "pass" then .why elif .outcome == "grader" or .outcome == "build" then .outcome + ": " + .found elif is_short then .found else .outcome end),
    (if .outcome == "pass" or is_short then empty else
      (if .what != "" then "          " + .what else empty end),
      "            expected  " + .expected,
      "            found     " + .found,
      (if .hint != "" then "          hint:  " + .hint else empty end),
      "          log:   " + .log,
      "          debug: " + .debug
    end)' <<<"$1"
  if grep -q '"outcome":"build"' <<<"$1"; then
    jq -rs 'map(select(.outcome == "build"))[0].log // empty | "  what the compiler said: " + .' <<<"$1"
  fi
}

report_points() { # RESULTS LAB-DIRECTORY
  jq -rs --arg lab "$2" 'map(select(.lab == $lab)) |
    "lab \($lab | split("-")[0]): \(map(.points) | add // 0)/\(map(.max) | add // 0) points"' <<<"$1"
}

report_total() { # RESULTS
  printf '\n'
  jq -rs 'def pad($n): . + " " * ([$n - length, 0] | max);
    def line($name): "  " + ($name | pad(20)) + ("\(map(select(.outcome == "pass")) | length)/\(length)" | pad(12))
      + "\(map(.points) | add)/\(map(.max) | add)";
    "  " + ("lab" | pad(20)) + ("tests" | pad(12)) + "points", (group_by(.lab)[] | line(.[0].lab)), line("all")' <<<"$1"
  printf '\n'
}

# Fails, leaving no half-written file that could count, if the disk does not take it.
write_results() { # RESULTS DIRECTORY
  [[ -n $2 ]] || return 0
  {
    rm -f "$2/results.jsonl.part"
    printf '%s' "$1" | grep . >"$2/results.jsonl.new" &&
      jq -rs -f grade/tap.jq <<<"$1" >"$2/results.tap" &&
      jq -rs -f grade/junit.jq <<<"$1" >"$2/results.xml" &&
      mv "$2/results.jsonl.new" "$2/results.jsonl"
  } 2>/dev/null
}
