# SPDX-License-Identifier: MIT
# For tests that boot the whole system: a script of the shell's, on a machine that runs the same each time. Needs
# `common` and tools/qemu.bash; before each test: machine_setup.

machine_setup() {
  read -r IMAGE PROGRAMS _ < <(make -s print-image)
  HERE=$BATS_TEST_TMPDIR
  BOOT_ARCHIVE=boot.tar # of the programs': what the system is made of
  RAM_MIB=16 MACHINE_MORE=() BOOT_WORDS=''
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

# Runs the lines of standard input as commands of the shell; sets `status`, and `output` without carriage returns.
script() {
  mkdir -p "$HERE/more"
  cat >"$HERE/more/script"
  archive "$HERE/boot.tar"
  machine_test "$RAM_MIB" "$ROOT/$IMAGE/uneon.elf" 'at_end=exit' console records
  MACHINE+=(-initrd "boot.tar script=script${BOOT_WORDS:+ $BOOT_WORDS}" "${MACHINE_MORE[@]}")
  cd "$HERE" || return
  run timeout -k 1 60 "${MACHINE[@]}" </dev/null
  output=$(tr -d '\r' <console)
  mapfile -t lines <<<"$output"
  cd "$ROOT" || return
}

ended() { # how the machine ended
  echo "${MACHINE_ENDS[$status]:-$status}"
}
