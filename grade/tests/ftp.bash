# SPDX-License-Identifier: MIT
# For tests of the FTP store. The network takes real time, so these machines run in it; what they do does not depend on how
# long that is. Needs `common`, tools/qemu.bash, tools/ftp-server.bash and machine.bash.
# shellcheck disable=SC2034 # for machine.bash, and for the tests that source this

LONG=120 # seconds of patience, where the server is to be waited for, however busy the computer is
SHORT=60 # where it is to be given up, but not one that stands still for ten: it has a quarter of that
FAKE_ADDRESS=10.0.2.100

setup() {
  machine_setup
  [[ -f $PROGRAMS/ftp.elf ]] || skip 'lwIP is not here: `make setup` brings it'
  BOOT_ARCHIVE=boot-network.tar
  REAL_TIME=yes MACHINES=()
  FOLDER=$HERE/folder PLACE=$HERE/server
  mkdir -p "$HERE/more" "$FOLDER" "$PLACE"
  chmod 755 "$HERE" "$FOLDER"
  objcopy --strip-all "$PROGRAMS/filer.elf" "$HERE/more/filer"
  objcopy --strip-all "$PROGRAMS/recall.elf" "$HERE/more/recall"
  MACHINE_MORE=(-netdev 'user,id=network' -device 'ne2k_pci,netdev=network')
}

teardown() {
  ftp_server_end
  for QEMU in $QEMU "${MACHINES[@]}"; do kill "$QEMU" 2>/dev/null || true; done
}

be_patient() { # SECONDS
  KERNEL_WORDS="at_end=exit pager_patience=$1"
  BOOT_WORDS+=" ftp_patience=$1"
}

# A machine with a server on this computer.
serve() { # vsftpd|pure-ftpd [PASSWORD]
  local reason
  reason=$(ftp_server_reason "$1")
  [[ -z $reason ]] || skip "$reason"
  ftp_server_start "$1" "$FOLDER" "$PLACE"
  BOOT_WORDS="ftp=ftp://$FTP_SERVER_USER:${2:-$FTP_SERVER_PASSWORD}@10.0.2.2:$FTP_SERVER_PORT"
}

# A machine whose server is a program that QEMU starts for each connection.
serve_badly() { # KIND of grade/tests/ftp/fake [FOLDER]
  BOOT_WORDS="ftp=ftp://user:word@$FAKE_ADDRESS/${2-}"
  MACHINE_MORE=(-netdev "user,id=network,restrict=on,guestfwd=tcp:$FAKE_ADDRESS:21-cmd:bash $ROOT/grade/tests/ftp/fake $1"
    -device 'ne2k_pci,netdev=network')
}

# What filer writes.
lines_of() { # SEED LINES
  awk -v seed="$1" -v lines="$2" 'BEGIN { for (i = 0; i < lines; i++) printf "%08d %08d\n", seed, i }'
}

in_folder() { # FILE SEED LINES
  cmp "$FOLDER/$1" <(lines_of "$2" "$3")
}
