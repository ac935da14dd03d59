# SPDX-License-Identifier: MIT
# The machines of a test: started, watched, and what their ends mean. Part of grade/lib.bash.
#
# A machine has limits in guest time (the watchdog) and in processor time, so that a slow or busy computer changes
# nothing. The limit in real time only ends what would never end; reaching it is the grader's failure.

# shellcheck disable=SC2034 # many of these are read in the other parts
GRADE_WALL_SECONDS=${GRADE_WALL_SECONDS:-600}
LOOK_SECONDS=2          # between two looks at a machine that has not ended yet
IDLE_LOOKS=4            # it did nothing all that time, and nothing waits for a processor
CPU_SECONDS=${GRADE_CPU_SECONDS:-60} # of QEMU, and more for each second of guest time:
CPU_SECONDS_A_SECOND=$((CPU_SECONDS / 3)) # even a slow computer needs fewer
OUTPUT_BYTES=262144      # more on the console than that is a flood
LOG_BYTES=1048576        # the same from outside, on either channel
TRACE_BYTES=33554432     # what QEMU may write of what was executed; so far all tests need less than 1 MiB
ENDS_OTHERWISE='^(test_run|leave|test_stop_programs|__wrap_frame_misuse|__wrap_reserve_misuse|done|stop_call|test_catch_leave|__wrap_deadlock_report|note_report)$'
DUMP_BYTES=67108864      # what may be saved of a machine's memory
ROOM_BYTES=65536
MEMORY_KIB=8388608       # of QEMU, with 1 GiB for the guest and what it makes of its code
TICKS_A_SECOND=100       # of processor time in /proc (USER_HZ, the same everywhere)
KILLED='the machine was killed from outside (too little memory on this computer?)'

boot() {
  local ram=64 limit=2 modules='' floppy='' test=$TEST_NAME hold='' words='' word suffix='' ranges status=0
  PROGRAM_ARGUMENTS="$TEST_NAME $GRADE_SEED"
  for word; do
    case $word in
      ram=*) ram=${word#*=} ;;
      test=*) test=${word#*=} ;;
      limit=*) limit=${word#*=} ;;
      modules=*) modules=${word#*=} ;;
      floppy=*) floppy=${word#*=} ;; # the disk in the drive, raw
      # one of labs/*/tests/programs/, which runs the scenario of the test's name
      program=*) modules="programs/${word#*=}.elf $PROGRAM_ARGUMENTS" ;;
      *)
        words+=" $word"
        [[ $word != at_end=hold ]] || hold=yes
        ;;
    esac
  done
  ((limit <= ${GRADE_LIMIT_SECONDS:-limit})) || limit=$GRADE_LIMIT_SECONDS
  if ! has_time_left; then
    END=hang END_TEXT="all tests of the lab together took more than $GRADE_LAB_CPU_SECONDS s of processor time"
    RECORD_WORDS=() RECORD_TEXTS=() CONSOLE_LOG=/dev/null NOT_SEEN='' READY_SEEN=''
    return 0
  fi
  BOOTS=$((BOOTS + 1)) MACHINE_RAM_MIB=$ram
  ((BOOTS == 1)) || suffix=-$BOOTS
  CONSOLE_LOG=$TEST_LOGS/console$suffix.log
  RECORDS_LOG=$TEST_LOGS/records$suffix.log
  MACHINE_LOG=$TEST_LOGS/qemu$suffix.log
  local line="console=serial test=$test nonce=$GRADE_NONCE seed=$GRADE_SEED watchdog=$limit output_limit=$OUTPUT_BYTES$words"
  # Relative names only: the guest sees them, and their length moves its instruction count.
  machine_test "$ram" "$GRADE_KERNEL" "$line" "logs/$TEST_NAME/${CONSOLE_LOG##*/}" "logs/$TEST_NAME/${RECORDS_LOG##*/}"
  [[ -z $modules ]] || MACHINE+=(-initrd "$modules")
  [[ -z $floppy ]] || MACHINE+=(-drive "if=floppy,format=raw,file=$floppy")
  [[ -z $hold ]] || MACHINE+=("${MACHINE_HOLD[@]}")
  EXECUTED='' MODULES=$modules
  if [[ -f $GRADE_RUN/kernel.names ]]; then
    EXECUTED=$TEST_LOGS/executed$suffix
    read -r ranges <"$GRADE_RUN/kernel.ranges" || true # which has no end of a line
    MACHINE+=(-d in_asm -dfilter "$ranges" -D "logs/$TEST_NAME/${EXECUTED##*/}")
  fi
  : >"$CONSOLE_LOG"
  : >"$RECORDS_LOG"
  printf '%q ' "${MACHINE[@]}" >"$TEST_LOGS/command$suffix"
  cd "$GRADE_RUN" || return
  start_machine $((CPU_SECONDS + limit * CPU_SECONDS_A_SECOND)) "${hold:+$DUMP_BYTES}"
  if [[ -n $hold ]]; then
    await_hold || status=$?
  else
    await_machine || status=$?
  fi
  KERNEL_TEST=$test
  classify "$status"
  check_executed
  cut_log "$CONSOLE_LOG" "$CONSOLE_BYTES"
  cut_log "$RECORDS_LOG" "$RECORDS_BYTES"
  [[ ! -s $MACHINE_LOG ]] || cut_log "$MACHINE_LOG" "$(stat -c %s "$MACHINE_LOG")"
}

# What all tests together have used is bounded, too: in `spent` are two lines a test (bash's `times`), of which the second
# is of its children, in minutes and seconds.
has_time_left() {
  local lines i time='([0-9]+)m([0-9]+)\.([0-9]{3})s' milliseconds=0
  [[ -n ${GRADE_LAB_CPU_SECONDS-} && -f $GRADE_RUN/spent ]] || return 0
  mapfile -t lines <"$GRADE_RUN/spent"
  for ((i = 1; i < ${#lines[@]}; i += 2)); do
    [[ ${lines[i]} =~ ^$time\ $time$ ]] || continue
    milliseconds=$((milliseconds + 60000 * (BASH_REMATCH[1] + BASH_REMATCH[4]) +
      10#${BASH_REMATCH[2]}${BASH_REMATCH[3]} + 10#${BASH_REMATCH[5]}${BASH_REMATCH[6]}))
  done
  ((milliseconds < GRADE_LAB_CPU_SECONDS * 1000))
}

# Logs are kept, and sent around.
cut_log() { # FILE BYTES
  (($2 > OUTPUT_BYTES)) || return 0
  truncate -s "$OUTPUT_BYTES" "$1"
  printf '\n[cut here: it had %d bytes]\n' "$2" >>"$1"
}

# Starts it with its output on MACHINE_OUTPUT, and its input, for a machine that will be held, on MACHINE_INPUT.
start_machine() { # CPU-SECONDS [DUMP-BYTES]
  local bytes=${2:-$TRACE_BYTES} jail=()
  if [[ -f $GRADE_RUN/jail ]]; then
    mapfile -d '' -t jail <"$GRADE_RUN/jail" # word by word, by grade/grade
    jail+=(--bind "$TEST_LOGS" "$TEST_LOGS" --ro-bind "$GRADE_RUN/programs" "$GRADE_RUN/programs"
      --ro-bind "$GRADE_RUN/$GRADE_KERNEL" "$GRADE_RUN/$GRADE_KERNEL")
  fi
  STUCK='' LATE='' LAST_USED=0
  if [[ -n $2 ]]; then
    exec {MACHINE_INPUT}<> <(:) # a pipe without a name
  else
    exec {MACHINE_INPUT}</dev/null
  fi
  # it ends with this shell, whatever ends that
  exec {MACHINE_OUTPUT}< <(
    ulimit -c 0 -f $((bytes / 1024)) -v "$MEMORY_KIB"
    ulimit -S -t "$1"
    ulimit -H -t $(($1 + 5))
    export GLIBC_TUNABLES=$UNEON_LARGE_PIECES
    exec setpriv --pdeathsig KILL "${jail[@]}" "${MACHINE[@]}" <&"$MACHINE_INPUT" 2>&1
  )
  MACHINE_PID=$!
  CPU_LIMIT=$1
}

# Reads a line of the machine's output into LINE. 1: it has ended, or was ended because it got stuck or is late.
read_output() {
  local looks=0 idle=0 used='' last status
  while :; do
    status=0
    IFS= read -r -t "$LOOK_SECONDS" -u "$MACHINE_OUTPUT" LINE || status=$?
    ((status != 0)) || return 0
    ((status > 128)) || return 1
    looks=$((looks + 1)) last=$used
    used=$(processor_use "$MACHINE_PID") LAST_USED=${used%% *}
    [[ $used != *runnable* && $used == "$last" ]] && idle=$((idle + 1)) || idle=0
    if ((idle >= IDLE_LOOKS)); then
      STUCK=yes
    elif ((looks * LOOK_SECONDS >= GRADE_WALL_SECONDS * SLOW)); then
      LATE=yes
    elif trace_is_full; then
      : # QEMU goes on without it
    else
      continue
    fi
    kill -KILL "$MACHINE_PID" 2>/dev/null || true
    return 1
  done
}

# A machine of which nothing more can be known.
trace_is_full() {
  [[ -n ${EXECUTED-} && -f $EXECUTED ]] && (($(stat -c %s "$EXECUTED") >= TRACE_BYTES))
}

# A process and all that it has started: QEMU in its jail, say.
descendants() { # PID
  local file children child
  printf '%s\n' "$1"
  for file in /proc/"$1"/task/*/children; do
    { read -r -a children <"$file"; } 2>/dev/null || true
    for child in "${children[@]}"; do descendants "$child"; done
  done
}

# The processor time that they have used; and whether one of their threads could run, but has no processor.
processor_use() { # PID
  local file line fields files=() pid sum=0 state=''
  for pid in $(descendants "$1"); do files+=(/proc/"$pid"/task/*/stat); done
  for file in "${files[@]}"; do
    { read -r line <"$file"; } 2>/dev/null || continue
    read -ra fields <<<"${line##*) }" # state, and from the eleventh on times: proc(5)
    [[ ${fields[0]} == S ]] || state=runnable
    sum=$((sum + fields[11] + fields[12]))
  done
  printf '%s %s' "$sum" "$state"
}

# Sets MACHINE_STATUS; in the function's status one could not tell 1 from a failure.
finish_machine() {
  while read_output; do
    printf '%s\n' "$LINE" >>"$MACHINE_LOG"
  done
  local status=0
  wait "$MACHINE_PID" || status=$?
  exec {MACHINE_OUTPUT}<&- {MACHINE_INPUT}<&-
  return "$status"
}

await_machine() {
  finish_machine
}

# --- a machine that stops with its memory as it was, for a look from outside (QEMU Machine Protocol)

tell_machine() { # JSON
  printf '%s\n' "$1" >&"$MACHINE_INPUT"
}

await_word() { # WORD IN A LINE OF THE MACHINE'S
  while read_output; do
    [[ $LINE != *"$1"* ]] || return 0
    printf '%s\n' "$LINE" >>"$MACHINE_LOG"
  done
  return 1
}

await_hold() {
  tell_machine '{"execute":"qmp_capabilities"}'
  if await_word '"GUEST_PANICKED"'; then
    return 33 # as if it had finished: only its memory is still there
  fi
  finish_machine
}

# Saves a piece of the held machine's memory; it goes on being held.
dump() { # PHYSICAL-ADDRESS BYTES FILE
  rm -f "$3"
  # by a name within the run's directory: what is above it may hold anything
  tell_machine "{\"execute\":\"pmemsave\",\"arguments\":{\"val\":$(($1)),\"size\":$(($2)),\"filename\":\"${3#"$GRADE_RUN"/}\"}}"
  if ! await_word '"return"' || [[ $(stat -c %s "$3" 2>/dev/null) != "$2" ]]; then
    fail grader 'look into the machine' "$2 bytes of its memory" "QEMU gave something else: $(tail -n 1 "$MACHINE_LOG" 2>/dev/null)"
  fi
}

inspect() { # PHYSICAL-ADDRESS BYTES FILE
  dump "$@"
  release_machine
}

release_machine() {
  tell_machine '{"execute":"quit"}'
  finish_machine || fail grader 'look into the machine' 'it ends' "QEMU ended with status $?"
}

# --- what an end means

has_room() {
  head -c "$ROOM_BYTES" /dev/zero >"$GRADE_RUN/tmp/room-$TEST_NAME" 2>/dev/null && : >"$GRADE_RUN/tmp/room-$TEST_NAME"
}

# Sets END (finished, check, violation, panic, fault, hang, stub, unsuitable, reset, flood, broken, late, lost, disproved) and END_TEXT.
classify() { # STATUS
  END=${MACHINE_ENDS[$1]:-}
  END_TEXT=''
  local trace_bytes=0
  { read -r CONSOLE_BYTES; read -r RECORDS_BYTES; read -r trace_bytes || true; } < <(stat -c %s "$CONSOLE_LOG" "$RECORDS_LOG" "${EXECUTED:-$RECORDS_LOG}" 2>/dev/null)
  if ((CONSOLE_BYTES >= LOG_BYTES || RECORDS_BYTES >= LOG_BYTES)); then
    END=flood
  fi
  if [[ -n $EXECUTED ]] && ((trace_bytes >= TRACE_BYTES)); then
    END=flood END_TEXT="more code, written again and again, than QEMU can write down: $trace_bytes bytes of it"
    RECORD_WORDS=() RECORD_TEXTS=()
    return 0
  fi
  if [[ $END == flood ]]; then
    END_TEXT="more output than any test has reason for: $CONSOLE_BYTES bytes on the console"
    RECORD_WORDS=() RECORD_TEXTS=()
    return 0
  fi
  read_records
  case $END in
    finished)
      if [[ -n $RECORD_PROBLEM ]]; then
        END=lost END_TEXT="line $RECORD_PROBLEM of its records is not one of its own"
      elif has_record check; then
        END=check
      elif [[ $LAST_RECORD == 'broken '* ]]; then
        END=violation
      elif [[ $LAST_RECORD != 'end done=1' ]]; then
        END=lost END_TEXT='the machine ended before the test was over'
      fi
      ;;
    panic | fault | hang | stub)
      count_records "$END"
      if [[ -n $RECORD_PROBLEM || ${LAST_RECORD%% *} != "$END" || $RECORDS != 1 ]]; then
        END=lost END_TEXT='the machine ended in a way that it did not record'
      fi
      ;;
    unsuitable)
      # the kernel refuses a machine before the test begins, never in it
      ! has_record begin || END=lost END_TEXT='the machine ended as if it were unsuitable'
      ;;
    *) classify_status "$1" ;;
  esac
  if [[ $END == broken || $END == late || $END == lost ]] && ! has_room; then
    END=broken END_TEXT="the disk is full, or not writable: $GRADE_RUN"
  fi
}

# A machine's own words count if what QEMU saw in it agrees. Sets NOT_SEEN, what it did not see of that, and READY_SEEN,
# whether the test's own code sent a record.
check_executed() {
  local names=()
  NOT_SEEN='' READY_SEEN=yes
  if [[ -n $EXECUTED && ($END == finished || $END == panic) && ! -s $EXECUTED ]] && ! has_room; then
    END=broken END_TEXT="the disk is full, or not writable: $GRADE_RUN"
  elif [[ -s $EXECUTED && ($END == finished || $END == panic) ]]; then
    [[ $MODULES != programs/* ]] || names=(kind=program "$GRADE_RUN/program.names" kind=program-code "$GRADE_RUN/program.code")
    { read -r NOT_SEEN; read -r READY_SEEN; } < <(awk -v test="${KERNEL_TEST//-/_}" -v end="$END" -v ends_otherwise="$ENDS_OTHERWISE" -f "$GRADE_ROOT/grade/executed.awk" \
      kind=kernel "$GRADE_RUN/kernel.names" kind=kernel-code "$GRADE_RUN/kernel.code" "${names[@]}" kind=trace "$EXECUTED") || true
  fi
  if [[ -f $EXECUTED && -n ${KEEP_TRACES:-} ]]; then
    executed_addresses <"$EXECUTED" >"$EXECUTED.addresses"
  fi
  [[ -z $EXECUTED ]] || : >"$EXECUTED" # which grade/workers.bash removes with all others
  [[ $END != finished ]] || believe_end
}

# Before an end counts as the one that a test must have.
believe_end() {
  [[ -n $NOT_SEEN ]] || return 0
  END=disproved END_TEXT="by its records it came to this end, but what QEMU saw the processor execute is $NOT_SEEN"
  has_room || END=broken END_TEXT="the disk is full, or not writable: $GRADE_RUN"
}

classify_status() { # STATUS, none of the kernel's own
  if [[ -n $LATE ]]; then
    END=late END_TEXT="not over after $((GRADE_WALL_SECONDS * SLOW)) s on a computer that is busy with other things (SLOW=4 waits longer)"
    return
  fi
  if [[ -n $STUCK ]]; then
    END=hang END_TEXT='the machine does nothing any more, and waits for nothing'
    return
  fi
  case $1 in
    0) END=reset END_TEXT='the processor was reset (a fault in the fault handler)' ;;
    152) END=hang END_TEXT="not over after $CPU_LIMIT s of processor time" ;; # SIGXCPU
    # a system may look at the limit so seldom that the machine is far beyond it, and then ends it like this
    137) ((LAST_USED / TICKS_A_SECOND < CPU_LIMIT)) && END=late END_TEXT=$KILLED || END=hang END_TEXT="not over after $CPU_LIMIT s of processor time" ;;
    143) END=late END_TEXT=$KILLED ;;
    *)
      if has_record begin; then
        END=lost END_TEXT="the machine ended with a status that none of the kernel's ends has ($1)"
      else
        END=broken END_TEXT="QEMU ended with status $1: $(tail -n 1 "$MACHINE_LOG" 2>/dev/null)"
      fi
      ;;
  esac
}
