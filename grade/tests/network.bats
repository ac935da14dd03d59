#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The network driver below TCP, which would hide what it does wrong by sending it again: each packet is looked at.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/grade/tests/machine.bash"

# Puts the program in the place of the FTP store, which init starts with a capability for the driver, and plugs the
# machine's network card into a program on this computer.
plug_in() {
  local own other
  machine_setup
  [[ -f $PROGRAMS/ftp.elf ]] || skip 'lwIP is not here: `make setup` brings it' # and no archive has a network driver
  gcc -std=gnu11 -I. -Wall -Werror -o "$HERE/cable" grade/tests/network/packets.c
  mkfifo "$HERE/said"
  "$HERE/cable" >"$HERE/said" 2>&1 3>&- &
  CABLE=$!
  exec 6<"$HERE/said"
  read -r own other <&6
  mkdir -p "$HERE/more"
  objcopy --strip-all "$PROGRAMS/packets.elf" "$HERE/more/ftp"
  BOOT_ARCHIVE=boot-network.tar BOOT_WORDS=ftp=ftp://nobody:nothing@10.0.2.2 REAL_TIME=yes
  MACHINE_MORE=(-netdev "socket,id=network,udp=127.0.0.1:$other,localaddr=127.0.0.1:$own"
    -device 'ne2k_pci,netdev=network')
  MACHINE_MORE[1]="socket,id=network,udp=127.0.0.1:$own,localaddr=127.0.0.1:$other"
}

@test "every packet comes whole, round and round the card's ring, and again after a flood that it had no room for" {
  local said='' all=''
  plug_in
  begin <<<ps # init waits for the end of what it takes for the FTP store
  # if the machine does not get there the cable ends, too
  until [[ $said == 'flood sent' ]]; do
    read -r said <&6
    all+="$said,"
  done
  release
  finish
  has_finished
  wait "$CABLE"
  assert_equal "$all$(paste -sd, <&6)" '600 answered,flood sent,100 answered'
  assert_line --regexp '^packets: 700 paced, [0-9]+ of the flood, 0 wrong$'
  # some were lost, else it was no flood, and what was in the card's ring and the driver's was not
  run awk '/^packets: / { print ($4 > 32 && $4 < 400 ? "good" : $0) }' <<<"$output"
  assert_output good
}
