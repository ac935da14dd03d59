// SPDX-License-Identifier: MIT
// System calls that take long are done in slices. After each slice but the last the process goes
// back to its INT, with the registers that it came with, and makes the same call again. The
// progress is kept here, and counts only for the same call, to the last register. So a program can
// forge no progress, and a call whose registers have changed between two slices begins anew.
//
// Between slices everything may change. A call that goes on checks again whatever it relies on.
#ifndef KERNEL_PROCESS_LONG_CALL_H
#define KERNEL_PROCESS_LONG_CALL_H

#include <stdint.h>

#include "mm/reserve.h"

struct process;

struct long_call {
    uint32_t number, arguments[5]; // EAX, EBX, ECX, EDX, ESI, EDI
    uint32_t progress;             // 0: the process is in the middle of no such call
    struct claim claim;            // frames for the rest of the call
};

// The progress of the call that the process makes now; 0 at its start. The progress of another call
// is forgotten, and the claim of that call is released.
uint32_t long_call_begin(struct process *process);

// Notes the progress of the call, which goes on from there when the process makes it again.
// Requires: long_call_begin was called.
void long_call_keep(struct process *process, uint32_t progress);

// The same at the end of a slice, after which other processes may run. Returns SYSTEM_CALL_WAITS.
int32_t long_call_go_on(struct process *process, uint32_t progress);

// Forgets the call, and releases its claim. Returns `result`.
int32_t long_call_end(struct process *process, int32_t result);

#endif
