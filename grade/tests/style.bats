#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What can be said of the sources without running them.
load common

judged() { # COMMAND: skips the test where its version's complaints are opinions
  version_is_judged "$1" ||
    skip "$1 $(version_of "$1") is none of the versions whose complaints count ($(judged_versions "$1"); tools/packages.tsv)"
}

sources() { # PATTERN...: their names, a line each
  bash tools/sources "$@" | tr '\0' '\n'
}

@test "C sources are laid out as .clang-format says" {
  judged clang-format
  run bash tools/format --check
  assert_success
}

# Kernel and programs apart: a system call has the same name on both sides. Temporaries that dangle are
# C++'s; cppcheck sees them in every function that returns a pointer.
@test "cppcheck finds nothing" {
  judged cppcheck
  local check=(cppcheck --quiet --error-exitcode=1 --std=c11 --platform=unix32 "--enable=warning,performance,portability"
    --inline-suppr --library=grade/cppcheck.cfg --suppress=danglingTempReference --suppress=danglingTemporaryLifetime
    --suppress=normalCheckLevelMaxBranches -I.)
  run "${check[@]}" common kernel mm labs/*/*.c labs/*/tests/*.c solutions
  assert_output ''
  assert_success
  run "${check[@]}" common user labs/*/tests/programs grade/tests/programs
  assert_output ''
  assert_success
}

@test "shellcheck finds nothing" {
  judged shellcheck
  run bash -c 'bash tools/sources | tr "\0" "\n" | while read -r file; do
      if [[ $file == *.bash || $file == *.bats ]] || head -n 1 "$file" | grep -q "^#!.*bash"; then printf "%s\0" "$file"; fi
    done | xargs -0 shellcheck -x -s bash'
  assert_success
  assert_output ''
}

# Whoever reads only the beginning may end the writer of the rest (SIGPIPE), and `pipefail` takes that for a failure, but
# only if the writer was slow.
@test "no script asks a pipe for its first lines only" {
  run bash -c 'grep -lZ "^set .*pipefail" $(cat) | xargs -0 grep -nE "([^|][|] *|then )(grep -[a-zA-Z]*[qm]|head) " | grep -vE "[|][|] true"' - < <(sources 'tools/*' 'grade/*' 'model/*' | grep -v '^grade/tests/')
  assert_output ''
}

# tools/layers.tsv names the layers, their order and the few exceptions.
@test "nothing includes or calls what is above its layer" {
  run bash tools/graph --check
  assert_output ''
  assert_success
  # it would see one
  grep -v '^except.*region.h' tools/layers.tsv >"$BATS_TEST_TMPDIR/layers.tsv"
  run bash tools/graph --check --includes "--layers=$BATS_TEST_TMPDIR/layers.tsv"
  assert_output 'kernel/process/process.h -> mm/objects/region.h'
  assert_failure
}

@test "behind no contract are more than 1,000 lines of headers" {
  run bash tools/graph --check --includes
  assert_output ''
  assert_success
  # it would see them
  run bash tools/graph --check --includes --behind=200
  assert_line --regexp '^mm/pager.h has [0-9]+ lines of headers behind it, more than 200$'
  assert_failure
}

@test "each folder of the kernel says what it is for, in at most 15 lines" {
  local folder
  for folder in kernel/ kernel/*/ mm/ mm/*/; do
    assert [ -f "${folder}README.md" ]
    assert [ "$(wc -l <"${folder}README.md")" -le 15 ]
  done
}

@test "every source names its licence in its first two lines" {
  local file missing=''
  while IFS= read -r file; do
    head -n 2 "$file" | grep -q SPDX-License-Identifier || missing+="$file "
  done < <(sources '*.c' '*.h' '*.asm' '*.bash' '*.bats' '*.mk' '*.awk' '*.jq' '*.ld' '*.pml' Makefile 'model/*' 'tools/*' 'grade/*' | grep -vE '\.(tsv|md)$')
  assert_equal "$missing" ''
}

@test "there is no Python, and nothing left open" {
  run bash -c 'grep -lIE "$1" $(cat)' - '^#!.*python|\bpython3? +[-./a-z]' < <(sources | grep -vxF grade/tests/style.bats)
  assert_output ''
  run bash -c 'grep -nIE "$1" $(cat)' - '\b(TODO|FIXME|XXX|HACK)\b' < <(sources | grep -vxF grade/tests/style.bats)
  assert_output ''
}

@test "links in the handouts and the README lead somewhere" {
  local file target missing=''
  while IFS= read -r file; do
    while read -r target; do
      [[ -e $(dirname "$file")/${target%%#*} ]] || missing+="$file: $target "
    done < <(grep -oE '\]\([^)#][^)]*\)' "$file" | sed 's/^](//; s/)$//' | grep -v '^http')
  done < <(sources '*.md')
  assert_equal "$missing" ''
}

# The model has all states of pages and slots, and those of frames that paging deals with.
@test "the model of the paging rules and the kernel have the same names for the same states" {
  in_model() { # KIND
    sed -n "s/^mtype:$1 = {\(.*\)};/\1/p" model/state.pml | grep -oE '[A-Z_]+' | sort
  }
  in_kernel() { # HEADER KIND
    sed -n "/^enum $2 {/,/^};/p" "$1" | grep -oE '^ +[A-Z_]+' | tr -d ' ' | sort
  }
  [[ -n $(in_model page_state) && -n $(in_model slot_state) ]]
  assert_equal "$(in_model page_state)" "$(in_kernel mm/objects/object.h page_state)"
  assert_equal "$(in_model slot_state)" "$(in_kernel mm/pager.h slot_state)"
  assert_equal "$({ in_model frame_state; printf '%s\n' FRAME_RESERVED FRAME_CORE FRAME_STATES; } | sort)" \
    "$(in_kernel mm/frame.h frame_state)"
}
