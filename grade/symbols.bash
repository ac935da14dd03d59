# SPDX-License-Identifier: MIT
# shellcheck disable=SC2034 # what is set here is read in grade/expect.bash
# Names for what a failed test reports: functions and lines for addresses, constants for numbers. Part of
# grade/lib.bash. Test kernels hold no names; the files that were booted are at hand here.

CARRIAGE_RETURN=$'\r' # the console's lines end with it

# Prints FUNCTION (FILE:LINE) for each address, one a line, in the same order. An address of a call's return may
# lie behind the caller's last byte, so all but the first are taken as one byte less.
name_addresses() { # ADDRESS...
  local address kernel=() program=() in_kernel=() in_program=() k=0 p=0
  local elf=$GRADE_RUN/programs/lab${GRADE_KERNEL//[!0-9]/}.elf
  for address; do
    if ((address >= 0x80000000)); then kernel+=("$address"); else program+=("$address"); fi
  done
  ((${#kernel[@]} == 0)) || mapfile -t in_kernel < <(addr2line -f -e "$GRADE_RUN/$GRADE_KERNEL" "${kernel[@]}" 2>/dev/null | paste -d' ' - -)
  ((${#program[@]} == 0)) || mapfile -t in_program < <([[ ! -f $elf ]] || addr2line -f -e "$elf" "${program[@]}" 2>/dev/null | paste -d' ' - -)
  for address; do
    if ((address >= 0x80000000)); then name_place "${in_kernel[k]-}"; k=$((k + 1)); else name_place "${in_program[p]-}"; p=$((p + 1)); fi
  done
}

name_place() { # "FUNCTION FILE:LINE (discriminator N)", as addr2line says it
  local function place
  read -r function place _ <<<"$1"
  # the build leaves out where the tree lies
  place=${place#"$GRADE_ROOT/"} place=${place#build/submissions/*/} place=${place#./}
  place=${place##*//} # of NASM files
  case ${function:-\?\?} in
    '??') printf 'no function\n' ;;
    *) if [[ $place == *\?* ]]; then printf '%s\n' "$function"; else printf '%s (%s)\n' "$function" "$place"; fi ;;
  esac
}

# Puts the names into the backtraces of the console's log.
name_backtraces() { # LOG
  local line addresses=() names=() i=0 address='^(  |FAULT at |HANG at )(0x[0-9a-f]{8})(:.*)?$'
  while IFS= read -r line || [[ -n $line ]]; do
    [[ ! ${line%"$CARRIAGE_RETURN"} =~ $address ]] || addresses+=("${BASH_REMATCH[2]}")
  done <"$1"
  ((${#addresses[@]} > 0 && ${#addresses[@]} < 400)) || return 0
  mapfile -t names < <(name_addresses "${addresses[@]}")
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line%"$CARRIAGE_RETURN"}
    if [[ $line =~ $address ]]; then
      line="${BASH_REMATCH[1]}${BASH_REMATCH[2]}  ${names[i]}${BASH_REMATCH[3]}"
      i=$((i + 1))
    fi
    printf '%s\n' "$line"
  done <"$1" >"$1.named" && mv "$1.named" "$1"
}

# The calls that led to the last thing that was reported, innermost first, without what every test has in common.
# A program's own, if there are some.
callers() { # LOG
  awk '/^Backtrace/ { n = 0; program = /program/; if (program) own = 1; on = 1; next }
    on && /^  0x[0-9a-f]+  / { sub(/^  0x[0-9a-f]+  /, ""); if (program) in_program[++m] = $0; else in_kernel[++n] = $0; next }
    { on = 0 }
    END {
      count = own ? m : n
      for (i = 1; i <= count; i++) {
        line = own ? in_program[i] : in_kernel[i]
        if (line ~ /^(test_fail|test_fail_that|test_call|test_catch|test_run|kernel_main|test_main|main|start|boot_[a-z_.]*|perform|explore|report|step|take_call|specification_[a-z]*|fail|panic_[a-z]*|finish|no function)( |$)/) continue
        if (++shown > 6) break
        printf "%s%s", (shown > 1 ? ", called by " : ""), line
      }
    }' "$1"
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
