#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The jails in which the compiler and QEMU work on what was handed in (tools/jail.bash).
load common
source "$ROOT/tools/jail.bash"

needs_jail() {
  local reason
  reason=$(jail_reason)
  [[ -z $reason ]] || skip "$reason (cure: $(jail_cure))"
}

# A submission for lab 1: the starter file, and a text in front of it.
hand_in() { # TEXT
  mkdir -p "$BATS_TEST_TMPDIR/it"
  { printf '%s\n' "$1"; cat labs/1-frames/frame.c; } >"$BATS_TEST_TMPDIR/it/frame.c"
  run grade/grade --lab 1 --test unique --labs 1="$BATS_TEST_TMPDIR/it" --out "$OUTPUT"
}

# Whether a file is seen is worth as much as what is in it: it tells one bit at a time.
@test "the compiler sees its own headers, those of the contract, the file, and no other" {
  local file
  needs_jail
  for file in solutions/1-frames/frame.c labs/1-frames/tests/single.c labs/1-frames/frames.bats kernel/test/test.h kernel/report/record.c mm/boot/direct_map.c build.mk \
    "$PWD/solutions/1-frames/frame.c" "$PWD/README.md" /etc/passwd /etc/hostname /proc/self/environ /proc/1/cmdline /root/.bashrc /usr/include/stdio.h "$HOME/.profile"; do
    hand_in "#if __has_include(\"$file\")
#error it is seen
#endif"
    refute_output --partial 'it is seen'
    assert_output --partial 'is not written yet'
  done
  for file in mm/frame.h common/string.h kernel/report/panic.h stdint.h; do
    hand_in "#if !__has_include(\"$file\")
#error it is not seen
#endif"
    refute_output --partial 'is not seen'
  done
}

@test "the assembler reads no file, with either compiler" {
  local compiler
  needs_jail
  for compiler in gcc clang; do
    export COMPILER=$compiler
    hand_in '__asm__("x: .incbin \"/etc/passwd\"");'
    assert_equal "$(outcomes "$OUTPUT")" '1 build'
    assert_output --regexp '(No such file|file not found|Could not find incbin file|embeds nothing)'
    refute_output --partial root
  done
}

@test "a program and a kernel see only the headers that are theirs" {
  needs_jail
  mkdir -p "$BATS_TEST_TMPDIR/it"
  cp labs/4-pager-ipc/*.c "$BATS_TEST_TMPDIR/it/"
  printf '#if __has_include("mm/pager.h")\n#error it is seen\n#endif\n' >>"$BATS_TEST_TMPDIR/it/memory_store.c"
  run grade/grade --lab 4 --test ipc-order --labs 4="$BATS_TEST_TMPDIR/it" --out "$OUTPUT"
  refute_output --partial 'it is seen'
  assert_equal "$(outcomes "$OUTPUT")" '1 panic'
}

@test "what runs in a jail has no variable, process, file or network of its caller's" {
  needs_jail
  export SECRET=mine
  exec {other}<"$ROOT/README.md"
  jail_set sh
  run "${JAIL_WORDS[@]}" sh -c 'env | grep -vE "^(PATH|LC_ALL|PWD|_|SHLVL|OLDPWD)="; ls / /usr /tmp; echo $$'
  refute_output --partial SECRET
  refute_output --regexp '(^|[^a-z])(home|root|proc|etc|var|work|share|local|include|src)($|[^a-z])'
  # in a world of its own it is one of the first
  [[ ${lines[-1]} =~ ^[1-9]$ ]]
  run "${JAIL_WORDS[@]}" bash -c 'exec 9<>/dev/tcp/192.0.2.1/9' # nobody there, not even a network
  assert_output --partial 'Network is unreachable'
  run "${JAIL_WORDS[@]}" sh -c 'echo x >/usr/bin/x || echo x >/lib/x'
  assert_failure
  exec {other}<&-
}

@test "a machine sees its kernel, writes its logs, and has no network" {
  needs_jail
  mkdir -p "$BATS_TEST_TMPDIR/run/logs/a" "$BATS_TEST_TMPDIR/run/logs/b" "$BATS_TEST_TMPDIR/run/programs"
  jail_set_machine "$BATS_TEST_TMPDIR/run"
  run "${JAIL_WORDS[@]}" --bind "$BATS_TEST_TMPDIR/run/logs/a" "$BATS_TEST_TMPDIR/run/logs/a" sh -c 'pwd; ls logs; ls -d /usr/share/*'
  assert_line --index 0 "$BATS_TEST_TMPDIR/run"
  assert_line --index 1 a
  refute_line b
  assert_line /usr/share/seabios
  refute_line /usr/share/doc
  # glibc takes large pieces of memory (tools/environment.bash) where it sees that there are some
  run "${JAIL_WORDS[@]}" sh -c 'ls /sys/kernel/mm && cat /sys/kernel/mm/transparent_hugepage/enabled'
  [[ ! -e /sys/kernel/mm/transparent_hugepage/enabled ]] || assert_output "transparent_hugepage
$(</sys/kernel/mm/transparent_hugepage/enabled)"
  run qemu-system-i386 --version
  run "${JAIL_WORDS[@]}" qemu-system-i386 --version
  assert_success
}

@test "what a jail cannot be made for is said; --strict insists" {
  local path
  path=$(path_without bwrap)
  PATH=$path run grade/grade --lab 1 --test unique --out "$OUTPUT"
  assert_success
  assert_line --partial 'has no jail here'
  assert_line --partial 'bubblewrap is not installed'
  JAIL='' PATH=$path run grade/grade --lab 1 --test unique --strict --out "$OUTPUT"
  assert_failure 2
  assert_output --partial 'there can be no jail'
  JAIL=try PATH=$path run grade/grade --lab 1 --test unique --strict --out "$OUTPUT"
  assert_success
  JAIL=sometimes run grade/grade --lab 1 --test unique
  assert_failure 2
}

@test "a compiler that is ended leaves nothing" {
  needs_jail
  # so much text takes longer than a second
  hand_in "$(awk 'BEGIN { print "#define A(x) x x x x x x x x x x"; print "#define B(x) A(A(A(A(x))))"; print "#define C(x) B(B(x))"; print "C(int;)" }')"
  assert_equal "$(outcomes "$OUTPUT")" '1 build'
  run pgrep -f "$BATS_TEST_TMPDIR/it"
  assert_output ''
  run find build -name '*.out' -newer "$BATS_TEST_TMPDIR/it/frame.c"
  assert_output ''
}
