// SPDX-License-Identifier: MIT
// The audit of the scheduler: who is ready is in the queue of its priority or branch, and nobody
// else is; the best of all runs; and each has the priority that is its own.
#include "kernel/test/audit_parts.h"
#include "kernel/thread/schedule_queues.h"

static uint32_t list_bits; // of schedule_mask

// A thread in a queue; returns the process that it is.
static const struct process *check_queued(struct list *item, uint32_t priority)
{
    const struct process *process = thread_process(LIST_ITEM(item, struct thread, link));

    AUDIT(audit_is_process(process), true, "processes in the queue of priority %u", priority);
    AUDIT(process->state, PROCESS_READY, "state of process %u (%s), which is in a queue",
          AUDIT_NAME(process));
    AUDIT(process->priority, priority, "priority of process %u (%s), by the queue that it is in",
          AUDIT_NAME(process));
    return process;
}

// Returns how many are in it.
static uint32_t check_list(uint32_t priority)
{
    struct list *list = &schedule_lists[priority];
    uint32_t count = 0;

    for (struct list *at = NULL; (at = audit_next(list, at, "a queue", priority)) != NULL;) {
        check_queued(at, priority);
        CHECK_THAT(++count, <=, audit.process_count, "processes in the queue of priority %u",
                   priority);
    }
    if (priority == PRIORITY_ORDINARY)
        AUDIT(count, 0u, "processes in the queue of ordinary ones, outside of their branches");
    else
        AUDIT(list_bits >> priority & 1, count != 0, "bit of the queue of priority %u", priority);
    return count;
}

static uint32_t check_branch(uint32_t number)
{
    uint32_t count = 0;

    for (struct list *at = NULL;
         (at = audit_next(&schedule_branches[number].ready, at, "a branch", number)) != NULL;) {
        const struct process *process = check_queued(at, PRIORITY_ORDINARY);
        AUDIT(process->branch, number, "branch of process %u (%s), by the queue that it is in",
              AUDIT_NAME(process));
        CHECK_THAT(++count, <=, audit.process_count, "processes that are ready in branch %u",
                   number);
    }
    return count;
}

static uint32_t check_branches(void)
{
    uint32_t count = 0, with_some = 0, queued = 0;

    for (uint32_t i = 0; i < SCHEDULE_BRANCHES; i++) {
        uint32_t in_branch = check_branch(i);
        with_some += in_branch != 0;
        count += in_branch;
    }
    for (struct list *at = NULL;
         (at = audit_next(&schedule_ready_branches, at, "branches", 0)) != NULL;) {
        const struct schedule_branch *branch = LIST_ITEM(at, struct schedule_branch, link);
        AUDIT(list_is_empty(&branch->ready), false, "no process is ready in a branch in the queue");
        CHECK_THAT(++queued, <=, (uint32_t)SCHEDULE_BRANCHES, "branches in the queue");
    }
    AUDIT(queued, with_some, "branches in the queue, of those in which somebody is ready");
    AUDIT(list_bits >> PRIORITY_ORDINARY & 1, queued != 0, "bit of the ordinary processes");
    return count;
}

// A pager is better than others while it owes an answer. (It may have lost that, if its branch
// cannot pay: mm/pagers/pager_patience.h.)
static void check_priority(const struct process *process)
{
    const struct pager *pager = process->pager;
    uint32_t better = pager == NULL ? PRIORITY_CORE : PRIORITY_PAGER((uint32_t)pager->level);

    if (process->is_core)
        AUDIT(process->priority, better, "priority of process %u (%s), a core process",
              AUDIT_NAME(process));
    else if (process->priority != PRIORITY_ORDINARY)
        AUDIT(
            pager != NULL && !list_is_empty(&pager->open) && process->priority == better, true,
            "process %u (%s), which has priority %u, is a pager of that level that owes an answer",
            AUDIT_NAME(process), process->priority);
}

void audit_schedule(void)
{
    uint32_t ready = 0, queued, best = PRIORITIES;

    for (uint32_t i = 0; i < audit.process_count; i++) {
        const struct process *process = audit.processes[i];
        if (process_is_over(process))
            continue;
        check_priority(process);
        if (process->state != PROCESS_READY)
            continue;
        ready++;
        best = process->priority < best ? process->priority : best;
    }
    bool is_only = schedule_mask == SCHEDULE_MASK_ONLY;
    list_bits = is_only ? 0 : schedule_mask;
    if (is_only)
        check_queued(&schedule_only_ready->link, schedule_only_ready->priority);
    queued = check_branches();
    for (uint32_t i = 0; i < PRIORITIES; i++)
        queued += check_list(i);
    AUDIT(queued + is_only, ready, "processes in the queues, of those that are ready");
    if (!(kernel_pending & PENDING_SCHEDULE))
        CHECK_THAT(best, >=, (uint32_t)process_current->priority,
                   "priority of the best process that is ready, while %u (%s) runs",
                   AUDIT_NAME(process_current));
}
