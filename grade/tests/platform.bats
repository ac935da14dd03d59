#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The same on every computer: whatever its environment, its place for the tree, its terminal, its clock.
load common

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || exit
  copy_tree "$BATS_FILE_TMPDIR"
  export TREE
  make -s kernel >/dev/null
  # a locale in which i is not between a and z, if it can be made here
  [[ ! -e /usr/share/i18n/locales/tr_TR ]] || localedef -i tr_TR -f UTF-8 "$BATS_FILE_TMPDIR/tr_TR.UTF-8" 2>/dev/null || true
}

setup() {
  PIDS=()
}

teardown() {
  ((${#PIDS[@]} == 0)) || kill "${PIDS[@]}" 2>/dev/null || true
}

# Runs a command in an environment in which a part of everything means something else.
astray() { # COMMAND...
  local here=$BATS_TEST_TMPDIR long
  long=$here/$(printf 'x%.0s' {1..109})
  mkdir -p "$long,comma" "$here/include/kernel"
  cat >"$here/rc" <<'COMMANDS'
echo 'said by BASH_ENV'
cd() { echo 'said by a function'; return 1; }
grep() { return 1; }
set -f -C -o posix
COMMANDS
  echo '#error "a header of the caller"' | tee "$here/include/stdint.h" >"$here/include/kernel/console.h"
  env LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 LANGUAGE=de LOCPATH="$BATS_FILE_TMPDIR" CDPATH="/:$here:$ROOT/labs" POSIXLY_CORRECT=1 \
    BASH_ENV="$here/rc" ENV="$here/rc" GREP_OPTIONS=-v GREP_COLORS=mt=31 TAR_OPTIONS=--owner=me:1 NASMENV=-DMEASURE \
    MAKEFLAGS=k MAKEFILES= CFLAGS=-O0 CPPFLAGS=-DNO LDFLAGS=-pie CC=false LD=false AR=false CPATH="$here/include" \
    C_INCLUDE_PATH="$here/include" LD_RUN_PATH=/nowhere DEPENDENCIES_OUTPUT="$here/dependencies" OMP_NUM_THREADS=1 \
    TMPDIR="$long,comma" AWKPATH="$here" JQ_COLORS=1 LS_BLOCK_SIZE=M POSIX_ME_HARDER=1 BATS_LIB_PATH=/nowhere TMOUT=1 \
    labs=none base=/nowhere image=none say=false 'BASH_FUNC_sed%%=() {  return 1; }' "$@"
}

@test "every script begins in the same environment" {
  local script scripts
  mapfile -d '' scripts < <(bash tools/sources 'tools/*' 'grade/*' 'model/*' | xargs -0 grep -lZ '^#!.*bash$')
  ((${#scripts[@]} > 12))
  for script in "${scripts[@]}"; do
    run astray bash "$script" --help
    assert_success
    assert_output --partial "${script##*/}"
    refute_output --partial 'said by a function'
  done
}

@test "what a compiler is started with is the project's own" {
  local real
  real=$(command -v gcc)
  mkdir "$BATS_TEST_TMPDIR/bin"
  printf '#!%s\nenv >>"%s/seen"; exec "%s" "$@"\n' "$(command -v bash)" "$BATS_TEST_TMPDIR" "$real" >"$BATS_TEST_TMPDIR/bin/gcc"
  chmod +x "$BATS_TEST_TMPDIR/bin/gcc"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH astray make -s -B build/gcc/kernel/main.o build/gcc/offsets.inc
  assert_equal "$(sed -n 's/^LC_ALL=//p' "$BATS_TEST_TMPDIR/seen" | sort -u)" C
  run bash -c 'cut -d= -f1 "$1" | sort -u' - "$BATS_TEST_TMPDIR/seen"
  refute_line --regexp '^(LANG|LANGUAGE|CDPATH|POSIXLY_CORRECT|BASH_ENV|CFLAGS|CPATH|NASMENV|TAR_OPTIONS|BASH_FUNC_.*|BATS_.*|labs)$'
}

@test "neither an environment nor a command line changes what is built" {
  local made=(build/gcc/{kernel/main.o,kernel/machine/boot.o,common/string.user.o,user/stubs.o}) before
  rm -f "${made[@]}"
  make -s "${made[@]}"
  before=$(sha256sum "${made[@]}")
  rm -f "${made[@]}"
  astray make -s "${made[@]}" CFLAGS=-O0 CC=false NASM=false NASMFLAGS=-DMEASURE
  assert_equal "$(sha256sum "${made[@]}")" "$before"
}

@test "grading is the same in any environment and locale" {
  run astray bash grade/grade --lab 1 --test count-64m,init-again,misuse-state --out "$OUTPUT"
  assert_success
  assert_equal "$(outcomes "$OUTPUT")" '3 pass'
  assert_line "lab 1: $(worth count-64m,init-again,misuse-state)/$(worth count-64m,init-again,misuse-state) points"
  run astray make -s grade LAB=1 TEST=init-again
  assert_success
  refute_output --regexp 'warning|said by'
}

@test "a test is debugged whatever TMPDIR is" {
  printf 'break frame_free\ncontinue\nkill\n' >"$BATS_TEST_TMPDIR/gdb"
  LAB=1 TEST=misuse-freed-twice SEED=7 GDB_COMMANDS=$BATS_TEST_TMPDIR/gdb run astray timeout "$LAST_RESORT" make debug 3>&-
  assert_line --regexp 'Breakpoint .*frame_free'
}

# --- where the tree is, and how it came there

@test "a clone has line ends that bash reads, whatever git is told" {
  local copy=$BATS_TEST_TMPDIR/copy clone=$BATS_TEST_TMPDIR/clone
  mkdir "$copy"
  bash tools/sources | xargs -0 cp --parents -t "$copy"
  git -C "$copy" init -q
  git -C "$copy" add -A
  git -C "$copy" -c user.name=a -c user.email=a@example.org commit -qm all
  git -c core.autocrlf=true clone -q "$copy" "$clone"
  run grep -rlI $'\r' --exclude-dir=.git "$clone"
  assert_output ''
  diff -r --exclude=.git "$copy" "$clone"
}

@test "sources are found with git, without it, and in a repository that ignores them" {
  local expected
  expected=$(bash tools/sources | tr '\0' '\n')
  assert_equal "$(bash "$TREE/tools/sources" | tr '\0' '\n')" "$expected"
  git -C "${TREE%/*}" init -q
  echo '*' >"${TREE%/*}/.gitignore"
  assert_equal "$(bash "$TREE/tools/sources" | tr '\0' '\n')" "$expected"
  rm -rf "${TREE%/*}/".git*
  run bash -c 'bash tools/sources "*.h" | tr "\0" "\n" | grep -v "\.h$"'
  assert_output ''
}

@test "make check in a tree out of a ZIP can call scripts as a person does" {
  [[ ! -x $TREE/grade/grade ]]
  run bash "$TREE/grade/check" nothing
  assert_failure 2
  [[ -x $TREE/grade/grade && -x $TREE/model/check && ! -x $TREE/grade/lib.bash ]]
  find "$TREE" -type f -exec chmod a-x {} +
}

# A user who is not root, for whom files of root's are somebody else's.
as_nobody() { # COMMAND...
  if ((EUID == 0)); then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
  else
    "$@"
  fi
}

@test "what was built as somebody else is named, file by file, with a cure" {
  local place
  place=$(mktemp -d /tmp/uneon-test-XXXXXX) # where nobody may go, too
  chmod 755 "$place"
  (cd "$TREE" && tar -cf - --exclude=./build .) | tar -C "$place" -xf -
  mkdir -p "$place/build/gcc/kernel"
  touch "$place/build/gcc/kernel/"{mine,theirs}.o "$place/build/.lock"
  ((EUID != 0)) || chown -R 65534:65534 "$place"
  chmod 444 "$place/build/gcc/kernel/theirs.o" "$place/build/.lock" # for the case that this is nobody
  ((EUID != 0)) || chown 0:0 "$place/build/gcc/kernel/theirs.o" "$place/build/.lock"
  cd "$place"
  run as_nobody bash tools/doctor
  status_of_doctor=$status output_of_doctor=$output
  run as_nobody make build/gcc/kernel/main.o
  cd "$ROOT"
  rm -rf "$place"
  assert_failure
  assert_output --partial 'make doctor'
  assert_equal "$status_of_doctor" 1
  output=$output_of_doctor
  assert_output --partial 'build/gcc/kernel/theirs.o (of user '
  assert_output --partial 'build/.lock (of user '
  assert_output --partial 'cure: sudo chown'
  refute_output --partial mine.o
}

# --- what was built from what

# As if from an archive or a copy: with a time before everything else.
old() { # FILE...
  touch -d 2001-01-01 "$@"
}

@test "objects follow contents, whatever the times of sources and objects say" {
  local made before after file
  cd "$TREE"
  made=(build/gcc/kernel/machine/{serial,boot,machine}.o build/gcc/kernel.ld)
  make -s "${made[@]}"
  touch -d '+1 day' "${made[@]}" # a clock that was wrong
  make -s "${made[@]}"
  run find build -newermt '+1 hour'
  assert_output ''
  before=$(sha256sum "${made[@]}")
  sed -i 's/SERIAL_PATIENCE_POLLS 100000/SERIAL_PATIENCE_POLLS 100001/' kernel/machine/serial.c
  sed -i 's/needs a processor/requires a processor/' kernel/machine/boot.asm
  sed -i 's/MACHINE_FINISHED = 16/MACHINE_FINISHED = 15/' kernel/machine/machine.h
  sed -i 's/ENTRY(boot_entry)/ENTRY(boot_other)/' kernel/kernel.ld
  old kernel/machine/serial.c kernel/machine/boot.asm kernel/machine/machine.h kernel/kernel.ld
  make -s "${made[@]}"
  after=$(sha256sum "${made[@]}")
  assert_equal "$(comm -12 <(sort <<<"$before") <(sort <<<"$after") | grep -v machine.o)" ''
  for file in machine/serial.c machine/boot.asm machine/machine.h kernel.ld; do cp -p "$ROOT/kernel/$file" "kernel/$file"; done
  old kernel/machine/serial.c kernel/machine/boot.asm kernel/machine/machine.h kernel/kernel.ld
  make -s "${made[@]}"
  assert_equal "$(sha256sum "${made[@]}")" "$before"
  run make "${made[@]}"
  refute_output --regexp '^  (CC|NASM|CPP)'
}

@test "a compiler's new warning stops nobody, except in make check for versions that are looked at" {
  cd "$TREE"
  echo 'static int nobody_uses_this;' >>kernel/machine/serial.c
  run make build/gcc/kernel/machine/serial.o FATAL_WARNINGS=no
  assert_success
  assert_output --partial 'nobody_uses_this'
  run make -B build/gcc/kernel/machine/serial.o FATAL_WARNINGS=yes
  assert_failure
  cp -p "$ROOT/kernel/machine/serial.c" kernel/machine/serial.c

  cd "$ROOT"
  run grade/check nothing
  assert_output "check: there is no part 'nothing'"
  mkdir "$BATS_TEST_TMPDIR/bin"
  printf '#!/bin/sh\necho "gcc (Somewhere) 99.1.0"\n' >"$BATS_TEST_TMPDIR/bin/gcc"
  chmod +x "$BATS_TEST_TMPDIR/bin/gcc"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH run grade/check nothing
  assert_line --partial 'complaints of gcc 99.1.0 do not count'
}

@test "where packages have other names or come otherwise, setup says which are missing, by those names" {
  local bin
  bin=$(path_without nasm xmllint clang-format apt-get dpkg dpkg-query)
  printf 'NAME=Fedora\nID=fedora\n' >"$BATS_TEST_TMPDIR/release"
  PATH=$bin OS_RELEASE=$BATS_TEST_TMPDIR/release run tools/setup
  assert_failure 1
  assert_line --regexp '^  nasm  +assembles it$'
  assert_line 'setup: these are missing. As root: dnf install nasm libxml2 clang-tools-extra'
  printf 'ID=endeavouros\nID_LIKE="arch"\n' >"$BATS_TEST_TMPDIR/release"
  PATH=$bin OS_RELEASE=$BATS_TEST_TMPDIR/release run tools/setup
  assert_failure 1
  assert_line 'setup: these are missing. As root: pacman -S --needed nasm libxml2 clang'
  PATH=$bin OS_RELEASE=$BATS_TEST_TMPDIR/release run tools/doctor
  assert_failure 1
  assert_line --partial 'pacman -S --needed nasm'
  echo 'ID=plan9' >"$BATS_TEST_TMPDIR/release"
  PATH=$bin OS_RELEASE=$BATS_TEST_TMPDIR/release run tools/setup
  assert_failure 1
  assert_line --regexp '^  libxml2-utils  +checks the XML reports$'
  # with nothing missing it is silent there, too
  OS_RELEASE=$BATS_TEST_TMPDIR/release run tools/setup
  assert_success
  assert_output 'setup: everything is installed'
}

@test "tools that are older than what is known to work are named" {
  mkdir "$BATS_TEST_TMPDIR/bin"
  printf '#!/bin/sh\necho "NASM version 2.15.05"\n' >"$BATS_TEST_TMPDIR/bin/nasm"
  chmod +x "$BATS_TEST_TMPDIR/bin/nasm"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH run tools/setup
  assert_success
  assert_line --partial 'nasm is version 2.15.05; known to work: 2.16 and newer'
}

# --- pipes, and goals that do not go together

@test "make -s is silent, and clean and setup go before and after other goals" {
  run make -s kernel
  assert_output ''
  cd "$TREE"
  mkdir -p build/junk
  run make -n -j4 clean build/gcc/kernel/machine/serial.o
  assert_success
  [[ -d build/junk ]]
  run make -j4 clean build/gcc/kernel/machine/serial.o build/gcc/kernel/machine/vga.o
  assert_success
  [[ ! -e build/junk && -e build/gcc/kernel/machine/serial.o && -e build/gcc/kernel/machine/vga.o ]]
  make -s -j4 build/gcc/kernel/machine/machine.o clean
  [[ ! -e build ]]
}

@test "a reader that goes away stops no grading, and results are replaced by results only" {
  local i grader
  make grade LAB=1 TEST=unique OUT="$OUTPUT" | head -n 1 >/dev/null
  assert_equal "$(outcomes "$OUTPUT")" '1 pass'
  make grade LAB=2 TEST=claim-whole,misuse-class,misuse-level OUT="$OUTPUT" 2>&1 | head -c 1 >/dev/null || true
  assert_equal "$(jq -r .lab "$OUTPUT/results.jsonl" | sort | uniq -c | tr -s ' ')" ' 3 2-reserve'
  [[ ! -e $OUTPUT/logs/unique ]]
  # one that is ended on the way leaves them
  make_hang build/mutants/hang
  setsid bash grade/grade --lab 1 --labs 1=build/mutants/hang --out "$OUTPUT" >/dev/null 2>&1 3>&- &
  grader=$!
  for ((i = 0; i < 50 * LAST_RESORT; i++)); do
    ! compgen -G "$OUTPUT/run-*/runner.pid" >/dev/null || break
    sleep 0.02
  done
  kill -TERM "$grader"
  wait "$grader" || true
  assert_equal "$(jq -r .lab "$OUTPUT/results.jsonl" | sort | uniq -c | tr -s ' ')" ' 3 2-reserve'
  run ls -A "$OUTPUT"
  assert_output $'logs\nresults.jsonl\nresults.tap\nresults.xml'
}

# --- the terminal, and small machines

# The processes of machines with so much memory.
machines_with() { # MIB
  grep -lazE "^$1\$" /proc/[0-9]*/cmdline 2>/dev/null | while read -r file; do
    tr '\0' '\n' <"$file" 2>/dev/null | grep -qx -- -echr && cut -d/ -f3 <<<"$file"
  done
}

@test "a machine that was killed leaves the terminal as it was" {
  local i machine='' keys=$BATS_TEST_TMPDIR/keys screen=$BATS_TEST_TMPDIR/screen
  mkfifo "$keys"
  timeout "$LAST_RESORT" script -qefc 'stty -g; make run RAM=23; stty -g' /dev/null <"$keys" >"$screen" 2>&1 3>&- &
  PIDS+=($!)
  exec {keyboard}>"$keys"
  for ((i = 0; i < 20 * LAST_RESORT; i++)); do
    ! grep -q '^uneon> ' "$screen" || break
    sleep 0.05
  done
  machine=$(machines_with 23)
  assert [ -n "$machine" ]
  kill -KILL "$machine"
  wait "${PIDS[0]}" || true
  exec {keyboard}>&-
  run bash -c 'tr -d "\r" <"$1" | grep -E "^[0-9a-f]+(:[0-9a-f]+)+$" | uniq -c | tr -s " " | cut -d" " -f2' - "$screen"
  assert_output 2 # the same before and after
}

# A machine says a text on the serial line and on the screen, and stops.
says() { # TEXT ARGUMENT-OF-QEMU ...
  local here=$BATS_TEST_TMPDIR monitor i
  rm -f "$here"/{monitor,serial,screen}
  mkfifo "$here/monitor"
  exec {monitor}<>"$here/monitor"
  timeout "$LAST_RESORT" qemu-system-i386 -nodefaults -no-reboot -display none -serial "file:$here/serial" -monitor stdio "${@:2}" \
    <"$here/monitor" >/dev/null 3>&- &
  PIDS+=($!)
  for ((i = 0; i < 50 * LAST_RESORT; i++)); do
    ! grep -qF "$1" "$here/serial" 2>/dev/null || break
    sleep 0.02
  done
  printf 'pmemsave 0xb8000 4000 "%s"\nquit\n' "$here/screen" >&"$monitor"
  wait "${PIDS[-1]}" || true
  exec {monitor}>&-
  run cat "$here/serial"
  assert_output --partial "$1"
  run bash -c 'sed "s/\(.\)[\x07\x0f]/\1/g" "$1"' - "$here/screen"
  assert_output --partial "$1"
}

@test "too little memory is said at once, by make and by the kernel, on the serial line and the screen" {
  local image
  run make -s run RAM=1 </dev/null
  assert_failure
  assert_line 'run: RAM=1 is too little: the kernel needs a machine with 4 MiB'
  run make -s run RAM=3 </dev/null
  assert_failure
  assert_line 'run: RAM=3 is too little: the kernel needs a machine with 4 MiB'
  read -r image _ < <(make -s print-image)
  for memory in 1088k 2M 3M; do # with less than the image takes, and with more
    run timeout "$LAST_RESORT" qemu-system-i386 -nodefaults -display none -vga std -m "$memory" -kernel "$image/uneon.elf" \
      -device isa-debug-exit,iobase=0xf4,iosize=4 -serial stdio </dev/null
    assert_equal "$status" 43 # unsuitable, in kernel/machine/machine.h
    assert_output --partial 'uNeon needs a machine with 4 MiB of RAM.'
  done
  # a machine that cannot be ended shows it
  says 'uNeon needs a machine with 4 MiB of RAM.' -vga std -m 1088k -kernel "$image/uneon.elf"
}

@test "what is missing is said, with a cure, on the serial line and the screen" {
  local image here=$BATS_TEST_TMPDIR
  read -r image _ < <(make -s print-image)
  says 'uNeon needs a processor like a Pentium II' -vga std -m 16 -cpu pentium2,-cmov -kernel "$image/uneon.elf"
  says 'In QEMU: qemu-system-i386 without -cpu and -M.' -M isapc -device isa-vga -m 16 -kernel "$image/uneon.elf"
  says 'The boot loader brought no programs along: it needs boot.tar as a module' -vga std -m 16 -kernel "$image/uneon.elf"
  tar --format=ustar -C "$ROOT" -cf "$here/none.tar" Makefile
  says 'the archive has no program in its directory boot/' -vga std -m 16 -kernel "$image/uneon.elf" -initrd "$here/none.tar"
  echo 'no program' >"$here/none"
  says 'None of the 1 boot modules is a program' -vga std -m 16 -kernel "$image/uneon.elf" -initrd "$here/none"
}
