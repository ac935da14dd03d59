# SPDX-License-Identifier: MIT
# shellcheck disable=SC2034 # what is set here is read in grade/grade
# The kernel that a lab is graded with. Part of grade/grade.

BUILD_WALL_SECONDS=${GRADE_BUILD_WALL_SECONDS:-1200} # a last resort, as for machines; compilers have limits in processor time
LOCK_WALL_SECONDS=2400
IMAGE_FILE_BYTES=134217728

# LABS for make: what was chosen, and later labs absent, so that they need not work.
labs_for() { # LAB-DIRECTORY
  local word number choice place choices=()
  while IFS=: read -r number choice place _; do
    [[ $number != image ]] || continue
    [[ $choice != directory ]] || choice=$place
    ((number <= ${1%%-*})) || choice=absent
    choices+=("$number=$choice")
  done <<<"$given"
  printf '%s' "${choices[*]}"
}

# shellcheck disable=SC2128 # choices is a text here
plain_make() { # ARGUMENTS...: without what an outer make left in the environment
  env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u MAKEOVERRIDES timeout --foreground -k 5 $((BUILD_WALL_SECONDS * SLOW)) \
    prlimit --fsize="$IMAGE_FILE_BYTES" make -s -j"$workers" COMPILER="$COMPILER" LABS="$choices" LAB_OPTIMIZE="${GRADE_OPTIMIZE:-}" TEST_PROGRAMS="$program" PADDING="${PADDING:-65536}" "$@" \
    </dev/null {lock}>&-
}

# Builds the kernel into $run. Sets BUILT to yes, build (the student's fault) or grader, and BUILD_SAID to
# what is to be said of it.
build() { # LAB-DIRECTORY
  local log=$run/logs/build.log choices built program=lab${1%%-*}
  BUILT=grader BUILD_SAID='see the log'
  [[ -d labs/$1/tests/programs/$program ]] || program=''
  choices=$(labs_for "$1")
  { mkdir -p build && exec {lock}>build/.lock; } 2>/dev/null || { BUILD_SAID='build/ cannot be written to'; return 0; }
  if ! flock -w $((LOCK_WALL_SECONDS * SLOW)) "$lock"; then
    BUILD_SAID='another run is building, and does not come to an end'
  elif plain_make test-kernel print-image >"$log" 2>&1; then
    read -r -a built < <(grep '^build/[a-z]*/images/' "$log")
    if take_kernel "${built[@]}"; then
      BUILT=yes
    else
      BUILD_SAID="the kernel cannot be copied to $run: is the disk full?"
    fi
  else
    judge_build "${1%%-*}" "$log"
  fi
  exec {lock}>&-
}

take_kernel() { # IMAGE PROGRAMS KERNEL: where they are
  cp "$3" "$run/$GRADE_KERNEL" && mkdir -p "$run/programs" && describe_code "$3" kernel &&
    ranges_to_watch <"$run/kernel.names" >"$run/kernel.ranges" &&
    { [[ -z $program ]] || { cp "$2/$program.elf" "$run/programs/" && describe_code "$2/$program.elf" program; }; }
}

# For grade/executed.awk: what is where, and all bytes of the code.
describe_code() { # ELF-FILE NAME
  list_symbols "$1" >"$run/$2.names" && objcopy -O binary --only-section=.text "$1" "$run/tmp/code" &&
    basenc --base16 -w0 "$run/tmp/code" | tr A-F a-f >"$run/$2.code" && rm "$run/tmp/code"
}

list_symbols() { # ELF-FILE
  readelf --sections --symbols --wide "$1" | awk -f tools/nm.awk | sort
}

# Where QEMU is to write down what is executed, for grade/executed.awk: everywhere but in the part of the kernel that is given
# code, which is most of it and says nothing, except that panics begin there. Traces that are kept have all (tools/coverage).
ranges_to_watch() { # < NAMES
  awk -v all="${KEEP_TRACES:-}" '{ at[$3] = "0x" $1 }
    END {
      if (all != "") { print "0..0xffffffff"; exit }
      printf "0..%s,%s..%s,%s..%s,%s+1,%s..0xffffffff", at["image_text_start"], at["lab_text_start"], at["lab_text_end"],
        at["test_text_start"], at["test_text_end"], at["panic_at"], at["image_text_end"]
    }'
}

# Whose fault it is that the kernel does not build.
judge_build() { # LAB LOG
  if ! plain_make given-objects >"$2" 2>&1; then
    BUILD_SAID="the given kernel does not build: $(first_error "$2")"
  elif ! plain_make -k lab-objects >>"$2" 2>&1; then
    judge_lab_objects "$1"
  elif ! all_symbols_there "$1"; then
    BUILT=build
  elif plain_make test-kernel >>"$2" 2>&1; then
    BUILD_SAID='the build failed once, and then not again'
  else
    BUILD_SAID="the kernel does not link: $(first_error "$2")"
  fi
}

# A submission lies where we put it: its files have no other name than their own.
without_place() {
  sed "s|build/submissions/[0-9a-f]*/||"
}

first_error() { # LOG
  grep -m1 -E ' error: |undefined|No space' "$1" || tail -n 1 "$1"
}

# The directories with objects of labs up to LAB that are not the reference's: NUMBER DIRECTORY.
own_object_directories() { # LAB
  local number choice sum
  while IFS=: read -r number choice _ sum; do
    [[ ($choice == student || $choice == directory) && $number -le $1 ]] || continue
    sum+=${GRADE_OPTIMIZE:-}
    [[ ${CHECK_LABS:-yes} != no ]] || sum+=-unchecked # as in build.mk
    printf '%s build/%s/lab/%s-%s\n' "$number" "$COMPILER" "$number" "$sum"
  done <<<"$given"
}

own_files() { # LAB ENDING
  local directory
  while read -r _ directory; do
    find "$directory" -name "*$2" 2>/dev/null | sort
  done < <(own_object_directories "$1")
}

# A file that was refused is the student's fault; they cannot help anything else that goes wrong here.
judge_lab_objects() { # LAB
  local verdict
  BUILD_SAID='the compiler does not work'
  while read -r verdict; do
    case $(<"$verdict") in
      refused) [[ $BUILT == build ]] || BUILT=build BUILD_SAID=$(first_error "${verdict%.verdict}.log" | without_place) ;;
      tools) BUILT=grader BUILD_SAID=$(tail -n 1 "${verdict%.verdict}.log"); return ;;
    esac
  done < <(own_files "$1" .verdict)
}

# Whether the files define all that their contract lists; else BUILD_SAID names what is missing.
all_symbols_there() { # LAB
  local number directory part defined word names name missing=''
  while read -r number directory; do
    # no -r: the lists go on behind a backslash
    # shellcheck disable=SC2162
    while read word _ names; do
      case $word in
        "lab_${number}_symbols") part=. ;;
        "lab_${number}_user_symbols") part=user ;;
        *) continue ;;
      esac
      defined=" $(nm -g --defined-only "$directory/$part"/*.o | awk 'NF == 3 { printf "%s ", $3 }')"
      for name in $names; do
        [[ $defined == *" $name "* ]] || missing+=", $name"
      done
    done < <(cat labs/"$number"-*/lab.mk)
  done < <(own_object_directories "$1")
  [[ -n $missing ]] || return 0
  BUILD_SAID="your files do not define ${missing:2}"
  return 1
}

# What the compiler said of the student's files: warnings each time, and all errors, once.
say_warnings() { # LAB-DIRECTORY
  local log text=''
  while read -r log; do
    [[ ! -s $log ]] || text+=$(without_place <"$log" | tr -d '\000-\010\013-\037\177')$'\n'
  done < <(own_files "${1%%-*}" .o.log)
  [[ -z $text ]] || say $'\nthe compiler says of your files:\n' && printf '%s' "$text" | sed 's/^/  /' || true
}
