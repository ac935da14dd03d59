// SPDX-License-Identifier: MIT
#include "user/testing/crowd.h"

#include "user/child.h"
#include "user/testing/test.h"

#define QUOTA_FRAMES 8
#define SLEEP_TICKS  1000000

void crowd_wait_for_ever(void)
{
    for (;;)
        process_sleep(SLEEP_TICKS);
}

static int32_t wait_in_crowd(uint32_t number)
{
    struct message message = {.port = CROWD_HANDLE};

    if (number % 2 == 0)
        crowd_wait_for_ever();
    CHECK(port_create(CROWD_HANDLE), ==, 0);
    message_receive(&message, TICKS_FOREVER);
    return 0;
}

void crowd_start(const char *arguments, uint32_t needed)
{
    uint32_t count = 0;

    for (; *arguments >= '0' && *arguments <= '9'; arguments++)
        count = count * 10 + (uint32_t)(*arguments - '0');
    for (uint32_t i = needed; i < count; i++) {
        child_make(CROWD_HANDLE, "crowd", QUOTA_FRAMES);
        child_run(CROWD_HANDLE, wait_in_crowd, i);
        CHECK(capability_drop(CROWD_HANDLE), ==, 0);
    }
    process_sleep(2);
}
