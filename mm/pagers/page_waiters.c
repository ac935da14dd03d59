// SPDX-License-Identifier: MIT
// Those who wait for a page, when it has come or will not come: for lab 4 (mm/pager.h).
#include "kernel/process/process.h"
#include "kernel/thread/work.h"
#include "mm/pager.h"
#include "mm/pagers/turn.h"
#include "mm/stealer.h"

// The table that was there when the page was asked for may have gone since. A pager that has the
// turn gets another one out of the reserve: else the page could be stolen again before it is
// mapped.
static __attribute__((noinline)) bool map_in_turn(struct process *process, uint32_t entry)
{
    if (!turn_is_held_by(process) || !account_has_room(process, 1) ||
        reserve_claim(&process->claim, CLASS_RESERVE, 1) != 0)
        return false;
    return paging_map(&process->space, process->fault.address, entry, &process->claim);
}

void page_supply(struct list *waiters, struct frame *frame)
{
    if (list_is_empty(waiters))
        return;
    // Whoever waits for a page still has the region (page_fault_leave_region), and the one who
    // asked for the page has a claim for a table that it may need.
    struct process *first = LIST_ITEM(waiters->next, struct process, link);
    if (first->wait == WAIT_PAGE) {
        uint32_t entry = frame_number_of(frame).value << FRAME_SHIFT | first->fault.region->rights;
        if (paging_map(&first->space, first->fault.address, entry, &first->claim) ||
            map_in_turn(first, entry)) {
            frame->mappings++;
            frame->marks |= FRAME_FRESH;
            first->fault.fresh = frame;
        }
        if (first->claim.frames != 0)
            reserve_release(&first->claim);
    }
    process_wake(first);
    first->fault.patience_left = 0; // its next fault is a new one
    page_wake(waiters);
}

// A page may have any number of waiters: the first few are woken or ended at once, the others in
// slices of work. Until then they wait on this list; `fault.frames` says what becomes of each.
#define WAITERS_A_SLICE 16
#define WAKE            UINT32_MAX // else the reason for which it ends

static struct list late_waiters;
static struct work late_work;

void page_waiters_init(void)
{
    list_init(&late_waiters);
    late_work = (struct work){0};
}

static void release_waiter(struct process *process, uint32_t what)
{
    if (what == WAKE || process->wait == WAIT_SYNC)
        process_wake(process);
    else
        process_end(process, (enum end_reason)what, 0, process->fault.address.value);
}

static bool release_late(struct work *work)
{
    (void)work;
    for (int i = 0; i < WAITERS_A_SLICE && !list_is_empty(&late_waiters); i++) {
        struct process *process = LIST_ITEM(late_waiters.next, struct process, link);
        release_waiter(process, process->fault.frames);
    }
    return list_is_empty(&late_waiters);
}

static __attribute__((noinline)) void release_all(struct list *waiters, uint32_t what)
{
    for (int i = 0; !list_is_empty(waiters); i++) {
        struct process *process = LIST_ITEM(waiters->next, struct process, link);
        if (i < WAITERS_A_SLICE) {
            release_waiter(process, what);
            continue;
        }
        process_pause_patience(process); // from here on it waits for the kernel
        process->fault.frames = what;
        list_remove(&process->link);
        list_append(&late_waiters, &process->link);
        work_add(&late_work, release_late);
    }
}

void page_wake(struct list *waiters)
{
    if (!list_is_empty(waiters))
        release_all(waiters, WAKE);
}

void page_fail(struct list *waiters, uint32_t reason)
{
    if (!list_is_empty(waiters))
        release_all(waiters, reason);
}
