# SPDX-License-Identifier: MIT
# Looks through `objdump -d -M suffix` of a lab's object for what only given code does: talk to devices, call the kernel
# (a test in a program reports so), load the processor's tables. Prints what was found, once.
# Prefixes stand before an instruction as words of their own.
BEGIN {
  FS = "\t"
  split("in out ins outs", words, " "); for (i in words) what[words[i]] = "talks to a device"
  split("int int1 int3 icebp into sysenter sysexit syscall sysret iret", words, " "); for (i in words) what[words[i]] = "calls or leaves the kernel"
  split("lgdt lidt lldt ltr lmsw wrmsr rdmsr lcall ljmp lret rsm xbegin", words, " "); for (i in words) what[words[i]] = "changes the processor's tables"
}
NF >= 3 {
  n = split($3, words, " ")
  for (i = 1; i <= n && i < 5; i++) {
    name = words[i]
    if (!(name in what)) sub(/[bwldq]$/, "", name)
    if (name in what && !(name in said)) {
      said[name] = 1
      print what[name], "(" name ")"
    }
  }
}
