#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The FTP store: memory and files on real servers.
load common
source "$ROOT/tools/qemu.bash"
source "$ROOT/tools/ftp-server.bash"
source "$ROOT/grade/tests/machine.bash"
source "$ROOT/grade/tests/ftp.bash"

@test "memory can be on an FTP server: programs with more of it than the machine has" {
  serve vsftpd
  be_patient "$LONG"
  RAM_MIB=8 BOOT_WORDS+=' store=20'
  script <<'COMMANDS'
run --store ftp hog 10
store ftp
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
  # Several pages are moved with one transfer: those that are stored in one, and what is read on is the same one's. (With one
  # of the two alone, hog would have some 2 pages a transfer.)
  run awk '/ commands to its device, / { print ($8 > (n++ == 0 ? 2.5 : 1.5) * $1 ? "good" : $0) }' <<<"$output"
  assert_output $'good\ngood'
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

LOOKS_AT_FILE=20 # at least

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
  begin < <(for seed in {1..9999}; do echo "filer write ftp/text $seed 15000"; done) # on and on
  until_true has_written 1
  until ((looks >= LOOKS_AT_FILE)) && has_written 6; do
    kill -0 "$QEMU"
    is_whole text 15000
    looks=$((looks + 1))
  done
  kill -KILL "$(pgrep -P "$QEMU")"
  is_whole text 15000
}

# The folder is not read again within a second of the machine's clock.
@test "a file that somebody changes on the server is another file for who opens it next" {
  serve vsftpd
  be_patient "$LONG"
  lines_of 7 20000 >"$FOLDER/lines"
  begin <<'COMMANDS'
filer check ftp/lines 7 20000
recall
sleep 200
filer check ftp/lines 8 10000
COMMANDS
  until_true has_asked 1
  lines_of 8 10000 >"$FOLDER/lines"
  press 1
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

@test "make run FTP=URL shows it, and says what is wrong with a URL" {
  serve vsftpd
  lines_of 3 100 >"$FOLDER/lines"
  FTP=ftp://$FTP_SERVER_USER:$FTP_SERVER_PASSWORD@localhost:$FTP_SERVER_PORT SCRIPT=folder RAM=8 run make run SLOW=10 </dev/null
  assert_success
  assert_line --regexp '^hog: wrote to [0-9]{3,} pages, [0-9]+ MiB, and found 0 words changed'
  assert_line --regexp '^ +[0-9]{3,} pages were fetched, [0-9]{2,} stored'
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
  SCRIPT=stores run make run SLOW=10 </dev/null
  assert_success
  assert_line --regexp '^hog: wrote to 2560 pages, 10 MiB, and found 0 words changed'
  assert_line --regexp '^chain: 512 pages, behind two pagers that are paged, have 0 wrong words'
  assert_line --regexp '^  0x10000000 +32 +32 .* of floppy .*, its window'
  assert_line --regexp '^  0x00400000 .* r- object [0-9]+ of floppy '
}

@test "a server that does not come up is not taken for the one that has its port" {
  serve vsftpd
  mkdir "$HERE/other"
  run ftp_server_start vsftpd "$FOLDER" "$HERE/other" "$FTP_SERVER_PORT"
  assert_failure
  assert_output --partial 'vsftpd does not come up'
}
