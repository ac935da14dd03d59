// SPDX-License-Identifier: MIT
// share: several processes write to one memory object, each to its part, and others read all of it;
// each page is in memory once, however many map it.
#include <stdbool.h>

#include "user/child.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/store.h"

#define PROCESSES 3
#define PAGES     60
#define QUOTA     8
#define WORDS     (PAGE_BYTES / sizeof(uint32_t))

// Everybody has the object at another address.
enum { PLACE = 0x50000000, DISTANCE = 0x01000000 };

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

// Returns whether all have ended as they should.
static bool run_all(uint32_t object, const char *name, int32_t (*function)(uint32_t who))
{
    uint8_t children[PROCESSES];
    bool good = true;

    for (uint32_t who = 1; who <= PROCESSES; who++) {
        uint8_t process = children[who - 1] = handle_take();
        child_make(process, name, QUOTA);
        must(object_map_into(process, object, (uint32_t)page_at(who, 0), PAGES,
                             REGION_READ | REGION_WRITE),
             "mapping the object");
        child_run_on(process, stacks[who - 1], function, who);
    }
    for (uint32_t i = 0; i < PROCESSES; i++) {
        struct process_end end = {0};
        must(process_wait(children[i], &end), "process_wait");
        good = good && end.reason == END_EXIT && end.status == 0;
        handle_give_back(children[i]);
    }
    return good;
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

// What must be in all pages together.
static uint32_t expected_sum(void)
{
    uint32_t sum = 0;
    for (uint32_t page = 0; page < PAGES; page++)
        sum += (page % PROCESSES + 1) * 1000 + page;
    return sum;
}

// Frames of the machine that hold a page of some object.
static uint32_t count_paged(void)
{
    struct information_frames frames;
    must(information_frames(&frames), "information_frames");
    return frames.used[FRAME_USE_PAGED];
}

int32_t main(const char *command_line)
{
    uint32_t expected = expected_sum(), before = count_paged();
    uint8_t object = handle_take();

    (void)command_line;
    must(store_memory_make(object, PLACE, PAGES, 0), "taking memory");
    bool good = run_all(object, "writer", write_part);
    good = run_all(object, "reader", read_all) && good;
    bool same = add_all(0) == expected;
    for (uint32_t i = 0; i < PROCESSES; i++)
        same = same && sums[i] == expected;
    print("share: %u processes wrote %u pages, %u others read them: %s\n", (uint32_t)PROCESSES,
          (uint32_t)PAGES, (uint32_t)PROCESSES,
          !good  ? "some ENDED otherwise than they should"
          : same ? "all find what was written"
                 : "they find something ELSE");
    uint32_t present = count_present(), after = count_paged();
    bool has_more = after >= before; // meanwhile memory may have become short
    print("share: %u of the pages are in memory, once each: %u frames %s are in use\n", present,
          has_more ? after - before : before - after, has_more ? "more" : "fewer");
    return good && same ? 0 : 1;
}
