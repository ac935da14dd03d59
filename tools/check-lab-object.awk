# SPDX-License-Identifier: MIT
# Says what a lab's object brings beyond its own code, or uses beyond what its header and handout speak of. For
# tools/build-lab-object, which says what is refused. Arguments, each after part=NAME:
#   given     symbols of given code, one a line
#   inputs    what compiler (-MD) and assembler (--MD) wrote of the files that it was made from
#   symbols   readelf --symbols --wide
#   code      objdump -h -d -M suffix
# and -v source, headers (the directory of the compiler's), uses (patterns, blank-separated), others (other labs' symbols), most
# (bytes of code and data).
BEGIN {
  uses_count = split(uses, use, " ")
  n = split(others, words, " "); for (i = 1; i <= n; i++) given[words[i]] = 1
  n = split("in out ins outs", words, " "); for (i = 1; i <= n; i++) does[words[i]] = "talks to a device"
  n = split("int int1 int3 icebp into sysenter sysexit syscall sysret iret", words, " "); for (i = 1; i <= n; i++) does[words[i]] = "calls or leaves the kernel"
  n = split("lgdt lidt lldt ltr lmsw wrmsr rdmsr lcall ljmp lret rsm xbegin", words, " "); for (i = 1; i <= n; i++) does[words[i]] = "changes the processor's tables"
  last = source; sub(/.*\//, "", last)
  directory = headers "/"
}

function complain(text) {
  gsub(/[^ -~]/, "?", text)
  printf "%s: error: a lab's file %s\n", source, text
  bad = 1
}

part == "given" { given[$1] = 1 }

# The assembler calls the file by its last name, and its own input {standard input}.
part == "inputs" {
  gsub(/\{standard input\}/, ""); sub(/\\$/, "")
  for (i = 1; i <= NF; i++) {
    if ($i ~ /:$/ || $i == source || $i == last || $i ~ /^(build\/[a-z]+\/lab\/given-headers\/)?(common|kernel|mm|user)\/([a-z_0-9]+\/)*[a-z_0-9]+\.h$/) continue
    if (index($i, directory) == 1 && substr($i, length(directory) + 1) ~ /^[a-z_0-9-]+\.h$/) continue
    complain("may use the headers in common/, kernel/, mm/ and user/ only, not " $i)
  }
}

function may_use(name,    i) {
  for (i = 1; i <= uses_count; i++) if (name ~ ("^" use[i] "$")) return 1
  return 0
}

part == "symbols" && $1 ~ /^[0-9]+:$/ && $1 != "0:" {
  undefined = $7 == "UND"; for_all = $5 != "LOCAL"
  name = $0
  for (i = 1; i <= 7; i++) sub(/^ *[^ ]+/, "", name)
  sub(/^ /, "", name)
  if (undefined && !may_use(name)) complain("has no business with " name ": its header and its handout name what it may use")
  if (!undefined && for_all && name in given) complain("defines " name ", which is defined elsewhere: use the one that its header declares")
  # labels that compilers make have dots and dollars in them; a section's symbol has its name, or none
  if (name !~ /^[A-Za-z_.$][A-Za-z0-9_.$-]*$/ && odd_names++ < 3) complain("has a symbol whose name is none of C's: " name)
}

# strtonum is not every awk's.
function number_of(digits,    i, sum) {
  for (i = 1; i <= length(digits); i++) sum = sum * 16 + index("123456789abcdef", substr(digits, i, 1))
  return sum
}

# No other sections than compilers make, and code in .text alone. A section's flags are in the line after it.
part == "code" && /^Disassembly of section / { disassembly = 1 }
part == "code" && !disassembly && section != "" {
  if (/ALLOC/) bytes += number_of(size)
  if (section ~ /^\.text(\.|$)/) { }
  else if (/CODE/) complain("has a section of its own: " section " (code)")
  else if (/ALLOC/ && section !~ /^\.(data|bss|rodata|eh_frame|note\.GNU-stack)(\.|$)/) complain("has a section of its own: " section " (data)")
  section = ""
  next
}
part == "code" && !disassembly && $1 ~ /^[0-9]+$/ { section = $2; size = $3 }

# Paging, protection and debugging are switched there; %cr2 and %cr3 are the address of a fault and the page directory.
part == "code" && disassembly && !said["register"] && match($0, /%(cr[04]|d[br][0-7])/) {
  said["register"] = 1
  complain("uses " substr($0, RSTART, RLENGTH) ", which is not its business")
}

# Prefixes stand before an instruction as words of their own.
part == "code" && disassembly && split($0, field, "\t") >= 3 {
  n = split(field[3], words, " ")
  for (i = 1; i <= n && i < 5; i++) {
    name = words[i]
    if (!(name in does)) sub(/[bwldq]$/, "", name)
    if (name in does && !(name in said)) {
      said[name] = 1
      complain(does[name] " (" name ")")
    }
  }
}

END {
  if (bytes > most) complain(sprintf("may have %d bytes of code and data, and this one has %.0f", most, bytes))
  exit bad
}
