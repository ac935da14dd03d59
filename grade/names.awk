# SPDX-License-Identifier: MIT
# Input: constants (grade/constants.awk). Prints the numbers `found` and `expected`, a line each, with the names
# that they have in the group of the last constant among `words`; a negative error as such.
function signed(n) { return n >= 2147483648 ? n - 4294967296 : n }
function say(kind, n) {
  n = signed(n)
  return kind != "" && ((kind, n) in name) ? n " " name[kind, n] : n
}
{
  if (!(($1, $3) in name)) name[$1, $3] = $2
  group[$2] = $1
}
END {
  n = split(words, word, " ")
  for (i = n; i > 0 && kind == ""; i--) kind = group[word[i]]
  print say(kind, found)
  print say(kind, expected)
}
