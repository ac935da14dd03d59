// SPDX-License-Identifier: MIT
// System calls on processes: kernel/abi/system_calls.h.
#include "kernel/process/process.h"
#include "common/format.h"
#include "kernel/calls/system_call.h"
#include "kernel/life/family.h"
#include "kernel/life/process_make.h"
#include "kernel/machine/timer.h"
#include "kernel/thread/schedule.h"
#include "kernel/thread/timeout.h"
#include "mm/pagers/page_fault.h"

int32_t system_call_process_exit(struct process *process)
{
    process_end(process, END_EXIT, (int32_t)process->registers.ebx, process->registers.eip);
    return SYSTEM_CALL_ENDED;
}

int32_t system_call_process_yield(struct process *process)
{
    (void)process;
    schedule_yield();
    return 0;
}

static void wake_up(struct thread *thread)
{
    process_complete(thread_process(thread), 0);
}

int32_t system_call_process_sleep(struct process *process)
{
    uint32_t ticks = process->registers.ebx;

    if (ticks == 0)
        return 0;
    process_wait(process, WAIT_SLEEP, NULL);
    if (ticks != TICKS_FOREVER)
        timeout_set(process_thread(process), ticks, wake_up);
    return SYSTEM_CALL_WAITS;
}

// Copies a name of the process that runs. Returns 0, E_ARGUMENT if it is longer than `bytes` - 1 or
// not plain text, with which it could forge lines of the kernel, and what page_fault_check_range
// says.
static int32_t copy_name(struct process *process, uint32_t address, char *name, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++) {
        int32_t result = page_fault_check_range(process, (user_address){address + i}, 1, false);
        if (result != 0)
            return result;
        name[i] = ((const char *)address)[i];
        if (name[i] == '\0')
            return 0;
        if (!is_printable(name[i]))
            return E_ARGUMENT;
    }
    return E_ARGUMENT;
}

int32_t system_call_process_create(struct process *process)
{
    uint32_t to = process->registers.ebx, quota_frames = process->registers.ecx;
    char name[PROCESS_NAME_BYTES];
    struct claim claim = {0};

    int32_t error = capability_check_free(process, to);
    if (error != 0)
        return error;
    if (quota_frames < PROCESS_FRAMES_LEAST)
        return E_ARGUMENT;
    if (family_depth(process) == PROCESS_DEPTH_MOST)
        return E_LIMIT;
    error = copy_name(process, process->registers.edx, name, sizeof name);
    if (error != 0)
        return error;
    error = account_check_split(process, quota_frames);
    if (error != 0)
        return error;
    error = reserve_claim(&claim, CLASS_PAGED, PROCESS_FRAMES);
    if (error != 0)
        return error;
    uint32_t generation = capability_new_generation();
    if (generation == 0) {
        reserve_release(&claim);
        return E_LIMIT;
    }

    struct process *made = process_make(process, quota_frames, name, generation, &claim);
    capability_make(process, to, CAPABILITY_PROCESS, made, RIGHTS_ALL);
    return 0;
}

int32_t system_call_process_find(struct process *process)
{
    uint32_t to = process->registers.ebx;

    int32_t error = capability_check_free(process, to);
    if (error != 0)
        return error;
    struct process *found = process_in_frame((frame_number){process->registers.ecx});
    if (found == NULL || found->number != process->registers.edx)
        return E_STALE;
    if (found == process || !family_is_within(found, process))
        return E_RIGHTS;
    capability_make(process, to, CAPABILITY_PROCESS, found, RIGHTS_ALL);
    return 0;
}

int32_t system_call_process_adopt(struct process *process)
{
    struct process *child;

    int error = capability_find_process(process, process->registers.ebx, RIGHT_ADOPT, &child);
    if (error == 0)
        error = family_check_adoption(child, process);
    if (error == 0)
        family_adopt(child, process);
    return error;
}

int32_t system_call_process_start(struct process *process)
{
    struct process *target;
    uint32_t instruction = process->registers.ecx, stack = process->registers.edx;

    int error = capability_find_process(process, process->registers.ebx, RIGHT_WRITE, &target);
    if (error != 0)
        return error;
    if (target->state != PROCESS_NEW)
        return E_STATE;
    if (instruction < USER_FIRST || instruction >= USER_END || stack > USER_END)
        return E_ADDRESS;
    process_start(target, instruction, stack, process->registers.esi);
    return 0;
}

int32_t system_call_process_end(struct process *process)
{
    struct process *target;

    int error = capability_find_process(process, process->registers.ebx, RIGHT_WRITE, &target);
    if (error != 0)
        return error;
    if (process_is_over(target))
        return E_DEAD;
    process_end(target, END_KILLED, 0, target->registers.eip);
    return target == process ? SYSTEM_CALL_ENDED : 0;
}

int32_t system_call_process_wait(struct process *process)
{
    user_address end = {process->registers.ecx};
    struct process *target;

    int32_t error = capability_find_process(process, process->registers.ebx, RIGHT_READ, &target);
    if (error != 0)
        return error;
    if (target == process)
        return E_SELF;
    error = page_fault_check_range(process, end, sizeof(struct process_end), true);
    if (error != 0)
        return error;
    if (target->state != PROCESS_ENDED) {
        process_wait(process, WAIT_END, &target->waiters);
        return SYSTEM_CALL_WAITS;
    }
    *(struct process_end *)end.value = target->end;
    return 0;
}

int32_t system_call_clock_read(struct process *process)
{
    (void)process;
    return (int32_t)(timer_ticks() & INT32_MAX);
}
