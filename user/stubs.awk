# SPDX-License-Identifier: MIT
# From kernel/abi/system_calls.h to the functions that programs call, as NASM source. A function's
# arguments come as regparm(3) passes them: EAX, EDX, ECX, then the stack.
function count_parameters(text) {
  return text == "void" ? 0 : gsub(/,/, ",", text) + 1
}
function emit(line) { print "        " line }
# The end of a function, and for debuggers what it has pushed (in that order) while it stands on its INT.
function finish(name, pushed,   list, n, i) {
  emit("ret")
  print "BYTES_OF_" name " equ $ - " name
  n = split(pushed, list, " ")
  frames = frames "CALL_FRAME plain, " name ", BYTES_OF_" name "\n        CALLER_STACK esp, " 4 * (n + 1) "\n        SAVED eip, 4\n"
  for (i = 1; i <= n; i++) frames = frames "        SAVED " list[i] ", " 4 * (i + 1) "\n"
  frames = frames "CALL_FRAME_END\n"
}
BEGIN {
  print "%include \"offsets.inc\""
  print "%include \"common/call_frames.inc\""
  print "section .text"
  print "bits 32"
}
# A few registers: only those that are used are saved.
/^SYSTEM_CALL\(/ {
  match($0, /\([0-9]+/); number = substr($0, RSTART + 1, RLENGTH - 1)
  split($0, part, /, */); name = part[2]
  text = $0; sub(/^[^(]*\([^(]*\(/, "", text); sub(/\)\)$/, "", text)
  n = count_parameters(text)
  print "global " name
  print name ":"
  saved = 0; pushed = ""
  if (n >= 1) { emit("push    ebx"); saved++; pushed = pushed " ebx" }
  if (n >= 4) { emit("push    esi"); saved++; pushed = pushed " esi" }
  if (n >= 5) { emit("push    edi"); saved++; pushed = pushed " edi" }
  if (n >= 1) emit("mov     ebx, eax")
  if (n == 2) emit("mov     ecx, edx")
  if (n >= 3) emit("xchg    ecx, edx")
  if (n >= 4) emit("mov     esi, [esp + " 4 * (saved + 1) "]")
  if (n >= 5) emit("mov     edi, [esp + " 4 * (saved + 2) "]")
  emit("mov     eax, " number)
  emit("int     TRAP_SYSTEM_CALL")
  if (n >= 5) emit("pop     edi")
  if (n >= 4) emit("pop     esi")
  if (n >= 1) emit("pop     ebx")
  finish(name, pushed)
}
# All registers: user/message.h says where in struct message each one is kept.
/^MESSAGE_CALL\(/ {
  match($0, /\([0-9]+/); number = substr($0, RSTART + 1, RLENGTH - 1)
  split($0, part, /, */); name = part[2]
  print "global " name
  print name ":"
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
END { printf "CALL_FRAMES plain\n%s", frames }
