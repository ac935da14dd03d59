#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The same build, seed and nonce give the same run to the byte, whatever else the computer does.
load common

RUNS=20

@test "twenty runs on a loaded machine leave identical records" {
  local i load=() reference='' now
  for ((i = 0; i < $(nproc); i++)); do
    (while :; do :; done) 3>&- &
    load+=($!)
  done
  for ((i = 1; i <= RUNS; i++)); do
    GRADE_NONCE=0123456789abcdef SLOW=4 grade/grade --seed 20261123 --out "$OUTPUT-$i" >"$OUTPUT-$i.log" 2>&1 || true
    now=$(cd "$OUTPUT-$i/logs" && find . -name 'records*.log' ! -path '*flood*' -print0 | sort -z | xargs -0 sha256sum | sha256sum)
    [[ -n $reference ]] || reference=$now
    if [[ $now != "$reference" ]]; then
      kill "${load[@]}"
      diff -r -q "$OUTPUT-1/logs" "$OUTPUT-$i/logs" | grep records
      fail "run $i differs from the first"
    fi
    ((i == 1)) || rm -rf "${OUTPUT:?}-$i"
  done
  kill "${load[@]}"
  assert_equal "$(find "$OUTPUT-1/logs" -name 'records*.log' | wc -l)" 83
  run tail -n 3 "$OUTPUT-1.log"
  assert_line 'lab 1: 76/76 points'
}
