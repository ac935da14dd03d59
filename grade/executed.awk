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
# Addresses are eight hexadecimal digits all through, which compare as texts like numbers. Where they are calculated with,
# 2^31 is taken off, since not every awk has whole numbers beyond that as names of elements.
BEGIN {
  HALF = 2147483648
  MOST_STEPS = 16 # pieces of one instruction in pairs: by chance there is one, and who goes step by step makes hundreds
}

kind == "kernel-code" { code = $0; next }
kind == "program-code" { program_code = $0; next }

# The functions, in order, first the kernel's: where they begin. (A name with a dot is a part that a compiler has put
# elsewhere.)
kind != "trace" {
  at = $1 ""
  symbol[kind, $3] = at
  if ($2 !~ /^[Tt]$/ || $3 ~ /\./) next
  if (kind == "program" && $3 == test) of_program = at == begins[count] ? count : count + 1
  if (at == begins[count]) next
  begins[++count] = at; name[count] = $3; begins_at[at] = count
  if (kind == "kernel") kernel_count = count
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

$1 == "IN:" { is_first = 1; next }
substr($1, 1, 2) != "0x" { next }
{
  at = substr($1, 3, 8)
  if (!is_begun) begin_trace()
  if (!in_kernel) {
    if (at < text || at >= text_end) next # the BIOS, and what starts the kernel
    in_kernel = 1
  }
  in_program = at >= program && at < program_end
  if (!(at >= text && at < text_end) && !in_program)
    complain("code at 0x" at ", where there is none but what somebody has put there")
  place = value(at)
  for (size = 0; $(size + 2) ~ /^[0-9a-f][0-9a-f]$/; size++) { } # not every QEMU tells the bytes
  if ((at >= lab && at < lab_end) || (at >= own && at < own_end)) {
    look_at_own()
  } else if ((at >= tests && at < tests_end) || in_program) {
    if (at in begins_at) here = begins_at[at]
    else if (at < begins[here] || (here < count && at >= begins[here + 1])) here = find_function()
    if (size > 0) follow()
    look_at_test()
  }
  if (in_program) look_at_bytes(program_code, place - program_code_begins); else look_at_bytes(code, place - code_begins)
  if (at == panic) in_panic = 1
  is_first = 0
}

# A jump into the middle of an instruction finds another one.
function look_at_own() {
  if ($0 ~ /[ \t](in|out|ins|outs|int|int1|int3|into|sysenter|sysexit|syscall|sysret|iret|lgdt|lidt|lldt|ltr|lmsw|wrmsr|rdmsr|lcall|ljmp|lret|rsm)[bwld]?([ \t]|$)|%(cr[04]|d[br][0-7])/)
    complain("an instruction in a file of the lab's that its code does not show: " $0)
}

# What is executed stands in the file: else somebody has written over it.
function look_at_bytes(file, offset,  i, bytes) {
  for (i = 2; i < size + 2; i++) bytes = bytes $i
  if (substr(file, offset * 2 + 1, length(bytes)) != bytes) complain("code that the file has not: " $0)
}

# A test goes on where something led that it has executed before: where it jumps to or comes back to, or where a function
# begins. Else somebody has come back to it elsewhere, behind what is checked. (What a table leads to is not known.)
function follow(  what) {
  if (is_first) {
    if (!(place in led) && !(at in begins_at) && !(here in has_table)) complain("code at 0x" at " in " name[here] ", to which nothing that ran before leads")
    look_for_steps()
    instructions = 0
  }
  what = $(size + 2)
  led[place] = 1
  if (what !~ /^(jmp|i?ret)/) led[place + size] = 1
  if (what ~ /^(j|call|loop)/) {
    if ($NF ~ /^0x/) led[value(substr($NF, 3))] = 1
    else if (what ~ /^jmp/) has_table[here] = 1
  } else if (match($0, /\$0x[0-9a-f]+/)) {
    led[value(substr($0, RSTART + 3, RLENGTH - 3))] = 1 # what is kept to go on there later
  }
  instructions++
  is_plain = what ~ /^(add|and|cmp|dec|imul|inc|lea|mov|neg|nop|not|or|push|sa[lr]|set|sh[lr]|sub|test|xor)/ && !/%[c-g][rs]/
  next_place = place + size
}

# The processor stops after each instruction for somebody who has set its trap flag. By itself a piece goes on up to a
# jump, unless it is time for an interrupt, and that is not so twice in a row.
function look_for_steps(  is_step) {
  is_step = instructions == 1 && is_plain && place == next_place
  if (is_step && was_step && ++steps > MOST_STEPS) complain("single steps in " name[here])
  was_step = is_step
}

# A call of record_send comes back to the instruction behind it, which is in the log if it did.
function look_at_test() {
  if (at == begins[here]) entered[here] = 1
  if ($0 ~ /[ \t]ret[lw]?([ \t]|$)/) returned[here] = 1
  if (place in sites && !in_panic) is_recorded = 1
  if (index($0, record) && $0 ~ /[ \t]call/) sites[place + 5] = 1
}

# The last function that begins at or before `at`.
function find_function(  low, high, middle) {
  low = in_program ? kernel_count + 1 : 1; high = in_program ? count : kernel_count
  while (low < high) {
    middle = int((low + high + 1) / 2)
    if (begins[middle] <= at) low = middle; else high = middle - 1
  }
  return low
}

function value(digits,  i, n, sum) {
  n = length(digits)
  for (i = 1; i <= n; i++) sum = sum * 16 + index("0123456789abcdef", substr(digits, i, 1)) - 1
  return sum - HALF
}

function complain(what) {
  print what
  has_complained = 1
  exit
}

# Functions with a frame end in `pop %ebp` or `leave`, and `ret`; those that never return have no such end.
function has_end(i,  from) {
  from = (value(begins[i]) - program_code_begins) * 2
  return substr(program_code, from + 1, i < count ? (value(begins[i + 1]) - program_code_begins) * 2 - from : length(program_code)) ~ /(5d|c9)c3/
}

# Who begins something in a test that comes to its end, ends it, too; and so does the program's function.
function verdict(  i, is_entered) {
  if (!in_kernel) return "nothing of the kernel"
  for (i = 1; i <= kernel_count; i++) {
    if (name[i] == test && i in entered) is_entered = 1
    if (end == "finished" && i in entered && !(i in returned) && name[i] !~ ends_otherwise) return "not the end of " name[i]
  }
  if (!is_entered || (of_program && !(of_program in entered))) return "nothing of the test"
  for (i = kernel_count + 1; i <= count; i++) if (end == "finished" && i in entered && name[i] == "test_fail") return "a check that failed in the program"
  if (end == "finished" && of_program && !(of_program in returned) && has_end(of_program)) return "not the end of " test " in its program"
  return ""
}

END {
  if (has_complained) exit
  if (!is_begun) { print ""; print "ready"; exit } # this QEMU has no disassembler: nothing is known
  print verdict()
  if (is_recorded) print "ready"
}
