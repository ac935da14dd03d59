#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Stores on a floppy disk: memory and files.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/grade/tests/machine.bash"
source "$ROOT/grade/tests/disks.bash"

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
complaints() { # of fsck.fat, on standard input
  sed '/^fsck\.fat /d; /: [0-9]* files, /d; /^$/d; /^Leaving filesystem unchanged/d; /^Reclaimed [0-9]* unused clusters\? /d
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

# Whether a sector is in a cluster that no file has, according to the table that fsck.fat and mtools go by. On this disk a
# cluster is a sector, the table begins with sector 1, and an entry has 12 bits.
is_nobodys() { # IMAGE SECTOR
  local cluster=$(($2 - 33 + 2)) entry
  ((cluster >= 2)) || return 1
  entry=$(od -An -tu2 -j $((512 + cluster * 3 / 2)) -N 2 "$1")
  (((cluster % 2 == 1 ? entry >> 4 : entry & 0xfff) == 0))
}

# Each sector that the machine writes is in a log (QEMU's blklogwrites: a sector with the number and the length, one with
# the contents). So the disk can be looked at as it was after each of them. (Nobody sees what is written to a cluster that no file
# has, so the disk needs no look after that; most writes are such.)
@test "whenever the machine stops, the disk is whole, and what was synced is there" {
  local log=$HERE/log i now before='' looks=0 left_behind=0 sectors
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
  mapfile -t sectors < <(od -An -v -tu8 -w1024 -j 512 "$log" | awk '{ print $1 }')
  ((${#sectors[@]} > 200))
  for i in "${!sectors[@]}"; do
    dd if="$log" of="$HERE/replayed.img" bs=512 skip=$((2 + i * 2)) seek="${sectors[i]}" count=1 conv=notrunc status=none
    ! is_nobodys "$HERE/replayed.img" "${sectors[i]}" || continue
    looks=$((looks + 1))
    fsck.fat -n "$HERE/replayed.img" >"$HERE/fsck" || left_behind=$((left_behind + 1))
    now=$(complaints <"$HERE/fsck")
    assert_equal "after write $i: $now" "after write $i: "
    now=$(contents "$HERE/replayed.img" | tr '\n' ';')
    [[ $now == "$before" ]] || printf '%s\n' "$now"
    before=$now
  done >"$HERE/seen"
  assert_equal "$(cat "$HERE/seen")" "$(cat "$HERE/expected")"
  ((looks > 40 && left_behind > 10)) # fsck.fat does see what is left behind
  cmp "$HERE/replayed.img" "$DISK"
  disk_is_clean
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
run --store ram share
! tiny/motto
! rm tiny/motto
run hog
store tiny
run --store tiny share
COMMANDS
  assert_equal "$(ended)" finished
  assert_line '      68  motto'
  assert_line 'run: tiny/motto cannot be started: this is no ELF file'
  assert_equal "$(grep -c '3 others read them: all find what was written' <<<"$output")" 3
  assert [ "$(grep -cvE '^ *(//.*)?$' grade/tests/programs/tinystore/main.c)" -le 60 ]
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

@test "make run FLOPPY=image shows it" {
  format 1440
  RAM=4 SCRIPT=floppy FLOPPY=$DISK run make run SLOW=10 </dev/null
  assert_success
  assert_line --regexp '^chain: 256 pages, behind two pagers that are paged, have 0 wrong words'
  assert_line --regexp '^ +[0-9]{4,} pages were fetched, [0-9]{3,} stored'
  disk_is_clean
  FLOPPY=$HERE/none.img run make run </dev/null
  assert_failure
  assert_output --partial "FLOPPY: there is no image '$HERE/none.img'"
}
