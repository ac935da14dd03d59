#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The tree of processes, by a program in the test kernel (grade/tests/programs/family): who ends with whom, and whose the
# quota is.
load common
source "$ROOT/tools/qemu.bash"

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || exit
  make -s test-kernel programs >/dev/null
}

scenario() { # NAME
  local programs kernel
  read -r _ programs kernel < <(make -s print-image)
  kernel=$ROOT/$kernel
  cp "$programs/family.elf" "$BATS_TEST_TMPDIR/"
  cd "$BATS_TEST_TMPDIR" || return
  machine_test 64 "$kernel" "console=serial test=program nonce=$1 watchdog=30" console records
  run timeout -k 1 "$LAST_RESORT" "${MACHINE[@]}" -initrd "family.elf $1"
  assert_equal "${MACHINE_ENDS[$status]}: $(grep -E ' (check|end) ' records | cut -d ' ' -f 4-)" 'finished: end done=1'
}

@test "a child that nobody has taken ends with its maker" { scenario not-taken; }
@test "a child that a core process has taken lives on, and its maker has the quota again" { scenario taken; }
@test "a child that its maker's sibling has taken ends with that one, whose quota it uses" { scenario taken-by-sibling; }
@test "a child is taken only with the right, the quota and the place for it" { scenario refused; }
@test "the tree of processes is as deep as the limit says" { scenario depth; }
