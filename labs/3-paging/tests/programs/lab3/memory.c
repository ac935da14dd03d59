// SPDX-License-Identifier: MIT
// Memory that processes have for themselves, and memory that they share.
#include "common/string.h"
#include "labs/3-paging/tests/programs/lab3/scenarios.h"
#include "user/child.h"
#include "user/testing/test.h"

#define READ  REGION_READ
#define WRITE (REGION_READ | REGION_WRITE)

static void make_wired(uint32_t handle, uint32_t pages)
{
    CHECK(test_make_memory(handle, pages), ==, 0);
}

static int32_t map(uint32_t process, uint32_t object, uint32_t address, uint32_t first,
                   uint32_t pages, uint32_t rights)
{
    return region_map(REGION_WORD(process, object, rights), address, first, pages, TICKS_FOREVER);
}

void user_command_line(const char *arguments)
{
    uint32_t sum = 0;

    for (const char *at = arguments; *at != '\0'; at++)
        sum = sum * 31 + (uint8_t)*at;
    test_report("sum", sum);
    uint16_t selector;
    __asm__ volatile("mov %%cs, %0" : "=r"(selector));
    test_report("ring", selector & 3);
    CHECK(null(), ==, 0);
    int32_t result;
    __asm__ volatile("int $0x30" : "=a"(result) : "a"(200));
    CHECK(result, ==, E_NO_CALL);
}

// --- isolation: the same address, different memory

static volatile uint32_t found[2];

static int32_t fill_and_read(uint32_t who)
{
    volatile uint32_t *mine = (uint32_t *)PLACE;

    mine[0] = 1000 + who;
    for (uint32_t i = 0; i < 20; i++) {
        process_yield();
        CHECK(mine[0], ==, 1000 + who);
    }
    found[who] = mine[0];
    return 0;
}

void user_isolation(const char *arguments)
{
    (void)arguments;
    make_wired(MEMORY, 2);
    for (uint32_t who = 0; who < 2; who++) {
        child_make(CHILD + who, "half", CHILD_QUOTA);
        CHECK(map(CHILD + who, MEMORY, PLACE, who, 1, WRITE), ==, 0);
    }
    for (uint32_t who = 0; who < 2; who++)
        child_run(CHILD + who, fill_and_read, who);
    // This one maps neither page; CHILD + 1 is OTHER
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    CHECK(test_expect_end(OTHER, END_EXIT), ==, 0);
    CHECK(map(0, MEMORY, PLACE, 0, 2, READ), ==, 0);
    CHECK(*(uint32_t *)PLACE, ==, 1000u);
    CHECK(*(uint32_t *)(PLACE + PAGE_BYTES), ==, 1001u);
    test_report("sum", found[0] + found[1]);
}

static int32_t change_shared(uint32_t key)
{
    volatile uint32_t *words = (uint32_t *)(PLACE + PAGE_BYTES);
    for (uint32_t i = 0; i < 1024; i++)
        words[i] = words[i] * 3 + key;
    return 0;
}

void user_shared(const char *arguments)
{
    uint32_t sum = 0, key = test_random(100000);

    (void)arguments;
    make_wired(MEMORY, 3);
    CHECK(map(0, MEMORY, 0x40000000u, 0, 3, WRITE), ==, 0);
    volatile uint32_t *words = (uint32_t *)(0x40000000u + 2 * PAGE_BYTES);
    for (uint32_t i = 0; i < 1024; i++)
        words[i] = i;
    child_make(CHILD, "partner", CHILD_QUOTA);
    CHECK(map(CHILD, MEMORY, PLACE, 1, 2, WRITE), ==, 0);
    child_run(CHILD, change_shared, key);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    for (uint32_t i = 0; i < 1024; i++) {
        CHECK(words[i], ==, i * 3 + key);
        sum += words[i];
    }
    test_report("sum", sum);
}

// --- changes

void user_rights_change(const char *arguments)
{
    (void)arguments;
    make_wired(MEMORY, 40);
    CHECK(map(0, MEMORY, PLACE, 0, 40, WRITE), ==, 0);
    for (uint32_t i = 0; i < 40; i++)
        *(uint32_t *)(PLACE + i * PAGE_BYTES) = i;
    CHECK(capability_copy(MEMORY, MEMORY + 1, RIGHT_READ | RIGHT_PASS, 0), ==, 0);
    CHECK(map(0, MEMORY + 1, PLACE + 0x1000000, 0, 40, WRITE), ==, E_RIGHTS);
    CHECK(map(0, MEMORY + 1, PLACE + 0x1000000, 0, 40, READ), ==, 0);
    CHECK(region_change_rights(0, PLACE + 0x1000000, WRITE), ==, E_RIGHTS);
    CHECK(region_change_rights(0, PLACE + PAGE_BYTES, READ), ==, E_ADDRESS);
    CHECK(region_change_rights(0, PLACE, READ), ==, 0);
    // In a child's place: it maps the same, and its rights change while it exists.
    child_make(CHILD, "writer", CHILD_QUOTA);
    CHECK(map(CHILD, MEMORY, PLACE, 0, 40, WRITE), ==, 0);
    CHECK(region_change_rights(CHILD, PLACE, READ), ==, 0);
    uint32_t page = test_random(40);
    child_run(CHILD, write_word, PLACE + page * PAGE_BYTES);
    test_expect_end(CHILD, END_READ_ONLY);
    CHECK(*(uint32_t *)(PLACE + page * PAGE_BYTES), ==, page);
    CHECK(region_change_rights(0, PLACE, WRITE), ==, 0);
    *(volatile uint32_t *)(PLACE + page * PAGE_BYTES) = 77;
    CHECK(*(volatile uint32_t *)(PLACE + 0x1000000 + page * PAGE_BYTES), ==, 77u);
    test_report("page", page);
}

static volatile uint32_t ready, never;

static int32_t use_until_gone(uint32_t address)
{
    while (!never) {
        *(volatile uint32_t *)address += 1;
        ready = 1;
        process_yield();
    }
    return 0;
}

void user_unmap(const char *arguments)
{
    (void)arguments;
    make_wired(MEMORY, 60);
    struct test_counts before = test_counts();
    CHECK(map(0, MEMORY, PLACE, 0, 60, WRITE), ==, 0);
    CHECK(test_counts().table_count, ==, before.table_count + 1);
    CHECK(region_unmap(0, PLACE + PAGE_BYTES), ==, E_ADDRESS);
    CHECK(region_unmap(0, PLACE), ==, 0);
    CHECK(region_unmap(0, PLACE), ==, E_ADDRESS);
    struct test_counts after = test_counts();
    CHECK(after.free_frames, ==, before.free_frames);
    CHECK(after.table_count, ==, before.table_count);
    CHECK(after.regions, ==, before.regions);
    // From under a process that uses it
    child_make(CHILD, "user", CHILD_QUOTA);
    CHECK(map(CHILD, MEMORY, PLACE, 0, 60, WRITE), ==, 0);
    child_run(CHILD, use_until_gone, PLACE + 5 * PAGE_BYTES);
    while (ready == 0)
        process_sleep(1);
    CHECK(region_unmap(CHILD, PLACE), ==, 0);
    test_expect_end(CHILD, END_NO_REGION);
    test_report("frames", before.free_frames - test_counts().free_frames);
}

void user_device(const char *arguments)
{
    const uint32_t text_screen = 0xb8000;

    (void)arguments;
    CHECK(test_call(TEST_MAKE_DEVICE, MEMORY, 2, text_screen), ==, 0);
    CHECK(map(0, MEMORY, PLACE, 0, 2, WRITE | REGION_UNCACHED), ==, 0);
    volatile uint16_t *cells = (uint16_t *)PLACE;
    uint32_t sum = 0;
    for (uint32_t i = 0; i < 100; i++)
        cells[i] = (uint16_t)test_random(60000);
    for (uint32_t i = 0; i < 100; i++)
        sum += cells[i];
    CHECK(region_unmap(0, PLACE), ==, 0);
    CHECK(object_destroy(MEMORY), ==, 0);
    test_report("sum", sum);
}

// --- when the kernel writes for a process

void user_kernel_writes(const char *arguments)
{
    struct process_end *in_text = (struct process_end *)(uint32_t)user_kernel_writes;

    (void)arguments;
    make_wired(MEMORY, 2);
    CHECK(map(0, MEMORY, PLACE, 0, 2, READ), ==, 0);
    child_make(CHILD, "short", CHILD_QUOTA);
    child_run(CHILD, read_word, PLACE); // it ends at once
    CHECK(process_wait(CHILD, in_text), ==, E_ADDRESS);
    CHECK(process_wait(CHILD, (struct process_end *)PLACE), ==, E_ADDRESS);
    CHECK(process_wait(CHILD, (struct process_end *)(USER_END - 4)), ==, E_ADDRESS);
    CHECK(process_wait(CHILD, (struct process_end *)USER_END), ==, E_ADDRESS);
    CHECK(process_wait(CHILD, (struct process_end *)0xfffffffcu), ==, E_ADDRESS);
    CHECK(process_wait(CHILD, (struct process_end *)16), ==, E_ADDRESS);
    CHECK(console_write((const char *)(PLACE + 2 * PAGE_BYTES - 3), 4), ==, E_ADDRESS);
    CHECK(region_change_rights(0, PLACE, WRITE), ==, 0);
    // across the border of two pages
    struct process_end *end = (struct process_end *)(PLACE + PAGE_BYTES - 4);
    CHECK(process_wait(CHILD, end), ==, 0);
    CHECK(end->reason, ==, (uint32_t)END_NO_REGION);
    test_report("reason", end->reason);
}
