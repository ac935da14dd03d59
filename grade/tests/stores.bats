#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Stores: memory and files on a floppy disk, made and looked into with mtools and fsck.fat.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/grade/tests/machine.bash"

SEABIOS=/usr/share/seabios/bios-256k.bin # where Debian has it

setup() {
  machine_setup
  BOOT_ARCHIVE=boot-stores.tar
  DISK=$HERE/disk.img
  PATH+=:/usr/sbin:/sbin # where fsck.fat is
  mkdir -p "$HERE/more"
  objcopy --strip-all "$PROGRAMS/filer.elf" "$HERE/more/filer"
}

format() { # KIB [FILE ...]: a new disk with these files on it
  mformat -C -i "$DISK" -f "$1" ::
  (($# == 1)) || mcopy -i "$DISK" "${@:2}" ::
  insert
}

insert() { # [OPTIONS]: into the drive
  MACHINE_MORE=(-drive "if=floppy,format=raw,file=$DISK${1:+,$1}")
}

# Files of a disk whose reads or writes of one sector fail.
insert_bad() { # read|write SECTOR
  MACHINE_MORE=(-drive "if=floppy,format=raw,file.driver=blkdebug,file.image.driver=file,file.image.filename=$DISK,file.inject-error.0.event=none,file.inject-error.0.iotype=$1,file.inject-error.0.sector=$2,file.inject-error.0.errno=5")
}

# A swap file that takes all of the disk.
swap_everywhere() {
  head -c "$(($(mdir -i "$DISK" :: | sed -n 's/ bytes free$//p' | tr -d ' ') - 8192))" /dev/zero >"$HERE/uneon.swp"
  mcopy -i "$DISK" "$HERE/uneon.swp" ::
}

# What filer writes.
lines_of() { # SEED LINES
  awk -v seed="$1" -v lines="$2" 'BEGIN { for (i = 0; i < lines; i++) printf "%08d %08d\n", seed, i }'
}

on_disk() { # FILE SEED LINES
  rm -f "$HERE/found"
  mcopy -n -i "$DISK" "::$1" "$HERE/found"
  cmp "$HERE/found" <(lines_of "$2" "$3")
}

disk_is_clean() {
  run fsck.fat -n "$DISK"
  assert_success
  assert_equal "$(sed 1d <<<"$output" | grep -vc '^/.*: [0-9]* files, ')" 0
}

device() { # what `store` says of the device
  sed -nE 's/^ *([0-9]+) commands to its device, which moved ([0-9.]+) pages; ([0-9]+) of them failed$/\1 \2 \3/p' <<<"$output"
}

fetches() { # pages
  sed -nE 's/^ *([0-9]+) pages were fetched, .*/\1/p' <<<"$output"
}

@test "what is on a floppy disk can be read, and its programs run" {
  objcopy --strip-all "$PROGRAMS/hog.elf" "$HERE/hog"
  lines_of 7 20000 >"$HERE/lines"
  cp "$HERE/lines" "$HERE/A long name.text"
  format 1440 "$HERE/hog" "$HERE/lines" "$HERE/A long name.text"
  mmd -i "$DISK" ::folder
  archive "$HERE/boot.tar" hog
  script <<'COMMANDS'
ls floppy
run floppy/hog 1
filer check floppy/lines 7 20000
filer check floppy/alongn~1.tex 7 20000
! run floppy/folder
! run floppy/none
store floppy
COMMANDS
  assert_equal "$(ended)" finished
  assert_line '  360000  lines'
  assert_line '  360000  alongn~1.tex'
  refute_line --regexp '^ +[0-9]+  folder'
  assert_line --regexp '^hog: wrote to 256 pages, 1 MiB, and found 0 words changed'
  assert_line 'filer: floppy/lines has 20000 lines, 0 of them wrong'
  assert_line 'filer: floppy/alongn~1.tex has 20000 lines, 0 of them wrong'
  # read one page after the other: a cylinder with each command
  run awk -v pages="$(fetches)" '{ print $1 / pages <= 0.3 && $3 == 0 ? "good" : $0 }' <<<"$(device)"
  assert_output good
  disk_is_clean
}

@test "memory can be on a floppy disk: programs with more of it than is free" {
  format 2880
  swap_everywhere
  RAM_MIB=4 BOOT_WORDS=store=10
  script <<'COMMANDS'
run --store floppy sort 118%
run --store floppy matrix 106%
run --store floppy hog 112%
store floppy
! run --store floppy hog 200%
! run --store flippo hog 1
! run --store bootfs hog 1
COMMANDS
  assert_equal "$(ended)" finished
  assert_line --regexp '^sort: [0-9]+ records in [56][0-9][0-9] pages are in order'
  assert_line --regexp '^matrix: .* has 0 wrong rows'
  assert_line --regexp '^hog: wrote to [56][0-9][0-9] pages, 2 MiB, and found 0 words changed'
  assert_line --partial 'run: hog cannot be started: there is no such store'
  assert_line --regexp '^ +[0-9]{4,} pages were fetched, [0-9]{4,} stored$'
  disk_is_clean
  # The same disk again: what is in the swap file means nothing any more.
  script <<<'run --store floppy sort 118%'
  assert_equal "$(ended)" finished
}

@test "a page that is packed comes back as it was, and what is no page is told" {
  gcc -std=gnu11 -I. -Wall -Werror -o "$HERE/pack" grade/tests/stores/pack.c user/library/page_pack.c
  run "$HERE/pack"
  assert_success
  # kinds of pages, and whether they are worth packing
  assert_equal "$(awk '{ print $1, $2 == 0 ? "no" : $2 <= 2560 ? "much" : "little" }' <<<"$output" | paste -sd,)" \
    "zeros much,same much,counting much,addresses much,records much,sparse much,bytes little,noise no"
}

@test "memory that is not promised is half as much again as the machine has, if it can be packed" {
  format 2880
  swap_everywhere
  RAM_MIB=4 BOOT_WORDS=store=10
  script <<'COMMANDS'
run --store floppy hog 6 same
! run --store floppy sort 6
COMMANDS
  assert_equal "$(ended)" finished
  assert_line --regexp '^hog: wrote to 1536 pages, 6 MiB, and found 0 words changed'
  assert_line --partial 'sort: 1536 pages of memory cannot be had: that is more than the store has left to promise'
  disk_is_clean
}

@test "memory that is not promised and finds no room ends whose it is; what was promised is there, and all room afterwards" {
  local room
  format 2880
  swap_everywhere
  RAM_MIB=4 BOOT_WORDS=store=10
  script <<'COMMANDS'
run --store floppy hog 2 &
! run --store floppy hog 5 risky
wait
run --store floppy hog 2
sleep 20
store floppy
COMMANDS
  assert_equal "$(ended)" finished
  assert_line --regexp '\(hog\) ended at .* the page is lost: its pager could not store it'
  assert_equal "$(grep -cE '^hog: wrote to 512 pages, 2 MiB, and found 0 words changed' <<<"$output")" 2
  assert_line --regexp ' of these were not fetched, and [1-9][0-9]* not stored, for an error or lack of room$'
  room=$(sed -nE 's/^ +0 pages, of ([0-9]+), are promised, and ([0-9]+) more can be; 0 objects$/\1 \2/p' <<<"$output")
  assert [ -n "$room" ]
  assert_equal "${room% *}" "${room#* }"
}

@test "a file that a program writes through its memory is on the disk, byte for byte" {
  format 1440
  script <<'COMMANDS'
filer write floppy/small.txt 1 10
filer write floppy/large 2 30000
filer write floppy/again 3 500
filer write floppy/again 4 3000
filer change floppy/large 5 30000
filer change floppy/large 6 20000
filer write floppy/gone 7 400
rm floppy/gone
! filer write floppy/no+name 1 1
! filer write floppy/nametoolong 1 1
! filer write bootfs/new 1 1
! rm bootfs/hog
ls floppy
COMMANDS
  assert_equal "$(ended)" finished
  disk_is_clean
  on_disk small.txt 1 10
  on_disk large 6 20000
  on_disk again 4 3000
  refute mdir -i "$DISK" ::gone
  script <<'COMMANDS'
filer check floppy/small.txt 1 10
filer check floppy/large 6 20000
filer check floppy/again 4 3000
COMMANDS
  assert_equal "$(ended)" finished
  disk_is_clean
}

# What can be left behind when a machine stops: clusters that are nobody's, tables that differ.
complaints() { # IMAGE
  fsck.fat -n "$1" | sed '/^fsck\.fat /d; /: [0-9]* files, /d; /^$/d; /^Leaving filesystem unchanged/d; /^Reclaimed [0-9]* unused clusters\? /d
    /^FATs differ but appear to be intact\. Use first FAT ?/d; /^FATs differ but appear to be intact\./d; /^ *Using first FAT/d; /^ *Automatically/d; /^ *Auto-renaming/d' || true
}

# The files as they are on an image, a line each: name, seed, lines; `torn` if it is not one of filer's, whole.
contents() { # IMAGE
  rm -rf "$HERE/contents" && mkdir "$HERE/contents"
  mcopy -n -i "$1" '::file*' "$HERE/contents/" 2>/dev/null || true
  (cd "$HERE/contents" && for file in *; do
    [[ -e $file ]] || continue
    awk -v name="$file" -v bytes="$(stat -c %s "$file")" '
      NR == 1 { seed = $1 }
      length($0) != 17 || $1 != seed || $2 != NR - 1 { torn = 1 }
      END { print name, torn || NR * 18 != bytes ? "torn" : (seed + 0) " " NR }' "$file"
  done)
}

# Each sector that the machine writes is in a log (QEMU's blklogwrites: a sector with the number and the length, one with
# the contents). So the disk can be looked at as it was after each of them.
@test "whenever the machine stops, the disk is whole, and what was synced is there" {
  local log=$HERE/log count i sector now before='' left_behind=0
  format 1440
  cp "$DISK" "$HERE/replayed.img"
  : >"$log"
  MACHINE_MORE=(-drive "if=floppy,driver=blklogwrites,file.driver=raw,file.file.driver=file,file.file.filename=$DISK,log.driver=raw,log.file.driver=file,log.file.filename=$log")
  script <<'COMMANDS'
filer storm 14 5 floppy
COMMANDS
  assert_equal "$(ended)" finished
  # what there is after each step, according to the program
  awk '/^filer: (wrote|removed) / {
      sub(/^floppy\//, "", $3)
      if ($2 == "wrote" && !($3 in has)) say($3, "0 0")
      say($3, $2 == "wrote" ? $4 " " $5 : "")
    }
    function say(name, is,   i, n, all) {
      if (is == "") delete has[name]; else has[name] = is
      for (i = 0; i < 4; i++) if (("file" i) in has) printf "file%d %s;", i, has["file" i]
      print ""
    }' <<<"$output" >"$HERE/expected"
  count=$((($(stat -c %s "$log") - 512) / 1024))
  ((count > 200))
  for ((i = 0; i < count; i++)); do
    sector=$(od -An -tu8 -j $((512 + i * 1024)) -N 8 "$log")
    dd if="$log" of="$HERE/replayed.img" bs=512 skip=$((2 + i * 2)) seek="$((sector))" count=1 conv=notrunc status=none
    now=$(complaints "$HERE/replayed.img")
    assert_equal "after write $i: $now" "after write $i: "
    fsck.fat -n "$HERE/replayed.img" >"$HERE/fsck" || left_behind=$((left_behind + 1))
    now=$(contents "$HERE/replayed.img" | tr '\n' ';')
    [[ $now == "$before" ]] || printf '%s\n' "$now"
    before=$now
  done >"$HERE/seen"
  assert_equal "$(cat "$HERE/seen")" "$(cat "$HERE/expected")"
  ((left_behind > 10)) # fsck.fat does see what is left behind
  cmp "$HERE/replayed.img" "$DISK"
  disk_is_clean
}

@test "a disk that is write-protected is only read" {
  lines_of 7 50 >"$HERE/lines"
  format 1440 "$HERE/lines"
  insert readonly=on
  script <<'COMMANDS'
filer check floppy/lines 7 50
! filer change floppy/lines 8 50
! filer write floppy/new 8 50
! rm floppy/lines
! run --store floppy hog 1
filer check floppy/lines 7 50
COMMANDS
  assert_equal "$(ended)" finished
  assert_line 'filer: floppy/new: opening: it can only be read'
  assert_line 'rm: floppy/lines: it can only be read'
  assert_line 'run: hog cannot be started: it can only be read'
}

@test "a full disk is an error for who wants more, and nothing else changes" {
  format 1440
  script <<'COMMANDS'
filer write floppy/first 1 40000
! filer write floppy/second 2 50000
filer write floppy/third 3 1000
! filer write floppy/first 4 60000
! filer write floppy/first 4 40001
filer check floppy/first 1 40000
filer check floppy/third 3 1000
run --store floppy sort 1
! filer write floppy/fourth 5 30000
COMMANDS
  assert_equal "$(ended)" failed # sort has not enough
  assert_equal "$(grep -c ': setting its length: the disk is full$' <<<"$output")" 4
  disk_is_clean
  on_disk first 1 40000
  on_disk third 3 1000
}

# The controller says that it cannot write a sector.
@test "a sector that cannot be written harms the process concerned, after three tries, and nobody else" {
  format 1440
  insert_bad write 300
  script <<'COMMANDS'
filer write floppy/good 1 2000
! filer write floppy/bad 2 20000
filer check floppy/good 1 2000
filer write floppy/other 3 100
store floppy
COMMANDS
  assert_equal "$(ended)" finished
  assert_line 'floppy   cylinder 8, head 0, sector 1 cannot be written: the controller says that the command ended early (ST0 0x60, ST1 0x00, ST2 0x00)'
  assert_line --partial 'filer: floppy/bad: setting its length: the device failed'
  assert_line --regexp '^ +[0-9]+ commands to its device, which moved [0-9.]+ pages; 3 of them failed$'
  disk_is_clean
  on_disk good 1 2000
  on_disk other 3 100
}

# Memory on nearly all of a disk one sector of which is bad, and then on a part that has no such sector.
use_bad_disk() { # read|write
  format 2880
  swap_everywhere
  RAM_MIB=4 BOOT_WORDS=store=10
  insert_bad "$1" 700
  script <<'COMMANDS'
! run --store floppy sort 118%
run --store floppy hog 1
COMMANDS
  assert_equal "$(ended)" finished
  assert_line --regexp '^hog: wrote to 256 pages, 1 MiB, and found 0 words changed'
}

@test "a page of memory that cannot be stored ends who wrote to it, and nobody else" {
  use_bad_disk write
  assert_line --regexp '\(sort\) ended at .* the page is lost: its pager could not store it'
}

# QEMU's controller says nothing when it cannot read a sector: zeros come. That they are not what was stored is seen.
@test "a page of memory that comes back as something else ends who needs it" {
  use_bad_disk read
  assert_line --regexp '^floppy   page [0-9]+ of the swap file is not what was stored there$'
  assert_line --regexp '\(sort\) ended at .* the pager could not fetch the page'
}

@test "disks that are none, or contradict themselves, are refused" {
  script <<'COMMANDS'
! ls floppy
! run --store floppy hog 1
run hog 1
COMMANDS
  assert_equal "$(ended)" finished
  assert_line 'ls: floppy: there is no disk'
  assert_line 'run: hog cannot be started: there is no disk'
  truncate -s 1440K "$DISK"
  insert
  script <<<'! ls floppy'
  assert_equal "$(ended)" finished
  assert_line 'ls: floppy: the disk is of a kind that is not known here'
  # two files with the same clusters
  rm "$DISK"
  lines_of 1 500 >"$HERE/one"
  lines_of 2 500 >"$HERE/two"
  format 1440 "$HERE/one" "$HERE/two"
  dd if="$DISK" of="$DISK" bs=1 skip=$((19 * 512 + 26)) seek=$((19 * 512 + 58)) count=2 conv=notrunc status=none
  script <<<'! ls floppy'
  assert_equal "$(ended)" finished
  assert_line 'ls: floppy: the device failed, or what is on the disk contradicts itself'
}

@test "the same disk and script give the same run, and the same disk" {
  local first
  format 1440
  cp "$DISK" "$HERE/before.img"
  script <<<'filer storm 12 9 floppy'
  first=$(sum <"$DISK")$output$(wc -c <"$HERE/records")
  cp "$HERE/before.img" "$DISK"
  script <<<'filer storm 12 9 floppy'
  assert_equal "$(sum <"$DISK")$output$(wc -c <"$HERE/records")" "$first"
}

@test "a store is two functions and a table of names" {
  mkdir -p "$HERE/more/boot"
  objcopy --strip-all "$PROGRAMS/tinystore.elf" "$HERE/more/boot/tiny"
  BOOT_ARCHIVE=boot.tar RAM_MIB=4
  script <<'COMMANDS'
ls tiny
run --store tiny share
! run --store tiny hog 1
! tiny/motto
! rm tiny/motto
run hog
store tiny
run --store tiny share
COMMANDS
  assert_equal "$(ended)" finished
  assert_line '      68  motto'
  assert_line 'run: tiny/motto cannot be started: this is no ELF file'
  assert_equal "$(grep -c '3 others read them: all find what was written' <<<"$output")" 2
  assert [ "$(grep -cvE '^ *(//.*)?$' grade/tests/programs/tinystore/main.c)" -le 60 ]
}

monitor() { # COMMAND of QEMU's
  printf '%s\n' "$1" >&9
}

# Types a line again and again, until the pattern stands in what it prints: QEMU takes its time.
line_until() { # KEYS PATTERN
  local i
  for ((i = 0; i < 50; i++)); do
    line "$1"
    if grep -qE -- "$2" <<<"$SHOWN"; then return; fi
  done
  shows "$2"
}

@test "a disk that is taken out or changed is an error for who uses it, and the next one is used" {
  local other=$HERE/other.img
  lines_of 7 50 >"$HERE/lines"
  format 2880 "$HERE/lines"
  mformat -C -i "$other" -f 1440 ::
  lines_of 8 60 >"$HERE/others"
  mcopy -i "$other" "$HERE/others" ::
  mkfifo "$HERE/monitor.in" "$HERE/monitor.out"
  exec 9<>"$HERE/monitor.in" 7<>"$HERE/monitor.out"
  MACHINE_MORE=(-drive "if=floppy,id=disk,format=raw,file=$DISK" -monitor none
    -chardev "pipe,id=monitor,path=$HERE/monitor" -mon chardev=monitor)
  archive "$HERE/boot.tar"
  OWN_ARCHIVE=$HERE/boot.tar
  sit_down
  line 'run --store floppy hog 1'
  shows 'found 0 words changed'
  line 'filer check floppy/lines 7 50'
  shows 'lines, 0 of them wrong'
  monitor 'eject -f disk'
  line_until 'ls floppy' 'there is no disk|disk was changed'
  monitor "change disk $other raw"
  line_until 'ls floppy' ' others$'
  line 'filer check floppy/others 8 60'
  shows 'lines, 0 of them wrong'
  line 'ls floppy'
  refute grep -q ' lines$' <<<"$SHOWN"
  leave
  assert_equal "$(ended)" finished
}

@test "a text that is written with edit is on the disk afterwards" {
  printf 'first line\nthird line\n' >"$HERE/text"
  format 1440 "$HERE/text"
  sit_down
  take
  keys 'edit floppy/text\r'
  await 'Ctrl-S saves, Ctrl-Q ends'
  keys "${DOWN}second line\\r${DOWN}fourth lime\\b\\bne\\r${UP}${UP}${HOME_KEY}The ${END}!\\x13"
  await 'saved'
  keys 'x\x11' # not saved: a warning
  await 'is not saved'
  keys '\x11'
  prompt
  line 'ls floppy'
  shows '^ +51  text$'
  keys 'edit floppy/new.txt\r'
  await 'Ctrl-S saves, Ctrl-Q ends'
  keys 'hello\x13'
  await 'saved'
  keys '\x11'
  prompt
  keys 'edit visit\r'
  await 'A first visit'
  keys 'x\x13'
  await 'it can only be read'
  keys '\x11\x11'
  prompt
  leave
  assert_equal "$(ended)" finished
  disk_is_clean
  mcopy -n -i "$DISK" ::text "$HERE/found"
  cmp "$HERE/found" <(printf 'first line\nsecond line\nThe third line!\nfourth line\n')
  mcopy -n -o -i "$DISK" ::new.txt "$HERE/found"
  cmp "$HERE/found" <(printf 'hello')
}

# --- other machines

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

# Boots the CD, until the machine says that it can be turned off. Sets `output` and `lines`.
run_bochs() { # [OPTION OF ITS CONFIGURATION]...
  local i
  cd "$HERE" || return
  printf '%s\n' 'cpu: model=p3_katmai' 'megs: 16' 'romimage: file=/usr/share/bochs/BIOS-bochs-latest' \
    'vgaromimage: file=/usr/share/vgabios/vgabios.bin' 'ata0-master: type=cdrom, path=cd.iso, status=inserted' \
    'boot: cdrom' 'com1: enabled=1, mode=file, dev=serial' \
    'display_library: rfb, options="timeout=0"' 'sound: driver=dummy' 'speaker: enabled=0' "$@" >bochsrc
  mkfifo debugger
  exec 8<>debugger
  echo c >&8 # its debugger waits for that
  timeout -k 1 300 bochs -q -f bochsrc <debugger >bochs.log 2>&1 8>&- 3>&- &
  QEMU=$! # ended with the test
  for ((i = 0; i < 1400; i++)); do
    if grep -q 'The machine can be turned off' serial 2>/dev/null || ! kill -0 "$QEMU" 2>/dev/null; then break; fi
    sleep 0.2
  done
  kill "$QEMU"
  wait "$QEMU" || true
  QEMU=''
  output=$(tr -d '\r' <serial)
  mapfile -t lines <<<"$output"
  cd "$ROOT" || return
}

# Boots the CD, and types the lines of standard input. Sets `status`, `output` and `lines`.
run_v86() { # MIB [FLOPPY]
  run timeout -k 1 "$MOST_SECONDS" node grade/tests/v86.mjs "$HERE/cd.iso" "$SEABIOS" "$@"
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

@test "make run FLOPPY=image shows it" {
  format 1440
  RAM=4 SCRIPT=floppy FLOPPY=$DISK run make run </dev/null
  assert_success
  assert_line --regexp '^chain: 256 pages, behind two pagers that are paged, have 0 wrong words'
  assert_line --regexp '^ +[0-9]{4,} pages were fetched, [0-9]{3,} stored'
  disk_is_clean
  FLOPPY=$HERE/none.img run make run </dev/null
  assert_failure
  assert_output --partial "FLOPPY: there is no image '$HERE/none.img'"
}

# The transfers of QEMU's ATA disks take real time, so these machines run in it.
insert_ata() {
  REAL_TIME=yes
  MACHINE_MORE=(-drive "if=ide,index=0,format=raw,file=$DISK")
}

@test "an ATA disk has files and memory, too: three times as much as the machine" {
  mkfs.fat -F 16 -C "$DISK" 65536 >/dev/null
  lines_of 7 20000 >"$HERE/lines"
  mcopy -i "$DISK" "$HERE/lines" ::
  insert_ata
  RAM_MIB=4 BOOT_WORDS=store=20
  script <<'COMMANDS'
filer check disk/lines 7 20000
filer write disk/new 9 30000
filer write disk/lines 8 1000
run --store disk hog 12
run --store disk chain 3
store disk
! ls floppy
COMMANDS
  assert_equal "$(ended)" finished
  assert_line 'filer: disk/lines has 20000 lines, 0 of them wrong'
  assert_line --regexp '^hog: wrote to 3072 pages, 12 MiB, and found 0 words changed'
  assert_line --regexp '^chain: 768 pages, behind two pagers that are paged, have 0 wrong words'
  disk_is_clean
  on_disk new 9 30000
  on_disk lines 8 1000
}

@test "the first partition of an ATA disk is used; a sector that cannot be read harms who wants it" {
  local part=$HERE/part.img
  mkfs.fat -F 16 -C "$part" 32768 >/dev/null
  lines_of 7 20000 >"$HERE/lines"
  lines_of 8 500 >"$HERE/good"
  mcopy -i "$part" "$HERE/lines" "$HERE/good" ::
  # a table of partitions: one, of FAT16, from sector 2048 on
  truncate -s 1M "$DISK"
  printf '\x06\x00\x00\x00\x00\x08\x00\x00\x00\x00\x01\x00' | dd of="$DISK" bs=1 seek=450 conv=notrunc status=none
  printf '\x55\xaa' | dd of="$DISK" bs=1 seek=510 conv=notrunc status=none
  cat "$part" >>"$DISK"
  insert_ata
  MACHINE_MORE=(-drive "if=ide,index=0,format=raw,file.driver=blkdebug,file.image.driver=file,file.image.filename=$DISK,file.inject-error.0.event=none,file.inject-error.0.iotype=read,file.inject-error.0.sector=2700,file.inject-error.0.errno=5")
  script <<'COMMANDS'
ls disk
! filer check disk/lines 7 20000
filer check disk/good 8 500
filer write disk/new 9 100
store disk
COMMANDS
  assert_equal "$(ended)" finished
  assert_line '  360000  lines'
  assert_line --regexp '^disk     sector 2[67][0-9][0-9] cannot be read: the disk says status 0x41, error 0x04$'
  assert_line --regexp '\(filer\) ended at .* the pager could not fetch the page'
  assert_line 'filer: disk/good has 500 lines, 0 of them wrong'
  assert_line --regexp ' pages; 3 of them failed$'
  tail -c +$((1024 * 1024 + 1)) "$DISK" >"$part"
  DISK=$part
  disk_is_clean
  on_disk new 9 100
}

# --- lab 7's store, on a disk that holds nothing else

@test "a blank ATA disk is lab 7's store: memory, and files that are there the next time" {
  truncate -s 32M "$DISK"
  insert_ata
  RAM_MIB=4 BOOT_WORDS=store=20
  script <<'COMMANDS'
filer write disk/first 7 30000
filer write disk/second 8 1000
filer write disk/gone 9 100
rm disk/gone
run --store disk hog 12
ls disk
store disk
COMMANDS
  assert_equal "$(ended)" finished
  assert_line --regexp '^hog: wrote to 3072 pages, 12 MiB, and found 0 words changed'
  assert_line '  540000  first'
  refute_line --regexp ' gone$'
  script <<'COMMANDS'
filer check disk/first 7 30000
filer change disk/second 5 1000
run --store disk chain 3
filer check disk/second 5 1000
COMMANDS
  assert_equal "$(ended)" finished
  assert_line 'filer: disk/first has 30000 lines, 0 of them wrong'
  assert_line 'filer: disk/second has 1000 lines, 0 of them wrong'
  assert_line --regexp '^chain: 768 pages, behind two pagers that are paged, have 0 wrong words'
}

@test "a disk that holds something else is left alone" {
  local before
  yes 'something else' | head -c 1M >"$DISK" || true
  before=$(sum <"$DISK")
  insert_ata
  script <<'COMMANDS'
! ls disk
! run --store disk hog 1
COMMANDS
  assert_equal "$(ended)" finished
  assert_line 'ls: disk: the disk is of a kind that is not known here'
  assert_equal "$(sum <"$DISK")" "$before"
}

@test "without lab 7 such a disk ends the disk store, which says why, and nothing else" {
  local choice='7=labs/7-store'
  LABS=$choice make -s kernel >/dev/null
  read -r IMAGE PROGRAMS _ < <(LABS=$choice make -s print-image)
  truncate -s 32M "$DISK"
  insert_ata
  script <<'COMMANDS'
! ls disk
hog 1
COMMANDS
  assert_equal "$(ended)" finished
  assert_line 'own_store_format is not written yet.'
  assert_line 'ls: disk: the store has ended, and starts again with the machine only'
  assert_line --regexp '^hog: wrote to 256 pages, 1 MiB, and found 0 words changed'
}
