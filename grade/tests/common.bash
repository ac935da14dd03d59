# SPDX-License-Identifier: MIT
# For the grader's own tests.
# where distributions have them
export BATS_LIB_PATH=${BATS_LIB_PATH:+$BATS_LIB_PATH:}/usr/lib/bats:/usr/share/bats
bats_load_library bats-support
bats_load_library bats-assert

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
cd "$ROOT" || exit
# the environment of the scripts (tools/environment.bash), for tests that were not started by grade/check
export LC_ALL=C UNEON_LARGE_PIECES=${UNEON_LARGE_PIECES-}
source "$ROOT/tools/environment.variables"
# shellcheck disable=SC2086 # a name a word
unset $person_variables MAKEFLAGS MFLAGS MAKELEVEL
# shellcheck disable=SC2034 # for the files that load this
OUTPUT=$BATS_TEST_TMPDIR/out
# shellcheck disable=SC2034
LAST_RESORT=1200 # seconds: they decide nothing but that what would never end does
source "$ROOT/tools/packages.bash"

# The outcomes of a run's results, each with how often it came.
outcomes() { # DIRECTORY
  jq -r .outcome "$1/results.jsonl" | sort | uniq -c | awk '{ printf "%s%s %s", (NR > 1 ? ", " : ""), $1, $2 }'
}

points() { # DIRECTORY
  jq -s 'map(.points) | add' "$1/results.jsonl"
}

# The processes whose command line has nonce=MARK in it.
processes_with_nonce() { # MARK
  grep -laE "nonce=[${1:0:1}]${1:1}" /proc/[0-9]*/cmdline 2>/dev/null || true
}

# A solution directory with the reference's file in which the named functions are still stubs.
with_stubs() { # DIRECTORY LAB-DIRECTORY FILE FUNCTION...
  mkdir -p "$1"
  awk -v names="${*:4}" -v lab="${2%%-*}" -v name="$2" '
    BEGIN { n = split(names, list, " ") }
    { print }
    /^#include "mm\// { print "#include \"kernel/report/panic.h\"" }
    /^[a-z].*\(.*/ { header = $0 }
    /^\{$/ {
      for (i = 1; i <= n; i++)
        if (header ~ "[ *]" list[i] "\\(") { printf "    LAB_STUB(%s, \"%s\");\n}\n", lab, name; skip = 1 }
      while (skip && (getline line) > 0) if (line == "}") skip = 0
    }' "solutions/$2/$3" | sed 's/^static \([a-z]\)/static __attribute__((unused)) \1/' >"$1/$3"
}

# All points that there are for a lab, and how many tests it has.
most_points() { # LAB
  awk -F'\t' '!/^#/ { n += $2 } END { print n }' labs/"$1"-*/points.tsv
}

# A solution for lab 1 whose machines run as long as they may.
make_hang() { # DIRECTORY
  mkdir -p "$1"
  sed 's/^    free_frames = 0;/    for (;;)\n        continue;/' solutions/1-frames/frame.c >"$1/frame.c"
}

# What tests are worth, whatever lab they are of.
worth() { # TEST,...
  awk -F'\t' -v tests=",$1," '!/^#/ && index(tests, "," $1 ",") { n += $2 } END { print n + 0 }' "$ROOT"/labs/*/points.tsv
}

count_tests() { # LAB
  grep -vc '^#' labs/"$1"-*/points.tsv
}

# A copy of the project's files as an archive leaves it: no repository, nothing that is marked as to be run, and in a
# path with all that is not easy in one. Sets TREE.
copy_tree() { # DIRECTORY
  TREE="$1/it's a tree, schön#\$b%d=e;f&g:h\"i\\\\j*[k]"
  mkdir -p "$TREE"
  bash tools/sources | xargs -0 cp --parents -t "$TREE"
  find "$TREE" -type f -exec chmod a-x {} +
}

# A directory with links to every tool on the path but the named ones.
path_without() { # TOOL...
  local bin=$BATS_TEST_TMPDIR/bin directories directory
  mkdir -p "$bin"
  IFS=: read -ra directories <<<"$PATH"
  for directory in "${directories[@]}"; do
    [[ $directory != */bats-core ]] || continue # bats' own parts, which do not stand alone
    ln -s "$directory"/* "$bin/" 2>/dev/null || true # the first of a name stays
  done
  (cd "$bin" && rm -f "$@")
  printf '%s' "$bin"
}
