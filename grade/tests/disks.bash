# SPDX-License-Identifier: MIT
# For tests of stores on disks, which are made and looked into with mtools and fsck.fat. Needs `common`, tools/qemu.bash and
# machine.bash.
# shellcheck disable=SC2034,SC2120,SC2119 # for machine.bash, and for the tests that source this

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
