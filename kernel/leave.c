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
    work_begin_slice(); // for the interrupt that comes
    let_in();
}

static void do_what_is_first(void)
{
    while (work_is_urgent_pending()) {
        work_do_some_urgent();
        let_interrupts_in(interrupts_let_in);
    }
    kernel_pending &= ~(uint32_t)PENDING_URGENT;
    if (kernel_pending & PENDING_FRAMES)
        memory_wait_wake();
}

static bool core_runs_next(void)
{
    return thread_current != NULL && thread_current->priority == PRIORITY_CORE;
}

static void work_a_little(void)
{
    if (!work_is_pending()) {
        kernel_pending &= ~(uint32_t)PENDING_WORK;
        work_begin_slice();
        return;
    }
    if (work_left < WORK_SLICE * 3 / 4) // what the kernel was entered for took long itself
        let_interrupts_in(interrupts_let_in);
    if (!core_runs_next())
        work_do_some();
    work_begin_slice();
}

// Nobody runs. Interrupts that have come are handled before more work is done; without work the
// processor waits for the next one.
static void be_idle(void)
{
    bool has_work = work_is_pending();

    if (!has_work && leave_idle_hook != NULL)
        leave_idle_hook();
    let_interrupts_in(has_work ? interrupts_let_in : interrupts_wait);
}

void kernel_finish(void)
{
    bool has_worked = false; // one slice of work, and then interrupts

    for (;;) {
        if (kernel_pending & (PENDING_URGENT | PENDING_FRAMES))
            do_what_is_first();
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
