#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The FTP store: memory and files on real servers, and servers that fail. The network takes real time, so these machines
# run in it; what they do does not depend on how long that is.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/tools/ftp-server.bash"
source "$ROOT/grade/tests/machine.bash"

LONG=120 # seconds of patience, where the server is to be waited for, however busy the computer is
SHORT=4  # where it is to be given up
FAKE_ADDRESS=10.0.2.100

setup() {
  machine_setup
  [[ -f $PROGRAMS/ftp.elf ]] || skip 'lwIP is not here: `make setup` brings it'
  BOOT_ARCHIVE=boot-network.tar
  REAL_TIME=yes MOST_SECONDS=1200
  FOLDER=$HERE/folder PLACE=$HERE/server
  mkdir -p "$HERE/more" "$FOLDER" "$PLACE"
  chmod 755 "$HERE" "$FOLDER"
  objcopy --strip-all "$PROGRAMS/filer.elf" "$HERE/more/filer"
  MACHINE_MORE=(-netdev 'user,id=network' -device 'ne2k_pci,netdev=network')
}

teardown() {
  ftp_server_end
  [[ -z $QEMU ]] || kill "$QEMU" 2>/dev/null || true
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

# Starts the machine, which runs the lines of standard input; `finish` waits for its end.
begin() {
  make_machine
  machine_drop -sandbox
  (cd "$HERE" && exec timeout -k 1 "$MOST_SECONDS" "${MACHINE[@]}" </dev/null >qemu.log 2>&1 3>&-) &
  QEMU=$!
}

finish() {
  gone
  output=$(tr -d '\r' <"$HERE/console")
  mapfile -t lines <<<"$output"
}

# Waits until the command succeeds, or the machine has ended.
until_true() { # COMMAND...
  until "$@"; do
    kill -0 "$QEMU" 2>/dev/null || { echo "the machine has ended; and not: $*"; cat "$HERE/console"; return 1; }
    sleep 0.1
  done
}

said() { # PATTERN: on the console
  grep -qE -- "$1" "$HERE/console" 2>/dev/null
}

has_uploaded() { # COUNT of transfers to the server
  local count
  count=$(grep -c 'OK UPLOAD' "$PLACE/server.log" 2>/dev/null || true)
  ((${count:-0} >= $1))
}

has_finished() {
  printf '%s\n' "$output" # for whoever looks why it has not
  assert_equal "$(ended)" finished
}

# What filer writes.
lines_of() { # SEED LINES
  awk -v seed="$1" -v lines="$2" 'BEGIN { for (i = 0; i < lines; i++) printf "%08d %08d\n", seed, i }'
}

in_folder() { # FILE SEED LINES
  cmp "$FOLDER/$1" <(lines_of "$2" "$3")
}

@test "memory can be on an FTP server: programs with more of it than the machine has" {
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  script <<'COMMANDS'
run --store ftp hog 10
run --store ftp sort 5
run --store ftp chain 5
run share
store ftp
COMMANDS
  has_finished
  assert_line --regexp '^hog: wrote to 2560 pages, 10 MiB, and found 0 words changed'
  assert_line --regexp '^sort: [0-9]+ records in 1280 pages are in order'
  assert_line --regexp '^chain: 1280 pages, behind two pagers that are paged, have 0 wrong words'
  assert_line --regexp '^ +[0-9]{4,} pages were fetched, [0-9]{4,} stored$'
  # several pages are moved with one transfer
  run awk '/ commands to its device, / { print ($8 > 1.5 * $1 ? "good" : $0) }' <<<"$output"
  assert_output good
}

use_files() { # SERVER
  serve "$1"
  be_patient "$LONG"
  lines_of 7 20000 >"$FOLDER/lines"
  objcopy --strip-all "$PROGRAMS/hog.elf" "$FOLDER/hog"
  mkdir "$FOLDER/inner"
  chmod -R a+rwX "$FOLDER"
  script <<'COMMANDS'
ls ftp
run ftp/hog 1
filer check ftp/lines 7 20000
filer write ftp/small.txt 1 10
filer write ftp/large 2 30000
filer change ftp/large 5 30000
filer change ftp/large 6 20000
filer write ftp/again 3 500
filer write ftp/again 4 3000
filer write ftp/gone 7 400
rm ftp/gone
! rm ftp/none
! run ftp/inner
! filer write ftp/nametoolongforit 1 1
filer check ftp/again 4 3000
run --store ftp hog 2
COMMANDS
  has_finished
  assert_line '  360000  lines'
  refute_line --regexp '^ +[0-9]+  inner'
  assert_line --regexp '^hog: wrote to 256 pages, 1 MiB, and found 0 words changed'
  assert_line 'filer: ftp/lines has 20000 lines, 0 of them wrong'
  in_folder small.txt 1 10
  cmp <(head -c 360000 "$FOLDER/large") <(lines_of 6 20000)
  in_folder again 4 3000
  in_folder lines 7 20000
  [[ ! -e $FOLDER/gone && ! -e $FOLDER/uneon-new ]]
}

@test "a file that a program writes through its memory is in the server's folder, byte for byte" {
  use_files vsftpd
}

@test "the same on a server that keeps nothing of a file around what is written" {
  use_files pure-ftpd
}

# Whether what lies under a name on the server is whole: all of one seed's lines.
is_whole() { # FILE LINES
  cat "$FOLDER/$1" >"$HERE/copy" # which opens it once, and reads that
  awk -v lines="$2" '
    NR == 1 { seed = $1 }
    length($0) != 17 || $1 != seed || $2 != NR - 1 { torn = 1 }
    END { exit torn || NR != lines }' "$HERE/copy"
}

has_written() { # COUNT of files, says filer
  local count
  count=$(grep -cE '^filer: wrote ' "$HERE/console" 2>/dev/null || true)
  ((${count:-0} >= $1))
}

@test "whoever looks at a file on the server while it changes finds one that is whole, also when the machine is gone" {
  local looks=0 seed
  FTP_SERVER_MORE=(anon_max_rate=1000000) # bytes a second: there is time to look
  serve vsftpd
  be_patient "$LONG"
  begin < <(for seed in {1..9}; do echo "filer write ftp/text $seed 15000"; done)
  until_true has_written 1
  until has_written 6; do
    kill -0 "$QEMU"
    is_whole text 15000
    looks=$((looks + 1))
  done
  kill -KILL "$(pgrep -P "$QEMU")"
  ((looks > 5))
  is_whole text 15000
}

@test "a file that somebody changes on the server is another file for who opens it next" {
  serve vsftpd
  be_patient "$LONG"
  lines_of 7 20000 >"$FOLDER/lines"
  begin <<'COMMANDS'
filer check ftp/lines 7 20000
filer write ftp/ready 1 1
sleep 300
sleep 300
filer check ftp/lines 8 10000
COMMANDS
  until_true test -s "$FOLDER/ready"
  lines_of 8 10000 >"$FOLDER/lines"
  finish
  has_finished
  assert_line 'filer: ftp/lines has 10000 lines, 0 of them wrong'
}

@test "memory is a file a page on a server that keeps nothing around what is written" {
  serve pure-ftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  script <<'COMMANDS'
run --store ftp hog 6
COMMANDS
  has_finished
  assert_line --regexp '^hog: wrote to 1536 pages, 6 MiB, and found 0 words changed'
  assert_equal "$(stat -c %s "$FOLDER/uneon-0.1")" 4096
}

@test "a server without EPSV is used with PASV, whatever address it names" {
  FTP_SERVER_MORE=(cmds_denied=EPSV)
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  script <<'COMMANDS'
run --store ftp hog 6
filer write ftp/text 3 4000
COMMANDS
  has_finished
  assert_line --regexp '^hog: wrote to 1536 pages, 6 MiB, and found 0 words changed'
  in_folder text 3 4000
  assert_equal "$(grep -c ' FTP response: .*"227 ' "$PLACE/server.log" | awk '{ print ($1 > 20) }')" 1
}

@test "a page of memory that is another one when it comes back ends who needs it, and nobody else" {
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  begin <<'COMMANDS'
! run --store ftp hog 10
run share
COMMANDS
  until_true has_uploaded 20
  dd if=/dev/zero of="$FOLDER/uneon-0.0" bs=4096 seek=1 count=256 conv=notrunc status=none
  finish
  has_finished
  assert_line --regexp '^ftp      page [0-9]+ of memory is not what was stored there$'
  assert_line --regexp '\(hog\) ended at .* the pager could not fetch the page'
  assert_line --regexp '^share: .* all find what was written'
}

@test "when the FTP store is ended, so is whose memory it has, and nobody else" {
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  script <<'COMMANDS'
run --store ftp hog 10 &
sleep 100
ps
kill 7
! wait
! store ftp
! run ftp ftp://user:word@10.0.2.2
run share
COMMANDS
  has_finished
  assert_line --regexp '^ +7 +ftp +1 '
  assert_line '[7] ftp was ended'
  assert_line --regexp '\(hog\) ended at .* the pager'
  assert_line 'ftp: the store has ended, and starts again with the machine only'
  assert_line 'ftp      only init can start this store, with the machine: make run FTP=URL'
  assert_line --regexp '^share: .* all find what was written'
}

@test "a server that is killed and comes back costs nobody anything" {
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  begin <<'COMMANDS'
run --store ftp hog 10
store ftp
COMMANDS
  until_true has_uploaded 30
  ftp_server_end
  until_true said 'the server at 10.0.2.2: '
  sleep 2 # many tries fail: whoever gave up at the first one would be noticed
  ftp_server_start vsftpd "$FOLDER" "$PLACE" "$FTP_SERVER_PORT"
  until_true said 'is there again'
  finish
  has_finished
  assert_line --regexp '^hog: wrote to 2560 pages, 10 MiB, and found 0 words changed'
}

@test "connections that are cut again and again cost nobody anything" {
  local i
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  begin <<'COMMANDS'
run --store ftp hog 10
COMMANDS
  for ((i = 1; i <= 4; i++)); do
    until_true has_uploaded "$((i * 12))"
    pkill -KILL -P "$FTP_SERVER_PID"
  done
  finish
  has_finished
  assert_line --regexp '^hog: wrote to 2560 pages, 10 MiB, and found 0 words changed'
  assert_line --partial 'is there again'
}

@test "a server that stops for ever ends who needs it, in time, and nobody else" {
  local sessions
  serve vsftpd
  be_patient "$SHORT"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  begin <<'COMMANDS'
! run --store ftp hog 10
! ls ftp
run share
ps
COMMANDS
  until_true has_uploaded 20
  mapfile -t sessions < <(pgrep -g "$FTP_SERVER_PID")
  kill -STOP "${sessions[@]}"
  finish
  has_finished
  assert_line --regexp '\(hog\) ended at .* (the page is lost: its pager could not store it|the pager could not fetch the page)'
  assert_line --partial 'ls: ftp: the device failed'
  assert_line --regexp '^share: .* all find what was written'
  assert_line --regexp '^ +[0-9]+ +ftp +1 ' # it is there still
}

# A file is synced by one transfer, which has to end in time; the one before is there still.
@test "a file whose sync takes longer than it may is not synced, and that is told" {
  FTP_SERVER_MORE=(anon_max_rate=100000) # bytes a second
  serve vsftpd
  be_patient $((3 * SHORT)) # so that no single wait is too long
  script <<'COMMANDS'
filer write ftp/text 1 1000
! filer change ftp/text 2 60000
run share
COMMANDS
  has_finished
  assert_line 'ftp      the server at 10.0.2.2: this takes it longer than half of the patience with pagers (pager_patience=)'
  assert_line --regexp '^share: .* all find what was written'
  in_folder text 1 1000
}

@test "a wrong password is told, and memory is elsewhere" {
  serve vsftpd wrong
  be_patient "$LONG"
  script <<'COMMANDS'
! run --store ftp hog 1
! ls ftp
run hog 1
COMMANDS
  has_finished
  assert_line 'ftp      the server at 10.0.2.2 refuses: 530 Login incorrect.'
  assert_line --regexp '^hog: wrote to 256 pages, 1 MiB, and found 0 words changed'
}

# A program with little memory is in the server's first file, one with more needs the second.
@test "a server whose disk is full ends who has no room, and nobody else" {
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  ln -s /dev/full "$FOLDER/uneon-0.3"
  script <<'COMMANDS'
! run --store ftp hog 10
run --store ftp hog 1
run share
COMMANDS
  has_finished
  assert_line --regexp '\(hog\) ended at .* the page is lost: its pager could not store it'
  assert_line --regexp '^ftp      the server at 10.0.2.2 refuses: [45]'
}

# What the client says first of a server of that kind.
complaint_about() { # KIND
  case $1 in
    silent) echo ': it does not answer in time' ;;
    closes | shuts-down | nobody-listens) echo ': the connection was lost, or there is none' ;;
    login-refused) echo ' refuses: 530 Login incorrect.' ;;
    needs-account) echo ' refuses: 332 Account?' ;;
    no-folder) echo ' refuses: 550 No such folder.' ;;
    *) echo ": what it says is no reply of FTP's" ;;
  esac
}

@test "servers that talk nonsense, or nothing, harm who needs them, in time, and nobody else" {
  local kind
  for kind in silent closes garbage zeros long-line endless-reply never-ends no-code short-code high-code bare-line-feed control-byte telnet-byte \
    shuts-down says-more too-early port-too-large port-zero port-missing passive-too-short passive-too-large \
    nobody-listens login-refused needs-account no-folder; do
    serve_badly "$kind" folder
    be_patient "$SHORT"
    begin <<'COMMANDS'
! run --store ftp hog 1
run share
ps
COMMANDS
    finish
    echo "--- $kind"
    has_finished
    assert_line --partial 'run: hog cannot be started: '
    assert_equal "$(grep -m 1 '^ftp ' <<<"$output")" "ftp      the server at $FAKE_ADDRESS$(complaint_about "$kind")"
    assert_line --regexp '^share: .* all find what was written'
    assert_line --regexp '^ +[0-9]+ +ftp +1 '
    rm "$HERE/console"
  done
}

@test "replies are taken apart strictly" {
  gcc -std=gnu11 -I. -Wall -Werror -o "$HERE/replies" grade/tests/ftp/replies.c user/programs/ftp/reply.c
  run "$HERE/replies" <<'REPLIES'
line 220 hello
line 220-hello
line 220
line 22
line 620 x
line 020 x
line 260 x
line 2a0 x
line 220x
epsv 229 Entering (|||6446|)
epsv 229 Entering (!!!65535!)
epsv 229 Entering (|||0|)
epsv 229 Entering (|||65536|)
epsv 229 Entering (|||99999999999999999999|)
epsv 229 Entering (||6446|)
epsv 229 Entering (|||6446)
epsv 229 Entering (|||6446|
epsv 229 Entering (|||-1|)
epsv 229 Entering (111644611)
epsv 229 Entering
pasv 227 Entering (127,0,0,1,4,5).
pasv 227 Entering (127,0,0,1,0,0)
pasv 227 Entering (127,0,0,1,4,256)
pasv 227 Entering (127,0,0,1,4)
pasv 227 Entering (127,0,0,1,4,5,6)
pasv 227 Entering (127,0,,1,4,5)
pasv 227 Entering 127,0,0,1,4,5
size 213 0
size 213 4294967295
size 213 4294967296
size 213 12x
size 213 x
size 213-12
REPLIES
  assert_success
  assert_output "220 0 last
220 0 -
220 0 last
-10 0 -
-10 0 -
-10 0 -
-10 0 -
-10 0 -
-10 0 -
0 6446 -
0 65535 -
-10 0 -
-10 0 -
-10 0 -
-10 0 -
-10 0 -
-10 0 -
-10 0 -
-10 0 -
-10 0 -
0 1029 -
-10 0 -
-10 0 -
-10 0 -
-10 0 -
-10 0 -
-10 0 -
0 0 -
0 4294967295 -
-3 429496729 -
-10 12 -
-10 0 -
-10 0 -"
}

@test "make run FTP=URL shows it, and says what is wrong with a URL" {
  serve vsftpd
  lines_of 3 100 >"$FOLDER/lines"
  FTP=ftp://$FTP_SERVER_USER:$FTP_SERVER_PASSWORD@localhost:$FTP_SERVER_PORT SCRIPT=stores RAM=8 SLOW=3 run make run </dev/null
  assert_success
  assert_line --regexp '^hog: wrote to 2560 pages, 10 MiB, and found 0 words changed'
  assert_line --regexp '^ +1800  lines'
  FTP=localhost run make run </dev/null
  assert_failure
  assert_output --partial 'FTP is ftp://USER:PASSWORD@HOST[:PORT][/FOLDER]'
  FTP=ftp://a:b@localhost FTP_MEMORY=floppy run make run </dev/null
  assert_failure
  assert_output --partial 'FTP_MEMORY=floppy needs FLOPPY=image, too'
  mkdir "$HERE/none"
  FTP=ftp://a:b@localhost run bash tools/run "$IMAGE" "$HERE/none"
  assert_failure
  assert_output --partial '`make setup` brings it'
}

@test "memory on a server whose client is paged by a floppy disk" {
  local reason
  reason=$(ftp_server_reason vsftpd)
  [[ -z $reason ]] || skip "$reason"
  SCRIPT=stores SLOW=3 run make run </dev/null
  assert_success
  assert_line --regexp '^hog: wrote to 2560 pages, 10 MiB, and found 0 words changed'
  assert_line --regexp '^chain: 512 pages, behind two pagers that are paged, have 0 wrong words'
  assert_line --regexp '^  0x10000000 +32 +32 .* of floppy .*, its window'
  assert_line --regexp '^  0x00400000 .* r- object [0-9]+ of floppy '
}
