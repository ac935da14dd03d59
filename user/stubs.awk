# SPDX-License-Identifier: MIT
# From kernel/abi/system_calls.h to the functions that programs call, as NASM source. A function's
# arguments come as regparm(3) passes them: EAX, EDX, ECX, then the stack.
#
# Functions that save the same registers stand together: for debuggers one entry says of all of them where these
# are while a process stands on its INT.
function count_parameters(text) {
  return text == "void" ? 0 : gsub(/,/, ",", text) + 1
}
function emit(line) { body = body "        " line "\n" }
function begin(name) { body = "global " name "\n" name ":\n" }
function finish(name, saved) { # SAVED: what it has pushed, in that order
  emit("ret")
  if (!(saved in code)) { group[groups++] = saved; first[saved] = name }
  code[saved] = code[saved] body
}
function describe(saved, end,   list, n, i) {
  print "CALL_FRAME plain, " first[saved] ", " end " - " first[saved]
  n = split(saved, list, " ")
  print "        CALLER_STACK esp, " 4 * (n + 1)
  print "        SAVED eip, 4"
  for (i = 1; i <= n; i++) print "        SAVED " list[i] ", " 4 * (i + 1)
  print "CALL_FRAME_END"
}
# A few registers: only those that are used are saved.
/^SYSTEM_CALL\(/ {
  match($0, /\([0-9]+/); number = substr($0, RSTART + 1, RLENGTH - 1)
  split($0, part, /, */); name = part[2]
  text = $0; sub(/^[^(]*\([^(]*\(/, "", text); sub(/\)\)$/, "", text)
  n = count_parameters(text)
  begin(name)
  pushed = 0; saved = ""
  if (n >= 1) { emit("push    ebx"); pushed++; saved = "ebx" }
  if (n >= 4) { emit("push    esi"); pushed++; saved = saved " esi" }
  if (n >= 5) { emit("push    edi"); pushed++; saved = saved " edi" }
  if (n >= 1) emit("mov     ebx, eax")
  if (n == 2) emit("mov     ecx, edx")
  if (n >= 3) emit("xchg    ecx, edx")
  if (n >= 4) emit("mov     esi, [esp + " 4 * (pushed + 1) "]")
  if (n >= 5) emit("mov     edi, [esp + " 4 * (pushed + 2) "]")
  emit("mov     eax, " number)
  emit("int     TRAP_SYSTEM_CALL")
  if (n >= 5) emit("pop     edi")
  if (n >= 4) emit("pop     esi")
  if (n >= 1) emit("pop     ebx")
  finish(name, saved)
}
# All registers: user/message.h says where in struct message each one is kept.
/^MESSAGE_CALL\(/ {
  match($0, /\([0-9]+/); number = substr($0, RSTART + 1, RLENGTH - 1)
  split($0, part, /, */); name = part[2]
  begin(name)
  emit("push    ebp")
  emit("push    edi")
  emit("push    esi")
  emit("push    ebx")
  emit("push    eax")
  emit("mov     ebp, eax")
  emit("mov     byte [ebp], " number)
  if ($0 ~ /int32_t status/) emit("xchg    ecx, edx")
  else { emit("mov     ecx, edx"); emit("mov     edx, [ebp + 12]") }
  emit("mov     ebx, [ebp + 4]")
  emit("mov     esi, [ebp + 16]")
  emit("mov     edi, [ebp + 20]")
  emit("mov     eax, [ebp]")
  emit("mov     ebp, [ebp + 24]")
  emit("int     TRAP_SYSTEM_CALL")
  emit("xchg    ebp, [esp]")
  emit("mov     [ebp + 4], ebx")
  emit("mov     [ebp + 8], ecx")
  emit("mov     [ebp + 12], edx")
  emit("mov     [ebp + 16], esi")
  emit("mov     [ebp + 20], edi")
  emit("pop     dword [ebp + 24]")
  emit("mov     [ebp + 28], eax")
  emit("pop     ebx")
  emit("pop     esi")
  emit("pop     edi")
  emit("pop     ebp")
  finish(name, "ebp edi esi ebx eax")
}
END {
  print "%include \"offsets.inc\"\n%include \"common/call_frames.inc\"\nsection .text\nbits 32"
  for (i = 0; i < groups; i++) printf "%s", code[group[i]]
  print "stubs_end:\nCALL_FRAMES plain"
  for (i = 0; i < groups; i++) describe(group[i], i + 1 < groups ? first[group[i + 1]] : "stubs_end")
}
