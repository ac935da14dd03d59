// SPDX-License-Identifier: MIT
// What a pager is, shown once: a pager and three processes that use its memory. The program itself
// is the pager; the others are its children (user/child.h). As a boot process it is on level 0;
// else its window is backed by the RAM store, and it is on level 1: paged itself.
#include <stdbool.h>

#include "common/string.h"
#include "user/child.h"
#include "user/handle.h"
#include "user/memory_store.h"
#include "user/pager.h"
#include "user/print.h"
#include "user/store.h"
#include "user/system.h"

#define STORE_PAGES  64
#define OBJECT_PAGES 16
#define SLOTS        4
#define QUOTA        8
#define CHILDREN     3
#define BADGE        7
#define PATIENCE     (10 * TICKS_PER_SECOND)

// Addresses, this program's and its children's.
enum { WINDOW = 0x40000000, PLACE = 0x50000000, NOWHERE = 0x60000000 };
enum { TAG_NEXT = 1 };

#define WORDS_PER_PAGE (PAGE_BYTES / sizeof(uint32_t))

static _Alignas(PAGE_BYTES) uint8_t arena[STORE_PAGES][PAGE_BYTES];
static volatile uint32_t fetches, stores; // children look at them too

static _Alignas(16) uint8_t stacks[CHILDREN][CHILD_STACK_BYTES];
static uint32_t stacks_in_use;

// Handles; the children have port and object under the same ones.
static uint8_t port, object, writer, reader;

// --- the children

static uint32_t *page_at(uint32_t page)
{
    return (uint32_t *)PLACE + page * WORDS_PER_PAGE;
}

static void tell_pager(void)
{
    struct message message = {.port = port, .tag = TAG_NEXT};
    must(message_call(&message, TICKS_FOREVER), "message_call");
}

static int32_t write_pages(uint32_t pages)
{
    print("writer   writes to %u of %u pages; none of them is there yet\n", pages,
          (uint32_t)OBJECT_PAGES);
    for (uint32_t page = 0; page < pages; page++)
        *page_at(page * 5) = 100 + page;
    print("writer   wants what it wrote to be stored\n");
    must(object_sync(object), "object_sync");
    print("writer   is done\n");
    tell_pager();
    return 0;
}

static int32_t touch_nothing(uint32_t address)
{
    print("stranger reads at 0x%x, where no memory is\n", address);
    return *(volatile int32_t *)address;
}

static int32_t add_pages(uint32_t pages)
{
    uint32_t sum = 0, expected = 0, before = fetches;

    for (uint32_t page = 0; page < pages; page++) {
        sum += *page_at(page * 5);
        expected += 100 + page;
    }
    print("reader   finds %u in the same pages, %s\n", sum,
          fetches == before ? "without a request" : "which were fetched AGAIN");
    print("reader   looks at a page that nobody wrote to: %u\n", *page_at(1));
    return sum == expected ? 0 : 1;
}

// Returns the child's handle.
static uint8_t start(const char *name, int32_t (*function)(uint32_t), uint32_t argument)
{
    uint8_t child = handle_take();

    child_make(child, name, QUOTA);
    must(object_map_patiently(child, object, PLACE, OBJECT_PAGES, REGION_READ | REGION_WRITE,
                              PATIENCE),
         "mapping the object");
    must(capability_give(child, port, port, RIGHT_SEND, 0), "giving the port");
    must(capability_give(child, object, object, RIGHT_READ | RIGHT_WRITE, 0), "giving the object");
    child_run_on(child, stacks[stacks_in_use++], function, argument);
    return child;
}

// --- the pager

static int32_t fetch(uint32_t badge, uint32_t page, void *memory)
{
    print("pager      FETCH page %u\n", page);
    fetches = fetches + 1;
    return memory_store_fetch(badge, page, memory);
}

static int32_t store(uint32_t badge, uint32_t page, const void *memory)
{
    print("pager      STORE page %u\n", page);
    stores = stores + 1;
    return memory_store_store(badge, page, memory);
}

static void wait(uint32_t process, enum end_reason reason)
{
    struct process_end end = {0};

    must(process_wait(process, &end), "process_wait");
    if (end.reason != (uint32_t)reason || end.status != 0)
        fail("tour: a process ended with reason %u, status %d\n", end.reason, end.status);
}

// The writer is done: one that does what it must not do, and then one that reads.
static void go_on(struct message *message)
{
    if (message->tag != TAG_NEXT)
        return;
    wait(start("stranger", touch_nothing, NOWHERE), END_NO_REGION);
    reader = start("reader", add_pages, 4);
}

// Nobody maps the object any more, nor has a capability for it: all children have ended.
static void release(uint32_t badge)
{
    print("pager      RELEASE\n");
    wait(reader, END_EXIT);
    wait(writer, END_EXIT);
    print("pager    kept %u pages, for %u fetches and %u stores\n",
          STORE_PAGES - memory_store_count_free(), fetches, stores);
    memory_store_release(badge);
    must(object_destroy(object), "object_destroy");
    process_exit(memory_store_count_free() == STORE_PAGES ? 0 : 1);
}

int32_t main(const char *command_line)
{
    static const struct pager_functions functions = {fetch, store, release, go_on};
    bool is_boot_process = capability_inspect(HANDLE_CORE) >= 0;

    (void)command_line;
    memory_store_init(arena, STORE_PAGES);
    port = handle_take();
    object = handle_take();
    must(port_create(port), "port_create");
    uint8_t spill = is_boot_process ? 0 : handle_take();
    if (!is_boot_process)
        must(store_memory_create(spill, SLOTS, 0), "taking memory for the window");
    must(pager_create(port, WINDOW, SLOTS, spill, 0), "pager_create");
    must(object_create(object, OBJECT_PAGES, BADGE, 0), "object_create");
    print("pager    makes an object of %u pages, which it fetches and stores\n",
          (uint32_t)OBJECT_PAGES);
    writer = start("writer", write_pages, 4);
    return pager_serve(port, WINDOW, &functions);
}
