#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Stores on a floppy disk that is full, bad, none, or not there any more.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/grade/tests/machine.bash"
source "$ROOT/grade/tests/disks.bash"

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
  assert_line '         and the last of these said 0x000060'
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
  local change
  script <<'COMMANDS'
! ls floppy
! run --store floppy hog 1
run hog 1
COMMANDS
  assert_equal "$(ended)" finished
  assert_line 'ls: floppy: there is no disk'
  refute_line --regexp '^(floppy|disk) ' # nothing complains
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
  is_refused
  # chains that do not end, end too early, and lead to no cluster
  for change in "3 2" "2 4095" "2 3000"; do
    rm "$DISK"
    format 1440 "$HERE/one"
    set_next "${change% *}" "${change#* }"
    is_refused
  done
}

# In the first table of a FAT12 disk.
set_next() { # CLUSTER NEXT
  local at=$((512 + $1 * 3 / 2)) word
  word=$(od -An -tu2 -j "$at" -N 2 "$DISK")
  word=$(($1 % 2 == 0 ? word & 0xf000 | $2 : word & 0xf | $2 << 4))
  printf '%b' "\x$(printf '%02x' $((word % 256)))\x$(printf '%02x' $((word / 256)))" | dd of="$DISK" bs=1 seek="$at" conv=notrunc status=none
}

is_refused() {
  script <<<'! ls floppy'
  assert_equal "$(ended)" finished
  assert_line 'ls: floppy: the device failed, or what is on the disk contradicts itself'
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
