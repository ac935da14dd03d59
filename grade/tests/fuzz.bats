#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Random system calls with an audit of all books (make fuzz), what shows that the audit can fail, and the odd files,
# archives and command lines that a machine may be started with.
load common
source "$ROOT/tools/qemu.bash"

SEED_OF_ALL=271828 # so that two checks are alike

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || exit
  make -s kernel >/dev/null
  make -s test-kernel TEST_PROGRAMS='fuzz ramstore' >/dev/null
}

setup() {
  read -r IMAGE PROGRAMS KERNEL < <(make -s print-image)
  HERE=$BATS_TEST_TMPDIR
}

# --- generations

@test "a stale capability stays stale when 2^32 generations have gone by" {
  machine_test 16 "$KERNEL" "console=serial test=generations nonce=generations watchdog=30" "$HERE/console" "$HERE/records"
  run timeout -k 1 "$LAST_RESORT" "${MACHINE[@]}"
  assert_equal "${MACHINE_ENDS[$status]}: $(grep -E " (check|end) " "$HERE/records" | cut -d " " -f 4-)" "finished: end done=1"
}

# --- calls

@test "a million random calls leave all books right, and the machines as they were" {
  SEED=$SEED_OF_ALL CALLS=1000000 KEEP_TRACES=${FUZZED:-} run make -s fuzz # traces: for grade/check coverage
  assert_success
  assert_output --regexp '^10[0-9]{5} calls, [0-9]+ machines, 0 failures$'
  # they have led to everything that a book can say, but for what is rare
  run awk '$1 == "seen" && $NF == 0 && !/=(discard|slot_draining|ticket|going|revoked) / { print $2 }' build/fuzz/reached
  assert_output ''
  run grep -c '^seen ' build/fuzz/reached
  assert [ "$output" -ge 40 ]
}

# What the audit says when a book is made wrong (kernel/test/audit_break.c).
declare -gA SAYS=(
  [lost-frame]='state of frame'
  [mappings]='mappings of frame'
  [owner-page]='page that frame'
  [owner-object]='owner of frame'
  [paged-as-lent]='state of frame'
  [mapping]='mapped at|mappings of frame'
  [unmapped]='mappings of frame|pages in the table'
  [table-count]='page tables of process'
  [kernel-half]="of the kernel's half of the directory of process"
  [region-order]='start of a region of process'
  [region-place]='pages of the region at'
  [region-rights]='rights of the region at'
  [region-count]='regions of an object of process'
  [not-absent]='pages that are not absent'
  [open-requests]='open requests for pages'
  [object-capabilities]='capabilities for an object'
  [object-pager]='pager behind an object'
  [window-backs]='pager whose window the window'
  [notice]='objects in the list of notices'
  [leaf-count]='pages in the leaf of page'
  [process-capabilities]='capabilities for process'
  [creator]='creator of process'
  [charged]='frames charged to process'
  [quota]='quotas of all ordinary processes together'
  [ordinary-quotas]='quotas of all ordinary processes together'
  [claim]='frames claimed, by the claims'
  [wait]='waits for what the list of'
  [wait-list]='lists that process'
  [received]='interrupts at a port where process'
  [owned-port]='which owns a port, is valid'
  [running]='waits of process .*, by its state'
  [queue]='processes in the queues, of|branches in the queue|no process is ready in a branch|bit of the (queue|ordinary)'
  [queue-bit]='bit of the (queue of priority|ordinary processes)'
  [branch]='branch of process .*, by the queue that it is in'
  [priority]='process .*, which has priority 0, is a pager of that level'
  [timeout]='bucket of the timeout'
  [timeout-lost]='timeouts, of the processes that have one'
  [list-links]='the link back, in the list of all processes'
  [slot]='requests in slot'
  [slot-word]='slot in the word of slot'
  [next-request]='the request that process .* gets next|requests of process .* were received in their order'
  [idle-slots]='idle, open and draining slots'
  [fetches]='fetches of process'
  [dirty]='dirty mark of frame'
  [level]='level of process'
  [turn]='pagers queued for a turn'
  [line-port]='ports that line 15 is bound to'
  [failed-call]='a call that fails has changed nothing'
)

# Sets TOLD[BOOK] to what is said of a machine in which that book is made wrong.
declare -gA TOLD=()
break_books() { # NAME...
  local book machines='' line told=''
  for book; do machines+="calls=100000 processes=8 break=$book;"; done
  SEED=5 RAM=6 FUZZ=$machines SHRINK=no run bash tools/fuzz
  while IFS= read -r line; do
    [[ $line != failed:* ]] || told=$line
    [[ ! $line =~ ^\ *again:.*\ break=([a-z-]+) ]] || TOLD[${BASH_REMATCH[1]}]=$told
  done <<<"$output"
}

@test "the audit notices each wrong book, and says which" {
  local book missed=''
  # all that there are
  run diff <(sed -nE 's/^    \{"([a-z-]+)", break_.*/\1/p' kernel/test/audit_break.c | sort) \
    <(printf '%s\n' "${!SAYS[@]}" | grep -vx failed-call | sort)
  assert_output ''
  break_books "${!SAYS[@]}"
  for book in "${!SAYS[@]}"; do
    [[ ${TOLD[$book]-} =~ ${SAYS[$book]} ]] || missed+="$book: ${TOLD[$book]-}"$'\n'
  done
  assert_equal "$missed" ''
}

@test "a machine that is not as it was is a failure" {
  SEED=6 RAM=8 FUZZ='calls=2000 keep=1' SHRINK=no run bash tools/fuzz
  assert_failure 1
  assert_output --partial 'failed:  after.free_frames == before->free_frames'
}

@test "a failure is shrunk, and its command does it again" {
  local again
  SEED=3 RAM=8 FUZZ='calls=4000 break=creator' run bash tools/fuzz
  assert_failure 1
  assert_line --regexp '^[0-9]+ calls, 1 machines, 1 failures$'
  assert_output --partial "debug: make debug SEED=3 RAM=8 FUZZ='"
  again=$(sed -nE "s/^  again: (make fuzz .*)$/\1/p" <<<"$output")
  [[ $again =~ processes=1\ .*hogs=0 ]]
  run bash -c "$again"
  assert_failure
  assert_output --partial 'failed:  creator of process'
}

@test "the same seed makes the same calls" {
  SEED=11 RAM=6 FUZZ='calls=5000' run bash tools/fuzz
  assert_success
  local first=$output
  SEED=11 RAM=6 FUZZ='calls=5000' run bash tools/fuzz
  assert_output "$first"
}

@test "what fuzz cannot do it says" {
  CALLS=many run bash tools/fuzz
  assert_failure 2
  assert_output "fuzz: CALLS is a number from 1 to 2000000000, not 'many'"
  FUZZ='sheep=3' run bash tools/fuzz
  assert_failure 2
  assert_output "fuzz: there is no word 'sheep=3' for FUZZ"
}

# --- what a machine is started with

# Makes an odd file of a good one; the seed says how. For an archive come the numbers of the blocks that are headers.
make_odd() { # KIND GOOD ODD SEED [BLOCKS]
  local offset bytes
  cp "$2" "$3"
  awk -v kind="$1" -v seed="$4" -v bytes="$(stat -c %s "$2")" -v blocks="${5-}" -f grade/tests/odd.awk | while read -r offset bytes; do
    if [[ $offset == cut ]]; then
      truncate -s "$bytes" "$3"
    else
      printf '%b' "\\x${bytes// /\\x}" | dd of="$3" bs=1 seek="$offset" conv=notrunc status=none
    fi
  done
}

# Starts a machine with modules out of $HERE, and says in $output what was wrong with how it ended: nothing, mostly.
# A program may run for ever: that is no mistake of the kernel's, whose watchdog says where it was.
start_odd() { # MODULES WORDS
  local status=0
  machine_test 16 "$ROOT/$IMAGE/uneon.elf" "console=serial at_end=exit watchdog=10 output_limit=200000 $2" console records
  [[ -z $1 ]] || MACHINE+=(-initrd "$1")
  rm -f "$HERE/console"
  (cd "$HERE" && ulimit -t 600 && exec timeout --foreground -k 1 3600 "${MACHINE[@]}" </dev/null >qemu 2>&1) || status=$?
  case ${MACHINE_ENDS[$status]:-status $status} in
    finished | failed | flood) ;;
    hang) grep -q '^  in process ' "$HERE/console" || echo "hangs: $(tail -n 3 "$HERE/console")" ;;
    unsuitable) grep -q 'uNeon needs a machine\|do not fit' "$HERE/console" || echo "says nothing" ;;
    *) echo "ends with ${MACHINE_ENDS[$status]:-status $status}: $(tail -n 3 "$HERE/console")" ;;
  esac
}

FILES_A_MACHINE=14

# Odd files of one kind, several a machine, and a good program behind them, which must run all the same.
start_with_odd() { # KIND GOOD MACHINES [BLOCKS]
  local machine i modules wrong
  cp "$PROGRAMS/tour.elf" "$HERE"
  for ((machine = 0; machine < $3; machine++)); do
    modules=''
    for ((i = 0; i < FILES_A_MACHINE; i++)); do
      make_odd "$1" "$2" "$HERE/odd-$i" $((SEED_OF_ALL + machine * 100 + i)) "${4-}"
      modules+="odd-$i,"
    done
    wrong=$(start_odd "${modules}tour.elf" '')
    [[ -z $wrong ]] || fail "machine $machine of $1 $wrong"
    REFUSED=$((REFUSED + $(grep -ac '^program  .* is refused: ' "$HERE/console")))
  done
}

@test "hundreds of odd ELF files: each is refused with a reason, or runs" {
  REFUSED=0
  start_with_odd elf "$PROGRAMS/tour.elf" 20
  # most of them are no programs any more
  assert [ "$REFUSED" -ge 140 ]
}

@test "hundreds of odd archives: the same" {
  REFUSED=0
  mkdir -p "$HERE/tree/boot"
  cp "$PROGRAMS/tour.elf" "$HERE/tree/boot/tour"
  objcopy --strip-all "$HERE/tree/boot/tour"
  head -c 700 /dev/zero >"$HERE/tree/file"
  tar --format=ustar -C "$HERE/tree" -cf "$HERE/good.tar" boot/tour file
  start_with_odd tar "$HERE/good.tar" 20 "$(tar --list --block-number -f "$HERE/good.tar" | sed -nE 's/^block ([0-9]+): [^*].*/\1/p' | tr '\n' ' ')"
  assert [ "$REFUSED" -ge 140 ]
}

odd_command_line() { # SEED
  awk -v seed="$1" '
    function random(bound) { state = (state * 16807) % 2147483647; return state % bound }
    BEGIN {
      state = seed % 2147483646 + 1
      for (i = 0; i < 10; i++) random(2)
      keys = split("console output_limit at_end pager_patience deadlock_limit test bench nonce seed watchdog ram store script map every break", key, " ")
      values = split("0 1 2 - -1 4294967295 4294967296 99999999999999999999 exit hold serial vga both x=y = == 0x10 u:0-1000 %s%n", value, " ")
      words = random(8) == 0 ? 2000 : random(12)
      for (i = 0; i < words; i++) {
        kind = random(5)
        if (kind == 0) line = line key[1 + random(keys)] " "
        else if (kind == 1) { for (n = random(20); n > 0; n--) line = line sprintf("%c", 33 + random(94)); line = line " " }
        else line = line key[1 + random(keys)] "=" value[1 + random(values)] " "
      }
      gsub(/,/, ";", line)
      print line
    }'
}

@test "odd command lines, of the kernel and of programs" {
  local i line wrong
  cp "$PROGRAMS/tour.elf" "$HERE"
  for ((i = 0; i < 100; i++)); do
    line=$(odd_command_line $((SEED_OF_ALL + i)))
    wrong=$(start_odd "tour.elf ${line:0:$((i * 7 % 300))}" "$line")
    [[ -z $wrong ]] || fail "the command line of seed $((SEED_OF_ALL + i)) $wrong"
  done
}
