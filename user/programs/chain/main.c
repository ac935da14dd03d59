// SPDX-License-Identifier: MIT
// chain [SIZE]: memory behind a pager that is paged itself, by a pager that is paged by the RAM
// store. Each keeps what it is asked to store in memory that it has from the next one, scrambled:
//
//     this program --> upper, level 2 --> lower, level 1 --> RAM store, level 0
//
// Writes to so much memory (user/demo_memory.h), at most PAGES_LIMIT pages, and checks it.
#include "user/child.h"
#include "user/demo_memory.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/programs/chain/link.h"
#include "user/store.h"

#define WORDS           (PAGE_BYTES / sizeof(uint32_t))
#define STEP            2654435761u // Knuth, volume 3, 6.4
#define PAGES_LIMIT     6144u       // what the quotas have page tables and directories for
#define QUOTA           12          // of a link, and for each table:
#define TABLE_PAGES     1024u       // a page table of its memory, and a leaf of its object
#define QUOTA_OF(pages) (QUOTA + 2 * (((pages) + TABLE_PAGES - 1) / TABLE_PAGES))
#define LINKS           2
#define LOWER_BITS      5 // by which they scramble words
#define UPPER_BITS      11

static _Alignas(16) uint8_t stacks[LINKS][CHILD_STACK_BYTES];

uint8_t link_port, link_spill;
static uint8_t memory, links[LINKS]; // handles
static uint32_t link_count;

// Starts a link that keeps its pages in `memory` and its window in `link_spill`, and puts two
// objects of its own in their place.
static void start_link(const char *name, uint32_t pages, uint32_t bits)
{
    uint8_t *stack = stacks[link_count], process = handle_take();

    links[link_count++] = process;
    child_make(process, name, QUOTA_OF(pages));
    must(object_map_into(process, memory, LINK_MEMORY, pages + LINK_SLOTS,
                         REGION_READ | REGION_WRITE),
         "mapping a link's memory");
    must(capability_give(process, link_spill, link_spill, RIGHT_READ | RIGHT_WRITE, 0),
         "giving the spill");
    must(capability_give(process, link_port, link_port, RIGHT_SEND, 0), "giving the port");
    must(capability_drop(memory), "capability_drop");
    must(capability_drop(link_spill), "capability_drop");
    child_run_on(process, stack, link_main, LINK_ORDER(pages, bits));
    struct message message = {.port = link_port, .accept = memory};
    must(message_receive(&message, TICKS_FOREVER), "waiting for a link's memory");
    message.accept = link_spill;
    must(message_receive(&message, TICKS_FOREVER), "waiting for a link's spill");
}

static uint32_t *page_at(uint32_t page)
{
    return (uint32_t *)DEMO_MEMORY + page * WORDS;
}

static void write_all(uint32_t pages)
{
    for (uint32_t page = 0; page < pages; page++) {
        for (uint32_t i = 0; i < WORDS; i++)
            page_at(page)[i] = (page * WORDS + i) * STEP;
    }
}

static uint32_t count_wrong(uint32_t pages)
{
    uint32_t wrong = 0;
    for (uint32_t page = 0; page < pages; page++) {
        for (uint32_t i = 0; i < WORDS; i++)
            wrong += page_at(page)[i] != (page * WORDS + i) * STEP;
    }
    return wrong;
}

// Without its memory in use a link ends, and with it the use of the memory of the next.
static void end_links(void)
{
    struct process_end end;

    must(region_unmap(0, DEMO_MEMORY), "region_unmap");
    must(capability_drop(memory), "capability_drop");
    while (link_count > 0)
        must(process_wait(links[--link_count], &end), "process_wait");
}

int32_t main(const char *command_line)
{
    struct arguments arguments;
    uint32_t start = (uint32_t)clock_read();

    arguments_split(&arguments, command_line);
    uint32_t pages = demo_memory_choose(&arguments);
    if (pages > PAGES_LIMIT) {
        print("chain: takes only %u pages, not %u: what its pagers have page tables for\n",
              PAGES_LIMIT, pages);
        pages = PAGES_LIMIT;
    }
    link_port = handle_take();
    link_spill = handle_take();
    memory = handle_take();
    must(port_create(link_port), "port_create");
    int32_t error = store_memory_create(memory, pages + 2 * LINK_SLOTS, 0);
    if (error != 0)
        fail("chain: %u pages of memory cannot be had: %s\n", pages,
             store_memory_error_text(error));
    must(store_memory_create(link_spill, LINK_SLOTS, 0), "taking memory for the lower window");
    start_link("lower", pages + LINK_SLOTS, LOWER_BITS);
    start_link("upper", pages, UPPER_BITS);
    must(object_map(memory, DEMO_MEMORY, pages, REGION_READ | REGION_WRITE), "mapping the memory");
    write_all(pages);
    uint32_t wrong = count_wrong(pages);
    print("chain: %u pages, behind two pagers that are paged, have %u wrong words, in %s\n", pages,
          wrong, demo_time(start));
    end_links();
    return wrong == 0 ? 0 : 1;
}
