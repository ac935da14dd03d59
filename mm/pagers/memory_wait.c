// SPDX-License-Identifier: MIT
#include "mm/pagers/memory_wait.h"

#include <stddef.h>

#include "kernel/process/process.h"
#include "kernel/thread/schedule.h"
#include "mm/pagers/shortage.h"
#include "mm/pagers/turn.h"
#include "mm/reserve.h"

static struct list waiters;
static struct list granted; // by in_granted

void memory_wait_init(void)
{
    list_init(&waiters);
    list_init(&granted);
}

bool memory_wait_is_any(void)
{
    return !list_is_empty(&waiters);
}

// The rank of a process among those that wait: the process with the lowest rank is served first.
static uint32_t rank_of(const struct process *process)
{
    if (process->wait == WAIT_FRAMES && process->fault.frame_class == CLASS_CORE)
        return 0; // class CORE has the lowest floor: it can be served when nobody else can
    if (turn_is_held_by(process))
        return (uint32_t)process->level;
    // A pager that nobody has asked for anything is no better than its clients.
    bool is_idle = process->pager != NULL && list_is_empty(&process->pager->open);
    return LEVEL_HIGHEST + 1u + (is_idle ? PRIORITY_ORDINARY : process->priority);
}

static uint32_t rank_of_item(const struct list *item)
{
    return rank_of(LIST_ITEM(item, const struct process, link));
}

bool memory_wait_use_admission(struct process *process)
{
    bool is_admitted = process->fault.is_admitted;

    process->fault.is_admitted = false;
    if (!shortage_look())
        return true;
    if (is_admitted || list_is_empty(&waiters))
        return true;
    return rank_of(process) < rank_of_item(waiters.next);
}

// Most processes are no better than those who wait, and go to the end. The few that are better,
// pagers with a request and core processes, go behind their equals.
static void insert(struct list *list, struct process *process)
{
    uint32_t rank = rank_of(process);
    struct list *place = list;

    if (!list_is_empty(list) && rank < rank_of_item(list->previous)) {
        place = list->next;
        while (rank_of_item(place) <= rank)
            place = place->next;
    }
    list_insert(place, &process->link);
}

void memory_wait_in(struct list *list, struct process *process, enum process_wait wait)
{
    process_stop(process, wait);
    insert(list, process);
}

void memory_wait(struct process *process, uint32_t frames, enum frame_class frame_class)
{
    process->fault.frames = frames;
    process->fault.frame_class = (uint8_t)frame_class;
    if (list_is_empty(&waiters))
        shortage_note_taken();
    memory_wait_in(&waiters, process, WAIT_FRAMES);
    schedule_request(PENDING_FRAMES);
    shortage_look();
}

// Whether the process may keep its place in the queue.
static bool is_in_place(const struct process *process)
{
    const struct list *before = process->link.previous, *behind = process->link.next;
    uint32_t rank = rank_of(process);

    return (before == &waiters || rank_of_item(before) <= rank) &&
           (behind == &waiters || rank_of_item(behind) >= rank);
}

void memory_wait_update_class(struct process *process)
{
    if (process->wait != WAIT_FRAMES)
        return;
    if (process->fault.frame_class != CLASS_CORE)
        process->fault.frame_class = process->fault_class;
    if (!is_in_place(process)) {
        list_remove(&process->link);
        insert(&waiters, process);
    }
    schedule_request(PENDING_FRAMES);
}

void memory_return_grant(struct process *process)
{
    if (!(process->fault_flags & FAULT_HAS_GRANT))
        return;
    process->fault_flags &= (uint8_t)~FAULT_HAS_GRANT;
    list_remove(&process->in_granted);
    reserve_release(&process->claim);
}

void memory_begin_fault(struct process *process, user_address address)
{
    if (process->fault_flags & FAULT_HAS_GRANT) {
        memory_return_grant(process);
        process->fault.is_admitted = true;
    }
    // The turn is asked for however much is free: the pages of its holder must stay from the first
    // one on.
    turn_want(process, address);
    shortage_watch = 1;
}

// A process that waits for something else by now has run, and did not need what it was granted.
#define GRANTS_A_LOOK 4

static void take_back_unused(void)
{
    for (int i = 0; i < GRANTS_A_LOOK && !list_is_empty(&granted); i++) {
        struct process *process = LIST_ITEM(granted.next, struct process, in_granted);
        list_remove(&process->in_granted);
        list_append(&granted, &process->in_granted);
        if (process->state == PROCESS_WAITING)
            memory_return_grant(process);
    }
}

#define WOKEN_AT_ONCE 4 // the others are woken on the next way out of the kernel

void memory_wait_wake(void)
{
    take_back_unused();
    for (int i = 0; !list_is_empty(&waiters); i++) {
        if (i == WOKEN_AT_ONCE)
            return;
        struct process *first = LIST_ITEM(waiters.next, struct process, link);
        if (reserve_claim(&first->claim, (enum frame_class)first->fault.frame_class,
                          first->fault.frames) != 0)
            return;
        first->fault_flags |= FAULT_HAS_GRANT;
        list_append(&granted, &first->in_granted);
        process_wake(first);
        shortage_note_taken();
    }
    kernel_pending &= ~(uint32_t)PENDING_FRAMES;
}

void memory_wait_tick(void)
{
    take_back_unused();
    // The process has run for a while and did not need its grant; or it was chosen just now, and
    // tries again.
    if (process_current != NULL && process_current->fault_flags & FAULT_HAS_GRANT) {
        memory_return_grant(process_current);
        process_current->fault.is_admitted = true;
    }
}
