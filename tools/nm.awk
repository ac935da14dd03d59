# SPDX-License-Identifier: MIT
# What `nm` says, of `readelf --sections --symbols --wide`: an address, a letter, a name, to be sorted. The letter is T for code,
# t if the name is its file's own, D and d for everything else. nm itself loads what may know of other kinds of files: where LLVM
# is installed, that takes longer than to link.
/^ *\[ *[0-9]+\]/ {
  sub(/^ *\[ */, ""); sub(/\]/, "")
  # the flags are the last word before three numbers; without any there is one word fewer
  code[$1 + 0] = $(NF - 3) ~ /X/ && $(NF - 3) !~ /^[0-9a-f]+$/
  next
}
$1 ~ /^[0-9]+:$/ && $4 != "SECTION" && $4 != "FILE" && $7 != "UND" && NF >= 8 {
  letter = $7 != "ABS" && code[$7 + 0] ? "T" : "D"
  print $2, ($5 == "LOCAL" ? tolower(letter) : letter), $8
}
