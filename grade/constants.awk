# SPDX-License-Identifier: MIT
# The constants of the headers that it is given, one a line: GROUP NAME VALUE. A group is an enum, or one of the
# lists ERROR_LIST and END_REASON_LIST, from which enums are made.
FNR == 1 { group = "" }
{ sub(/\/\/.*/, "") }
match($0, /^enum [a-z_]+ \{/) {
  group = $2; value = 0
  sub(/^[^{]*\{/, "")
}
group != "" {
  ends = /\}/
  body = $0
  sub(/\}.*/, "", body)
  n = split(body, part, ",")
  for (i = 1; i <= n; i++) {
    gsub(/[ \t]/, "", part[i])
    if (part[i] !~ /^[A-Z][A-Z_0-9]*(=-?[0-9]+)?$/) continue
    if (split(part[i], f, "=") == 2) value = f[2] + 0
    print group, f[1], value++
  }
  if (ends) group = ""
}
match($0, /(ERROR|REASON)\([A-Z_]+, /) {
  line = substr($0, RSTART)
  is_error = line ~ /^ERROR/
  sub(/^[A-Z]+\(/, "", line)
  split(line, f, /, */)
  print is_error ? "error" : "end_reason", f[1], is_error ? f[2] : reason++
}
END { print "error E_OK 0" }
