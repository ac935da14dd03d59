#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The build, and the commands that a person types.
load common

# Goes into a copy of the tree, which these tests have together: most of their time is what the first of them builds.
fresh_tree() {
  if [[ ! -f $BATS_FILE_TMPDIR/tree ]]; then
    copy_tree "$BATS_FILE_TMPDIR"
    printf '%s' "$TREE" >"$BATS_FILE_TMPDIR/tree"
  fi
  cd "$(<"$BATS_FILE_TMPDIR/tree")" || return
}

built() { # what `make kernel` made again, without the names of images
  make kernel | sed -n 's/^  [A-Z]* *//p' | sed 's|.*/||' | sort | paste -sd' '
}

@test "it builds where an archive was unpacked, in parallel, and again only what changed" {
  fresh_tree
  make -s -j4 kernel >/dev/null
  assert_equal "$(built)" ''
  touch mm/frame.h
  run built
  assert_output --partial ' frame.c frame_table.c '
  refute_output --regexp 'console.c|boot.asm|memory_map.c|tour'
  touch kernel/machine/boot.asm
  assert_equal "$(built)" 'boot.asm uneon.elf'
  assert_equal "$(built)" ''
  run make LAB=1 TEST=unique,table-outside,random-operations grade
  assert_line "lab 1: $(worth unique,table-outside,random-operations)/$(worth unique,table-outside,random-operations) points"
}

@test "a copy of the tree, with what was built in it, has nothing to build" {
  local copy=$BATS_TEST_TMPDIR/copy
  make -s kernel >/dev/null
  mkdir "$copy"
  bash tools/sources | xargs -0 cp -p --parents -t "$copy"
  cp -a build "$copy/"
  [[ ! -d brought ]] || cp -a brought "$copy/"
  cd "$copy"
  assert_equal "$(built)" ''
}

@test "the tree without solutions builds the starter, and grades it" {
  fresh_tree
  rm -r solutions
  run make kernel
  assert_line --index 0 --partial '1-frames = student;'
  ! version_is_judged gcc || refute_output --partial warning
  run make LAB=1 TEST=unique grade
  assert_success
  assert_output --partial 'frame_init is not written yet'
  assert_line "lab 1: 0/$(worth unique) points"
}

@test "both compilers build stubs and references without a warning" {
  local compiler choice
  for compiler in gcc clang; do
    version_is_judged "$compiler" || continue
    for choice in student reference; do
      rm -rf build/"$compiler"/lab*
      run make lab-objects COMPILER="$compiler" LABS="$choice"
      assert_success
      refute_output --regexp '(warning|error):'
    done
  done
}

@test "stubs and references define the same symbols, and these are the contract" {
  local directory number part choice known
  for directory in solutions/*/; do
    directory=$(basename "$directory")
    number=${directory%%-*}
    for part in '' _user; do
      mapfile -t known < <(words "$directory" "lab_$number${part}_known" | sed "s/^/-include\n/")
      for choice in labs solutions; do
        run diff <(words "$directory" "lab_$number${part}_symbols" | sort) \
          <(words "$directory" "lab_$number${part}_files" | while read -r file; do symbols_of "$choice/$directory/$file" "${known[@]}"; done | sort)
        assert_output ''
      done
    done
  done
}

words() { # LAB-DIRECTORY VARIABLE: its words in lab.mk, one a line
  printf 'include labs/%s/lab.mk\nall:\n\t@printf "%%s\\n" $(%s)\n' "$1" "$2" | make -s -f - | sed '/^$/d'
}

symbols_of() { # FILE [OPTION...]
  gcc -m32 -fms-extensions -ffreestanding -fno-pic -I. -w "${@:2}" -c -o "$BATS_TEST_TMPDIR/o.o" "$1" &&
    nm -g --defined-only "$BATS_TEST_TMPDIR/o.o" | awk '{ print $3 }'
}

@test "every header compiles alone" {
  local header fatal='' lwip=brought/lwip/src/include
  ! version_is_judged gcc || fatal=-Werror
  for header in $(bash tools/sources '*.h' | tr '\0' ' '); do
    [[ -d $lwip || $header != user/programs/ftp/* ]] || continue # lwIP may not have been brought
    run gcc -m32 -std=gnu11 -fms-extensions -ffreestanding -Wall -Wextra $fatal -I. -isystem user/programs/ftp/lwip -isystem "$lwip" -fsyntax-only -x c "$header"
    assert_success
  done
}

@test "make run without a terminal runs a first visit, powers off and succeeds" {
  run make run SLOW=10 </dev/null
  assert_success
  assert_line --partial 'frames   '
  assert_line --partial 'uneon> run tour'
  assert_line --partial 'address 0x60000000, nothing is mapped there'
  assert_line --partial 'pager    kept 4 pages, for 5 fetches and 4 stores'
  assert_line --regexp '^hog: wrote to .* and found 0 words changed'
}

# Numbers are those of one compiler and one state of the sources; tools/transcript --write renews them.
without_numbers() {
  sed -E '/^ +[0-9]+  [ .kcplP]+$/d; s/0x[0-9a-f]+|[0-9]+(\.[0-9]+)?/N/g; s/ +/ /g; s/waits [a-z ]+.*|ready$|running$/-/'
}

@test "the README shows a first visit as it is" {
  run bash -c 'tools/transcript --short 2>/dev/null'
  assert_success
  assert_equal "$(awk '/^<!-- tools.transcript -->$/ { made = 1; next } made && /^```$/ { if (inside++) exit; next } inside' README.md | without_numbers)" \
    "$(without_numbers <<<"$output")"
}

@test "make run from a GRUB CD does the same" {
  run make run SLOW=10 BOOT=iso </dev/null
  assert_success
  assert_line --partial 'pager    kept 4 pages, for 5 fetches and 4 stores'
  assert_line --regexp '^hog: wrote to .* and found 0 words changed'
}

@test "make run fails when the tour does" {
  mkdir -p build/mutants/forgetful
  cp solutions/4-pager-ipc/*.c build/mutants/forgetful/
  sed -i '/^int32_t memory_store_fetch/,/^}/s/^{/{\n    return E_NO_MEMORY;/' build/mutants/forgetful/memory_store.c
  run make run SLOW=10 LABS=4=build/mutants/forgetful </dev/null
  assert_failure
  assert_line --partial 'the pager could not fetch the page'
  # where QEMU ends in the middle of a line, this goes on with it
  assert_output --partial 'run: the machine ended with failed'
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

@test "make run on a terminal comes to a prompt, and one can leave in two ways" {
  local keys pipe=$BATS_TEST_TMPDIR/keys screen=$BATS_TEST_TMPDIR/typescript
  mkfifo "$pipe"
  for keys in 'exit\r' '\x18x'; do
    rm -f "$screen"
    exec {keyboard}<>"$pipe"
    timeout "$LAST_RESORT" script -qefc 'make run' /dev/null <"$pipe" >"$screen" 2>&1 3>&- {keyboard}>&- &
    until grep -q '^uneon> ' "$screen" 2>/dev/null || ! kill -0 "$!" 2>/dev/null; do
      sleep 0.1
    done
    printf '%b' "$keys" >&"$keyboard"
    wait "$!" || true
    exec {keyboard}>&-
    run cat "$screen"
    assert_output --partial '`exit` turns it off; so does Ctrl-X, then x (a small one).'
    assert_output --partial 'uneon> '
  done
}

@test "make help lists every command, and bare errors say what to do" {
  local command
  run make help
  for command in setup doctor run debug grade test check bench iso kernel handouts model clean help format; do
    assert_line --regexp "^  make $command +[a-z]"
  done
  run make run RAM=lots </dev/null
  assert_failure
  assert_output --partial "RAM is a number of MiB, not 'lots'"
  run make kernel COMPILER=tcc
  assert_failure
  assert_output --partial 'COMPILER is gcc or clang'
}

@test "the figures that are exact reach their goals" {
  local figures
  run bash -c 'tools/bench --exact 2>/dev/null'
  # the goals are those of one compiler; others may take an instruction more
  [[ $(version_of gcc) != 12.* ]] || assert_success
  figures=$output
  run grep -vE '^[a-z0-9-]+ ([0-9]+ (instructions|lines)|[0-9.]+ (commands|times))$' <<<"$figures"
  assert_output ''
  # how long interrupts are off is known only where the labs have been graded; ATA disks and networks take real time
  run diff <(cut -d' ' -f1 <<<"$figures" | sort) <(awk -F'\t' -v graded="${GRADED:-}" '
    !/^#/ && ($2 ~ /^(instructions|lines|commands)$/ || $1 ~ /^overcommit-floppy/) && (graded != "" || $1 !~ /^irqs-off-/) { print $1 }' tools/bench.tsv labs/*/bench.tsv | sort)
  assert_output ''
}

@test "a submission may call headers by the names that they had before they lay in folders" {
  local jail
  mkdir -p build/mutants/former
  sed 's,"mm/frames/tlb.h","mm/tlb.h",; /"mm\/paging.h"/i #include "kernel/panic.h"\n#include "kernel/list.h"\n#include "kernel/process.h"' \
    solutions/3-paging/paging.c >build/mutants/former/paging.c
  for jail in no try; do
    JAIL=$jail run grade/grade --strict --lab 3 --test map-translates --labs 3=build/mutants/former --out "$OUTPUT"
    assert_success
  done
}

# Labs 5 and 7: with their contracts came more headers once than today.
@test "a submission may use what its contract once brought along" {
  local jail
  mkdir -p build/mutants/known-5 build/mutants/known-7
  sed '/"kernel\/process\/process.h"/d; /"mm\/paging.h"/d' solutions/5-stealer/stealer.c >build/mutants/known-5/stealer.c
  sed '/"user\/own_store.h"/a static const uint32_t unused[] __attribute__((unused)) = {STORE_NO_FILE, HANDLE_LIBRARY, RIGHT_SEND};' \
    solutions/7-store/own_store.c >build/mutants/known-7/own_store.c
  for jail in no try; do
    JAIL=$jail run grade/grade --strict --lab 5 --test visit-shared --labs 5=build/mutants/known-5 --out "$OUTPUT-5"
    assert_success
    JAIL=$jail run grade/grade --strict --lab 7 --test file-length --labs 7=build/mutants/known-7 --out "$OUTPUT-7"
    assert_success
  done
}
