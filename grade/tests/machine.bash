# SPDX-License-Identifier: MIT
# For tests that boot the whole system: a script of the shell's, on a machine that runs the same each time. Needs
# `common` and tools/qemu.bash; before each test: machine_setup.

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || exit
  make -s kernel >/dev/null
}

teardown() {
  [[ -z $QEMU ]] || kill "$QEMU" 2>/dev/null || true
}

machine_setup() {
  read -r IMAGE PROGRAMS _ < <(make -s print-image)
  HERE=$BATS_TEST_TMPDIR
  BOOT_ARCHIVE=boot.tar # of the programs': what the system is made of
  RAM_MIB=16 MACHINE_MORE=() BOOT_WORDS='' KERNEL_WORDS=at_end=exit
  MOST_SECONDS=300 # ends only what would never end
  REAL_TIME='' # not empty: the machine runs in real time, where a device takes its own
  OWN_ARCHIVE='' # that a person sits down at, if it is not that one
  LOG=$HERE/log SEEN=0 QEMU=''
}

# Makes an archive of the system's files and those in $HERE/more, without the files named.
archive() { # ARCHIVE [NAME ...]
  local names
  rm -rf "$HERE/files"
  mkdir -p "$HERE/files" "$HERE/more"
  tar -C "$HERE/files" -xf "$PROGRAMS/$BOOT_ARCHIVE"
  cp -r "$HERE/more/." "$HERE/files/"
  # those of boot/ come up in this order, and the last serves the files
  names=$(cd "$HERE/more" && find . -type f -printf '%P\n' | sort)
  names=$(echo boot/init; grep '^boot/' <<<"$names"; tar -tf "$PROGRAMS/$BOOT_ARCHIVE"; cat <<<"$names")
  names=$(grep -vxFf <(printf '%s\n' '' "${@:2}") <<<"$names" | awk '!seen[$0]++')
  # shellcheck disable=SC2086 # a name a word
  tar --format=ustar -C "$HERE/files" -cf "$1" $names
}

# Makes the machine that runs the lines of standard input as commands of the shell.
make_machine() {
  mkdir -p "$HERE/more"
  cat >"$HERE/more/script"
  archive "$HERE/boot.tar"
  machine_test "$RAM_MIB" "$ROOT/$IMAGE/uneon.elf" "$KERNEL_WORDS" console records
  MACHINE+=(-initrd "boot.tar script=script${BOOT_WORDS:+ $BOOT_WORDS}" "${MACHINE_MORE[@]}")
  [[ -z $REAL_TIME ]] || machine_set_real_time
}

# Runs the lines of standard input as commands of the shell; sets `status`, and `output` without carriage returns.
script() {
  make_machine
  cd "$HERE" || return
  run timeout -k 1 "$MOST_SECONDS" "${MACHINE[@]}" </dev/null
  output=$(tr -d '\r' <console)
  # shellcheck disable=SC2034 # for assert_line
  mapfile -t lines <<<"$output"
  cd "$ROOT" || return
}

ended() { # how the machine ended
  echo "${MACHINE_ENDS[$status]:-$status}"
}

# --- a person: a machine whose keyboard is a pipe

# Last resorts: a slow computer that does three other things needs a minute for what takes two seconds on another.
SITTING_WALL_SECONDS=900
LOOKS=6000 # 20 ms apart at least

sit_down() {
  local archive=${OWN_ARCHIVE:-$ROOT/$PROGRAMS/$BOOT_ARCHIVE}
  mkfifo "$HERE/keys"
  exec 8<>"$HERE/keys"
  machine_person 16 kernel "$ROOT/$IMAGE/uneon.elf" '' "${archive##*/}"
  MACHINE+=("${MACHINE_MORE[@]}")
  (cd "${archive%/*}" && exec timeout -k 1 "$SITTING_WALL_SECONDS" "${MACHINE[@]}" -serial stdio <"$HERE/keys" >"$LOG" 2>&1 8>&- 3>&-) &
  QEMU=$!
  prompt
}

# Waits until the pattern stands in what was printed since the last time, for so many looks.
await() { # PATTERN [LOOKS]
  local i
  for ((i = 0; i < ${2:-$LOOKS}; i++)); do
    if tail -c +$((SEEN + 1)) "$LOG" 2>/dev/null | tr -d '\r' | grep -qE -- "$1"; then
      return
    fi
    sleep 0.02
  done
  echo "there is no '$1' in:"
  tail -c +$((SEEN + 1)) "$LOG" | cat -v
  return 1
}

# What was printed since the last time; from here on it counts as seen.
take() {
  SHOWN=$(tail -c +$((SEEN + 1)) "$LOG" | tr -d '\r')
  SEEN=$(stat -c %s "$LOG")
}

prompt() { # waits for one
  await '^uneon> $' && take
}

keys() { # as printf writes them
  printf '%b' "$1" >&8
}

# Types a line, and waits for what is printed and then the prompt.
line() { # KEYS
  take
  keys "$1\\r"
  prompt
}

shows() { # PATTERN
  grep -qE -- "$1" <<<"$SHOWN" || { echo "there is no '$1' in:"; cat -v <<<"$SHOWN"; return 1; }
}

gone() { # waits for the machine's end
  status=0
  wait "$QEMU" || status=$?
  QEMU=''
}

leave() {
  keys 'exit\r'
  gone
}

# shellcheck disable=SC2034 # for the tests
UP='\033[A' DOWN='\033[B' RIGHT='\033[C' LEFT='\033[D' HOME_KEY='\033[H' END='\033OF' DELETE='\033[3~'
