# SPDX-License-Identifier: MIT
# shellcheck disable=SC2034 # EXPECTATIONS is read in grade/lib.bash
# A look at a machine from outside, when its test is over: what lies in its memory (QEMU's pmemsave), against itself and
# against what the host has reckoned. The program that compares is grade/outside.awk, which says what the facts are. Part of
# grade/lib.bash.
#
#   boot_held WORD...                 as boot; at its end the machine is held, and the labs have said how many frames there are
#   expect_outside [strict] [map=MAP] [FACT=VALUE ...]   looks, and lets it go. With map= the frame table must have just the
#                                     frames of that memory map. strict: the test inside has compared all of it, too

HOLDS_ALL_LAB=3 # from this lab on pages of all memory are looked at

boot_held() { # WORDS OF boot...
  local lab=${GRADE_KERNEL//[!0-9]/}
  boot at_end=hold "counters=$((lab < 2 ? 1 : 2))" "$@"
}

# Sets OUTSIDE_SYMBOLS: a file that says where the kernel's variables are, and what its structures are like. The kernel's
# file is at hand here, and no machine has a say in that.
outside_find_symbols() {
  OUTSIDE_SYMBOLS=$GRADE_RUN/tmp/$GRADE_KERNEL.layout
  [[ ! -s $OUTSIDE_SYMBOLS ]] || return 0
  readelf --sections --symbols --wide "$GRADE_RUN/$GRADE_KERNEL" | awk -f "$GRADE_ROOT/tools/nm.awk" | awk '$2 == "D"' >"$OUTSIDE_SYMBOLS-$TEST_NAME" &&
    mv "$OUTSIDE_SYMBOLS-$TEST_NAME" "$OUTSIDE_SYMBOLS"
}

# Saves a piece of memory, and notes it in OUTSIDE_PIECES.
outside_save() { # START END
  local file=$TEST_LOGS/memory-$1
  dump "$1" $(($2 - $1)) "$file"
  OUTSIDE_PIECES+="$1 $2 ${file#"$GRADE_RUN/"} "
}

# Saves what of memory is looked at: all, or the kernel's image and the frame table. Sets OUTSIDE_TABLE: where that is.
outside_save_memory() { # yes: all
  local i place='^what=(table|image) start=([0-9]+) end=([0-9]+)$' start='' end='' image_end=''
  OUTSIDE_PIECES=''
  for ((i = 0; i < ${#RECORD_WORDS[@]}; i++)); do
    [[ ${RECORD_WORDS[i]} != begin ]] || break # only given code has run by then
    [[ ${RECORD_WORDS[i]} == taken && ${RECORD_TEXTS[i]} =~ $place ]] || continue
    case ${BASH_REMATCH[1]} in
      image) image_end=${BASH_REMATCH[3]} ;;
      table) start=${BASH_REMATCH[2]} end=${BASH_REMATCH[3]} ;;
    esac
  done
  OUTSIDE_TABLE="$start $end"
  if [[ -n $1 ]]; then
    outside_save 0 $((MACHINE_RAM_MIB << 20))
  else
    outside_save 0 $(((image_end + 4095) & ~4095))
    outside_save $((start & ~4095)) $(((end + 4095) & ~4095))
  fi
}

# Sets OUTSIDE_LOADED: the page directory that the processor works with, as QEMU knows it.
outside_find_directory() {
  tell_machine '{"execute":"human-monitor-command","arguments":{"command-line":"info registers"}}'
  if await_word '"return"' && [[ $LINE =~ CR3=([0-9a-f]+) ]]; then
    OUTSIDE_LOADED=$((16#${BASH_REMATCH[1]}))
  else
    fail grader 'look into the machine' "its processor's registers" "QEMU gave something else: ${LINE:0:200}"
  fi
}

expect_outside() { # [strict] [map=MAP] [FACT=VALUE ...]
  local lab=${GRADE_KERNEL//[!0-9]/} word strict='' map='' facts='' all='' entries=0 outcome what expected found
  EXPECTATIONS=$((EXPECTATIONS + 1))
  ((lab < HOLDS_ALL_LAB)) || all=yes
  for word; do
    case $word in
      strict) strict=1 ;;
      map=*) map=${word#*=} ;;
      entries=*) entries=${word#*=} all=yes ;;
      *) facts+="${word/"$GRADE_RUN/"/} " ;;
    esac
  done
  outside_find_symbols
  outside_save_memory "$all"
  outside_find_directory
  release_machine
  # Names of files within the run's directory: what is above it may hold anything, and awk takes words of -v apart.
  IFS=$'\t' read -r outcome what expected found < <(cd "$GRADE_RUN" && awk -f "$GRADE_ROOT/grade/model.awk" -f "$GRADE_ROOT/grade/outside_memory.awk" \
    -f "$GRADE_ROOT/grade/outside_uses.awk" -f "$GRADE_ROOT/grade/outside_waits.awk" -v symbols="${OUTSIDE_SYMBOLS#"$GRADE_RUN/"}" -v pieces="$OUTSIDE_PIECES" -v table="$OUTSIDE_TABLE" \
    -v entries="$entries" -v labs="$((lab < 2 ? 1 : 2))" -v loaded="$OUTSIDE_LOADED" -v map="$map" -v strict="$strict" -v facts="$facts" \
    -f "$GRADE_ROOT/grade/outside.awk" </dev/null) || true
  rm -f "$TEST_LOGS"/memory-*
  [[ $outcome == ok ]] || fail "${outcome:-grader}" "${what:-look into the machine}" "${expected:-what lies in its memory can be compared}" "${found:-it cannot}"
}
