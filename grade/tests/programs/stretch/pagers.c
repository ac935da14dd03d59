// SPDX-License-Identifier: MIT
// Ordinary pagers.
#include "grade/tests/programs/stretch/support.h"

#define PAGERS      30
#define PAGER_QUOTA 12

// Becomes a pager, makes an object that the boot process gets, and never answers.
static int32_t be_pager(uint32_t spill)
{
    struct message message = {.port = PORT, .capability = MADE, .tag = 1};

    CHECK(port_create(SPARE), ==, 0);
    CHECK(pager_create(SPARE, WINDOW, PAGER_SLOTS_MOST, spill, 0), >=, 0);
    CHECK(object_create(MADE, 1, 0, 0), ==, 0);
    CHECK(message_send(&message, TICKS_FOREVER), ==, 0);
    return sleep_for_ever(0);
}

// The object comes to lie under SPARE.
static void start_pager(uint32_t spill)
{
    struct message message = {.port = PORT, .accept = SPARE};

    child_make(CHILD, "pager", PAGER_QUOTA);
    CHECK(capability_give(CHILD, PORT, PORT, RIGHT_SEND | RIGHT_PASS, 0), ==, 0);
    if (spill != 0)
        CHECK(capability_give(CHILD, spill, spill, RIGHT_READ | RIGHT_WRITE, 0), ==, 0);
    child_run(CHILD, be_pager, spill);
    CHECK(capability_drop(CHILD), ==, 0);
    while (message_receive(&message, 100) >= 0 && message.tag != 1)
        base_answer(&message, 0);
}

// One request to each that nobody waits for: all slots are looked through for somebody who does.
void pagers(const char *arguments)
{
    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    for (uint32_t i = 0; i < PAGERS; i++) {
        start_pager(0);
        child_prepare();
        child_map(SPARE, 1, 1, 1);
        child_start(touch, PLACE);
        CHECK(capability_drop(SPARE), ==, 0);
    }
    process_sleep(50);
}

static int32_t be_base(uint32_t unused)
{
    (void)unused;
    CHECK(port_create(SPARE), ==, 0);
    CHECK(pager_create(SPARE, WINDOW, PAGER_SLOTS_LEAST, 0, 0), >=, 0);
    for (uint32_t i = 0; i < PAGERS; i++) {
        struct message message = {.port = PORT, .capability = (uint8_t)(OBJECT + i), .tag = 1};
        CHECK(object_create(OBJECT + i, PAGER_SLOTS_MOST, 0, 0), ==, 0);
        CHECK(message_send(&message, TICKS_FOREVER), ==, 0);
    }
    return sleep_for_ever(0);
}

// A pager behind the windows of many others ends, and they with it.
void dependents(const char *arguments)
{
    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    child_make(CHILD - 1, "base", PAGER_QUOTA + PAGERS);
    CHECK(capability_give(CHILD - 1, PORT, PORT, RIGHT_SEND | RIGHT_PASS, 0), ==, 0);
    child_run(CHILD - 1, be_base, 0);
    for (uint32_t i = 0; i < PAGERS; i++) {
        struct message message = {.port = PORT, .accept = (uint8_t)(OBJECT + i)};
        CHECK(message_receive(&message, 100), >=, 0);
    }
    for (uint32_t i = 0; i < PAGERS; i++) {
        start_pager(OBJECT + i);
        CHECK(capability_drop(SPARE), ==, 0);
    }
    CHECK(process_end(CHILD - 1), ==, 0);
    test_expect_end(CHILD - 1, END_KILLED);
    process_sleep(50);
}
