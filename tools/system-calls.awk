# SPDX-License-Identifier: MIT
# Makes handouts/system-calls.md from kernel/abi/system_calls.h and error.h: awk -f this, with both files.
# The comment above a call is its description; `// ## Title` begins a chapter.
function trim(text) { gsub(/^ +| +$/, "", text); return text }
function flush_call(    line, n, part, i) {
  printf "### `%s`\n\n", signature
  n = split(text, part, "\n")
  for (i = 1; i <= n; i++) {
    if (part[i] ~ /^Fails:/ && i > 1) print ""
    if (part[i] != "") print part[i]
  }
  printf "\nNumber %d%s.\n\n", number, message ? "; its registers are those of a message" : ""
}
BEGIN {
  skipped = "^(Include it after|MESSAGE_CALL.number|.kernel/abi/message.h.;|The list of all|handouts/system-calls)"
  print "# System calls"
  print ""
  print "Made by `make handouts` from [`kernel/abi/system_calls.h`](../kernel/abi/system_calls.h) and"
  print "[`kernel/abi/error.h`](../kernel/abi/error.h): change those. The functions are declared in"
  print "[`user/system.h`](../user/system.h). What a message is: [`kernel/abi/message.h`](../kernel/abi/message.h);"
  print "rights: [`kernel/abi/rights.h`](../kernel/abi/rights.h); limits: [`kernel/abi/limits.h`](../kernel/abi/limits.h)."
}
FILENAME ~ /system_calls.h$/ {
  if ($0 ~ /^\/\/ SPDX/) next
  if ($0 ~ /^\/\/ clang-format off/) { started = 1; sub(/^\n+/, "", intro); sub(/\n+$/, "", intro); printf "\n%s\n\n", intro; next }
  if (!started) { # what is said of all calls
    if ($0 ~ /^\/\/( |$)/) { line = substr($0, 4); if (line !~ skipped) intro = intro line "\n" }
    next
  }
  if ($0 ~ /^\/\/ ## /) { printf "## %s\n\n", substr($0, 7); text = ""; next }
  if ($0 ~ /^\/\/ /) { text = text substr($0, 4) "\n"; next }
  if ($0 ~ /^(SYSTEM|MESSAGE)_CALL\(/) {
    message = $0 ~ /^MESSAGE/
    match($0, /\([0-9]+/); number = substr($0, RSTART + 1, RLENGTH - 1)
    split($0, part, ","); name = trim(part[2])
    parameters = $0; sub(/^[^(]*\([^(]*/, "", parameters); sub(/\)$/, "", parameters)
    signature = "int32_t " name parameters
    flush_call(); text = ""
  }
  next
}
/ ERROR\(E_/ {
  match($0, /E_[A-Z_]+/); name = substr($0, RSTART, RLENGTH)
  match($0, /-[0-9]+/); value = substr($0, RSTART, RLENGTH)
  match($0, /".*"/); meaning = substr($0, RSTART + 1, RLENGTH - 2)
  if (!errors++) print "## Errors\n\n| error | value | meaning |\n| --- | --- | --- |"
  printf "| `%s` | %d | %s |\n", name, value, meaning
}
