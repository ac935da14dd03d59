// SPDX-License-Identifier: MIT
// What the disk has of files when the machine comes back.
#include "labs/7-store/tests/programs/lab7/scenarios.h"
#include "labs/7-store/tests/programs/lab7/support.h"
#include "user/handle.h"

static uint32_t make_file(const char *name, uint32_t pages, uint32_t base)
{
    int32_t file = own_store_create(name);

    CHECK(file, >=, 0);
    CHECK(own_store_set_length((uint32_t)file, pages * PAGE_BYTES), ==, 0);
    for (uint32_t page = 0; page < pages; page++)
        expect_value((uint32_t)file, page, 0);
    for (uint32_t page = 0; page < pages; page++)
        CHECK(store_value((uint32_t)file, page, base + page), ==, 0);
    return (uint32_t)file;
}

static void expect_pages(uint32_t file, uint32_t pages, uint32_t base)
{
    for (uint32_t page = 0; page < pages; page++)
        expect_value(file, page, base + page);
}

static void reopen(enum disk_loss loss)
{
    disk_restart(loss, 1);
    CHECK(open_anew(), ==, 0);
}

// Each file comes back as it was at its own last sync, however much of the rest is on the disk.
void sync_kept(const char *arguments)
{
    (void)arguments;
    start_store(DISK_PAGES);
    uint32_t first = make_file("first", 4, 100), second = make_file("second", 3, 200);
    uint32_t never = make_file("never", 2, 300);
    for (enum disk_loss loss = 0; loss < DISK_LOSES_SOME; loss++) {
        CHECK(own_store_sync(first), ==, 0);
        CHECK(store_value(first, 1, 150), ==, 0);
        CHECK(store_value(second, 0, 250), ==, 0); // before its sync
        CHECK(own_store_sync(second), ==, 0);
        CHECK(store_value(second, 2, 251), ==, 0);
        CHECK(own_store_set_length(first, PAGE_BYTES), ==, 0);
        CHECK(store_value(never, 0, 350), ==, E_OK);
        reopen(loss);
        expect_file(first, "first", 4 * PAGE_BYTES);
        expect_pages(first, 4, 100);
        expect_file(second, "second", 3 * PAGE_BYTES);
        expect_value(second, 0, 250);
        expect_value(second, 1, 201);
        expect_value(second, 2, 202);
        expect_file(never, "never", 0);
        CHECK(own_store_set_length(never, 2 * PAGE_BYTES), ==, 0);
        expect_value(never, 0, 0);
    }
    // a page that was synced once is there also if it was never stored again
    for (uint32_t i = 0; i < 5; i++) {
        CHECK(store_value(first, 3, 400 + i), ==, 0);
        CHECK(own_store_sync(first), ==, 0);
    }
    CHECK(own_store_set_length(first, 2 * PAGE_BYTES), ==, 0);
    CHECK(own_store_sync(first), ==, 0);
    reopen(DISK_LOSES_ALL);
    expect_file(first, "first", 2 * PAGE_BYTES);
    expect_pages(first, 2, 100);
    CHECK(own_store_set_length(first, 4 * PAGE_BYTES), ==, 0);
    expect_value(first, 3, 0);
    expect_pages(second, 0, 0);
    test_report("done", 1);
}

// A sync that has returned has the disk's word for it.
void sync_done(const char *arguments)
{
    (void)arguments;
    start_store(DISK_PAGES);
    uint32_t file = make_file("file", 3, 10);
    for (uint32_t round = 1; round <= 3; round++) {
        CHECK(store_value(file, round - 1, round * 100), ==, 0);
        CHECK(own_store_sync(file), ==, 0);
        reopen(DISK_LOSES_ALL);
        expect_file(file, "file", 3 * PAGE_BYTES);
        for (uint32_t page = 0; page < 3; page++)
            expect_value(file, page, page < round ? (page + 1) * 100 : 10 + page);
    }
    CHECK(own_store_remove(file), ==, 0);
    reopen(DISK_LOSES_ALL);
    struct store_name name;
    CHECK(own_store_describe(file, &name), ==, E_EMPTY);
    test_report("rounds", 3);
}

// Back to the last sync, and on from there.
void sync_revert(const char *arguments)
{
    (void)arguments;
    start_store(DISK_PAGES);
    uint32_t file = make_file("file", 4, 10), other = make_file("other", 4, 50);
    own_store_revert(file); // it was never synced: it is empty
    expect_file(file, "file", 0);
    CHECK(own_store_set_length(file, 3 * PAGE_BYTES + 7), ==, 0);
    expect_pages(other, 4, 50);
    for (uint32_t page = 0; page < 3; page++) {
        expect_value(file, page, 0);
        CHECK(store_value(file, page, 20 + page), ==, 0);
    }
    CHECK(own_store_sync(file), ==, 0);
    for (uint32_t round = 1; round <= 3; round++) {
        CHECK(own_store_set_length(file, (round - 1) * 2 * PAGE_BYTES), ==, 0);
        if (round > 1)
            CHECK(store_value(file, 0, 1000 + round), ==, 0);
        own_store_revert(file);
        expect_file(file, "file", 3 * PAGE_BYTES + 7);
        expect_pages(file, 3, 20);
        expect_value(file, 3, 0);
        expect_pages(other, 4, 50);
    }
    CHECK(store_value(file, 1, 77), ==, 0);
    CHECK(own_store_sync(file), ==, 0);
    reopen(DISK_LOSES_ALL);
    expect_file(file, "file", 3 * PAGE_BYTES + 7);
    expect_value(file, 0, 20);
    expect_value(file, 1, 77);
    test_report("done", 1);
}

// Whatever is removed makes room, as often as that may be.
void remove_reuse(const char *arguments)
{
    (void)arguments;
    start_store(DISK_PAGES);
    for (uint32_t page = 0; page < own_store_memory_pages(); page++)
        CHECK(store_value(OWN_STORE_MEMORY, page, page + 50000), ==, 0);
    uint32_t all = own_store_file_pages(), stays = make_file("stays", 2, 10);
    CHECK(all, >=, DISK_PAGES / 16u);
    CHECK(own_store_sync(stays), ==, 0);
    for (uint32_t round = 1; round <= 12; round++) {
        uint32_t file = make_file("goes", all - 2, round * 100);
        struct store_name name;
        if (round % 3 != 0)
            CHECK(own_store_sync(file), ==, 0);
        expect_pages(file, all - 2, round * 100);
        CHECK(own_store_remove(file), ==, 0);
        CHECK(own_store_describe(file, &name), ==, E_EMPTY);
        if (round == 6) {
            for (uint32_t page = 0; page < own_store_memory_pages(); page++)
                expect_value(OWN_STORE_MEMORY, page, page + 50000);
        }
        if (round > 6 && round % 3 == 0)
            reopen(DISK_LOSES_ALL);
        CHECK(own_store_describe(file, &name), ==, E_EMPTY);
        expect_file(stays, "stays", 2 * PAGE_BYTES);
        expect_pages(stays, 2, 10);
    }
    test_report("rounds", 12);
}

// --- a disk that another machine has written to

#define SYNCS_BEFORE 20
#define BEFORE_WAIT  (5 * TICKS_PER_SECOND)

// Another process, which hands on its disk.
void be_before(const char *arguments)
{
    (void)arguments;
    start_store(DISK_PAGES);
    struct message message = {.port = HANDLE_INIT, .tag = 1, .capability = disk_memory};
    uint32_t file = make_file("file", 2, 10);
    for (uint32_t i = 0; i < SYNCS_BEFORE; i++) {
        CHECK(store_value(file, 0, 100 + i), ==, 0);
        CHECK(own_store_sync(file), ==, 0);
    }
    CHECK(message_send(&message, TICKS_FOREVER), ==, 0);
    process_sleep(TICKS_FOREVER);
}

// The store knows nothing of that disk but what is on it, and goes on.
void sync_again(const char *arguments)
{
    struct message message = {.port = HANDLE_INIT, .accept = handle_take()};
    uint32_t file = 0;

    (void)arguments;
    CHECK(message_receive(&message, BEFORE_WAIT), ==, MESSAGE_CAPABILITY_CAME);
    disk_take(message.accept, DISK_PAGES * SECTORS_PER_PAGE);
    CHECK(own_store_open(&disk), ==, 0);
    struct store_name name;
    while (own_store_describe(file, &name) != 0)
        file++;
    expect_file(file, "file", 2 * PAGE_BYTES);
    expect_value(file, 0, 100 + SYNCS_BEFORE - 1);
    expect_value(file, 1, 11);
    for (uint32_t round = 1; round <= 3; round++) {
        CHECK(store_value(file, 1, 500 + round), ==, 0);
        CHECK(own_store_sync(file), ==, 0);
        reopen(DISK_LOSES_ALL);
        expect_value(file, 0, 100 + SYNCS_BEFORE - 1);
        expect_value(file, 1, 500 + round);
    }
    test_report("rounds", 3);
}
