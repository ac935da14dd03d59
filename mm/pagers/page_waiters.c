// SPDX-License-Identifier: MIT
// Those who wait for a page, when it has come or will not come: for lab 4 (mm/pager.h).
#include "kernel/process/process.h"
#include "kernel/thread/work.h"
#include "mm/pager.h"
#include "mm/pagers/turn.h"
#include "mm/stealer.h"

// The table that was there when the page was asked for may have gone since. A pager that has the
// turn gets another table out of the reserve, so that the page is not stolen again before it is
// mapped.
static bool map_in_turn(struct process *process, uint32_t entry)
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

// A page may have any number of waiters: the first few are woken or ended at once, the others as
// urgent work. Until then they are on the list of their fate, which is the reason for which they
// end, or WAKE.
#define AT_ONCE 4
#define WAKE    END_EXIT

static struct list released[END_REASONS];
static struct work release_work;

void page_waiters_init(void)
{
    for (uint32_t fate = 0; fate < END_REASONS; fate++)
        list_init(&released[fate]);
    release_work = (struct work){0};
}

static void release_first(const struct list *waiters, uint32_t fate)
{
    struct process *process = LIST_ITEM(waiters->next, struct process, link);

    work_spend(WORK_COST_WAKE);
    if (fate == WAKE || process->wait == WAIT_SYNC)
        process_wake(process);
    else
        process_end(process, (enum end_reason)fate, 0, process->fault.address.value);
}

static bool release_some(struct work *work)
{
    (void)work;
    for (uint32_t fate = 0; fate < END_REASONS; fate++) {
        while (!list_is_empty(&released[fate])) {
            if (work_is_spent())
                return false;
            release_first(&released[fate], fate);
        }
    }
    return true;
}

static void release_all(struct list *waiters, uint32_t fate)
{
    for (int i = 0; i < AT_ONCE && !list_is_empty(waiters); i++)
        release_first(waiters, fate);
    if (list_is_empty(waiters))
        return;
    list_move_all(&released[fate], waiters);
    work_add_urgent(&release_work, release_some);
}

void page_wake(struct list *waiters)
{
    if (!list_is_empty(waiters))
        release_all(waiters, WAKE);
}

void page_fail(struct list *waiters, uint32_t reason)
{
    ASSERT(reason, <, (uint32_t)END_REASONS);
    if (!list_is_empty(waiters))
        release_all(waiters, reason);
}
