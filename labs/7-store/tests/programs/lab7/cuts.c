// SPDX-License-Identifier: MIT
// The machine stops, or a write fails: each time at another place, until all have had their turn.
#include "labs/7-store/tests/programs/lab7/model.h"
#include "labs/7-store/tests/programs/lab7/scenarios.h"

#define CALLS_AFTERWARDS  5
#define STORES_AFTERWARDS 40
#define SYNCS_AT_MOST     4 // for one sync of a file, in any store

// Makes the calls once without a fault. Says how much the disk had to do.
static struct disk_faults count_all(uint32_t seed)
{
    disk_restart(DISK_LOSES_NOTHING, 0);
    model_start(seed);
    struct disk_faults before = disk_faults, after;
    for (uint32_t i = 0; i < MODEL_CALLS; i++)
        CHECK(model_call(), ==, 0);
    model_expect_now();
    after = disk_faults;
    after.writes -= before.writes;
    after.events -= before.events;
    after.syncs -= before.syncs;
    CHECK(after.writes, >, 20u);
    CHECK(after.syncs, >, 0u);
    return after;
}

// Begins again, with a fault that comes so many writes, syncs or events from now on.
static void start_with(uint32_t seed, uint32_t *fault, uint32_t after)
{
    disk_restart(DISK_LOSES_NOTHING, 0);
    model_start(seed);
    disk_faults.writes = disk_faults.syncs = disk_faults.events = 0;
    *fault = after;
    disk_faults.fails_late = after / 8 % 2 != 0; // a page's worth of writes each
}

static void reopen(enum disk_loss loss, uint32_t seed)
{
    disk_restart(loss, seed);
    CHECK(open_anew(), ==, 0);
    model_expect_kept();
}

// The power is lost at one place, and the machine comes back and goes on.
static void stop_at(uint32_t seed, uint32_t event, enum disk_loss loss)
{
    uint32_t i = 0;

    start_with(seed, &disk_faults.stops_at, event);
    while (i < MODEL_CALLS && model_call() == 0)
        i++;
    reopen(loss, seed + event);
    for (i = 0; i < CALLS_AFTERWARDS; i++)
        CHECK(model_call(), ==, 0);
    model_expect_now();
    reopen(DISK_LOSES_ALL, 0);
}

void cut_anywhere(const char *arguments)
{
    uint32_t seed = test_random(1000000), places = 0;

    (void)arguments;
    disk_make(MODEL_DISK_PAGES * SECTORS_PER_PAGE);
    for (uint32_t round = 0; round < 2; round++, seed++) {
        uint32_t events = count_all(seed).events;
        for (uint32_t event = 0; event < events; event++) {
            stop_at(seed, event, (enum disk_loss)(event % DISK_LOSES_OLD));
            stop_at(seed, event, DISK_LOSES_OLD);
        }
        places += events;
    }
    CHECK(places, >, 50u);
    test_report("done", 1);
}

// A call fails and is made again, and all goes on.
static void try_again_at(uint32_t seed, uint32_t *fault, uint32_t at)
{
    start_with(seed, fault, at);
    for (uint32_t i = 0; i < MODEL_CALLS; i++) {
        if (model_call() == 0)
            continue;
        model_expect_now();
        CHECK(model_call_again(), ==, 0);
    }
    model_expect_now();
    reopen(DISK_LOSES_ALL, 0);
}

// A call fails and is not made again. So many calls later the power is lost.
static void go_on_at(uint32_t seed, uint32_t *fault, uint32_t at, uint32_t calls)
{
    uint32_t i = 0;

    start_with(seed, fault, at);
    while (i < MODEL_CALLS && model_call() == 0)
        i++;
    for (uint32_t call = 0; i < MODEL_CALLS && call < calls; call++)
        CHECK(model_call(), ==, 0);
    model_expect_now();
    reopen(DISK_LOSES_NOTHING, 0);
}

// A sync fails, and the file is stored many times before the power is lost. Whatever the disk has
// of it then, the pages of that were not written over.
static void store_on_after(uint32_t failing_sync, enum disk_loss loss)
{
    uint32_t found;

    disk_restart(DISK_LOSES_NOTHING, 0);
    CHECK(own_store_format(&disk), ==, 0);
    uint32_t file = (uint32_t)own_store_create("file");
    CHECK(own_store_set_length(file, 2 * PAGE_BYTES), ==, 0);
    for (uint32_t page = 0; page < 2; page++)
        CHECK(store_value(file, page, 10 + page), ==, 0);
    CHECK(own_store_sync(file), ==, 0);
    CHECK(store_value(file, 0, 20), ==, 0);
    disk_faults.syncs = 0;
    disk_faults.sync_fails_at = failing_sync;
    bool is_synced = own_store_sync(file) == 0;
    if (!is_synced && loss == DISK_LOSES_ALL) {
        own_store_revert(file);
        expect_value(file, 0, 10);
    }
    for (uint32_t i = 0; i < STORES_AFTERWARDS; i++) {
        if (store_value(file, i % 2, 100 + i) != 0) // it is this call's sync that failed
            CHECK(store_value(file, i % 2, 100 + i), ==, 0);
    }
    disk_restart(loss, 0);
    CHECK(open_anew(), ==, 0);
    CHECK(fetch_value(file, 0, &found), ==, 0);
    if (is_synced || found != 10)
        CHECK(found, ==, 20u);
    expect_value(file, 1, 11);
}

void error_write(const char *arguments)
{
    uint32_t seed = test_random(1000000);

    (void)arguments;
    disk_make(MODEL_DISK_PAGES * SECTORS_PER_PAGE);
    for (uint32_t failing_sync = 0; failing_sync < SYNCS_AT_MOST; failing_sync++) {
        store_on_after(failing_sync, DISK_LOSES_ALL);
        store_on_after(failing_sync, DISK_LOSES_NOTHING);
    }
    for (uint32_t round = 0; round < 2; round++, seed++) {
        struct disk_faults all = count_all(seed);
        for (uint32_t at = 0; at < all.writes; at++) {
            try_again_at(seed, &disk_faults.write_fails_at, at);
            go_on_at(seed, &disk_faults.write_fails_at, at, at % CALLS_AFTERWARDS);
        }
        for (uint32_t at = 0; at < all.syncs; at++) {
            try_again_at(seed, &disk_faults.sync_fails_at, at);
            for (uint32_t calls = 0; calls < CALLS_AFTERWARDS; calls++)
                go_on_at(seed, &disk_faults.sync_fails_at, at, calls);
        }
    }
    test_report("done", 1);
}
