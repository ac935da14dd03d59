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
  run timeout -k 1 "$LAST_RESORT" "${MACHINE[@]}" </dev/null
  output=$(tr -d '\r' <console)
  # shellcheck disable=SC2034 # for assert_line
  mapfile -t lines <<<"$output"
  cd "$ROOT" || return
}

ended() { # how the machine ended
  echo "${MACHINE_ENDS[$status]:-$status}"
}

# --- a machine with which the host does something

# Starts the machine, which runs the lines of standard input; `finish` waits for its end. What the host does meanwhile must
# not depend on how fast either is: the machine waits for a key (grade/tests/programs/recall) until it is done.
begin() {
  local i
  make_machine
  machine_drop -sandbox
  for i in "${!MACHINE[@]}"; do
    [[ ${MACHINE[i]} != file,id=console,* ]] || MACHINE[i]=stdio,id=console,signal=off
  done
  mkfifo "$HERE/keys"
  (cd "$HERE" && exec timeout -k 1 "$LAST_RESORT" "${MACHINE[@]}" <>keys >console 2>qemu.log 3>&-) &
  QEMU=$!
}

finish() {
  gone
  output=$(tr -d '\r' <"$HERE/console")
  # shellcheck disable=SC2034 # for assert_line
  mapfile -t lines <<<"$output"
}

# Waits until the command succeeds. If the machine ends before, it never will.
until_true() { # COMMAND...
  local is_there=yes
  until "$@"; do
    [[ -n $is_there ]] || { echo "the machine has ended; and not: $*"; cat "$HERE/console"; return 1; }
    kill -0 "$QEMU" 2>/dev/null || is_there=''
    sleep 0.1
  done
}

said() { # PATTERN: on the console
  grep -qE -- "$1" "$HERE/console" 2>/dev/null
}

# Waits until the machine has asked for so many keys, and types one.
press() { # COUNT
  until_true has_asked "$1"
  release
}

release() {
  printf x 1<>"$HERE/keys"
}

has_asked() { # COUNT of keys
  local count
  count=$(grep -c "^recall: a key?" "$HERE/console" 2>/dev/null || true)
  ((${count:-0} >= $1))
}

has_finished() {
  printf '%s\n' "$output" # for whoever looks why it has not
  assert_equal "$(ended)" finished
}

# --- a person: a machine whose keyboard is a pipe

LOOKS=6000 # 20 ms apart at least: a last resort, too

sit_down() {
  local archive=${OWN_ARCHIVE:-$ROOT/$PROGRAMS/$BOOT_ARCHIVE}
  mkfifo "$HERE/keys"
  exec 8<>"$HERE/keys"
  machine_person 16 kernel "$ROOT/$IMAGE/uneon.elf" '' "${archive##*/}"
  MACHINE+=("${MACHINE_MORE[@]}")
  (cd "${archive%/*}" && exec timeout -k 1 "$LAST_RESORT" "${MACHINE[@]}" -serial stdio <"$HERE/keys" >"$LOG" 2>&1 8>&- 3>&-) &
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

# What `store` and `mem` tell each time: pages promised and objects, frames of accounts, free frames.
what_is_left() {
  sed -nE 's/^ *([0-9]+) pages, of .* are promised, .*; ([0-9]+) objects$/promised \1 \2/p
    s/^ *accounts of ordinary processes: ([0-9]+) of .*$/accounts \1/p
    s/^ *([0-9]+) +[0-9]+ KiB  free$/free \1/p' <<<"$output"
}
