// SPDX-License-Identifier: MIT
#include "grade/tests/programs/stretch/support.h"

#include "common/string.h"

#define REGION_STRIDE (16u * PAGE_BYTES)

// --- the base

void base_start(uint32_t slots)
{
    CHECK(port_create(PORT), ==, 0);
    CHECK(pager_create(PORT, WINDOW, slots, 0, 0), ==, 0);
}

void base_object(uint32_t handle, uint32_t pages, uint32_t flags)
{
    CHECK(object_create(handle, pages, handle, flags), ==, 0);
}

bool base_receive(struct message *request, uint32_t ticks)
{
    *request = (struct message){.port = PORT};
    int32_t result = message_receive(request, ticks);
    CHECK(result >= 0 || result == E_TIMEOUT, ==, true);
    return result >= 0;
}

static uint8_t kept[SHARED][PAGE_BYTES]; // of the object under OBJECT; of others nothing is

void base_answer(const struct message *request, int32_t status)
{
    void *memory = pager_slot_memory(WINDOW, request->words[1]);
    uint32_t page = request->words[0];
    bool is_kept = request->badge == OBJECT && page < SHARED;

    if (request->tag == TAG_FETCH && is_kept)
        memcpy(memory, kept[page], PAGE_BYTES);
    if (request->tag == TAG_STORE && is_kept)
        memcpy(kept[page], memory, PAGE_BYTES);
    if (request->tag == TAG_FETCH || request->tag == TAG_STORE)
        CHECK(pager_answer(request->words[1], status), ==, 0);
}

void base_serve_for(uint32_t ticks)
{
    struct message request;
    uint32_t end = (uint32_t)clock_read() + ticks;

    while ((uint32_t)clock_read() < end) {
        if (base_receive(&request, 1))
            base_answer(&request, 0);
    }
}

// --- children

void child_prepare(void)
{
    child_make(CHILD, "fifteen-letters", CROWD_QUOTA);
}

void child_start(int32_t (*run)(uint32_t argument), uint32_t argument)
{
    child_run(CHILD, run, argument);
    CHECK(capability_drop(CHILD), ==, 0);
}

void *child_place(uint32_t region, uint32_t page)
{
    return (void *)(PLACE + region * REGION_STRIDE + page * PAGE_BYTES);
}

void child_map(uint32_t object, uint32_t pages, uint32_t times, uint32_t patience_ticks)
{
    for (uint32_t i = 0; i < times; i++)
        CHECK(region_map(REGION_WORD(CHILD, object, READ_WRITE), (uint32_t)child_place(i, 0), 0,
                         pages, patience_ticks),
              ==, 0);
}

volatile uint32_t share_round;

// In each page a sharer has a word of its own for each region, and finds what it wrote last.
static int32_t write_to_all(uint32_t sharer)
{
    uint32_t last = 0;

    while (share_round < UINT32_MAX) {
        uint32_t round = share_round;
        for (uint32_t i = 0; i < SHARED * PAIR_REGIONS_MOST; i++) {
            volatile uint32_t *words = child_place(i / SHARED, i % SHARED);
            CHECK(words[sharer * PAIR_REGIONS_MOST + i / SHARED], ==, last);
            words[sharer * PAIR_REGIONS_MOST + i / SHARED] = round + 1;
        }
        last = round + 1;
        while (share_round == round)
            process_sleep(1);
    }
    return 0;
}

void share(uint32_t object)
{
    for (uint32_t i = 0; i < SHARERS; i++) {
        child_prepare();
        child_map(object, SHARED, PAIR_REGIONS_MOST, TICKS_FOREVER);
        child_start(write_to_all, i);
    }
    base_serve_for(40);
}

int32_t sleep_for_ever(uint32_t unused)
{
    (void)unused;
    return process_sleep(TICKS_FOREVER);
}

int32_t touch(uint32_t address)
{
    uint32_t word = *(volatile uint32_t *)address;
    return (int32_t)(word & 0);
}

// --- frames

void take_frames_to(uint32_t left)
{
    uint32_t now = test_counts().free_frames;

    CHECK(now, >=, left);
    if (now > left)
        CHECK(test_call(TEST_TAKE_FRAMES, now - left, 0, 0), ==, (int32_t)left);
}

void give_frames_back(void)
{
    test_call(TEST_TAKE_FRAMES, 0, 0, 0);
}
