// SPDX-License-Identifier: MIT
// Whatever is asked for.
#include "labs/6-core/tests/programs/lab6/makers.h"
#include "labs/6-core/tests/programs/lab6/scenarios.h"

static const uint32_t numbers[] = {
    0,   1,      2,       3,      4,        5,          8,           15,          16,
    600, 0x1000, 0xb8000, 0xffff, 0x100000, 0x7fffffff, 0x80000000u, 0xfffff000u, UINT32_MAX};

static uint32_t some_number(void)
{
    return numbers[test_random(sizeof numbers / sizeof numbers[0])];
}

static uint32_t some_handle(void)
{
    return test_random(24);
}

static int32_t ask_anything(uint32_t count)
{
    int32_t well = 0;

    CHECK(port_create(MAKERS_PORT), ==, 0);
    while (count-- > 0) {
        uint32_t a = some_handle(), b = test_random(3) == 0 ? some_handle() : CHILD_CORE;
        int32_t result = 0;
        switch (test_random(11)) {
        case 0:
        case 1:
            result = object_create_wired(a, b, some_number(), test_random(4), some_number());
            break;
        case 2:
            result = object_destroy(a);
            break;
        case 3:
            result = interrupt_create(a, b, test_random(18));
            break;
        case 4:
            result = interrupt_bind(a, b == CHILD_CORE ? MAKERS_PORT : b);
            break;
        case 5:
            result = interrupt_acknowledge(a);
            break;
        case 6:
            result = io_create(a, b, some_number(), some_number());
            break;
        case 7:
            result = dma_control(a, test_random(4), some_number(), some_number());
            break;
        case 8:
            result = a == CHILD_CORE ? 0 : capability_drop(a);
            break;
        case 9:
            result = capability_copy(a, some_handle(), some_number() & RIGHTS_ALL, 0);
            break;
        case 10:
            result = region_map(REGION_WORD(0, a, some_number() & WRITE), PLACE + a * 0x1000000, 0,
                                some_number(), 1);
            break;
        }
        well += result >= 0;
    }
    made = 1;
    return well;
}

void core_survives(const char *arguments)
{
    uint32_t well = 0;

    (void)arguments;
    struct test_counts before = test_counts();
    for (uint32_t round = 0; round < 6; round++) {
        made = 0;
        make_core_child(CHILD, QUOTA);
        child_run(CHILD, ask_anything, 1500);
        if (round % 3 == 2) { // with the right taken away now and then
            while (made == 0) {
                process_sleep(1);
                CHECK(capability_revoke(HANDLE_CORE), ==, 0);
                capability_give(CHILD, HANDLE_CORE, CHILD_CORE, CORE_RIGHTS, 0);
            }
        }
        well += (uint32_t)test_expect_end(CHILD, END_EXIT);
        if (round % 3 == 1)
            CHECK(capability_revoke(HANDLE_CORE), ==, 0);
        test_expect_counts(&before);
        for (uint32_t line = 3; line < 16; line++) {
            CHECK(interrupt_create(SPARE, HANDLE_CORE, line), ==, 0);
            CHECK(capability_drop(SPARE), ==, 0);
        }
        for (uint32_t channel = 0; channel < 4; channel++) {
            CHECK(object_create_wired(SPARE, HANDLE_CORE, 1, WIRED_RUN, channel), ==, 0);
            CHECK(object_destroy(SPARE), ==, 0);
        }
    }
    CHECK(well, >, 500u);
    test_report("done", 1);
}
