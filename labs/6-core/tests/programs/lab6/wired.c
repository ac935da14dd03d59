// SPDX-License-Identifier: MIT
// Wired memory: what it is, what it costs, and what is refused.
#include "common/string.h"
#include "labs/6-core/tests/programs/lab6/scenarios.h"
#include "labs/6-core/tests/programs/lab6/support.h"

#define TEXT_SCREEN 0xb8000u

static int32_t make_wired(uint32_t pages)
{
    return object_create_wired(OBJECT, HANDLE_CORE, pages, 0, 0);
}

// Makes, fills and destroys one. Returns the sum of what was in it.
static uint32_t use_wired(uint32_t pages)
{
    struct test_counts before = test_counts();
    uint32_t sum = 0;

    CHECK(make_wired(pages), ==, 0);
    struct test_counts after = test_counts();
    CHECK(after.core_frames, ==, before.core_frames + pages);
    CHECK(after.kernel_frames, ==, before.kernel_frames + structure_frames(pages));
    CHECK(after.charged_frames, ==, before.charged_frames + pages + structure_frames(pages));
    CHECK(after.claimed_frames, ==, 0u);
    map(0, OBJECT, PLACE, pages, WRITE);
    volatile uint32_t *words = (uint32_t *)PLACE;
    for (uint32_t i = 0; i < pages; i++) {
        for (uint32_t j = 0; j < PAGE_WORDS; j += 31)
            CHECK(words[i * PAGE_WORDS + j], ==, 0u);
        words[i * PAGE_WORDS] = i + test_random(1000);
    }
    for (uint32_t i = 0; i < pages; i++)
        sum += words[i * PAGE_WORDS];
    CHECK(region_unmap(0, PLACE), ==, 0);
    CHECK(object_destroy(OBJECT), ==, 0);
    test_expect_counts(&before);
    return sum;
}

void wired_memory(const char *arguments)
{
    static const uint32_t pages[] = {1, 4, 999, 1000, 1025};
    uint32_t sum = 0;

    (void)arguments;
    test_call(TEST_SPOIL_FRAMES, 0, 0, 0);
    for (uint32_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        sum += use_wired(pages[i]);
    sum += use_wired(1 + test_random(1500));
    test_report("sum", sum);
}

void wired_errors(const char *arguments)
{
    (void)arguments;
    struct test_counts before = test_counts();
    CHECK(object_create_wired(HANDLE_SELF, HANDLE_CORE, 1, 0, 0), ==, E_OCCUPIED);
    CHECK(object_create_wired(CAPABILITIES_MOST, HANDLE_CORE, 1, 0, 0), ==, E_HANDLE);
    CHECK(make_wired(0), ==, E_ARGUMENT);
    CHECK(make_wired(OBJECT_PAGES_MOST + 1), ==, E_LIMIT);
    CHECK(make_wired(OBJECT_PAGES_MOST), ==, E_NO_MEMORY);
    CHECK(make_wired(before.free_frames), ==, E_NO_MEMORY);
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 1, 4, 0), ==, E_ARGUMENT);
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 1, WIRED_RUN | WIRED_DEVICE, 0), ==, E_ARGUMENT);
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 1, 0, 1), ==, E_ARGUMENT);
    // Device memory that is RAM, wholly or in part, or that there cannot be.
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 1, WIRED_DEVICE, 0x200000), ==, E_ARGUMENT);
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 512, WIRED_DEVICE, TEXT_SCREEN), ==, E_ARGUMENT);
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 0x80000, WIRED_DEVICE, TEXT_SCREEN), ==,
          E_ARGUMENT);
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 1, WIRED_DEVICE, TEXT_SCREEN + 1), ==,
          E_ARGUMENT);
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 2, WIRED_DEVICE, 0xfffff000u), ==, E_ARGUMENT);
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 1, WIRED_DEVICE, 0xfffff000u), ==, 0);
    CHECK(object_destroy(OBJECT), ==, 0);
    test_expect_counts(&before);
    test_report("done", 1);
}

void wired_device(const char *arguments)
{
    uint32_t sum = 0;

    (void)arguments;
    struct test_counts before = test_counts();
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 2, WIRED_DEVICE, TEXT_SCREEN), ==, 0);
    CHECK(test_counts().core_frames, ==, before.core_frames); // no memory of ours
    CHECK(test_counts().charged_frames, ==, before.charged_frames + 1);
    map(0, OBJECT, PLACE, 2, WRITE | REGION_UNCACHED);
    volatile uint16_t *cells = (uint16_t *)PLACE;
    for (uint32_t i = 0; i < 100; i++)
        cells[i] = (uint16_t)test_random(60000);
    make_child(CHILD, CHILD_QUOTA);
    map(CHILD, OBJECT, PLACE, 2, READ | REGION_UNCACHED);
    for (uint32_t i = 0; i < 100; i++)
        sum += cells[i];
    child_run(CHILD, read_word, PLACE + 40);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, cells[20] | cells[21] << 16);
    CHECK(region_unmap(0, PLACE), ==, 0);
    CHECK(object_destroy(OBJECT), ==, 0);
    test_expect_counts(&before);
    test_report("sum", sum);
}

// --- accounts

// Takes all that its account has room for, and not a frame more. Returns how much that was.
static int32_t fill_account(uint32_t core)
{
    struct test_counts counts = test_counts();
    uint32_t room = counts.quota_frames - counts.charged_frames - counts.table_count;

    CHECK(object_create_wired(CHILD_OWN, core, room, 0, 0), ==, E_QUOTA);
    CHECK(object_create_wired(CHILD_OWN, core, 1000000, 0, 0), ==, E_QUOTA);
    CHECK(object_create_wired(CHILD_OWN, core, 1000, WIRED_DEVICE, 0xe0000000u), ==, 0);
    CHECK(object_destroy(CHILD_OWN), ==, 0);
    CHECK(object_create_wired(CHILD_OWN, core, room - 1, 0, 0), ==, 0);
    CHECK(test_counts().charged_frames, ==, counts.charged_frames + room);
    CHECK(object_create_wired(CHILD_OWN + 1, core, 1, WIRED_DEVICE, TEXT_SCREEN), ==, E_QUOTA);
    CHECK(object_create_wired(CHILD_OWN + 1, core, 1, WIRED_RUN, 1), ==, E_QUOTA);
    CHECK(object_destroy(CHILD_OWN), ==, 0);
    CHECK(test_counts().charged_frames, ==, counts.charged_frames);
    CHECK(object_create_wired(CHILD_OWN, core, 10, WIRED_RUN, 1), ==, 0);
    CHECK(test_counts().charged_frames, ==, counts.charged_frames + 11);
    return (int32_t)room;
}

void wired_quota(const char *arguments)
{
    uint32_t quota = 30 + test_random(200);

    (void)arguments;
    struct test_counts before = test_counts();
    make_core_child(CHILD, quota);
    child_run(CHILD, fill_account, CHILD_CORE);
    uint32_t room = (uint32_t)test_expect_end(CHILD, END_EXIT);
    CHECK(room, <, quota);
    CHECK(room, >, quota - 10);
    test_expect_counts(&before);
    test_report("quota", quota);
}

// --- when there is no memory

static int32_t try_all(void)
{
    int32_t result = make_wired(1010);
    if (result == 0) {
        CHECK(object_destroy(OBJECT), ==, 0);
        result = object_create_wired(OBJECT, HANDLE_CORE, 4, WIRED_RUN, 2);
    }
    if (result == 0) {
        CHECK(object_destroy(OBJECT), ==, 0);
        result = object_create_wired(OBJECT, HANDLE_CORE, 4, WIRED_DEVICE, TEXT_SCREEN);
    }
    if (result == 0)
        CHECK(object_destroy(OBJECT), ==, 0);
    CHECK(capability_inspect(OBJECT), ==, E_EMPTY);
    return result;
}

// The first, second, third, ... claim fails, until none does any more.
void wired_claims_fail(const char *arguments)
{
    uint32_t failures = 0;
    int32_t result;

    (void)arguments;
    struct test_counts before = test_counts();
    do {
        test_call(TEST_FAIL_CLAIM, failures + 1, 0, 0);
        result = try_all();
        test_call(TEST_FAIL_CLAIM, 0, 0, 0);
        CHECK(result == 0 || result == E_NO_MEMORY, ==, true);
        test_expect_counts(&before);
        failures++;
    } while (result != 0);
    CHECK(failures, >=, 3u);
    // Nothing that failed has kept the channel.
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 4, WIRED_RUN, 2), ==, 0);
    CHECK(object_destroy(OBJECT), ==, 0);
    test_report("done", 1);
}

// Frames that only the reserve may take, and how many of the rest are left.
#define RESERVE 16

static void leave_free(uint32_t frames)
{
    uint32_t now = test_counts().free_frames;
    CHECK(test_call(TEST_TAKE_FRAMES, now - frames, 0, 0), ==, (int32_t)frames);
}

static int32_t make_to_the_floor(uint32_t pages)
{
    CHECK(object_create_wired(CHILD_OWN, CHILD_CORE, pages + 1, 0, 0), ==, E_NO_MEMORY);
    return object_create_wired(CHILD_OWN, CHILD_CORE, pages, 0, 0);
}

// Down to the floor of its class, whoever asks, and not a frame further.
void wired_floor(const char *arguments)
{
    uint32_t spare = 20 + test_random(100);

    (void)arguments;
    struct test_counts before = test_counts();
    leave_free(RESERVE + spare);
    CHECK(make_wired(spare), ==, E_NO_MEMORY);
    CHECK(test_counts().free_frames, ==, RESERVE + spare);
    CHECK(make_wired(spare - 1), ==, 0);
    CHECK(test_counts().free_frames, ==, (uint32_t)RESERVE);
    CHECK(object_create_wired(SPARE, HANDLE_CORE, 1, WIRED_DEVICE, TEXT_SCREEN), ==, E_NO_MEMORY);
    CHECK(object_destroy(OBJECT), ==, 0);
    test_call(TEST_TAKE_FRAMES, 0, 0, 0);
    leave_free(RESERVE + 10);
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 10, WIRED_RUN, 2), ==, E_NO_MEMORY);
    CHECK(test_counts().free_frames, ==, RESERVE + 10u);
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, 9, WIRED_RUN, 2), ==, 0);
    CHECK(object_destroy(OBJECT), ==, 0);
    test_call(TEST_TAKE_FRAMES, 0, 0, 0);
    make_core_child(CHILD, 200);
    leave_free(RESERVE + spare);
    child_run(CHILD, make_to_the_floor, spare - 1);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    test_call(TEST_TAKE_FRAMES, 0, 0, 0);
    test_expect_counts(&before);
    test_report("spare", spare);
}

// --- when its maker ends

#define PAGES 600
#define QUOTA (PAGES + 20)

static volatile uint32_t stage;

static int32_t make_in_child(uint32_t pages)
{
    return object_create_wired(CHILD_OWN, CHILD_CORE, pages, 0, 0);
}

// Has another process map what it makes, and waits.
static int32_t make_for_another(uint32_t pages)
{
    CHECK(make_in_child(pages), ==, 0);
    CHECK(object_map_patiently(CHILD_OTHER, CHILD_OWN, PLACE, pages, READ, 1), ==, 0);
    stage = 1;
    return process_sleep(TICKS_FOREVER);
}

void wired_maker_ends(const char *arguments)
{
    (void)arguments;
    struct test_counts before = test_counts();
    make_core_child(CHILD, QUOTA); // when it has made it
    child_run(CHILD, make_in_child, PAGES);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    test_expect_counts(&before);

    make_core_child(CHILD, QUOTA); // in the middle
    wait_in_tick();
    child_run(CHILD, make_in_child, PAGES);
    process_sleep(1);
    CHECK(test_counts().claimed_frames, >, 20u);
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    test_expect_counts(&before);

    make_core_child(CHILD, QUOTA); // and while somebody else uses it
    make_child(CHILD + 1, CHILD_QUOTA);
    CHECK(capability_give(CHILD, CHILD + 1, CHILD_OTHER, RIGHT_WRITE, 0), ==, 0);
    child_run(CHILD, make_for_another, PAGES);
    await(&stage);
    child_run(CHILD + 1, read_pages, PAGES);
    process_sleep(2);
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    test_expect_end(CHILD + 1, END_REVOKED);
    test_expect_counts(&before);
    test_report("done", 1);
}
