// SPDX-License-Identifier: MIT
// Pagers, honest and other ones.
#include "grade/tests/programs/fuzz/fuzz.h"

#define WINDOW_AT   0x30000000u
#define ODD_SLOTS   66
#define SPILL_PAGES 20

// A new object of the store as the window's spill, or any object, or none.
static uint32_t choose_spill(struct worker *worker)
{
    if (worker->spill != 0 && !one_in(worker, 4))
        return worker->spill;
    if (one_in(worker, 2))
        return choose_handle(worker, CAPABILITY_OBJECT);
    if (one_in(worker, 2))
        return 0;
    return take_from_store(worker, SPILL_PAGES);
}

static void become_pager(struct worker *worker)
{
    if (worker->slots != 0 && !one_in(worker, 20))
        return;
    if (worker->port == 0)
        make_port(worker);
    uint32_t spill = choose_spill(worker);
    uint32_t window = WINDOW_AT + choose(worker, 2048) * PAGE_BYTES;
    uint32_t slots = one_in(worker, 10) ? choose(worker, ODD_SLOTS) : 2 + choose(worker, 4);

    int32_t result =
        counted(worker, pager_create(worker->port, window, slots, spill, choose(worker, 60)));
    if (result != 0)
        return;
    worker->pager_port = worker->port;
    worker->window = window;
    worker->slots = slots;
}

// A page that is in a slot, or was there.
static void touch_slot(struct worker *worker, uint32_t slot_word)
{
    volatile uint32_t *memory =
        (volatile uint32_t *)(worker->window + (slot_word & SLOT_WORD_SLOT) * PAGE_BYTES);

    if (one_in(worker, 2))
        (void)memory[choose(worker, 1024)];
    else
        memory[choose(worker, 1024)] = slot_word;
}

// Returns whether it is one.
static bool note_request(struct worker *worker, const struct message *message)
{
    if (message->tag != TAG_FETCH && message->tag != TAG_STORE)
        return false;
    worker->received++;
    if (worker->request_count < REQUESTS)
        worker->requests[worker->request_count++] = message->words[1];
    if (choose(worker, 100) < worker->honesty)
        touch_slot(worker, message->words[1]);
    return true;
}

static bool receive_request(struct worker *worker)
{
    struct message message = {.port = (uint8_t)worker->pager_port};
    uint32_t ticks = one_in(worker, 4) ? choose(worker, 3) : 0;

    return worker->slots != 0 && counted(worker, message_receive(&message, ticks)) >= 0 &&
           note_request(worker, &message);
}

// The oldest of the requests that it owes an answer for, or something that looks like one.
static uint32_t take_request(struct worker *worker)
{
    if (worker->request_count == 0 || one_in(worker, 50))
        return choose(worker, 64) | choose(worker, 100) << SLOT_WORD_SHIFT;
    uint32_t slot_word = worker->requests[0];
    if (choose(worker, 100) >= worker->honesty && one_in(worker, 2))
        return slot_word; // and once more
    worker->request_count--;
    for (uint32_t i = 0; i < worker->request_count; i++)
        worker->requests[i] = worker->requests[i + 1];
    return slot_word;
}

static int32_t choose_status(struct worker *worker)
{
    return choose(worker, 100) < worker->honesty ? 0 : (int32_t)choose(worker, 3) - 1;
}

static void answer(struct worker *worker)
{
    if (worker->request_count == 0 && !one_in(worker, 30))
        return;
    // who is not honest keeps some waiting
    if (choose(worker, 100) >= worker->honesty && one_in(worker, 2))
        return;
    worker->answered +=
        counted(worker, pager_answer(take_request(worker), choose_status(worker))) == 0;
}

static void answer_and_receive(struct worker *worker)
{
    struct message message = {.port = (uint8_t)worker->pager_port};

    if (worker->request_count == 0 && !one_in(worker, 10))
        return;
    int32_t result = counted(
        worker, pager_answer_receive(&message, take_request(worker), choose_status(worker)));
    if (result >= 0)
        note_request(worker, &message);
}

// Serves for a while, as a pager does.
static void serve(struct worker *worker)
{
    for (uint32_t i = 0; i < REQUESTS && receive_request(worker); i++) {
        while (worker->request_count > 1 && choose(worker, 100) < worker->honesty)
            counted(worker, pager_answer(take_request(worker), choose_status(worker)));
        answer(worker);
    }
}

static void touch_any_slot(struct worker *worker)
{
    if (worker->request_count != 0)
        touch_slot(worker, worker->requests[choose(worker, worker->request_count)]);
}

// Maps what it serves at a friend, who will touch it.
static void offer(struct worker *worker)
{
    uint32_t which = choose(worker, FRIENDS_MOST), object = worker->served;
    struct worker *other = &workers[worker->friends[which]];
    struct place *place = choose_place(other, false);
    uint32_t pages = worker->sizes[object],
             patience = one_in(worker, 3) ? 1 + choose(worker, 20) : TICKS_FOREVER;

    if (object == 0 || place->pages != 0)
        return;
    int32_t result =
        counted(worker, object_map_patiently(FRIENDS + which, object, place->address, pages,
                                             REGION_READ | REGION_WRITE, patience));
    if (result != 0)
        return;
    place->pages = pages;
    place->is_writable = true;
}

// Gives an object that nobody has mapped yet to a friend, whose window it may back: so there are
// pagers on higher levels.
static void give_spill(struct worker *worker)
{
    uint32_t which = choose(worker, FRIENDS_MOST), object = worker->served;
    struct worker *other = &workers[worker->friends[which]];
    uint32_t to = choose_handle(other, CAPABILITY_NONE);

    if (object == 0 || other->slots != 0)
        return;
    if (counted(worker, capability_give(FRIENDS + which, object, to, RIGHTS_ALL, 0)) != 0)
        return;
    other->kinds[to] = CAPABILITY_OBJECT;
    other->sizes[to] = worker->sizes[object];
    other->spill = (uint8_t)to;
    worker->served = 0;
}

// Gives one of its objects to somebody.
static void give_object(struct worker *worker)
{
    give(worker, choose_handle(worker, CAPABILITY_OBJECT), RIGHTS_ALL);
}

static void revoke_object(struct worker *worker)
{
    counted(worker, capability_revoke(choose_handle(worker, CAPABILITY_OBJECT)));
}

// clang-format off
const struct action pager_actions[] = {
    //              client pager messenger maker core
    {become_pager, {1, 12, 1, 1, 2}},
    {answer, {0, 20, 0, 0, 2}},
    {answer_and_receive, {0, 3, 0, 0, 0}},
    {serve, {1, 80, 1, 1, 2}},
    {touch_any_slot, {0, 10, 0, 0, 1}},
    {offer, {0, 30, 0, 0, 1}},
    {give_spill, {0, 40, 0, 0, 1}},
    {give_object, {4, 12, 4, 4, 6}},
    {revoke_object, {0, 2, 0, 0, 1}},
    {NULL, {0}},
};
// clang-format on
