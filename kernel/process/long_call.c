// SPDX-License-Identifier: MIT
#include "kernel/process/long_call.h"

#include <stdbool.h>

#include "kernel/process/process.h"
#include "kernel/thread/schedule.h"

static bool is_same(const struct long_call *call, const struct trap_frame *registers)
{
    return call->number == registers->eax && call->arguments[0] == registers->ebx &&
           call->arguments[1] == registers->ecx && call->arguments[2] == registers->edx &&
           call->arguments[3] == registers->esi && call->arguments[4] == registers->edi;
}

uint32_t long_call_begin(struct process *process)
{
    if (process->long_call.progress != 0 && !is_same(&process->long_call, &process->registers))
        long_call_end(process, 0);
    return process->long_call.progress;
}

void long_call_keep(struct process *process, uint32_t progress)
{
    const struct trap_frame *registers = &process->registers;
    struct long_call *call = &process->long_call;

    call->number = registers->eax;
    call->arguments[0] = registers->ebx;
    call->arguments[1] = registers->ecx;
    call->arguments[2] = registers->edx;
    call->arguments[3] = registers->esi;
    call->arguments[4] = registers->edi;
    call->progress = progress;
}

int32_t long_call_go_on(struct process *process, uint32_t progress)
{
    long_call_keep(process, progress);
    schedule_request(PENDING_SCHEDULE);
    return SYSTEM_CALL_WAITS;
}

int32_t long_call_end(struct process *process, int32_t result)
{
    process->long_call.progress = 0;
    if (process->long_call.claim.frames != 0)
        reserve_release(&process->long_call.claim);
    return result;
}
