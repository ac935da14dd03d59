// SPDX-License-Identifier: MIT
#include "mm/pagers/pager_patience.h"

#include "common/string.h"
#include "kernel/process/process.h"
#include "kernel/thread/schedule.h"
#include "kernel/thread/work.h"
#include "mm/pagers/pager_life.h"
#include "mm/pagers/turn.h"

#define BETTER_TICKS_MOST  10
#define BETTER_EVERY_TICKS 5 // there is one more

static struct better {
    uint32_t ticks;       // left
    uint32_t since_ticks; // of the clock: those since then were not added yet
    uint32_t paid_tick;
} betters[SCHEDULE_BRANCHES];

void pager_priority_init(void)
{
    memset(betters, 0, sizeof betters);
}

static bool pay_for_tick(const struct process *process)
{
    struct better *better = &betters[process->branch];
    uint32_t now = timer_ticks(), more = (now - better->since_ticks) / BETTER_EVERY_TICKS;

    if (better->paid_tick == now)
        return true;
    better->since_ticks += more * BETTER_EVERY_TICKS;
    better->ticks =
        more < BETTER_TICKS_MOST - better->ticks ? better->ticks + more : BETTER_TICKS_MOST;
    if (better->ticks == 0)
        return false;
    better->ticks--;
    better->paid_tick = now;
    return true;
}

void pager_raise_priority(const struct pager *pager)
{
    struct process *process = pager->process;
    uint32_t priority = PRIORITY_PAGER((uint32_t)pager->level);

    if (process->priority != priority && (process->is_core || pay_for_tick(process)))
        schedule_set_priority(process_thread(process), priority);
}

static void lower_priority_unpaid(struct process *process)
{
    if (!process->is_core && process->priority != PRIORITY_ORDINARY && !pay_for_tick(process))
        schedule_set_priority(process_thread(process), PRIORITY_ORDINARY);
}

// --- patience

static bool is_its_own_time(const struct process *process)
{
    bool has_turn = turn_is_held_by(process);
    if (process->state == PROCESS_RUNNING || (has_turn && turns[process->level].is_exceeded))
        return true;
    if (process->wait == WAIT_FRAMES)
        return has_turn || process->level == 0; // there is no turn of level 0
    return process->state == PROCESS_WAITING && process->wait != WAIT_PAGE &&
           process->wait != WAIT_SLOT;
}

static bool somebody_waits(const struct pager *pager)
{
    if (!list_is_empty(&pager->slot_waiters) || kernel_pending & PENDING_FRAMES)
        return true;
    if (turn_is_held_by(pager->process) && !list_is_empty(&turns[pager->level].queue))
        return true;
    for (const struct list *at = pager->open.next; at != &pager->open; at = at->next) {
        work_spend(WORK_COST_LOOK);
        if (!list_is_empty(&LIST_ITEM(at, const struct slot, link)->waiters))
            return true;
    }
    return false;
}

static bool is_overdue(const struct pager *pager)
{
    const struct slot *oldest = LIST_ITEM(pager->open.next, struct slot, link);
    return (uint16_t)(pager->clock - oldest->opened_clock) >= pager->patience_ticks;
}

static void tick(struct pager *pager)
{
    struct process *process = pager->process;

    // Whoever was woken for a slot and then ended, or found the page there, left the slot idle.
    pager_slot_freed(pager);
    if (pager_is_core(pager)) {
        pager->clock = (uint16_t)timer_ticks(); // real time: nothing but the verdict reads it
        return;
    }
    if (!process_is_over(process))
        lower_priority_unpaid(process);
    if (process_is_over(process) || !is_its_own_time(process) || list_is_empty(&pager->open) ||
        !somebody_waits(pager))
        return;
    pager->clock++;
    if (is_overdue(pager))
        process_end(process, END_PAGER_STUCK, 0, pager->window_start.value);
}

bool pager_patience_is_running(void)
{
    for (struct list *at = pager_list.next; at != &pager_list; at = at->next) {
        const struct pager *pager = LIST_ITEM(at, struct pager, all);
        if (!pager_is_core(pager) && !process_is_over(pager->process) &&
            !list_is_empty(&pager->open) && pager->process->wait != WAIT_FRAMES &&
            (pager->process->state == PROCESS_READY || is_its_own_time(pager->process)))
            return true;
    }
    return false;
}

bool pager_tick_some(void)
{
    while (!list_is_empty(&pager_list) && !work_is_spent()) {
        struct pager *pager = LIST_ITEM(pager_list.next, struct pager, all);
        if (pager->counted_tick == timer_ticks())
            return true; // all have been round
        pager->counted_tick = timer_ticks();
        list_remove(&pager->all);
        list_append(&pager_list, &pager->all);
        tick(pager);
        work_spend(WORK_COST_PAGER);
    }
    return list_is_empty(&pager_list);
}
