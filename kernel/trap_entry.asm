; SPDX-License-Identifier: MIT
; The 48 entry points of the interrupt descriptor table, and the way back.
;
; The stack at trap_dispatch, which takes it as struct trap_frame (kernel/trap.h):
;
;     ss, esp      only when the trap came from user mode
;     eflags, cs, eip          pushed by the processor
;     error code               pushed by the processor or here, as 0
;     vector
;     eax ecx edx ebx (esp) ebp esi edi       pushad
;     ds           <- esp

%include "offsets.inc"

extern trap_dispatch
global trap_entry_table
global trap_return

; Intel SDM volume 3, table 6-1: these exceptions bring an error code.
%define HAS_ERROR_CODE(v) ((v) = 8 || ((v) >= 10 && (v) <= 14) || (v) = 17 || (v) = 21)

section .text
bits 32

%assign vector 0
%rep TRAP_VECTORS
align 8
entry_ %+ vector:
  %if !(HAS_ERROR_CODE(vector))
        push    dword 0
  %endif
        push    dword vector
        jmp     trap_common
  %assign vector vector + 1
%endrep

trap_common:
        pushad
        push    ds
        mov     eax, KERNEL_DATA_SELECTOR
        mov     ds, eax
        mov     es, eax
        cld
        mov     eax, esp                ; regparm(3): the frame
        call    trap_dispatch
trap_return:
        pop     ds
        push    ds
        pop     es
        popad
        add     esp, 8                  ; vector, error code
        iretd

section .rodata
trap_entry_table:
%assign vector 0
%rep TRAP_VECTORS
        dd      entry_ %+ vector
  %assign vector vector + 1
%endrep
