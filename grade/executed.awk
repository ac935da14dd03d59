# SPDX-License-Identifier: MIT
# What the processor executed, as QEMU saw it (-d in_asm: each piece of code before it runs for the first time), against
# what a test says that it did. Nothing inside the machine has a say in this.
#
# Variables: test, its function's name; end, how it ended (finished, panic); ends_otherwise, a pattern of functions that
# do not return. Files, each with its kind before it:
#   kind=kernel        symbols of the kernel (tools/nm.awk)     kind=program        the same of the lab's program
#   kind=kernel-code   its code, one line of hexadecimal        kind=program-code   the same of the lab's program
#   kind=trace         QEMU's log
# Prints a line with what does not agree, an empty one if all does, and a line `ready` if the test's own code sent a
# record after it had begun, and before the kernel panicked.
#
# Addresses are eight hexadecimal digits all through, which compare as texts like numbers.

kind == "kernel-code" { code = $0; next }
kind == "program-code" { program_code = $0; next }

# The functions, in order: where they begin. (A name with a dot is a part that a compiler has put elsewhere.)
kind != "trace" {
  at = $1 ""
  symbol[kind, $3] = at
  if ($2 !~ /^[Tt]$/ || $3 ~ /\./) next
  if (kind == "program") { if ($3 == test) of_program = at; next }
  if (at == begins[count]) next
  begins[++count] = at; name[count] = $3
  next
}

function begin_trace() {
  is_begun = 1
  text = symbol["kernel", "image_text_start"]; text_end = symbol["kernel", "image_text_end"]
  lab = symbol["kernel", "lab_text_start"]; lab_end = symbol["kernel", "lab_text_end"]
  tests = symbol["kernel", "test_text_start"]; tests_end = symbol["kernel", "test_text_end"]
  program = symbol["program", "program_text_start"]; program_end = symbol["program", "program_text_end"]
  own = symbol["program", "lab_text_start"]; own_end = symbol["program", "lab_text_end"]
  code_begins = value(text); program_code_begins = value(own)
  record = " 0x" symbol["kernel", "record_send"]; panic = symbol["kernel", "panic_at"]
}

substr($1, 1, 2) != "0x" { next }
{
  at = substr($1, 3, 8)
  if (!is_begun) begin_trace()
  if (!in_kernel) {
    if (at < text || at >= text_end) next # the BIOS, and what starts the kernel
    in_kernel = 1
  }
  if (!(at >= text && at < text_end) && !(at >= program && at < program_end))
    complain("code at 0x" at ", where there is none but what somebody has put there")
  if ((at >= lab && at < lab_end) || (at >= own && at < own_end)) look_at_own()
  if (at >= tests && at < tests_end) look_at_test()
  if (at >= text) look_at_bytes(code, value(at) - code_begins); else look_at_bytes(program_code, value(at) - program_code_begins)
  if (at == panic) in_panic = 1
  if (at == of_program) of_program = ""
}

# A jump into the middle of an instruction finds another one.
function look_at_own() {
  if ($0 ~ /[ \t](in|out|ins|outs|int|int1|int3|into|sysenter|sysexit|syscall|sysret|iret|lgdt|lidt|lldt|ltr|wrmsr)[bwld]?([ \t]|$)/)
    complain("an instruction in a file of the lab's that its code does not show: " $0)
}

# What is executed stands in the file: else somebody has written over it. (Not every QEMU tells the bytes.)
function look_at_bytes(file, offset,  i, bytes) {
  for (i = 2; i <= NF && $i ~ /^[0-9a-f][0-9a-f]$/; i++) bytes = bytes $i
  if (substr(file, offset * 2 + 1, length(bytes)) != bytes) complain("code that the file has not: " $0)
}

# A call of record_send comes back to the instruction behind it, which is in the log if it did.
function look_at_test() {
  if (at < begins[here] || (here < count && at >= begins[here + 1])) here = find_function()
  if (at == begins[here]) entered[here] = 1
  if ($0 ~ /[ \t]ret[lw]?([ \t]|$)/) returned[here] = 1
  if (at in sites && !in_panic) is_recorded = 1
  if (index($0, record) && $0 ~ /[ \t]call/) sites[after_call()] = 1
}

# The last function that begins at or before `at`.
function find_function(  low, high, middle) {
  low = 1; high = count
  while (low < high) {
    middle = int((low + high + 1) / 2)
    if (begins[middle] <= at) low = middle; else high = middle - 1
  }
  return low
}

function value(digits,  i, sum) {
  for (i = 1; i <= 8; i++) sum = sum * 16 + index("0123456789abcdef", substr(digits, i, 1)) - 1
  return sum
}

# A call's five bytes end before the next instruction.
function after_call(  digit, i, rest, text) {
  rest = value(at) + 5
  for (i = 1; i <= 8; i++) { digit = rest % 16; text = substr("0123456789abcdef", digit + 1, 1) text; rest = (rest - digit) / 16 }
  return text
}

function complain(what) {
  print what
  has_complained = 1
  exit
}

# Who begins something in a test that comes to its end, ends it, too.
function verdict(  i, is_entered) {
  if (!in_kernel) return "nothing of the kernel"
  for (i = 1; i <= count; i++) {
    if (name[i] == test && i in entered) is_entered = 1
    if (end == "finished" && i in entered && !(i in returned) && name[i] !~ ends_otherwise) return "not the end of " name[i]
  }
  if (!is_entered || of_program != "") return "nothing of the test"
  return ""
}

END {
  if (has_complained) exit
  if (!is_begun) { print ""; print "ready"; exit } # this QEMU has no disassembler: nothing is known
  print verdict()
  if (is_recorded) print "ready"
}
