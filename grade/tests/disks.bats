#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Stores on an ATA disk: with a FAT file system, and those of lab 7.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/grade/tests/machine.bash"
source "$ROOT/grade/tests/disks.bash"

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
store disk
run --store disk hog 12m
run --store disk chain 3
store disk
! ls floppy
COMMANDS
  assert_equal "$(ended)" finished
  assert_line 'filer: disk/lines has 20000 lines, 0 of them wrong'
  assert_line --regexp '^ +[1-9][0-9]* pages a second were fetched, and [1-9][0-9]* stored, in the last [0-9]+\.[0-9]{2} s$'
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

@test "make run DISK=image shows it" {
  mkfs.fat -F 16 -C "$DISK" 32768 >/dev/null
  RAM=4 SCRIPT=disk DISK=$DISK run make run SLOW=10 </dev/null
  assert_success
  assert_line --regexp '^hog: wrote to 3072 pages, 12 MiB, and found 0 words changed'
  disk_is_clean
  DISK=$HERE/none.img run make run </dev/null
  assert_failure
  assert_output --partial "DISK: there is no image '$HERE/none.img'"
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
run --store disk hog 12m
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
