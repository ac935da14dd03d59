; SPDX-License-Identifier: MIT
; The kernel's stack and the guard below it (kernel/machine/stack.h).

%include "offsets.inc"

global kernel_stack_guard
global kernel_stack_bottom
global kernel_stack_top
global kernel_entry_stack

section .data
kernel_entry_stack: dd kernel_stack_top

section .bss
alignb FRAME_BYTES
kernel_stack_guard:     resb KERNEL_STACK_GUARD_BYTES
kernel_stack_bottom:    resb KERNEL_STACK_BYTES
kernel_stack_top:
