// SPDX-License-Identifier: MIT
// A hog: it uses so much memory that pages are stored and fetched all the time, and it is the one
// who has done nothing wrong: whatever the others do, it finds what it wrote.
#include "grade/tests/programs/fuzz/fuzz.h"
#include "user/store.h"
#include "user/testing/test.h"

#define MEMORY_AT    0x50000000u
#define MEMORY       FRIENDS // handle
#define STORE_TICKS  1000
#define MULTIPLIER   2654435761u // D. Knuth, The Art of Computer Programming, volume 3, 6.4
#define PAGES_LEAST  16
#define PAGES_A_TICK 32 // about

// The word that belongs to a page of its memory, in the round.
static uint32_t word_for(uint32_t page, uint32_t round)
{
    return (page * 64 + round * 7919) * MULTIPLIER;
}

static volatile uint32_t *word_at(uint32_t page)
{
    return (volatile uint32_t *)(MEMORY_AT + page * PAGE_BYTES + page % 1024 * 4);
}

// As many pages as the store promises, down from what is wanted. 0: none.
static uint32_t take_memory(struct worker *worker)
{
    for (uint32_t pages = worker->memory_pages; pages >= PAGES_LEAST; pages /= 2) {
        struct message message = {
            .port = STORE,
            .accept = MEMORY,
            .tag = STORE_MEMORY,
            .words = {pages, 0},
        };
        if (counted(worker, message_call(&message, STORE_TICKS)) >= 0 && message.tag == 0 &&
            counted(worker, object_map(MEMORY, MEMORY_AT, pages, REGION_READ | REGION_WRITE)) == 0)
            return pages;
        counted(worker, process_sleep(1));
    }
    return 0;
}

static void write_all(struct worker *worker, uint32_t pages, uint32_t round)
{
    for (uint32_t page = 0; page < pages; page++) {
        *word_at(page) = word_for(page, round);
        if (page % PAGES_A_TICK == 0)
            counted(worker, process_sleep(1));
    }
}

static void find_all(struct worker *worker, uint32_t pages, uint32_t round)
{
    for (uint32_t page = 0; page < pages; page++) {
        CHECK(*word_at(page), ==, word_for(page, round));
        if (page % PAGES_A_TICK == 0)
            counted(worker, process_sleep(1));
    }
}

int32_t hog_run(uint32_t argument)
{
    struct worker *worker = (struct worker *)argument;
    uint32_t pages = take_memory(worker);

    if (pages == 0)
        return 1;
    for (uint32_t round = 0;; round++) {
        write_all(worker, pages, round);
        find_all(worker, pages, round);
    }
}
