// SPDX-License-Identifier: MIT
// storm [SECONDS]: a page storm to look at. Four children read and write all over more memory than
// is free, so that the stealer takes pages from them all the time; this program is their pager, and
// remembers of each page its only word. Once a second it says what goes on. It is a boot module by
// itself (`make run LAB=5`), and needs nothing of lab 6: a stealer can be seen at work before that
// is written.
#include "user/arguments.h"
#include "user/child.h"
#include "user/handle.h"
#include "user/pager.h"
#include "user/print.h"
#include "user/system.h"

#define STORMERS       4
#define PAGES_MOST     2048 // for each of them
#define SLOTS          16
#define WINDOW         0x40000000u
#define PLACE          0x50000000u
#define SECONDS_MOST   3600
#define PATIENCE_TICKS 1000 // a stormer waits for a page at most

static uint8_t port; // handle

static uint32_t pages;                       // that each has
static uint32_t kept[STORMERS][PAGES_MOST];  // by the pager: a page's word when it was stored
static uint32_t wrote[STORMERS][PAGES_MOST]; // by whoever has the page
static volatile uint32_t accesses[STORMERS], wrong;
static uint32_t fetched, stored;

// --- who makes the storm

static int32_t work(uint32_t number)
{
    volatile uint32_t *memory = (volatile uint32_t *)PLACE;

    // Round and round, so that no page is used soon again.
    for (uint32_t page = 0;; page = (page + 1) % pages) {
        volatile uint32_t *word = &memory[page * (PAGE_BYTES / sizeof *memory)];
        wrong += *word != wrote[number][page];
        if (page % 2 == 0) // pages that are only read stay clean
            *word = wrote[number][page] = accesses[number];
        accesses[number]++;
    }
    return 0;
}

static void start_storm(void)
{
    struct information_frames frames;

    must(information_frames(&frames), "information_frames");
    pages = frames.free / STORMERS * 5 / 4;
    if (pages > PAGES_MOST)
        pages = PAGES_MOST;
    port = handle_take();
    must(port_create(port), "port_create");
    must(pager_create(port, WINDOW, SLOTS, 0, 0), "pager_create");
    for (uint32_t i = 0; i < STORMERS; i++) {
        uint8_t object = handle_take(), child = handle_take();
        must(object_create(object, pages, i, 0), "object_create");
        child_make(child, "stormer", CHILD_QUOTA);
        must(object_map_patiently(child, object, PLACE, pages, REGION_READ | REGION_WRITE,
                                  PATIENCE_TICKS),
             "region_map");
        child_run(child, work, i);
    }
    print("storm: %u processes use %u pages, and %u frames are free\n", STORMERS, STORMERS * pages,
          frames.free);
}

// --- who has the pages

static void serve(const struct message *request)
{
    uint32_t *memory = pager_slot_memory(WINDOW, request->words[1]);
    uint32_t *word = &kept[request->badge][request->words[0]];

    if (request->tag == TAG_FETCH) {
        *memory = *word;
        fetched++;
    } else if (request->tag == TAG_STORE) {
        *word = *memory;
        stored++;
    } else {
        return; // nobody else knows the port
    }
    must(pager_answer(request->words[1], 0), "pager_answer");
}

static void serve_until(uint32_t end)
{
    for (uint32_t now; (now = (uint32_t)clock_read()) < end;) {
        struct message request = {.port = port};
        if (message_receive(&request, end - now) >= 0)
            serve(&request);
    }
}

static void report(uint32_t second)
{
    struct information_frames frames;
    uint32_t sum = 0;

    must(information_frames(&frames), "information_frames");
    for (uint32_t i = 0; i < STORMERS; i++)
        sum += accesses[i];
    print("%3u s: %u accesses, %u pages fetched and %u stored; %u frames are free, and the\n"
          "       hand went round %u times: it took %u clean pages and %u dirty ones\n",
          second, sum, fetched, stored, frames.free, frames.stealer_laps, frames.stealer_freed,
          frames.stealer_stored);
}

int32_t main(const char *command_line)
{
    struct arguments arguments;

    arguments_split(&arguments, command_line);
    uint32_t seconds = arguments_take_number(&arguments, 1, SECONDS_MOST, 5);
    start_storm();
    uint32_t start = (uint32_t)clock_read();
    for (uint32_t second = 1; second <= seconds; second++) {
        serve_until(start + second * TICKS_PER_SECOND);
        report(second);
    }
    print("storm: %u words were not as they had been written\n", wrong);
    machine_off(HANDLE_CORE, wrong == 0 ? 0 : 1); // which only a boot process can
    return wrong == 0 ? 0 : 1;
}
