// SPDX-License-Identifier: MIT
#include "grade/tests/programs/fuzz/fuzz.h"

// --- random numbers

// G. Marsaglia, "Xorshift RNGs", 2003.
uint32_t choose(struct worker *worker, uint32_t bound)
{
    uint32_t state = worker->random;

    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    worker->random = state;
    return (state >> 3) % bound;
}

uint32_t choose_timeout(struct worker *worker)
{
    uint32_t kind = choose(worker, 100);

    if (kind < 40)
        return 0;
    if (kind < 96)
        return 1 + choose(worker, 3);
    return kind < 98 ? TICKS_FOREVER : choose_odd_value(worker);
}

uint32_t choose_odd_value(struct worker *worker)
{
    static const uint32_t values[] = {0,          1,          2,          63,          64,
                                      255,        4095,       4096,       4097,        USER_FIRST,
                                      0x3fffffff, 0x7fffffff, USER_END,   0x80001000,  0xfffff000,
                                      0xffffffff, 0xfffffffe, 0x00100000, USER_END - 1};
    uint32_t which = choose(worker, sizeof values / sizeof values[0] + 4);

    if (which < sizeof values / sizeof values[0])
        return values[which];
    return which % 2 == 0 ? choose(worker, 32) : worker->random;
}

uint32_t choose_rights(struct worker *worker)
{
    return one_in(worker, 2) ? RIGHTS_ALL : choose(worker, RIGHTS_ALL + 1);
}

uint32_t choose_any_handle(struct worker *worker)
{
    uint32_t handle = choose(worker, CAPABILITIES_MOST);

    return is_own_memory(handle) ? 0 : handle;
}

// One that leads to something, as far as the worker knows; mostly none of those that it began with.
uint32_t choose_known_handle(struct worker *worker)
{
    uint32_t start = choose(worker, CAPABILITIES_MOST);

    for (uint32_t i = 0; i < CAPABILITIES_MOST; i++) {
        uint32_t handle = (start + i) % CAPABILITIES_MOST;
        if (worker->kinds[handle] != CAPABILITY_NONE && !is_own_memory(handle))
            return handle;
    }
    return choose_any_handle(worker);
}

uint32_t choose_handle(struct worker *worker, enum capability_kind kind)
{
    uint32_t start = choose(worker, CAPABILITIES_MOST);

    if (one_in(worker, 32))
        return kind == CAPABILITY_NONE ? ANY + start % (DRONE - ANY) : choose_any_handle(worker);
    for (uint32_t i = 0; i < CAPABILITIES_MOST; i++) {
        uint32_t handle = (start + i) % CAPABILITIES_MOST;
        if (worker->kinds[handle] == kind &&
            (kind != CAPABILITY_NONE || (handle >= ANY && handle < DRONE)))
            return handle;
    }
    return ANY + start % (DRONE - ANY);
}

struct place *choose_place(struct worker *worker, bool is_mapped)
{
    uint32_t start = choose(worker, PLACES);

    for (uint32_t i = 0; i < PLACES; i++) {
        struct place *place = &worker->places[(start + i) % PLACES];
        if ((place->pages != 0) == is_mapped)
            return place;
    }
    return &worker->places[start];
}

void learn(struct worker *worker, uint32_t handle)
{
    int32_t inspected = counted(worker, capability_inspect(handle));

    worker->kinds[handle] = inspected < 0 ? CAPABILITY_NONE : (uint8_t)(inspected & 0xff);
    if (is_own_memory(handle))
        worker->kinds[handle] = UNKNOWN;
}

uint32_t count_known(const struct worker *worker, enum capability_kind kind)
{
    uint32_t count = 0;

    for (uint32_t handle = 1; handle < CAPABILITIES_MOST; handle++)
        count += worker->kinds[handle] == kind;
    return count;
}

void give(struct worker *worker, uint32_t from, uint32_t rights)
{
    uint32_t which = choose(worker, FRIENDS_MOST), badge = choose(worker, 100);
    struct worker *other = &workers[worker->friends[which]];

    if (one_in(worker, 8)) {
        counted(worker, capability_give(choose_handle(worker, CAPABILITY_PROCESS), from,
                                        ANY + choose(worker, DRONE - ANY), rights, badge));
        return;
    }
    uint32_t to = choose_handle(other, CAPABILITY_NONE);
    if (counted(worker, capability_give(FRIENDS + which, from, to, rights, badge)) != 0)
        return;
    other->kinds[to] = worker->kinds[from] == CAPABILITY_NONE ? UNKNOWN : worker->kinds[from];
    other->sizes[to] = worker->sizes[from];
}

// --- the loop

static const struct action *const groups[] = {memory_actions,  pager_actions, message_actions,
                                              process_actions, core_actions,  wild_actions};

#define GROUPS (sizeof groups / sizeof groups[0])

static uint32_t sum_weights(enum role role)
{
    uint32_t sum = 0;

    for (uint32_t group = 0; group < GROUPS; group++)
        for (const struct action *action = groups[group]; action->run != NULL; action++)
            sum += action->weights[role];
    return sum;
}

static void act(struct worker *worker, uint32_t at)
{
    for (uint32_t group = 0; group < GROUPS; group++) {
        for (const struct action *action = groups[group]; action->run != NULL; action++) {
            if (at < action->weights[worker->role]) {
                action->run(worker);
                return;
            }
            at -= action->weights[worker->role];
        }
    }
}

// Addresses of which some share a page table, and some begin in the middle of one.
#define PLACES_AT    0x40000000u
#define PLACES_APART 0x00280000u

int32_t worker_run(uint32_t argument)
{
    struct worker *worker = (struct worker *)argument;
    uint32_t sum = sum_weights(worker->role);

    for (uint32_t i = 0; i < PLACES; i++)
        worker->places[i] = (struct place){.address = PLACES_AT + i * PLACES_APART};
    for (uint32_t handle = 1; handle < ANY; handle++)
        learn(worker, handle);
    while (worker->rounds_left != 0) {
        if (worker->rounds_left != UINT32_MAX)
            worker->rounds_left--;
        if (one_in(worker, 8))
            learn(worker, one_in(worker, 2) ? choose_known_handle(worker)
                                            : 1 + choose(worker, CAPABILITIES_MOST - 1));
        act(worker, choose(worker, sum));
    }
    return 0;
}
