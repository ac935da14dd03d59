// SPDX-License-Identifier: MIT
#include "kernel/process/process.h"

struct list process_list;
uint32_t process_core_failures;

const char *const process_wait_texts[PROCESS_WAITS] = {
#define WAIT_TEXT(name, text) text " (" #name ")",
    PROCESS_WAIT_LIST(WAIT_TEXT)
#undef WAIT_TEXT
};
void (*process_tear_down)(struct process *process);

void process_init(void)
{
    list_init(&process_list);
    account_ordinary_frames = 0;
}

void process_time_out(struct thread *thread)
{
    process_complete(thread_process(thread), E_TIMEOUT);
}

// Takes a process off whatever list it is on.
static void leave_lists(struct process *process)
{
    if (process->state == PROCESS_RUNNING)
        schedule_stop();
    else if (process->state == PROCESS_READY)
        schedule_remove(process_thread(process));
    else
        list_remove(&process->link);
    list_init(&process->link);
    if (process->is_timed)
        timeout_stop(process);
}

void process_end(struct process *process, enum end_reason reason, int32_t status, uint32_t address)
{
    ASSERT(process->state, <, PROCESS_ENDING);
    work_spend(WORK_COST_END);
    leave_lists(process);
    process_tear_down(process);
    process->wait = WAIT_NONE;
    reserve_release(&process->claim);
    long_call_end(process, 0);
    process->state = PROCESS_ENDING;
    process->end = (struct process_end){reason, status, address};
    if (process->is_core && (reason != END_EXIT || status != 0))
        process_core_failures++;
    for (uint32_t i = 0; i < PORTS_MOST; i++)
        process->ports[i].generation = 0;
    process->core_generation = 0;
}
