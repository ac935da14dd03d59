# SPDX-License-Identifier: MIT
# shellcheck disable=SC2034 # what is set here is read in grade/expect.bash
# Names for what a failed test reports: functions and lines for addresses, constants for numbers. Part of
# grade/lib.bash. Test kernels hold no names; the files that were booted are at hand here.

CARRIAGE_RETURN=$'\r' # the console's lines end with it

BACKTRACE_ADDRESS='^(  |FAULT at |HANG at )(0x[0-9a-f]{8})(:.*)?$'
ADDRESSES_MOST=400 # of what is named: a log with more is a flood
CALLERS_MOST=6
# They are on the way to every failed check.
COMMON_CALLERS='^(test_fail|test_fail_that|test_call|test_catch|test_run|kernel_main|test_main|main|start|boot_[a-z_.]*|perform|explore|report|step|take_call|specification_[a-z]*|fail|panic_[a-z]*|finish|no function)( |$)'

# Sets NAMES: FUNCTION (FILE:LINE) for each address, in the same order. An address of a call's return may
# lie behind the caller's last byte, so all but the first are taken as one byte less.
name_addresses() { # ADDRESS...
  local address kernel=() program=() in_kernel=() in_program=() k=0 p=0 FIELD
  local elf=$GRADE_RUN/programs/lab${GRADE_KERNEL//[!0-9]/}.elf
  for address; do
    if ((address >= 0x80000000)); then kernel+=("$address"); else program+=("$address"); fi
  done
  ((${#kernel[@]} == 0)) || mapfile -t in_kernel < <(find_places "$GRADE_RUN/$GRADE_KERNEL" "${kernel[@]}")
  ((${#program[@]} == 0)) || [[ ! -f $elf ]] || mapfile -t in_program < <(find_places "$elf" "${program[@]}")
  NAMES=()
  for address; do
    if ((address >= 0x80000000)); then
      name_place "${in_kernel[k]-}" "${in_kernel[k + 1]-}"
      k=$((k + 2))
    else
      name_place "${in_program[p]-}" "${in_program[p + 1]-}"
      p=$((p + 2))
    fi
    NAMES+=("$FIELD")
  done
}

# Prints two lines for each address. It ends the process that calls it.
find_places() { # ELF-FILE ADDRESS...
  GLIBC_TUNABLES=$UNEON_LARGE_PIECES exec addr2line -f -e "$@" 2>/dev/null
}

# Sets FIELD.
name_place() { # FUNCTION "FILE:LINE (discriminator N)", as addr2line says it
  local place=${2%% *}
  # the build leaves out where the tree lies
  place=${place#"$GRADE_ROOT/"} place=${place#./} place=${place#build/submissions/*/}
  place=${place##*//} # of NASM files
  case $1 in
    '' | '??') FIELD='no function' ;;
    *) FIELD=$1; [[ $place == *\?* ]] || FIELD+=" ($place)" ;;
  esac
}

# Puts the names into the backtraces of the console's log, and sets CALLERS: the calls that led to the last thing that was
# reported, innermost first, without what every test has in common; a program's own, if there are some.
name_backtraces() { # LOG
  local line lines=() addresses=() NAMES=() i=0
  CALLERS=''
  while IFS= read -r line || [[ -n $line ]]; do
    lines+=("${line%"$CARRIAGE_RETURN"}")
    [[ ! ${line%"$CARRIAGE_RETURN"} =~ $BACKTRACE_ADDRESS ]] || addresses+=("${BASH_REMATCH[2]}")
  done <"$1"
  ((${#addresses[@]} > 0 && ${#addresses[@]} < ADDRESSES_MOST)) || return 0
  name_addresses "${addresses[@]}"
  for ((line = 0; line < ${#lines[@]}; line++)); do
    [[ ${lines[line]} =~ $BACKTRACE_ADDRESS ]] || continue
    lines[line]="${BASH_REMATCH[1]}${BASH_REMATCH[2]}  ${NAMES[i]}${BASH_REMATCH[3]}"
    i=$((i + 1))
  done
  printf '%s\n' "${lines[@]}" >"$1"
  read_callers "${lines[@]}"
}

read_callers() { # LINE...
  local line name='^  0x[0-9a-f]+  (.*)$' whose='' in_kernel=() in_program=() all=() shown=0
  for line; do
    if [[ $line == Backtrace*program* ]]; then whose=program
    elif [[ $line == Backtrace* ]]; then whose=kernel
    elif [[ -z $whose || ! $line =~ $name ]]; then whose=''
    elif [[ $whose == program ]]; then in_program+=("${BASH_REMATCH[1]}")
    else in_kernel+=("${BASH_REMATCH[1]}"); fi
    [[ $line != Backtrace* ]] || in_kernel=()
  done
  all=("${in_program[@]}")
  ((${#all[@]} > 0)) || all=("${in_kernel[@]}")
  for line in "${all[@]}"; do
    ! [[ $line =~ $COMMON_CALLERS ]] || continue
    ((shown < CALLERS_MOST)) || break
    CALLERS+=${CALLERS:+, called by }$line shown=$((shown + 1))
  done
}

# --- numbers

# Puts names for both numbers of a check whose text names a constant: for `error == E_STALE`, 4294967290 becomes
# -6 E_STALE. Pointers come in hexadecimal, table entries with the names of their bits.
name_values() { # TEXT FOUND EXPECTED: sets NAMED_FOUND and NAMED_EXPECTED
  local words
  readable "$2"; NAMED_FOUND=$FIELD
  readable "$3"; NAMED_EXPECTED=$FIELD
  [[ $2 =~ ^[0-9]{1,10}$ && $3 =~ ^[0-9]{1,10}$ ]] || return 0
  read_names "$1"; words=$FIELD
  if [[ $1 == *NULL* ]]; then
    NAMED_FOUND=$(name_pointer "$2") NAMED_EXPECTED=$(name_pointer "$3")
  elif [[ $words =~ PAGE_(PRESENT|WRITABLE|USER|ACCESSED|DIRTY|FRAME)|PAGING_RIGHTS ]]; then
    NAMED_FOUND=$(name_bits "$2") NAMED_EXPECTED=$(name_bits "$3")
  elif [[ -n $words ]]; then
    { read -r NAMED_FOUND; read -r NAMED_EXPECTED; } < <(
      cd "$GRADE_ROOT" && awk -f grade/constants.awk kernel/abi/*.h kernel/*.h kernel/*/*.h mm/*.h mm/*/*.h user/*.h |
        awk -v words="$words" -v found="$2" -v expected="$3" -f grade/names.awk
    )
  fi
}

# Sets FIELD to the words of a text that may be constants.
read_names() { # TEXT
  local rest=$1 name='[A-Z][A-Z_0-9][A-Z_0-9]+'
  FIELD=''
  while [[ $rest =~ $name ]]; do
    FIELD+=${FIELD:+ }${BASH_REMATCH[0]}
    rest=${rest#*"${BASH_REMATCH[0]}"}
  done
}

name_pointer() { # NUMBER
  (($1 == 0)) && printf 'NULL' || printf '0x%08x' "$1"
}

# A page table entry: the number, and its bits by name (mm/address/page_bits.h).
name_bits() { # NUMBER
  local text='' bit=1 name
  for name in PRESENT WRITABLE USER WRITE_THROUGH CACHE_DISABLED ACCESSED DIRTY LARGE GLOBAL; do
    (($1 & bit)) && text+="|$name"
    bit=$((bit << 1))
  done
  printf '0x%x' "$1"
  [[ -z $text ]] || printf ' (%s)' "${text:1}"
}
