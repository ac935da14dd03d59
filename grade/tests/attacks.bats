#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What a student may hand in to get points, or to break the grader: none of it scores anything.
# Most of it does not even build; what would come of it is shown with that check left out.
load common

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || exit
  make -s test-kernel >/dev/null
}

# One test of each kind: values, a look from outside, random operations, a misuse that must panic.
KINDS=count-64m,count-synthetic,table-outside,unique,exhaust,random-operations,constant-time,misuse-freed-twice,misuse-null,nothing-leaked

# An attack stands in frame_init; the other functions are the stubs. (Or it is a whole file of its own.)
attack() { # NAME
  local file=grade/tests/attacks/$1.c directory=build/mutants/attack-$1 expected
  expected=$(sed -n 's/^\/\/ Outcome: //p' "$file")
  mkdir -p "$directory"
  cp "$file" "$directory/frame.c"
  if grep -q '^void frame_init' "$file" && ! grep -q '^void frame_free_run' "$file"; then
    awk '/^(void|struct|enum|uint32_t).*\(/ { on = !/^void frame_init/ } on' labs/1-frames/frame.c >>"$directory/frame.c"
    sed -i 's,#include "mm/frame.h",&\n#include "kernel/report/panic.h",' "$directory/frame.c"
  fi
  if [[ $expected == build ]]; then
    scores_nothing "$directory" "$expected"
  else
    TEST=${TESTS-$KINDS} scores_nothing "$directory" "$expected"
  fi
  expected=$(sed -n 's/^\/\/ Unchecked: //p' "$file")
  if [[ -n $expected ]]; then
    CHECK_LABS=no TEST=${UNCHECKED_TESTS-$KINDS} scores_nothing "$directory" "$expected"
  fi
}

scores_nothing() { # DIRECTORY OUTCOME
  run grade/grade --lab "${ATTACKED:-1}" --labs "${ATTACKED:-1}=$1" --out "$OUTPUT"
  assert_success # a bad submission is no fault of the grader
  assert_line --regexp '^lab [0-9a-c]+: 0/[0-9]+ points$'
  if [[ $2 == unproved ]]; then
    assert_regex "$(outcomes "$OUTPUT")" '^[0-9]+ unproved(, [0-9]+ wrong)?$'
  elif [[ $2 != any ]]; then
    assert_equal "$(outcomes "$OUTPUT")" "$(if [[ -n ${TEST-} ]]; then tr ',' '\n' <<<"$TEST"; else grep -v '^#' labs/1-frames/points.tsv; fi | wc -l) $2"
  fi
  xmllint --noout "$OUTPUT/results.xml"
}

@test "canned output scores nothing" { attack canned; }
@test "records with the right nonce and guessed values score nothing" { attack echo-nonce; }
@test "an early exit scores nothing" { attack early-exit; }
@test "an early panic with the right words scores nothing" { attack early-panic; }
@test "a skipped test scores nothing" { attack skips-test; }
@test "a flood is a flood" { attack flood; }
@test "an endless loop with interrupts off is a hang" { attack hang; }
@test "a machine that stops for good with the watchdog off is a hang" { GRADE_CPU_SECONDS=3 UNCHECKED_TESTS=unique attack stops; }
@test "so is one that runs on" { GRADE_CPU_SECONDS=3 UNCHECKED_TESTS=unique attack runs-on; }
@test "a write through a null pointer is a fault" { attack null-pointer; }
@test "a reset is a reset" { attack reset; }
@test "every byte on the console leaves the reports whole" { attack garbage; }
@test "a test cannot be replaced from a section of one's own" { attack own-section; }
@test "functions of the kernel cannot be replaced" { attack replaces; }
@test "the reference cannot be included" { attack includes; }
@test "the reference cannot be embedded" { attack embeds; }
@test "a file of the system cannot be embedded" { attack system-file; }
@test "a line marker hides no included file" { attack line-marker; }
@test "a status of one's own is not the grader's fault" { attack wrong-status; }
@test "a symbol's name is one of C's" {
  rm -f build/mutants/pwned
  attack symbol-name
  [[ ! -e build/mutants/pwned ]]
}
@test "a prefix hides no instruction" { attack prefixed; }
@test "an object that is too large is looked through by nobody" {
  attack large
  assert_output --partial 'more than the 4194304'
}
@test "a lab's file has no more code and data than there is room for" {
  attack heavy
  assert_output --partial "may have 524288 bytes of code and data, and this one has 600"
}
@test "a lab's file makes no system call" { attack system-call; }
@test "what a compiler says moves no cursor" {
  attack escapes
  refute_output --partial $'\033'
  assert_output --partial '^[[2J'
}
@test "what is run among the data is seen" { attack data-code; }
@test "what is run in the middle of an instruction is seen" { attack inside; }
@test "a test from which somebody returns in its place has not come to its end" { attack leaves-test; }
@test "what somebody has written over a test is seen" { attack patches-test; }

@test "a test that somebody leaves by its own last instructions has not gone there" { TESTS=run-alignment,run-edges,run-cost attack hops; }
@test "a test that somebody goes through step by step is not run" { TESTS=run-cost,constant-time attack steps; }
@test "code that is written anew all the time is a flood" { TESTS=run-cost attack rewrites; }

# The reference with an attack in front of it, which one of its lines is followed by.
beside_reference() { # NAME LINE TESTS [FILE]
  local file=${4:-solutions/1-frames/frame.c} ATTACKED directory
  ATTACKED=${file#solutions/} ATTACKED=${ATTACKED%%-*} directory=build/mutants/attack-$1-$ATTACKED
  mkdir -p "$directory"
  cp "${file%/*}"/*.c "$directory"
  { sed "s/^#define FUNCTIONS_LEFT .*/#define FUNCTIONS_LEFT ${LEFT:-2}/" "grade/tests/attacks/$1.c"; sed "s/^    $2/&\n    attack();/" "$file"; } >"$directory/${file##*/}"
  TEST=$3 scores_nothing "$directory" "${OUTCOME:-$(sed -n 's,^// Outcome: ,,p' "grade/tests/attacks/$1.c")}"
}

@test "code is seen wherever it lies" { beside_reference unseen 'free_frames = 0;' unique,run-cost; }
@test "who comes back behind what judges a call is noticed" { beside_reference comes-back 'free_frames--;' every-sequence,every-side; }
@test "so it is where pagers answer" { OUTCOME=unproved beside_reference comes-back 'struct slot \*slot = find_open(pager, slot_word);' every-answer,every-store solutions/4-pager-ipc/pager.c; }
@test "and where core processes bind lines" { LEFT=1 beside_reference comes-back 'line->port = port;' every-line solutions/6-core/core.c; }
@test "and get ports" { LEFT=1 beside_reference comes-back '\*range = place;' every-range solutions/6-core/core.c; }
@test "and make objects" { OUTCOME=unproved LEFT=2 beside_reference comes-back 'object->is_revoked = true;' every-object solutions/6-core/core.c; }
@test "and take them back" { OUTCOME=unproved LEFT=1 beside_reference comes-back 'revoke_lines_and_ports(owner);' every-revoke solutions/6-core/core.c; }
@test "and where the verdict is" { LEFT=1 beside_reference comes-back 'watch.latest = now;' every-verdict solutions/6-core/core.c; }
@test "what all sequences are made of is not exchanged" { beside_reference lets-off 'free_frames--;' every-sequence,every-side; }

# The reference of lab 3, in which a space that ends gives no frame back: LINE is done instead.
make_leak() { # DIRECTORY LINE
  mkdir -p "$1"
  awk -v line="$2" '/^void paging_destroy/ { on = 1 } on { sub(/reserve_free\(.*\);/, line) } on && /^}/ { on = 0 } { print }' solutions/3-paging/paging.c >"$1/paging.c"
}

# These tests find nothing by themselves: a look at the machine's memory does.
LEAKS=space-create,space-destroy

hides_leaks() { # LABS
  TEST=$LEAKS run grade/grade --lab 3 --labs "$1" --out "$OUTPUT"
  assert_success
  assert_line "lab 3: 0/$(worth "$LEAKS") points"
  assert_equal "$(outcomes "$OUTPUT")" '2 unproved'
  assert_output --partial 'read from outside'
}

@test "who leaks frames, and changes what a test has kept of them, is seen from outside" {
  local directory=build/mutants/attack-hides-leak
  make_leak "$directory" 'kept++;'
  { cat grade/tests/attacks/hides-leak.c; sed '/^void paging_destroy/,/^}/{ s/^{/{\n    uint32_t kept = 0;/; s/^}/    attack(kept);\n}/ }' "$directory/paging.c"; } >"$directory/paging.c.new"
  mv "$directory/paging.c.new" "$directory/paging.c"
  hides_leaks "3=$directory"
}

# Lab 3 tells lab 2, by a question that nobody else asks, what it has not given back.
@test "books in which frames are free that are not are seen from outside" {
  local directory=build/mutants/attack-cooked-books
  make_leak "$directory" '(void)reserve_floor(CLASS_TURN(LEVEL_HIGHEST));'
  sed 's/^static struct reserve_counts counts;/&\nstatic uint32_t hidden;/; s/^    return floors\[class\];/    hidden += class == CLASS_TURN(LEVEL_HIGHEST);\n&/; s/^    \*out = counts;/&\n    out->free += hidden;\n    out->used[FRAME_KERNEL] -= hidden;/' solutions/2-reserve/reserve.c >"$directory/reserve.c"
  hides_leaks "2=$directory 3=$directory"
}

# An attack on a program stands in each function of lab 7.
attack_program() { # NAME
  local directory=build/mutants/attack-$1
  mkdir -p "$directory"
  { cat "grade/tests/attacks/$1.c"; sed -n '/^int32_t own_store_format/,$s/LAB_STUB(.*/attack();/; /^int32_t own_store_format/,$p' labs/7-store/own_store.c; } >"$directory/own_store.c"
  TEST=file-pages,file-length run grade/grade --lab 7 --labs "7=$directory" --out "$OUTPUT"
  assert_line --regexp '^lab 7: 0/[0-9]+ points$'
  assert_equal "$(outcomes "$OUTPUT")" "2 $(sed -n 's,^// Outcome: ,,p' "grade/tests/attacks/$1.c")"
}

@test "a program that lets given code report does not come to its end" { attack_program asks-kernel; }
@test "a program that somebody sends to its report has not gone there" { attack_program hops-program; }

@test "what a kernel reports is never run as a command" {
  rm -f build/mutants/pwned
  attack commands
  [[ ! -e build/mutants/pwned ]]
}

@test "a kernel cannot change what is expected of it" {
  mkdir -p build/mutants/taken
  sed 's/^    free_frames = 0;/&\n    record_send("taken", "what=mine start=%u end=%u", 8388608u, 8392704u);/; s/^    reserve_frames(done, frame_table_entries);/&\n    unlink_frame(\&frame_table[2048]);\n    frame_table[2048].head = FRAME_RESERVED;\n    free_frames--;/; s,#include <stdbool.h>,&\n#include "kernel\/record.h",' solutions/1-frames/frame.c >build/mutants/taken/frame.c
  CHECK_LABS=no run grade/grade --lab 1 --test count-64m,unique,nothing-leaked --labs 1=build/mutants/taken --out "$OUTPUT"
  assert_line "lab 1: 0/$(worth count-64m,unique,nothing-leaked) points"
  assert_equal "$(outcomes "$OUTPUT")" '3 wrong'
}

# A right solution, which in one test calls what is no code.
@test "where what is seen is not what was said, nothing of the exercise counts, and the others do" {
  mkdir -p build/mutants/doubtful
  sed 's/^struct frame \*frame_alloc_run(.*/static const uint8_t nothing[] = {0xc3};\n\n&/' solutions/1-frames/frame.c |
    awk '{ print } /^struct frame \*frame_alloc_run/ { on = 1 } on && /^{/ { print "    if (run->frames > 1000)\n        ((void (*)(void))nothing)();"; on = 0 }' >build/mutants/doubtful/frame.c
  run grade/grade --lab 1 --test run-sizes,run-long,run-pieces --labs 1=build/mutants/doubtful --out "$OUTPUT"
  assert_success
  assert_line "lab 1: $(worth run-pieces)/$(worth run-sizes,run-long,run-pieces) points"
  assert_equal "$(outcomes "$OUTPUT")" '1 pass, 2 unproved'
  assert_output --partial 'in run-long it is not; these points count when whoever grades has looked at the code'
}
