# SPDX-License-Identifier: MIT
# A changed reference, tried: built, and run against tests of its lab, without a report. grade/mutants, grade/mutate,
# grade/variants and grade/exercises try hundreds, so what does not differ from one to the next is done once:
#
#   trial_prepare LAB-DIRECTORY DIRECTORY     builds the reference, and writes to DIRECTORY how that is done
#   trial_make_places SCRATCH...              makes the directories of several trials with one process; trial_build makes
#                                             those that are missing
#   trial_build LAB-DIRECTORY DIRECTORY PLACE SCRATCH    builds the lab's files in PLACE, in SCRATCH/run; one that PLACE
#                                             lacks is the reference's
#   trial_run TEST...                         runs these tests, one after the other, and stops if TRIAL_UNTIL_FAILURE
#                                             is set and one fails
#   trial_results TEST...                     what came of them, a line each
#   trial_keep FILE NAME DESCRIPTION WANT SAYS TEST...    adds what came of them to FILE
#   trial_judge_kept LAB-DIRECTORY FILE       and says of all together, by grade/mutants.jq, whether it is what was wanted
#   trial_judge NAME TEST...                  says `ok` if all points are there, else `not ok`, and why
#   trial_tests LAB-DIRECTORY [EXERCISE]      all tests of a lab, or of an exercise
#
# The tests, what they say, and what is refused in a lab's file are the same as in grade/grade: grade/lib.bash and
# tools/build-lab-object.

# shellcheck source=grade/selection.bash
source grade/selection.bash
# shellcheck source=grade/results.bash
source grade/results.bash
# shellcheck source=grade/lab_tests.bash
source grade/lab_tests.bash
# shellcheck source=tools/qemu.bash
source tools/qemu.bash
machine_find # once, for all that these scripts start

TRIAL_LOCK_SECONDS=2400

trial_prepare() { # LAB-DIRECTORY DIRECTORY
  local number=${1%%-*} choices=() later program=lab${1%%-*} programs
  for later in solutions/*/; do
    later=${later#solutions/} later=${later%%-*}
    ((later > number)) && choices+=("$later=absent") || choices+=("$later=reference")
  done
  [[ -d labs/$1/tests/programs/$program ]] || program=''
  mkdir -p "$2" build
  # one build at a time, as in grade/build.bash
  env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL flock -w "$TRIAL_LOCK_SECONDS" build/.lock \
    make -s -j"$(nproc)" test-kernel print-image print-plan LAB="$number" LABS="${choices[*]}" \
    TEST_PROGRAMS="$program" >"$2/$1.log" 2>&1 || { grep -v '^plan ' "$2/$1.log" >&2; return 1; }
  grep '^plan ' "$2/$1.log" >"$2/$1.plan"
  read -r _ programs _ < <(grep '^build/[a-z]*/images/' "$2/$1.log") || { echo "trial: the build does not say where it put the kernel of $1" >&2; return 1; }
  printf 'plan %s %s\n' programs "$programs" run_program "$program" >>"$2/$1.plan"
  trial_strip "$2/$1.plan" "$2/$1.given" "$1" >"$2/$1.stripped"
  cat "$2/$1.stripped" >>"$2/$1.plan"
}

# A plan is lines: `plan NAME WORD`, and several with one name are a list. (print-plan in build.mk says what they are.)
trial_read_plan() { # PLAN
  local name word
  plan_compiler=() plan_kernel_flags=() plan_kernel=() plan_stripped=() plan_program=() plan_archive=()
  while read -r _ name word; do
    case $name in
      compiler) plan_compiler+=(${word:+"$word"}) ;;
      kernel_flags) plan_kernel_flags+=(${word:+"$word"}) ;;
      kernel) plan_kernel+=(${word:+"$word"}) ;;
      stripped) plan_stripped+=(${word:+"$word"}) ;;
      program) plan_program+=(${word:+"$word"}) ;;
      archive) plan_archive+=(${word:+"$word"}) ;;
      given) plan_given=$word ;;
      library) plan_library=$word ;;
      headers) plan_headers=$word ;;
      kernel_symbols) plan_kernel_symbols=$word ;;
      kernel_uses) plan_kernel_uses=$word ;;
      user_symbols) plan_user_symbols=$word ;;
      user_uses) plan_user_uses=$word ;;
      other_symbols) plan_other_symbols=$word ;;
      objects) plan_objects=$word ;;
      programs) plan_programs=$word ;;
      run_program) plan_run_program=$word ;;
      *) echo "trial: a plan has no '$name'" >&2; return 1 ;;
    esac
  done <"$1"
}

# No result tells the lines of given code that is no test's, or is another lab's test's; a link takes half of its time for
# them, and half of the rest for a hundred tests' objects, which become one. (The linker's script knows objects by the ends of
# their names.) Prints what the plan gets besides.
trial_strip() { # PLAN DIRECTORY LAB-DIRECTORY
  local word given=() tests=() others=()
  trial_read_plan "$1"
  mkdir "$2"
  for word in "${plan_kernel[@]}"; do
    case $word in
      "$plan_objects"/* | */kernel/*.test.o | */labs/"$3"/*) ;;
      *.o) given+=("$word") ;;
    esac
  done
  cp --parents "${given[@]}" "$2/"
  strip --strip-debug "${given[@]/#/$2/}"
  trial_replace '' "$2" "${plan_kernel[@]}"
  for word in "${TRIAL_WORDS[@]}"; do
    case $word in
      */trap_entry.test.o) others+=("$word") ;; # which is given code
      *.test.o) tests+=("$word") ;;
      *) others+=("$word") ;;
    esac
  done
  "${plan_kernel[@]:0:3}" -r -o "$2/all.test.o" "${tests[@]}" # the linker, and for which machine
  printf 'plan stripped %s\n' "${others[@]}" "$2/all.test.o"
}

# All tests of a lab, or of one exercise.
trial_tests() { # LAB-DIRECTORY [EXERCISE]
  awk -F'\t' -v exercise="${2-}" '!/^#/ && (exercise == "" || $3 == exercise) { print $1 }' "labs/$1/points.tsv"
}

trial_make_places() { # SCRATCH...
  local scratch places=()
  for scratch; do places+=("$scratch"/run/{results,logs,tmp,programs,lab/0/user}); done
  mkdir -p "${places[@]}"
}

has_same_text() { # FILE FILE
  local one other
  IFS= read -r -d '' one <"$1" || true
  IFS= read -r -d '' other <"$2" || true
  [[ $one == "$other" ]]
}

# Sets TRIAL_BUILT: yes, or what went wrong.
trial_build() { # LAB-DIRECTORY DIRECTORY PLACE SCRATCH
  local file name object
  if [[ ${TRIAL_PLAN-} != "$2/$1" ]]; then
    trial_read_plan "$2/$1.plan"
    TRIAL_PLAN=$2/$1
  fi
  TRIAL_LAB=$1 TRIAL_BUILT=yes run=$4/run
  [[ -d $run/results ]] || trial_make_places "$4"
  echo "$$" >"$run/runner.pid"
  for file in "$3"/*.c; do
    name=${file##*/} object=lab/0/${name%.c}.o
    ! has_same_text "$file" "solutions/$1/$name" || continue
    case " ${plan_stripped[*]} " in
      *" $plan_objects/${name%.c}.o "*) trial_compile "$file" "$run/$object" "$plan_given" "$plan_kernel_symbols" "$plan_kernel_uses" "${plan_kernel_flags[@]}" || return 0 ;;
      *) object=lab/0/user/${name%.c}.o
         trial_compile "$file" "$run/$object" "$plan_library" "$plan_user_symbols" "$plan_user_uses" || return 0 ;;
    esac
  done
  trial_replace "$plan_objects" "$run/lab/0" "${plan_stripped[@]}"
  GLIBC_TUNABLES=$UNEON_LARGE_PIECES "${TRIAL_WORDS[@]}" -o "$run/lab-${1%%-*}.elf" >"$run/logs/link.log" 2>&1 || { TRIAL_BUILT=$(head -n 1 "$run/logs/link.log"); return 0; }
  [[ -n $plan_run_program ]] || return 0
  if compgen -G "$run/lab/0/user/*.o" >/dev/null; then
    trial_replace "$plan_objects/user" "$run/lab/0/user" "${plan_archive[@]}"
    ar rcs "$run/lab/0/user.a" "${TRIAL_WORDS[@]}"
    GLIBC_TUNABLES=$UNEON_LARGE_PIECES "${plan_program[@]}" "$run/lab/0/user.a" -o "$run/programs/$plan_run_program.elf"
  else
    cp "$plan_programs/$plan_run_program.elf" "$run/programs/"
  fi
}

# In a child of this process, since to begin anew takes a script as long as the compiler needs; and with functions and lines for
# debugging, but no variables, which no result tells.
trial_compile() { # SOURCE OBJECT DEFINED SYMBOLS USES [FLAG...]
  (
    export GIVEN_SYMBOLS=$3 OTHER_SYMBOLS=$plan_other_symbols UNEON_STARTED=$$ # in the environment of its caller
    # shellcheck source=tools/build-lab-object
    source tools/build-lab-object "$1" "$2" "$4" "$5" "$plan_headers" "${plan_compiler[@]}" -g1 "${@:6}"
  ) || true
  case $(<"$2.verdict") in
    built) return 0 ;;
    refused) TRIAL_BUILT="build: $(grep -m1 ' error: ' "$2.log")" ;;
    *) TRIAL_BUILT="grader: $(tail -n 1 "$2.log")" ;;
  esac
  return 1
}

# Sets TRIAL_WORDS: where NEW has an object of its own, that one is taken.
trial_replace() { # OLD NEW WORD...
  local word
  TRIAL_WORDS=()
  for word in "${@:3}"; do
    [[ $word != "${1:+$1/}"* || ! -f $2/${word#"${1:+$1/}"} ]] || word=$2/${word#"${1:+$1/}"}
    TRIAL_WORDS+=("$word")
  done
}

# shellcheck disable=SC2034
trial_run() { # TEST...
  local name
  export SLOW=${SLOW:-1} COMPILER=${COMPILER:-gcc} GRADE_RUN=$run GRADE_ROOT=$PWD GRADE_LIB=$PWD/grade/lib GRADE_KERNEL=lab-${TRIAL_LAB%%-*}.elf GRADE_SEED=$seed \
    GRADE_NONCE=${GRADE_NONCE:-$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')}
  [[ $TRIAL_BUILT == yes ]] || return 0
  if [[ ${TRIAL_LOADED-} != "$TRIAL_LAB" ]]; then
    tests_load "$TRIAL_LAB"
    TRIAL_LOADED=$TRIAL_LAB
  fi
  mkdir "${@/#/$run/logs/}"
  for name; do
    trial_run_one "$name"
    [[ $TEST_OUTCOME != grader ]] || trial_run_one "$name"
    TRIAL_LAST=$name # for grade/mutate
    [[ -z ${TRIAL_UNTIL_FAILURE-} || $TEST_OUTCOME == pass ]] || return 0
  done
}

trial_run_one() { # TEST
  tests_run "$1" "$run/logs/trial.log"
  tests_read_outcome "$1"
}

# Says of a right solution what came of it; true if it has all points.
trial_judge() { # NAME TEST...
  local results points most
  results=$(trial_results "${@:2}")
  read -r points most < <(jq -rs '"\(map(.points) | add) \(map(.max) | add)"' <<<"$results")
  if ((points == most)); then
    printf 'ok      %s: %d/%d points\n' "$1" "$points" "$most"
    return 0
  fi
  printf 'not ok  %s: %d/%d points\n' "$1" "$points" "$most"
  jq -r 'select(.outcome != "pass") | "    \(.test): \(.outcome): \(.what)\n        expected \(.expected)\n        found    \(.found)\n        hint     \(.hint)"' <<<"$results"
  return 1
}

# Sets `selected` and `outcome`: the latter is that of tests that were not run.
trial_select() { # TEST...
  local name
  selected=$'\n' outcome=build
  for name; do selected+=$TRIAL_LAB/$name$'\n'; done
  [[ $TRIAL_BUILT != yes && $TRIAL_BUILT != grader:* ]] || outcome=grader
}

# What came of the tests named, as in results.jsonl, with hints of grade 2.
trial_results() { # TEST...
  local labs='' out='' hints=2 selected outcome
  trial_select "$@"
  merge_results "$TRIAL_LAB" "$outcome" 'the test runs' "$TRIAL_BUILT"
}

trial_keep() { # FILE NAME DESCRIPTION WANT SAYS TEST...
  local selected outcome line file fields
  trial_select "${@:6}"
  TRIALS_KEPT=$((${TRIALS_KEPT:-0} + 1))
  printf -v fields '\t%s' "$TRIALS_KEPT" "$2" "$3" "$outcome" "${TRIAL_BUILT//$'\t'/ }" "$selected" "$4" "$5"
  {
    printf 'mutant%s\n' "${fields//$'\n'/$'\x1f'}"
    for file in "$run"/results/*; do
      [[ ! -f $file ]] || { IFS= read -r line <"$file" && printf '%s\t%s\n' "$TRIALS_KEPT" "$line"; }
    done
  } >>"$1"
}

# One jq for many, since its start takes as long as a test.
trial_judge_kept() { # LAB-DIRECTORY FILE
  local labs='' out='' hints=2 selected='' run=''
  read_results grade/mutants.jq "$1" grader 'the test runs' '' <"$2"
}
