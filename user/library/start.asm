; SPDX-License-Identifier: MIT
; Where a program starts. The kernel passes one word in EAX: for a boot process its command line's
; address, for others what their creator said.

%include "common/call_frames.inc"

global start
extern main
extern process_exit

section .text
bits 32

start:
        xor     ebp, ebp                ; where a backtrace ends
        call    main                    ; regparm(3): the word is in EAX already
        call    process_exit            ; with what main returned
START_BYTES equ $ - start

CALL_FRAMES plain
CALL_FRAME plain, start, START_BYTES
  NO_CALLER
CALL_FRAME_END
