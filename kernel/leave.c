// SPDX-License-Identifier: MIT
#include "kernel/leave.h"

#include <stddef.h>

#include "kernel/machine/processor.h"
#include "kernel/thread/schedule.h"
#include "kernel/thread/work.h"
#include "mm/pagers/memory_wait.h"

void (*leave_idle_hook)(void);
void (*leave_let_in_hook)(bool is_over);

static void work_a_little(void)
{
    if (!work_is_pending()) {
        kernel_pending &= ~(uint32_t)PENDING_WORK;
        return;
    }
    if (thread_current == NULL || thread_current->priority != PRIORITY_CORE)
        work_do_some();
}

// Nobody runs: what came meanwhile is handled now, before more work is done or until something
// comes.
static void let_interrupts_in(void)
{
    bool has_work = work_is_pending();

    if (!has_work && leave_idle_hook != NULL)
        leave_idle_hook();
    if (leave_let_in_hook != NULL)
        leave_let_in_hook(false);
    if (has_work)
        interrupts_let_in();
    else
        interrupts_wait();
    if (!has_work && leave_let_in_hook != NULL)
        leave_let_in_hook(true);
}

void kernel_finish(void)
{
    bool has_worked = false; // one slice of work, and then interrupts

    for (;;) {
        if (kernel_pending & PENDING_FRAMES)
            memory_wait_wake();
        if (kernel_pending & PENDING_SCHEDULE)
            schedule_choose();
        if (kernel_pending & PENDING_WORK && !has_worked) {
            work_a_little();
            has_worked = true;
            if (kernel_pending & PENDING_FRAMES)
                continue; // there may be frames now
        }
        if (thread_current != NULL && !(kernel_pending & PENDING_SCHEDULE))
            return;
        if (thread_current != NULL || schedule_is_any_ready())
            continue;
        let_interrupts_in();
        has_worked = false;
    }
}
