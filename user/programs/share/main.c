// SPDX-License-Identifier: MIT
// share: several processes write to one memory object, each to its part, and others read all of it;
// each page is in memory once, however many map it.
#include <stdbool.h>

#include "user/child.h"
#include "user/print.h"
#include "user/ram_memory.h"

#define PROCESSES 3
#define PAGES     60
#define QUOTA     8
#define WORDS     (PAGE_BYTES / sizeof(uint32_t))

// Everybody has the object at another address.
enum { PLACE = 0x50000000, DISTANCE = 0x01000000 };
enum { OBJECT = HANDLE_FREE, FIRST_CHILD };

static uint32_t sums[PROCESSES];

static _Alignas(16) uint8_t stacks[PROCESSES][CHILD_STACK_BYTES];

static uint32_t *page_at(uint32_t who, uint32_t page)
{
    return (uint32_t *)(PLACE + who * DISTANCE) + page * WORDS;
}

static uint32_t add_all(uint32_t who)
{
    uint32_t sum = 0;
    for (uint32_t page = 0; page < PAGES; page++)
        sum += *page_at(who, page);
    return sum;
}

static int32_t write_part(uint32_t who)
{
    for (uint32_t page = who - 1; page < PAGES; page += PROCESSES)
        *page_at(who, page) = who * 1000 + page;
    return 0;
}

static int32_t read_all(uint32_t who)
{
    sums[who - 1] = add_all(who);
    return 0;
}

static void run_all(const char *name, int32_t (*function)(uint32_t who))
{
    for (uint32_t who = 1; who <= PROCESSES; who++) {
        uint32_t process = FIRST_CHILD + who;
        child_make(process, name, QUOTA);
        must(region_map(REGION_WORD(process, OBJECT, REGION_READ | REGION_WRITE),
                        (uint32_t)page_at(who, 0), 0, PAGES, TICKS_FOREVER),
             "mapping the object");
        child_run_on(process, stacks[who - 1], function, who);
    }
    for (uint32_t who = 1; who <= PROCESSES; who++) {
        struct process_end end = {0};
        must(process_wait(FIRST_CHILD + who, &end), "process_wait");
        must(capability_drop(FIRST_CHILD + who), "capability_drop");
    }
}

// How many pages of the object are in memory, as the kernel tells.
static uint32_t count_present(void)
{
    struct information_region region;
    int32_t place = information_place(HANDLE_SELF);
    struct information_process self;

    must(place, "information_place");
    must(information_process((uint32_t)place, &self), "information_process");
    for (uint32_t i = 0; information_region(self.place, self.number, i, &region) == 0; i++) {
        if (region.address == PLACE)
            return region.present_pages;
    }
    return 0;
}

int32_t main(const char *command_line);

int32_t main(const char *command_line)
{
    bool same = true;

    (void)command_line;
    must(ram_memory_make(OBJECT, PLACE, PAGES, 0), "taking memory");
    run_all("writer", write_part);
    run_all("reader", read_all);
    uint32_t mine = add_all(0);
    for (uint32_t i = 0; i < PROCESSES; i++)
        same = same && sums[i] == mine;
    print("share: %u processes wrote %u pages, %u others read them: %s; %u pages are in memory\n",
          (uint32_t)PROCESSES, (uint32_t)PAGES, (uint32_t)PROCESSES,
          same ? "all find the same" : "they DIFFER", count_present());
    return same ? 0 : 1;
}
