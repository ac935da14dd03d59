// SPDX-License-Identifier: MIT
#include "mm/pagers/turn.h"

#include <stddef.h>

#include "kernel/process/process.h"
#include "mm/pagers/memory_wait.h"
#include "mm/pagers/shortage.h"

struct turn turns[LEVEL_HIGHEST + 1];

void turn_init(void)
{
    for (uint32_t level = 0; level <= LEVEL_HIGHEST; level++) {
        turns[level] = (struct turn){0};
        list_init(&turns[level].queue);
    }
}

static struct turn *turn_of(const struct pager *pager)
{
    return &turns[pager->level];
}

// A holder may fault on a page again, since pages that it did not fault on before can be stolen
// once more; but not for ever.
#define FAULTS_MOST (16 * TURN_FRAMES)

static void keep_page(struct turn *turn, user_address address)
{
    user_address page = {address.value & ~(uint32_t)(FRAME_BYTES - 1)};

    turn->faults++;
    if (turn->faults > FAULTS_MOST)
        turn->is_exceeded = true;
    if (turn_keeps(turn->holder->process, page))
        return;
    if (turn->page_count == TURN_FRAMES) {
        turn->is_exceeded = true;
        return;
    }
    turn->pages[turn->page_count++] = page;
}

static void give(struct turn *turn, struct pager *pager)
{
    struct process *process = pager->process;

    turn->holder = pager;
    turn->page_count = 0;
    turn->is_exceeded = false;
    turn->faults = 0;
    pager->turn = TURN_HELD;
    process->fault_class = (uint8_t)CLASS_TURN(pager->level);
    memory_wait_update_class(process);
    if (process->wait == WAIT_FRAMES || process->wait == WAIT_SLOT || process->wait == WAIT_PAGE)
        keep_page(turn, process->fault.address);
}

void turn_want(struct process *process, user_address address)
{
    struct pager *pager = process->pager;

    if (pager == NULL || pager->level == 0)
        return;
    struct turn *turn = turn_of(pager);
    if (pager->turn == TURN_NONE && !list_is_empty(&pager->open)) {
        if (turn->holder == NULL) {
            give(turn, pager);
        } else {
            pager->turn = TURN_QUEUED;
            list_append(&turn->queue, &pager->in_turn);
        }
    }
    if (pager->turn == TURN_HELD)
        keep_page(turn, address);
}

bool turn_keeps(const struct process *process, user_address address)
{
    const struct turn *turn = turn_of(process->pager);

    for (uint32_t i = 0; i < turn->page_count; i++) {
        if ((turn->pages[i].value ^ address.value) >> FRAME_SHIFT == 0)
            return true;
    }
    return false;
}

// The turn goes to the next pager in the queue that still has something to answer.
static void hand_on(struct turn *turn)
{
    turn->holder = NULL;
    while (turn->holder == NULL && !list_is_empty(&turn->queue)) {
        struct pager *pager = LIST_ITEM(turn->queue.next, struct pager, in_turn);
        list_remove(&pager->in_turn);
        pager->turn = TURN_NONE;
        if (!list_is_empty(&pager->open))
            give(turn, pager);
    }
}

void turn_end(struct pager *pager)
{
    enum turn_state state = (enum turn_state)pager->turn;

    pager->turn = TURN_NONE;
    if (state == TURN_QUEUED)
        list_remove(&pager->in_turn);
    if (state != TURN_HELD)
        return;
    pager->process->fault_class = CLASS_PAGED;
    hand_on(turn_of(pager));
    shortage_note_progress(); // what the pager kept can be stolen now
}

struct process *turn_find_waiting_holder(void)
{
    for (uint32_t level = LEVEL_HIGHEST; level > 0; level--) {
        const struct pager *holder = turns[level].holder;
        if (holder != NULL && holder->process->wait == WAIT_FRAMES)
            return holder->process;
    }
    return NULL;
}

void turn_note_request(struct pager *pager)
{
    struct process *process = pager->process;

    turn_want(process, process->fault.address);
    memory_wait_update_class(process); // a pager that somebody has asked has a better place
}
