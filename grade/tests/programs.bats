#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Programs: how they are loaded, which files are refused, and what they are made of.
load common
source "$ROOT/tools/qemu.bash"

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || exit
  make -s kernel >/dev/null
}

setup() {
  read -r IMAGE PROGRAMS _ < <(make -s print-image)
  HERE=$BATS_TEST_TMPDIR
}

# Where a field lies in the file, and how many bytes it has: TIS ELF 1.2, book I, figures 1-3 and 2-1.
# The linker puts the program headers right behind the ELF header, that of the code first.
declare -gA FIELDS=([class]='4 1' [machine]='18 2' [type]='16 2' [entry]='24 4' [headers]='28 4'
  [header_bytes]='42 2' [header_count]='44 2' [code_offset]='56 4' [code_address]='60 4'
  [code_file_bytes]='68 4' [code_memory_bytes]='72 4' [data_type]='84 4' [data_address]='92 4'
  [data_memory_bytes]='104 4')

# Makes bad-N.elf from the tour with other values, and remembers why it must be refused.
BAD=0 REASONS=()
bad() { # REASON [FIELD=VALUE ...]
  local word field value i offset bytes
  BAD=$((BAD + 1))
  cp "$PROGRAMS/tour.elf" "$HERE/bad-$BAD.elf"
  for word in "${@:2}"; do
    field=${word%%=*} value=$((${word#*=}))
    read -r offset bytes <<<"${FIELDS[$field]}"
    for ((i = 0; i < bytes; i++)); do
      printf '%b' "\\x$(printf %02x $(((value >> (8 * i)) & 255)))"
    done | dd of="$HERE/bad-$BAD.elf" bs=1 seek="$offset" conv=notrunc status=none
  done
  REASONS+=("$1")
}

cut_to() { # BYTES: the last bad file
  truncate -s "$1" "$HERE/bad-$BAD.elf"
}

# Boots with all bad files and the tour behind them.
start_all() {
  local modules='' i
  for ((i = 1; i <= BAD; i++)); do
    modules+="bad-$i.elf,"
  done
  cp "$PROGRAMS/tour.elf" "$HERE"
  machine_person 16 kernel "$ROOT/$IMAGE/uneon.elf" at_end=exit "$HERE/tour.elf"
  cd "$HERE" || return
  run bash -o pipefail -c 'timeout "$@" </dev/null | tr -d "\r"' - "$LAST_RESORT" "${MACHINE[@]::${#MACHINE[@]}-1}" "${modules}tour.elf" -serial stdio
  cd "$ROOT" || return
}

all_are_refused() {
  local i
  start_all
  for ((i = 1; i <= BAD; i++)); do
    assert_line "program  bad-$i.elf is refused: ${REASONS[i - 1]}"
  done
  # and whoever can be started is
  assert_line 'pager    kept 4 pages, for 5 fetches and 4 stores'
  assert_equal "$status" 33
}

@test "files that are no programs are refused, with the reason" {
  bad 'the file is too short for its header'
  cut_to 20
  bad 'this is no ELF file'
  head -c 4096 /dev/zero >"$HERE/bad-2.elf"
  bad 'it is for another machine' class=2
  bad 'it is for another machine' machine=40
  bad 'it is not an executable' type=1
  bad 'its program headers have another size' header_bytes=56
  bad 'it has no program headers' header_count=0
  all_are_refused
}

@test "so are truncated ones" {
  bad 'its program headers lie outside the file'
  cut_to 60
  bad 'its program headers lie outside the file' headers=0xfffffff0
  bad 'it has too many program headers' header_count=0xffff
  bad 'a segment lies outside the file'
  cut_to 5000
  bad 'a segment lies outside the file' code_offset=0xfffff000
  bad 'a segment is larger in the file than in memory' code_memory_bytes=16
  all_are_refused
}

@test "and those that want memory that they cannot have" {
  bad 'a segment reaches into the stack or the kernel' code_address=0x80100000
  bad 'a segment reaches into the stack or the kernel' data_address=0x7ffff000
  bad 'a segment reaches into the stack or the kernel' data_memory_bytes=0xfffffff0
  bad 'a segment lies below the first user address' code_address=0
  bad 'two segments share a page' data_address=0x400000
  bad 'there is not enough memory for it' data_memory_bytes=0x70000000
  bad 'there is nothing in it to load' code_file_bytes=0 code_memory_bytes=0 data_type=0
  all_are_refused
}

@test "or that begin nowhere" {
  bad 'its entry point lies in no segment of code' entry=0
  bad 'its entry point lies in no segment of code' entry=0x80100000
  # in the data
  bad 'its entry point lies in no segment of code' entry="$(readelf -lW "$PROGRAMS/tour.elf" | awk '$1 == "LOAD" && $7 == "RW" { print $3 }')"
  all_are_refused
}

@test "a file that is not there for its program is refused too" {
  cp "$PROGRAMS/tour.elf" "$HERE"
  machine_person 16 kernel "$ROOT/$IMAGE/uneon.elf" at_end=exit tour.elf
  cd "$HERE"
  run bash -o pipefail -c 'timeout "$@" </dev/null | tr -d "\r"' - "$LAST_RESORT" "${MACHINE[@]::${#MACHINE[@]}-1}" 'tour.elf file,tour.elf' -serial stdio
  assert_line 'program  tour.elf file is refused: there is no program that it is a file of'
  assert_equal "$status" 33
}

@test "system calls are numbered from 0 on, each once, in user library and kernel" {
  local numbers
  numbers=$(sed -nE 's/^(SYSTEM|MESSAGE)_CALL\(([0-9]+),.*/\2/p' kernel/abi/system_calls.h)
  assert_equal "$numbers" "$(seq 0 $(($(wc -l <<<"$numbers") - 1)))"
}

@test "the handout about system calls is what the header says" {
  run diff <(awk -f tools/system-calls.awk kernel/abi/system_calls.h kernel/abi/error.h) handouts/system-calls.md
  assert_output ''
}

@test "programs know of the kernel only what is in kernel/abi/" {
  run bash -c 'grep -nE "$1" $(bash tools/sources "user/*" "labs/*/tests/programs/*" "grade/tests/programs/*" | tr "\0" "\n")' - '#include "(kernel/[a-z_]+\.h|kernel/abi/\.\.|mm/)'
  assert_output ''
  # and the kernel knows nothing of programs
  run bash -c 'grep -nE "$1" $(bash tools/sources "kernel/*" "mm/*" "common/*" | tr "\0" "\n") labs/*/tests/*.c' - '#include "user/'
  assert_output ''
}
