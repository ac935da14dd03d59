# SPDX-License-Identifier: MIT
# Runs a scenario of grade/tests/programs/stretch, and reads how long interrupts were off. For grade/tests/stretch.bats
# and tools/bench. tools/qemu.bash is sourced already; the test kernel and the programs are built.

STRETCH_CPU_SECONDS=120 STRETCH_WALL_SECONDS=7200 # the latter is only for what would never end

stretch_scenarios() {
  awk -F'\t' '!/^#/ { print $1 }' grade/tests/stretch.tsv
}

# Leaves records.log in the directory. Fails unless the scenario comes to its end.
stretch_run() { # SCENARIO serial|both DIRECTORY
  local programs kernel ram words='' root=$PWD status=0
  read -r _ programs kernel < <(make -s print-image)
  ram=$(awk -F'\t' -v name="$1" '$1 == name { print $2 }' grade/tests/stretch.tsv)
  [[ $2 == both ]] || words="console=$2"
  cp "$programs/stretch.elf" "$3/stretch.elf"
  machine_test "$ram" "$root/$kernel" "nonce=$1 test=program watchdog=60 $words" console.log records.log
  case $1 in
    wait-for-slot | wait-for-frames) MACHINE+=(-initrd "stretch.elf $1,stretch.elf visit") ;;
    *) MACHINE+=(-initrd "stretch.elf $1") ;;
  esac
  (cd "$3" && ulimit -t "$STRETCH_CPU_SECONDS" && exec timeout --foreground -k 1 "$STRETCH_WALL_SECONDS" "${MACHINE[@]}" </dev/null) || status=$?
  if ((status != 33)) || ! grep -q ' end done=1$' "$3/records.log" || grep -q ' check ' "$3/records.log"; then
    echo "scenario $1 of grade/tests/programs/stretch came to no good end (status $status)" >&2
    grep ' check ' "$3/records.log" >&2 || tail -n 20 "$3/console.log" >&2
    return 1
  fi
}

# From records on standard input: the longest stretch for each way in, the longest first, as WAY INSTRUCTIONS TEST (a
# scenario here has its name for a nonce). Calls that only tests have, number 255, do not count.
stretch_read() {
  awk '$4 == "stretch" { gsub(/way=|most=/, ""); print $5, $6, $3 == "program" ? $1 : $3 }' |
    sort -k1,1n -k2,2nr | awk '$1 != last && $1 != 255 { print; last = $1 }' | sort -k2,2nr
}
