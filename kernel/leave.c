// SPDX-License-Identifier: MIT
#include "kernel/leave.h"

#include <stddef.h>

#include "kernel/machine/processor.h"
#include "kernel/thread/schedule.h"
#include "kernel/thread/work.h"
#include "mm/pagers/memory_wait.h"

void (*leave_idle_hook)(void);
void (*leave_let_in_hook)(void);

static void let_interrupts_in(void (*let_in)(void))
{
    if (leave_let_in_hook != NULL)
        leave_let_in_hook();
    let_in();
}

static void do_urgent_work(void)
{
    while (work_is_urgent_pending()) {
        work_do_some_urgent();
        let_interrupts_in(interrupts_let_in);
    }
    kernel_pending &= ~(uint32_t)PENDING_URGENT;
}

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
static void be_idle(void)
{
    bool has_work = work_is_pending();

    if (!has_work && leave_idle_hook != NULL)
        leave_idle_hook();
    let_interrupts_in(has_work ? interrupts_let_in : interrupts_wait);
}

static void finish(void)
{
    bool has_worked = false; // one slice of work, and then interrupts

    for (;;) {
        if (kernel_pending & PENDING_URGENT)
            do_urgent_work();
        if (kernel_pending & PENDING_FRAMES)
            memory_wait_wake();
        if (kernel_pending & PENDING_SCHEDULE)
            schedule_choose();
        if (kernel_pending & PENDING_WORK && !has_worked) {
            work_a_little();
            has_worked = true;
            if (kernel_pending & (PENDING_FRAMES | PENDING_URGENT))
                continue; // there may be frames now
        }
        if (thread_current != NULL && !(kernel_pending & PENDING_SCHEDULE))
            return;
        if (thread_current != NULL || schedule_is_any_ready())
            continue;
        be_idle();
        has_worked = false;
    }
}

void kernel_finish(void)
{
    finish();
    work_begin_slice();
}
