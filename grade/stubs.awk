# SPDX-License-Identifier: MIT
# awk -v lab=N -v name=N-NAME -f grade/stubs.awk NAMES FILE: the reference's file, in which the functions whose
# names stand in NAMES, one a line, are stubs.
FILENAME == ARGV[1] { if ($1 != "") is_stub[$1] = 1; next }

# what only a stub's function used is unused now, which is no mistake here
{ shown = $0; sub(/^static ([a-z])/, "static __attribute__((unused)) &", shown); sub(/unused\)\) static /, "unused)) ", shown) }
FNR == 1 && FILENAME == ARGV[2] { print "#pragma GCC diagnostic ignored \"-Wunused-parameter\"" }
/^#include "(mm|kernel|user)\// && !included { print /"user/ ? "#include \"user/stub.h\"" : "#include \"kernel/report/panic.h\""; included = 1 }
/^[a-z].*\(/ { header = $0 }
skipping { if ($0 == "}") { skipping = 0; print } next }
{ print shown }
/^\{$/ {
  match(header, /[a-z_0-9]+\(/)
  function_name = substr(header, RSTART, RLENGTH - 1)
  if (function_name in is_stub) {
    printf "    LAB_STUB(%s, \"%s\");\n", lab, name
    skipping = 1
  }
}
