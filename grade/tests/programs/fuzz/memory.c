// SPDX-License-Identifier: MIT
// Memory: objects, regions, and touching what is mapped.
#include "grade/tests/programs/fuzz/fuzz.h"
#include "user/store.h"

#define STORE_TICKS    20 // for the store's answer
#define OBJECTS_WANTED 3
#define SWEEP_PAGES    24

uint32_t take_from_store(struct worker *worker, uint32_t pages)
{
    uint32_t to = choose_handle(worker, CAPABILITY_NONE);
    struct message message = {
        .port = STORE,
        .accept = (uint8_t)to,
        .tag = STORE_MEMORY,
        .words = {pages, choose(worker, 2)},
    };

    counted(worker, message_call(&message, STORE_TICKS));
    learn(worker, to);
    worker->sizes[to] = (uint16_t)pages;
    return to;
}

// There is only so much for all.
static void ask_store(struct worker *worker)
{
    if (count_known(worker, CAPABILITY_OBJECT) >= OBJECTS_WANTED && !one_in(worker, 20))
        return;
    take_from_store(worker, 1 + choose(worker, one_in(worker, 8) ? 1200 : 24));
}

static uint32_t choose_patience(struct worker *worker)
{
    return one_in(worker, 4) ? 1 + choose(worker, 30) : TICKS_FOREVER;
}

static uint32_t choose_region_rights(struct worker *worker)
{
    if (one_in(worker, 16))
        return choose(worker, 16);
    return one_in(worker, 3) ? REGION_READ : REGION_READ | REGION_WRITE;
}

static void map(struct worker *worker)
{
    struct place *place = choose_place(worker, false);
    uint32_t process = one_in(worker, 8) ? choose_handle(worker, CAPABILITY_PROCESS) : 0;
    uint32_t object = choose_handle(worker, CAPABILITY_OBJECT);
    uint32_t size = worker->sizes[object], pages = 1 + choose(worker, size == 0 ? 12 : size);
    uint32_t rights = choose_region_rights(worker);
    uint32_t first = one_in(worker, 6) ? choose(worker, 16) : size < pages ? 0 : size - pages;

    int32_t result =
        counted(worker, region_map(REGION_WORD(process, object, rights),
                                   one_in(worker, 40) ? choose_odd_value(worker) : place->address,
                                   first, one_in(worker, 40) ? choose_odd_value(worker) : pages,
                                   choose_patience(worker)));
    if (result != 0 || process != 0)
        return;
    place->pages = pages;
    place->is_writable = rights & REGION_WRITE;
}

static void unmap(struct worker *worker)
{
    struct place *place = choose_place(worker, true);
    uint32_t process = one_in(worker, 8) ? choose_handle(worker, CAPABILITY_PROCESS) : 0;

    int32_t result = counted(worker, region_unmap(process, place->address));
    if (result == 0 && process == 0)
        place->pages = 0;
}

static void change_rights(struct worker *worker)
{
    struct place *place = choose_place(worker, true);
    uint32_t process = one_in(worker, 8) ? choose_handle(worker, CAPABILITY_PROCESS) : 0;

    uint32_t rights = choose_region_rights(worker);

    int32_t result = counted(worker, region_change_rights(process, place->address, rights));
    if (result == 0 && process == 0)
        place->is_writable = rights & REGION_WRITE;
}

// Reads or writes a few pages of what is mapped. If that cannot be, the worker ends.
static void touch(struct worker *worker)
{
    struct place *place = choose_place(worker, true);
    uint32_t count = 1 + choose(worker, 4);

    for (uint32_t i = 0; i < count && place->pages != 0; i++) {
        uint32_t page = choose(worker, place->pages);
        volatile uint32_t *memory = (volatile uint32_t *)(place->address + page * PAGE_BYTES);
        if (!place->is_writable || one_in(worker, 2))
            (void)memory[choose(worker, 1024)];
        else
            memory[choose(worker, 1024)] = worker->random;
    }
}

// Writes to many pages, one behind the other, so that they are all dirty.
static void sweep(struct worker *worker)
{
    struct place *place = choose_place(worker, true);

    for (uint32_t page = 0; page < place->pages && page < SWEEP_PAGES && place->is_writable; page++)
        *(volatile uint32_t *)(place->address + page * PAGE_BYTES) = page;
}

static void sync(struct worker *worker)
{
    counted(worker, object_sync(choose_handle(worker, CAPABILITY_OBJECT)));
}

static void create(struct worker *worker)
{
    uint32_t to = choose_handle(worker, CAPABILITY_NONE);
    uint32_t pages = 1 + choose(worker, one_in(worker, 4) ? 1100 : 20);

    int32_t result =
        counted(worker, object_create(to, one_in(worker, 30) ? choose_odd_value(worker) : pages,
                                      worker->random, choose(worker, 2)));
    if (result == 0)
        worker->served = (uint8_t)to;
    learn(worker, to);
    worker->sizes[to] = (uint16_t)pages;
}

static void destroy(struct worker *worker)
{
    uint32_t object = choose_handle(worker, CAPABILITY_OBJECT);

    counted(worker, object_destroy(object));
    learn(worker, object);
}

// The results go to memory that is mapped, so that calls wait for pages.
static void inform(struct worker *worker)
{
    const struct place *place = choose_place(worker, true);
    uint32_t page = place->pages == 0 ? 0 : choose(worker, place->pages);
    uint32_t to = place->address + page * PAGE_BYTES + choose(worker, PAGE_BYTES);
    uint32_t frame = choose(worker, 1024), number = choose(worker, 64);

    switch (choose(worker, 6)) {
    case 0:
        counted(worker, information_frames((void *)to));
        return;
    case 1:
        counted(worker, information_map(frame, (void *)to, choose(worker, 70)));
        return;
    case 2:
        counted(worker, information_process(frame, (void *)to));
        return;
    case 3:
        counted(worker, information_region(frame, number, choose(worker, 8), (void *)to));
        return;
    case 4:
        counted(worker, information_pager(frame, number, (void *)to));
        return;
    default:
        counted(worker, information_place(choose_handle(worker, CAPABILITY_PROCESS)));
    }
}

// clang-format off
const struct action memory_actions[] = {
    //              client pager messenger maker core
    {ask_store, {12, 10, 4, 4, 4}},
    {map, {30, 8, 8, 10, 20}},
    {unmap, {16, 3, 4, 5, 10}},
    {change_rights, {10, 2, 2, 3, 5}},
    {touch, {60, 10, 10, 10, 30}},
    {sweep, {8, 2, 2, 2, 4}},
    {sync, {6, 1, 1, 1, 2}},
    {create, {1, 12, 1, 1, 1}},
    {destroy, {2, 8, 1, 1, 8}},
    {inform, {6, 2, 2, 2, 2}},
    {NULL, {0}},
};
// clang-format on
