; SPDX-License-Identifier: MIT
; The second half of kernel/machine/boot.asm, in the high half: from here on every symbol is used as it is. A file
; of its own, since NASM describes a file to debuggers as one piece of code, and these are two far apart.

%include "offsets.inc"
%include "common/call_frames.inc"

CR4_GLOBAL          equ 1 << 7          ; Intel SDM volume 3, 2.5 "Control registers"

global boot_entry_time
global boot_high
extern kernel_directory
extern kernel_main
extern kernel_stack_top

section .text
bits 32

boot_high:
        mov     dword [kernel_directory], 0
        mov     cr3, ebx
        mov     eax, cr4                ; only now: SDM volume 3, 2.5 wants paging on before it
        or      eax, CR4_GLOBAL
        mov     cr4, eax
        mov     esp, kernel_stack_top
        xor     ebp, ebp                ; where a backtrace ends
        mov     eax, esi                ; regparm(3): EAX, EDX
        mov     edx, edi
        call    kernel_main
.stop:  cli
        hlt
        jmp     .stop
BOOT_HIGH_BYTES equ $ - boot_high

section .data
boot_entry_time: dd 0

CALL_FRAMES plain
CALL_FRAME plain, boot_high, BOOT_HIGH_BYTES
  NO_CALLER
CALL_FRAME_END
