; SPDX-License-Identifier: MIT
; The entry points of the interrupt descriptor table, and the way back to ring 3.
;
; A trap from ring 3 saves the registers in the structure of the process that ran, since the task
; state's ESP0 points behind them there; the kernel then works on its own, empty, stack. A trap
; within the kernel saves them on that stack. Either way they lie as struct trap_frame says
; (kernel/machine/trap.h):
;
;     ss, esp                  only when the trap came from ring 3
;     eflags, cs, eip          pushed by the processor
;     error code               pushed by the processor or here, as 0
;     vector
;     eax ecx edx ebx (esp) ebp esi edi  <- esp       pushad
;
; User segments are flat and the same for all, so they are not saved but set on the way out.
; At the end of this file a debugger is told where to find them: so a backtrace leads through a trap.

%include "offsets.inc"
%include "common/call_frames.inc"

extern kernel_entry_stack
extern kernel_finish
extern kernel_pending
extern page_fault_from_user
extern thread_current
extern segment_task
extern system_call_table
extern trap_double_fault
extern trap_from_kernel
extern trap_from_user
global trap_double_fault_entry
global trap_entry_table
global trap_leave

; Intel SDM volume 3, table 6-1: these exceptions bring an error code.
%define HAS_ERROR_CODE(v) ((v) = 8 || ((v) >= 10 && (v) <= 14) || (v) = 17 || (v) = 21)

%macro LOAD_KERNEL_SEGMENTS 1
        mov     %1, KERNEL_DATA_SELECTOR
        mov     ds, %1
        mov     es, %1
        cld
%endmacro

; How long interrupts stay off, for kernels with tests (kernel/test/stretch.h). On the kernel's stack; EDX is
; lost, and at the end EAX and ECX.
%macro MEASURE_BEGIN 1 ; the way in
%ifdef MEASURE
        mov     [stretch_way], %1
        push    eax
        rdtsc
        mov     [stretch_start], eax
        pop     eax
%endif
%endmacro
%macro MEASURE_END 0
%ifdef MEASURE
        rdtsc
        sub     eax, [stretch_start]
        mov     ecx, [stretch_way]
        cmp     eax, [stretch_longest + ecx * 4]
        jbe     %%shorter
        mov     [stretch_longest + ecx * 4], eax
%%shorter:
%endif
%endmacro
%ifdef MEASURE
extern call_table
extern stretch_longest
extern stretch_start
extern stretch_way
%endif

section .text
bits 32

%assign vector 0
%rep TRAP_SYSTEM_CALL
  %if vector != TRAP_PAGE_FAULT
align 8
entry_ %+ vector:
    %if !(HAS_ERROR_CODE(vector))
        push    dword 0
    %endif
        push    dword vector
        jmp     trap_common
  %endif
  %assign vector vector + 1
%endrep

; A page fault. In ring 3 it is an everyday thing, and takes the shortest way.
align 16
entry_ %+ TRAP_PAGE_FAULT:
        push    dword TRAP_PAGE_FAULT
        pushad
        LOAD_KERNEL_SEGMENTS ecx
        mov     eax, esp                ; the process: its registers are what it starts with
        test    byte [esp + TRAP_FRAME_CS], SELECTOR_LEVEL
        jz      trap_common.in_kernel
        mov     esp, [kernel_entry_stack]
        xor     ebp, ebp
        MEASURE_BEGIN dword STRETCH_TRAP + TRAP_PAGE_FAULT
        call    page_fault_from_user
        jmp     trap_leave

align 16
trap_common:
        pushad
        LOAD_KERNEL_SEGMENTS ecx
        mov     eax, esp                ; regparm(3): the frame
        test    byte [esp + TRAP_FRAME_CS], SELECTOR_LEVEL
        jz      .in_kernel
        mov     esp, [kernel_entry_stack]
        xor     ebp, ebp                ; where a backtrace ends
        MEASURE_BEGIN dword STRETCH_TRAP
        call    trap_from_user
        jmp     trap_leave
.in_kernel:
        MEASURE_BEGIN dword STRETCH_TRAP
        call    trap_from_kernel
        popad
        add     esp, 8                  ; vector, error code
        iretd

; A system call: EAX, lowest byte, is its number. Its function gets the process, and returns what goes
; into the process's EAX, or SYSTEM_CALL_WAITS: then the process will do the call again, or its
; partner completes it.
align 16
entry_ %+ TRAP_SYSTEM_CALL:
        push    dword 0
        push    dword TRAP_SYSTEM_CALL
        pushad
        LOAD_KERNEL_SEGMENTS ecx
        movzx   ecx, al
        mov     eax, esp                ; the process: its registers are what it starts with
        mov     ebx, esp
        mov     esp, [kernel_entry_stack]
        xor     ebp, ebp
        MEASURE_BEGIN ecx
%ifdef MEASURE
        mov     edx, [call_table]       ; kernel/test/call_table.h
        call    [edx + ecx * 4]
%else
        call    [system_call_table + ecx * 4]
%endif
        cmp     eax, SYSTEM_CALL_WAITS
        je      .waits
        mov     [ebx + TRAP_FRAME_EAX], eax
        jmp     trap_leave
.waits: sub     dword [ebx + TRAP_FRAME_EIP], SYSTEM_CALL_BYTES

trap_leave:
        cmp     dword [kernel_pending], 0
        jne     .finish
.go:    MEASURE_END
        mov     esp, [thread_current]
        mov     eax, USER_DATA_SELECTOR
        mov     ds, eax
        mov     es, eax
        popad
        add     esp, 8                  ; vector, error code
        iretd
.finish:
        mov     esp, [kernel_entry_stack]
        xor     ebp, ebp
        call    kernel_finish
        jmp     .go

; A double fault: the processor has switched tasks, and the registers are in the task state that it left.
trap_double_fault_entry:
        call    trap_double_fault       ; does not return
        jmp     trap_double_fault_entry
TRAP_DOUBLE_FAULT_BYTES equ $ - trap_double_fault_entry

section .rodata
trap_entry_table:
%assign vector 0
%rep TRAP_VECTORS
        dd      entry_ %+ vector
  %assign vector vector + 1
%endrep

CALL_FRAMES trap, "S"

%macro FOR_EACH_SAVED 1 ; MACRO: for each register, with its offset in struct trap_frame
        %1 eip, TRAP_FRAME_EIP
        %1 eflags, TRAP_FRAME_EFLAGS
        %1 eax, TRAP_FRAME_EAX
        %1 ecx, TRAP_FRAME_EAX - 4
        %1 edx, TRAP_FRAME_EAX - 8
        %1 ebx, TRAP_FRAME_EAX - 12
        %1 ebp, TRAP_FRAME_EAX - 20
        %1 esi, TRAP_FRAME_EAX - 24
        %1 edi, TRAP_FRAME_EAX - 28
%endmacro

; From ring 3: ESP0 is the end of the frame, in the structure of the process.
%macro SAVED_OF_USER 2 ; REGISTER OFFSET
        SAVED_BEFORE %1, segment_task + TASK_ESP0, TRAP_FRAME_BYTES - (%2)
%endmacro
%macro CALL_FRAME_FROM_USER 2 ; FIRST BYTES
CALL_FRAME trap, %1, %2
        CALLER_STACK_BEFORE segment_task + TASK_ESP0, TRAP_FRAME_BYTES - TRAP_FRAME_USER_ESP
        FOR_EACH_SAVED SAVED_OF_USER
CALL_FRAME_END
%endmacro
CALL_FRAME_FROM_USER entry_ %+ TRAP_PAGE_FAULT, trap_common - entry_ %+ TRAP_PAGE_FAULT
CALL_FRAME_FROM_USER trap_common, trap_common.in_kernel - trap_common
CALL_FRAME_FROM_USER entry_ %+ TRAP_SYSTEM_CALL, trap_leave - entry_ %+ TRAP_SYSTEM_CALL

; Within the kernel: the frame is at ESP, and the interrupted code's stack behind it.
%macro SAVED_ON_STACK 2 ; REGISTER OFFSET
        SAVED %1, TRAP_FRAME_USER_ESP - (%2)
%endmacro
CALL_FRAME trap, trap_common.in_kernel, entry_ %+ TRAP_SYSTEM_CALL - trap_common.in_kernel
        CALLER_STACK esp, TRAP_FRAME_USER_ESP
        FOR_EACH_SAVED SAVED_ON_STACK
CALL_FRAME_END

; On the way out nobody is in the kernel any more.
CALL_FRAME trap, trap_leave, trap_double_fault_entry - trap_leave
        NO_CALLER
CALL_FRAME_END

; A double fault. The general registers stand in the task state in the order of their numbers.
%macro SAVED_IN_TASK 2 ; REGISTER OFFSET
        SAVED_AT %1, segment_task + (%2)
%endmacro
CALL_FRAME trap, trap_double_fault_entry, TRAP_DOUBLE_FAULT_BYTES
        CALLER_STACK_AT segment_task + TASK_EAX + 4 * FRAME_REGISTER_esp
        SAVED_IN_TASK eip, TASK_EIP
        SAVED_IN_TASK eflags, TASK_EFLAGS
        SAVED_IN_TASK eax, TASK_EAX
        SAVED_IN_TASK ecx, TASK_EAX + 4
        SAVED_IN_TASK edx, TASK_EAX + 8
        SAVED_IN_TASK ebx, TASK_EAX + 12
        SAVED_IN_TASK ebp, TASK_EAX + 20
        SAVED_IN_TASK esi, TASK_EAX + 24
        SAVED_IN_TASK edi, TASK_EAX + 28
CALL_FRAME_END
