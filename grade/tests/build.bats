#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The build, and the commands that a person types.
load common

# A copy of what is in the repository, in a path with spaces.
copy_tree() {
  TREE="$BATS_TEST_TMPDIR/a tree with spaces"
  mkdir -p "$TREE"
  git ls-files -z -co --exclude-standard | xargs -0 cp --parents -t "$TREE"
}

built() { # what `make kernel` made again, without the names of images
  make kernel | sed -n 's/^  [A-Z]* *//p' | sed 's|.*/||' | sort | paste -sd' '
}

@test "it builds in a path with spaces, in parallel, and again only what changed" {
  copy_tree
  cd "$TREE"
  make -s -j4 kernel >/dev/null
  assert_equal "$(built)" ''
  touch mm/frame.h
  run built
  assert_output --partial 'boot_memory.c frame.c frame_table.c main.c'
  refute_output --regexp 'console.c|boot.asm|memory_map.c'
  touch kernel/boot.asm
  assert_equal "$(built)" 'boot.asm uneon.elf'
  assert_equal "$(built)" ''
  run make LAB=1 TEST=unique grade
  assert_line 'lab 1: 4/4 points'
}

@test "the tree without solutions builds the starter, and grades it" {
  copy_tree
  cd "$TREE"
  rm -r solutions
  run make kernel
  assert_line --index 0 --partial '1-frames = student;'
  refute_output --partial warning
  run make LAB=1 TEST=unique grade
  assert_success
  assert_output --partial 'frame_init is not written yet'
  assert_line 'lab 1: 0/4 points'
}

@test "both compilers build stubs and references without a warning" {
  local compiler choice
  for compiler in gcc clang; do
    for choice in student reference; do
      run make -B lab-objects COMPILER="$compiler" LABS="$choice"
      assert_success
      refute_output --regexp 'warning|error'
    done
  done
}

@test "stubs and references define the same symbols, and these are the contract" {
  local directory number symbols file choice
  for directory in solutions/*/; do
    directory=$(basename "$directory")
    number=${directory%%-*}
    symbols=$(sed -n "/^lab_${number}_symbols/,/[^\\\\]$/p" "labs/$directory/lab.mk" | sed 's/.*:=//; s/\\$//' | tr -s ' \n' '\n' | sed '/^$/d' | sort)
    for choice in labs solutions; do
      run diff <(echo "$symbols") <(for file in "$choice/$directory"/*.c; do gcc -m32 -ffreestanding -fno-pic -I. -w -c -o "$BATS_TEST_TMPDIR/o.o" "$file" && nm -g --defined-only "$BATS_TEST_TMPDIR/o.o" | awk '{ print $3 }'; done | sort)
      assert_output ''
    done
  done
}

@test "every header compiles alone" {
  local header
  for header in $(git ls-files -co --exclude-standard '*.h'); do
    run gcc -m32 -std=gnu11 -ffreestanding -Wall -Wextra -Werror -I. -fsyntax-only -x c "$header"
    assert_success
  done
}

@test "make run without a terminal boots, powers off and succeeds" {
  run make run </dev/null
  assert_success
  assert_line --partial 'frames   '
}

@test "make run from a GRUB CD does the same" {
  run make run BOOT=iso </dev/null
  assert_success
  assert_line --partial 'frames   '
}

@test "make run with stubs says how far it gets, and fails" {
  run make run LABS=student </dev/null
  assert_failure
  assert_line --partial 'frame_init is not written yet.'
  assert_line --partial 'handouts/1-frames.md'
}

@test "make run with too little memory says so" {
  run make run RAM=2 </dev/null
  assert_failure
  assert_line --partial 'needs a machine with 4 MiB'
}

@test "make run on a terminal says how to leave, and one can" {
  { sleep 3; printf '\001x'; sleep 1; } | timeout 30 script -qefc 'make run' /dev/null >"$BATS_TEST_TMPDIR/typescript" 3>&-
  run cat "$BATS_TEST_TMPDIR/typescript"
  assert_output --partial 'To leave: Ctrl-A, then X.'
  assert_output --partial 'There are no programs yet'
}

@test "make debug stops in a test with its names and values" {
  printf 'break frame_free\ncontinue\nprint frame->state\nbacktrace\nframe-entry 0\nkill\n' >"$BATS_TEST_TMPDIR/gdb"
  LAB=1 TEST=misuse-freed-twice SEED=7 GDB_COMMANDS=$BATS_TEST_TMPDIR/gdb run timeout 60 make debug 3>&-
  assert_line --regexp 'Breakpoint .*frame_free'
  assert_output --partial 'misuse_freed_twice'
  assert_output --partial 'FRAME_RESERVED'
}

@test "make help lists every command, and bare errors say what to do" {
  local command
  run make help
  for command in setup doctor run debug grade test check bench iso kernel clean help format; do
    assert_line --regexp "^  make $command +[a-z]"
  done
  run make run RAM=lots </dev/null
  assert_failure
  assert_output --partial "RAM is a number of MiB, not 'lots'"
  run make kernel COMPILER=tcc
  assert_failure
  assert_output --partial 'COMPILER is gcc or clang'
}

@test "the figures in instructions reach their goals" {
  run bash -c 'tools/bench --exact 2>/dev/null'
  assert_success
  run grep -vE '^[a-z0-9-]+ [0-9]+ instructions$' <<<"$output"
  assert_output ''
  run bash -c 'tools/bench --exact 2>/dev/null'
  assert_line --regexp '^frame-pair [0-9]+ instructions$'
}
