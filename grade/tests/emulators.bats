#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The system on two other machines than QEMU, Bochs and v86: the CD, and the floppy driver.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/grade/tests/machine.bash"
source "$ROOT/grade/tests/disks.bash"

SEABIOS=/usr/share/seabios/bios-256k.bin # where Debian has it

# Makes a CD with the archive, which is $HERE/boot.tar, and the words of its module.
make_cd() { # ARCHIVE [WORDS]
  bash "$ROOT/tools/make-iso" "$ROOT/$IMAGE/uneon.elf" "$ROOT/tools/grub.cfg" "$HERE/cd.iso" '' "$1" "${2-}"
}

needs_bochs() {
  [[ -f /usr/share/bochs/BIOS-bochs-latest && -f /usr/share/vgabios/vgabios.bin ]] && command -v bochs >/dev/null || skip 'Bochs is not installed, or not where Debian has it'
}

needs_v86() {
  command -v node >/dev/null || skip 'node is not installed, in which v86 runs'
  [[ -f brought/v86/build/libv86.mjs ]] || skip 'v86 is not here: `make setup` brings it, where npm is installed'
  [[ -f $SEABIOS ]] || skip 'SeaBIOS is not where Debian has it'
}

# Boots the CD, until the machine says that it can be turned off, or its processor was reset: then Bochs' debugger asks what
# to do next. Sets `output` and `lines`.
run_bochs() { # [OPTION OF ITS CONFIGURATION]...
  cd "$HERE" || return
  printf '%s\n' 'cpu: model=p3_katmai' 'megs: 16' 'romimage: file=/usr/share/bochs/BIOS-bochs-latest' \
    'vgaromimage: file=/usr/share/vgabios/vgabios.bin' 'ata0-master: type=cdrom, path=cd.iso, status=inserted' \
    'boot: cdrom' 'com1: enabled=1, mode=file, dev=serial' \
    'display_library: rfb, options="timeout=0"' 'sound: driver=dummy' 'speaker: enabled=0' "$@" >bochsrc
  mkfifo debugger
  exec 8<>debugger
  echo c >&8 # its debugger waits for that
  timeout -k 1 "$LAST_RESORT" bochs -q -f bochsrc <debugger >bochs.log 2>&1 8>&- 3>&- &
  QEMU=$! # ended with the test
  until grep -q 'The machine can be turned off' serial 2>/dev/null || grep -q '^<bochs:2>' bochs.log || ! kill -0 "$QEMU" 2>/dev/null; do
    sleep 0.2
  done
  kill "$QEMU" 2>/dev/null || true
  wait "$QEMU" || true
  QEMU=''
  tail -n 3 bochs.log
  output=$(tr -d '\r' <serial)
  mapfile -t lines <<<"$output"
  cd "$ROOT" || return
}

# Boots the CD, and types the lines of standard input. Sets `status`, `output` and `lines`.
run_v86() { # MIB [FLOPPY]
  run timeout -k 1 "$LAST_RESORT" node grade/tests/v86.mjs "$HERE/cd.iso" "$SEABIOS" "$@"
  output=$(tr -d '\r' <<<"$output")
  mapfile -t lines <<<"$output"
}

# What is the same on every machine of a visit on standard input: not the tables, nor how much memory is free and how
# long something took, nor which command of a job in the background it writes beside.
words_of_visit() {
  awk '
    /^uneon> / { command = substr($0, 8) }
    command == "" || command == "exit" || /^chain: |\[[0-9]+\] chain/ { next }
    /^uneon> / || command !~ /^(help|ps|pagers|mem|map.*|store|sleep.*|wait)$/' |
    sed -E 's/, in [0-9.]+ s$/, in N s/; /^(hog|sort|matrix): /s/[1-9][0-9]*/N/g; /^The machine can be/,$d'
}

# The visit on standard input has the words that it has on QEMU, to the end.
is_a_whole_visit() {
  local expected
  expected=$(bash tools/transcript | words_of_visit)
  assert_equal "$(words_of_visit <<<"$output")" "$expected"
  assert_line --regexp '^chain: [0-9]+ pages, behind two pagers that are paged, have 0 wrong words'
}

@test "the CD's whole first visit is on Bochs what it is on QEMU" {
  needs_bochs
  make_cd "$PROGRAMS/boot.tar" script=visit
  run_bochs
  is_a_whole_visit
}

@test "the CD's whole first visit is under v86 what it is on QEMU" {
  needs_v86
  make_cd "$PROGRAMS/boot.tar"
  run_v86 16 <user/scripts/visit
  assert_equal "$(ended)" finished
  is_a_whole_visit
}

# Bochs is stricter than QEMU about the phases of a command, and about what follows a reset.
@test "the same driver runs on Bochs" {
  needs_bochs
  lines_of 7 3000 >"$HERE/lines"
  format 1440 "$HERE/lines"
  cat >"$HERE/more/script" <<'COMMANDS'
filer check floppy/lines 7 3000
filer write floppy/new 9 2000
run --store floppy share
filer check floppy/new 9 2000
COMMANDS
  archive "$HERE/boot.tar"
  make_cd "$HERE/boot.tar" script=script
  run_bochs 'floppya: 1_44=disk.img, status=inserted'
  assert_line 'filer: floppy/lines has 3000 lines, 0 of them wrong'
  assert_line 'filer: floppy/new has 2000 lines, 0 of them wrong'
  assert_line 'share: 3 processes wrote 60 pages, 3 others read them: all find what was written'
  assert_line 'The machine can be turned off.'
  refute_line '4 lines of script failed'
  disk_is_clean
  on_disk new 9 2000
}

# Nearly all memory is the RAM store's, so what hog writes goes to the disk and comes back.
@test "the same driver runs under v86" {
  needs_v86
  lines_of 7 3000 >"$HERE/lines"
  format 1440 "$HERE/lines"
  archive "$HERE/boot.tar"
  make_cd "$HERE/boot.tar" store=90
  run_v86 8 "$DISK" <<'COMMANDS'
filer check floppy/lines 7 3000
run --store floppy hog 1
store floppy
filer write floppy/new 9 2000
filer check floppy/new 9 2000
COMMANDS
  assert_equal "$(ended)" finished
  assert_line 'filer: floppy/lines has 3000 lines, 0 of them wrong'
  assert_line --regexp '^hog: wrote to 256 pages, 1 MiB, and found 0 words changed'
  assert_line --regexp '^ +[0-9]{3,} pages were fetched, [0-9]{3,} stored$'
  assert_line --regexp ' pages; 0 of them failed$'
  assert_line 'filer: floppy/new has 2000 lines, 0 of them wrong'
  disk_is_clean
  on_disk new 9 2000
}
