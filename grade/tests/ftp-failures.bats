#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The FTP store on servers that fail: that lie, stop, come back, have no room, or talk nonsense.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/tools/ftp-server.bash"
source "$ROOT/grade/tests/machine.bash"
source "$ROOT/grade/tests/ftp.bash"

@test "a page of memory that is another one when it comes back ends who needs it, and nobody else" {
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  begin <<'COMMANDS'
! run --store ftp recall 10
run share
COMMANDS
  until_true has_asked 1
  dd if=/dev/zero of="$FOLDER/uneon-0.0" bs=4096 seek=1 count=256 conv=notrunc status=none
  press 1
  finish
  has_finished
  assert_line --regexp '^ftp      page [0-9]+ of memory is not what was stored there$'
  assert_line --regexp '\(recall\) ended at .* the pager could not fetch the page'
  assert_line --regexp '^share: .* all find what was written'
}

@test "pages of memory that the server has lost end who needs them, and nobody else, and that is told" {
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  begin <<'COMMANDS'
! run --store ftp recall 10
! run --store ftp recall 10
run share
run --store ftp hog 1
COMMANDS
  until_true has_asked 1
  rm "$FOLDER"/uneon-0.*
  press 1
  until_true has_asked 2
  truncate -s 4096 "$FOLDER"/uneon-0.*
  press 2
  finish
  has_finished
  assert_line --regexp '^ftp      the server has lost a page: its file uneon-0\.[0-9] is gone$'
  assert_line --regexp '^ftp      the server has lost a page: its file uneon-0\.[0-9] ends too early$'
  assert_equal "$(grep -c '(recall) ended at .* the pager could not fetch the page' <<<"$output")" 2
  assert_line --regexp '^share: .* all find what was written'
  assert_line --regexp '^hog: wrote to 256 pages, 1 MiB, and found 0 words changed'
}

@test "when the FTP store is ended, so is whose memory it has, and nobody else; who asks for it next has another one" {
  serve vsftpd
  lines_of 7 2000 >"$FOLDER/lines"
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  begin <<'COMMANDS'
run --store ftp recall 10 ever &
recall
ps
kill 7
! wait
run share
! run ftp ftp://user:word@10.0.2.2
filer check ftp/lines 7 2000
run --store ftp hog 10
filer write ftp/text 3 4000
COMMANDS
  until_true said '^recall: wrote to 2560 pages'
  press 1
  finish
  has_finished
  assert_line --regexp '^ +7 +ftp +1 '
  assert_line '[7] ftp was ended'
  assert_line --regexp '\(recall\) ended at .* the pager'
  assert_line 'ftp      only init can start this store: make run FTP=URL'
  assert_line --regexp '^share: .* all find what was written'
  assert_line 'init: the FTP store has ended, and is started again'
  assert_line 'filer: ftp/lines has 2000 lines, 0 of them wrong'
  assert_line --regexp '^hog: wrote to 2560 pages, 10 MiB, and found 0 words changed'
  in_folder text 3 4000
}

@test "a server that is killed and comes back costs nobody anything" {
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  begin <<'COMMANDS'
run --store ftp recall 10
COMMANDS
  until_true has_asked 1
  ftp_server_end
  press 1
  until_true said 'the server at 10.0.2.2: '
  sleep 2 # many tries fail: whoever gave up at the first one would be noticed
  ftp_server_start vsftpd "$FOLDER" "$PLACE" "$FTP_SERVER_PORT"
  finish
  has_finished
  assert_line 'ftp      the server at 10.0.2.2 is there again'
  assert_line 'recall: found 0 words of 2560 pages changed'
}

# Each process of the server, which has one for each connection, ends by itself, in the middle of something.
@test "connections that are cut again and again cost nobody anything" {
  gcc -shared -fPIC -D_GNU_SOURCE -Wall -Werror -o "$HERE/cut.so" grade/tests/ftp/cut.c
  LD_PRELOAD=$HERE/cut.so serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  script <<'COMMANDS'
run --store ftp hog 10
store ftp
COMMANDS
  has_finished
  assert_line --regexp '^hog: wrote to 2560 pages, 10 MiB, and found 0 words changed'
  assert [ "$(grep -c 'the server at 10.0.2.2 is there again$' <<<"$output")" -ge 2 ]
}

@test "a server that stops for ever ends who needs it, in time, and nobody else" {
  serve vsftpd
  be_patient "$SHORT"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  begin <<'COMMANDS'
! run --store ftp recall 10
recall
! ls ftp
run share
ps
COMMANDS
  until_true has_asked 1
  ftp_server_stop
  press 1
  press 2
  finish
  has_finished
  assert_line --regexp '\(recall\) ended at .* (the page is lost: its pager could not store it|the pager could not fetch the page)'
  assert_line --partial 'ls: ftp: the device failed'
  assert_line --regexp '^share: .* all find what was written'
  assert_line --regexp '^ +[0-9]+ +ftp +1 ' # it is there still
}

# A file is synced by one transfer, which has to end in time; the one before is there still.
@test "a file whose sync takes longer than it may is not synced, and that is told" {
  FTP_SERVER_MORE=(anon_max_rate=50000) # bytes a second: no single wait is too long, but all of it is
  serve vsftpd
  be_patient "$SHORT"
  script <<'COMMANDS'
filer write ftp/text 1 1000
! filer change ftp/text 2 150000
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

# A program with little memory is in the server's first file; one with more needs the fourth, too, for which there is no room.
@test "a server whose disk is full ends who has no room, and nobody else" {
  ln -s /dev/full "$FOLDER/uneon-0.3"
  FTP_SERVER_MORE=(cmds_denied=DELE) # as a file that another store has left, it would be deleted
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  script <<'COMMANDS'
! run --store ftp hog 10
run --store ftp hog 1
run share
COMMANDS
  has_finished
  assert_line --regexp '\(hog\) ended at .* the page is lost: its pager could not store it'
  assert_line --regexp '^ftp      the server at 10.0.2.2 refuses: 4'
  assert_line --regexp '^hog: wrote to 256 pages, 1 MiB, and found 0 words changed'
  assert_line --regexp '^share: .* all find what was written'
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

KINDS=(silent closes garbage zeros long-line endless-reply never-ends no-code short-code high-code bare-line-feed control-byte telnet-byte
  shuts-down says-more too-early port-too-large port-zero port-missing passive-too-short passive-too-large
  nobody-listens login-refused needs-account no-folder)
AT_ONCE=13 # machines with such servers, which wait most of the time

# Starts a machine with a server of that kind, in a folder of its own.
begin_with() { # KIND
  HERE=$BATS_TEST_TMPDIR/$1
  mkdir "$HERE"
  serve_badly "$1" folder
  be_patient "$SHORT"
  begin <<'COMMANDS'
! run --store ftp hog 1
run share
ps
COMMANDS
  MACHINES+=("$QEMU")
}

# Its machine has done what it should.
has_withstood() { # KIND NUMBER
  HERE=$BATS_TEST_TMPDIR/$1 QEMU=${MACHINES[$2]}
  unset "MACHINES[$2]"
  finish
  echo "--- $1"
  has_finished
  assert_line --partial 'run: hog cannot be started: '
  assert_equal "$(grep -m 1 '^ftp ' <<<"$output")" "ftp      the server at $FAKE_ADDRESS$(complaint_about "$1")"
  assert_line --regexp '^share: .* all find what was written'
  assert_line --regexp '^ +[0-9]+ +ftp +1 '
}

@test "servers that talk nonsense, or nothing, harm who needs them, in time, and nobody else" {
  local i
  for i in "${!KINDS[@]}"; do
    begin_with "${KINDS[i]}"
    ((i < AT_ONCE - 1)) || has_withstood "${KINDS[i - AT_ONCE + 1]}" "$((i - AT_ONCE + 1))"
  done
  for ((i = ${#KINDS[@]} - AT_ONCE + 1; i < ${#KINDS[@]}; i++)); do has_withstood "${KINDS[i]}" "$i"; done
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
