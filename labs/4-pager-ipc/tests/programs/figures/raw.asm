; SPDX-License-Identifier: MIT
; The loops that the figures measure: system calls with all that they take in registers, as a compiler
; would place them, and nothing around them. See raw.h. Arguments: regparm(3), EAX, EDX, ECX.

%include "offsets.inc"

global raw_answer_calls
global raw_call
global raw_null
global raw_serve_requests
global raw_sleep_and_read
global raw_yield

%macro ENTER 0
        push    ebp
        push    edi
        push    esi
        push    ebx
%endmacro

%macro LEAVE_AND_RETURN 0
        pop     ebx
        pop     esi
        pop     edi
        pop     ebp
        ret
%endmacro

section .text
bits 32

; (times)
raw_null:
        ENTER
        mov     edi, eax
.again: xor     eax, eax                ; number 0
        int     TRAP_SYSTEM_CALL
        dec     edi
        jnz     .again
        LEAVE_AND_RETURN

; (number of process_yield, times)
raw_yield:
        ENTER
        mov     edi, edx
        mov     esi, eax
.again: mov     eax, esi
        int     TRAP_SYSTEM_CALL
        dec     edi
        jnz     .again
        LEAVE_AND_RETURN

; (EAX of a call, times). The four words and the tag stay in their registers, there and back.
raw_call:
        ENTER
        push    edx                     ; all registers are taken
        push    eax
        mov     ebx, 1
        mov     edx, 2
        mov     esi, 3
        mov     edi, 4
        mov     ebp, 5
.again: mov     eax, [esp]
        mov     ecx, -1                 ; TICKS_FOREVER
        int     TRAP_SYSTEM_CALL
        dec     dword [esp + 4]
        jnz     .again
        add     esp, 8
        LEAVE_AND_RETURN

; (EAX of message_receive, EAX of message_reply_receive). Does not return.
raw_answer_calls:
        push    edx
        mov     ecx, -1
.again: int     TRAP_SYSTEM_CALL
        mov     ecx, eax                ; the reply handle: no flags come
        mov     eax, [esp]
        jmp     .again

; (EAX of message_receive, EAX of pager_answer_receive). Does not return.
raw_serve_requests:
        push    edx
        push    eax
.receive:
        mov     eax, [esp]
        mov     ecx, -1
.again: int     TRAP_SYSTEM_CALL
        cmp     ebx, TAG_RELEASE
        je      .receive
        mov     ecx, esi                ; the slot word
        xor     edx, edx                ; status 0
        mov     eax, [esp + 4]
        jmp     .again

; (number of process_sleep): sleeps one tick, and reads the time at once. Returns its lower half.
raw_sleep_and_read:
        ENTER
        mov     ebx, 1
        int     TRAP_SYSTEM_CALL
        rdtsc
        LEAVE_AND_RETURN
