#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Whose files are graded: chosen by what they hold, wherever they lie and whatever that place is called.
load common

# One quick test of lab 1, of which the reference has 4 points, and a stub none.
points_of() { # DIRECTORY
  run grade/grade --lab 1 --test unique --labs "1=$1" --out "$OUTPUT"
  assert_success
  points "$OUTPUT"
}

submission() { # DIRECTORY FILE
  mkdir -p "$1"
  cp "$2" "$1/frame.c"
}

REFERENCE=solutions/1-frames/frame.c
STUB=labs/1-frames/frame.c

@test "a directory's name may hold anything" {
  local name marker=$BATS_TEST_TMPDIR/marker
  for name in 'with blanks' 'a,b' "o'brien" 'müller' '-dash' 'x$(touch marker)' 'y`touch marker`' 'a&b;c|d' 'two "quotes"' \
    $'new\nline' 'ends with 2=student' 'star*' 'back\slash' '#hash' '%p$@$<' 'student'; do
    name=${name//marker/"$marker"}
    name=${name//\//_}
    submission "$BATS_TEST_TMPDIR/$name" "$REFERENCE"
    assert_equal "$name $(points_of "$BATS_TEST_TMPDIR/$name")" "$name $(worth unique)"
  done
  # what make reads would be run where make runs
  run make grade LAB=1 TEST=unique LABS="1=$BATS_TEST_TMPDIR/x\$(touch _marker)"
  cd "$BATS_TEST_TMPDIR"
  submission 'x$(touch pwned)' "$ROOT/$REFERENCE"
  run make -C "$ROOT" grade LAB=1 TEST=unique LABS="1=$BATS_TEST_TMPDIR/x\$(touch pwned)"
  assert_line "lab 1: $(worth unique)/$(worth unique) points"
  [[ ! -e pwned && ! -e $ROOT/pwned && ! -e $marker ]]
}

@test "a name is taken from where the caller stands" {
  submission "$BATS_TEST_TMPDIR/mine" "$REFERENCE"
  cd "$BATS_TEST_TMPDIR"
  run "$ROOT/grade/grade" --lab 1 --test unique --labs 1=mine --out "$OUTPUT"
  assert_line "lab 1: $(worth unique)/$(worth unique) points"
}

@test "directories whose names are alike when flattened are two" {
  submission "$BATS_TEST_TMPDIR/a_b/c" "$REFERENCE"
  submission "$BATS_TEST_TMPDIR/a/b_c" "$STUB"
  assert_equal "$(points_of "$BATS_TEST_TMPDIR/a_b/c")" "$(worth unique)"
  assert_equal "$(points_of "$BATS_TEST_TMPDIR/a/b_c")" 0
}

@test "a file is what it holds, whatever its date" {
  local place=$BATS_TEST_TMPDIR/one
  submission "$place" "$REFERENCE"
  assert_equal "$(points_of "$place")" "$(worth unique)"
  # an older file in its place
  submission "$place" "$STUB"
  touch -d 2001-01-01 "$place/frame.c"
  assert_equal "$(points_of "$place")" 0
  # one from the future, and then an edit of it
  submission "$place" "$REFERENCE"
  touch -d 2040-01-01 "$place/frame.c"
  assert_equal "$(points_of "$place")" "$(worth unique)"
  sed -i 's/^    return frame;/    return NULL;/' "$place/frame.c"
  touch -d 2039-01-01 "$place/frame.c"
  assert_equal "$(points_of "$place")" 0
}

@test "a place that is not there, or an entry without a sense, is the caller's mistake" {
  run grade/grade --lab 1 --labs 1=/nowhere --out "$OUTPUT"
  assert_failure 2
  assert_output --partial "there is no directory '/nowhere'"
  refute_output --partial points
  run grade/grade --lab 1 --labs 9=student
  assert_failure 2
  assert_output --partial "there is no lab '9'"
  run grade/grade --lab 1 --labs studnet
  assert_failure 2
  assert_output --partial "'studnet' is neither student, reference nor NUMBER="
  run make kernel LABS=1=/nowhere
  assert_failure
  assert_output --partial "there is no directory '/nowhere'"
}

# What was handed in is no C file: its outcome is `build`, and the message says what it is.
refused() { # DIRECTORY WHAT
  run grade/grade --lab 1 --labs "1=$1" --out "$OUTPUT"
  assert_success
  assert_line --regexp '^lab 1: 0/'
  assert_equal "$(jq -r .outcome "$OUTPUT/results.jsonl" | sort -u)" build
  assert_output --partial "$2"
}

@test "only regular files of a reasonable size are taken" {
  local place=$BATS_TEST_TMPDIR/odd
  mkdir -p "$place"
  ln -s "$ROOT/$REFERENCE" "$place/frame.c"
  refused "$place" 'frame.c, as it was handed in, is not a regular file'
  rm "$place/frame.c"
  mkfifo "$place/frame.c"
  refused "$place" 'frame.c, as it was handed in, is not a regular file'
  rm "$place/frame.c"
  mkdir "$place/frame.c"
  refused "$place" 'frame.c, as it was handed in, is not a regular file'
  rmdir "$place/frame.c"
  { cat "$REFERENCE"; head -c 1100000 /dev/zero | tr '\0' '\n'; } >"$place/frame.c"
  refused "$place" 'frame.c, as it was handed in, is larger than 1048576 bytes'
  rm "$place/frame.c"
  cp "$REFERENCE" "$place/Frame.c"
  refused "$place" 'frame.c is not there: the directory has no file of lab 1'
  rm "$place/Frame.c"
  rmdir "$place"
  ln -s "$ROOT/${REFERENCE%/*}" "$place"
  refused "$place/" 'its directory, as it was handed in, is a link'
}

@test "a part of a lab can be handed in without the others" {
  mkdir -p "$BATS_TEST_TMPDIR/part"
  cp solutions/4-pager-ipc/ipc.c "$BATS_TEST_TMPDIR/part/"
  run grade/grade --lab 4 --exercise 1,4 --labs "4=$BATS_TEST_TMPDIR/part" --out "$OUTPUT"
  assert_success
  assert_line --regexp '^lab 4a: ([1-9][0-9]*)/\1 points$'
  assert_line --regexp '^lab 4b: 0/'
  assert_line --regexp '^  exercise 4, .*, is not begun .* is not written yet'
}
