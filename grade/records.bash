# SPDX-License-Identifier: MIT
# shellcheck disable=SC2034 # what is set here is read in the other parts
# What the kernel reported, taken apart. Part of grade/lib.bash.

# Sets RECORD_WORDS and RECORD_TEXTS: each record's word, and what follows it; LAST_RECORD, the last one whole;
# and RECORD_PROBLEM, the line from which on the records are not this test's, in their order.
read_records() {
  local line start count=0
  RECORD_WORDS=() RECORD_TEXTS=() RECORD_PROBLEM='' LAST_RECORD=''
  while IFS= read -r line || [[ -n $line ]]; do
    start="$GRADE_NONCE $count $KERNEL_TEST "
    if [[ $line != "$start"* ]]; then
      RECORD_PROBLEM=$((count + 1))
      return
    fi
    LAST_RECORD=${line#"$start"}
    RECORD_WORDS[count]=${LAST_RECORD%% *}
    RECORD_TEXTS[count]=${LAST_RECORD#* }
    count=$((count + 1))
  done <"$RECORDS_LOG"
}

records() { # WORD...: the rest of each record of these words
  local i
  for ((i = 0; i < ${#RECORD_WORDS[@]}; i++)); do
    [[ " $* " != *" ${RECORD_WORDS[i]} "* ]] || printf '%s\n' "${RECORD_TEXTS[i]}"
  done
}

# Sets RECORD: the rest of the last record of this word, or nothing. (A subshell takes as long as a small program.)
read_record() { # WORD
  local i
  RECORD=''
  for ((i = ${#RECORD_WORDS[@]} - 1; i >= 0; i--)); do
    [[ ${RECORD_WORDS[i]} != "$1" ]] || { RECORD=${RECORD_TEXTS[i]}; return; }
  done
}

# Sets JOINED: the rest of each record of this word, with a blank between them.
join_records() { # WORD
  local i
  JOINED=''
  for ((i = 0; i < ${#RECORD_WORDS[@]}; i++)); do
    [[ ${RECORD_WORDS[i]} != "$1" ]] || JOINED+="${JOINED:+ }${RECORD_TEXTS[i]}"
  done
}

# Sets RECORDS: how many there are of this word.
count_records() { # WORD
  local word
  RECORDS=0
  for word in "${RECORD_WORDS[@]}"; do [[ $word != "$1" ]] || RECORDS=$((RECORDS + 1)); done
}

# Records from before the test began: only given code has run by then.
given_records() { # WORD
  local i
  for ((i = 0; i < ${#RECORD_WORDS[@]}; i++)); do
    [[ ${RECORD_WORDS[i]} != begin ]] || return 0
    [[ ${RECORD_WORDS[i]} != "$1" ]] || printf '%s\n' "${RECORD_TEXTS[i]}"
  done
}

has_record() { # WORD
  [[ " ${RECORD_WORDS[*]} " == *" $1 "* ]]
}

# Sets VALUES: what the `value` records say of KEY, one a line. A subshell for each would cost as much as a test's machine.
read_values() { # KEY
  local i FIELD
  VALUES=''
  for ((i = 0; i < ${#RECORD_WORDS[@]}; i++)); do
    [[ ${RECORD_WORDS[i]} == value && " ${RECORD_TEXTS[i]}" == *" $1="* ]] || continue
    read_key "$1" "${RECORD_TEXTS[i]}"
    VALUES+=${VALUES:+$'\n'}$FIELD
  done
}

value() { # KEY: the same, printed
  local VALUES
  read_values "$1"
  [[ -z $VALUES ]] || printf '%s\n' "$VALUES"
}

key() { # KEY < RECORDS
  local line FIELD
  while IFS= read -r line; do
    [[ " $line" != *" $1="* ]] || { read_key "$1" "$line"; printf '%s\n' "$FIELD"; }
  done
}

# Sets FIELD to what a record says of KEY, and to what follows `text=`; empty if it says nothing.
read_key() { # KEY RECORD
  FIELD=" $2"
  if [[ $FIELD == *" $1="* ]]; then FIELD=${FIELD#*" $1="} FIELD=${FIELD%% *}; else FIELD=''; fi
}

read_text() { # RECORD
  if [[ $1 == *text=* ]]; then FIELD=${1#*text=}; else FIELD=''; fi
}

text() { # < RECORD: what follows text=
  local line
  while IFS= read -r line; do
    [[ $line != *text=* ]] || printf '%s\n' "${line#*text=}"
  done
}

# --- what the host knows

nth_random() { # N
  local state=$((GRADE_SEED % 2147483647)) i
  for ((i = 0; i < $1; i++)); do state=$((state * 16807 % 2147483647)); done
  echo "$state"
}

model() { # MODEL.awk ARGUMENTS...: with the functions of grade/model.awk
  awk -f "$GRADE_ROOT/grade/model.awk" -f "$@"
}

# The booted machine's memory map, as kernel/test/map.h writes one, less what the kernel took.
machine_map() {
  local i line usable map=''
  for ((i = 0; i < ${#RECORD_WORDS[@]}; i++)); do
    line=${RECORD_TEXTS[i]} usable=r
    case ${RECORD_WORDS[i]} in
      begin) break ;; # from here on it may be the lab's code that reports
      memory) [[ $line != *usable=1* ]] || usable=u ;;
      taken) ;;
      *) continue ;;
    esac
    [[ " $line" =~ \ start=([0-9a-fx]+).*\ end=([0-9a-fx]+) ]] || continue
    printf -v line '%x-%x' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    map+=",$usable:$line"
  done
  printf '%s' "${map:1}"
}

# Sets COUNT and SUM: the free frames that the machine's map leaves, and the sum of their numbers.
expected_frames() {
  local line
  line=$(model "$GRADE_ROOT/grade/count.awk" "$(machine_map)")
  # shellcheck disable=SC2034 # for the tests
  COUNT=${line#count=} COUNT=${COUNT% *} SUM=${line#*sum=}
}
