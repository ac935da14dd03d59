# SPDX-License-Identifier: MIT
# Makes of a starter file one that does nothing, and always returns the same: `with` is 0, 1, -1, argument (its first
# one), or a call of a misuse, which all but the init functions make instead of returning.

/^[a-z].*\(/ && !/;$/ { header = $0; open = 1 }
open && /\{$/ { open = 0 }
/LAB_STUB\(/ {
  type = header
  sub(/^static /, "", type)
  sub(/[a-z_0-9]+\(.*/, "", type)
  name = header
  sub(/^[^(]*\(/, "", name)
  sub(/[,)].*/, "", name)
  sub(/.*[ *]/, "", name)
  if (with ~ /\(/ && header !~ /_init\(/) result = with ";"
  else if (type ~ /^void +$/) result = "return;"
  else {
    value = with == "argument" && name != "void" ? "(uint32_t)" name : with ~ /^-?[0-9]+$/ ? with : "0"
    result = type ~ /user_address/ ? "return (user_address){" value "};" : "return (" type ")(" value ");"
  }
  print "    " result
  next
}
{ print }
