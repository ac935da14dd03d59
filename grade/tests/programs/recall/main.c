// SPDX-License-Identifier: MIT
// For tests whose host does something at a certain moment: the machine stays at that moment until a
// key comes.
//
//     recall             waits for a key
//     recall MIB         writes to so much memory, waits until all stores have stored what was
//                        given to them, says so, waits for a key, and looks whether all of it is
//                        as it was written
//     recall MIB ever    the same without a key, again and again
#include <stdbool.h>

#include "common/string.h"
#include "user/demo_memory.h"
#include "user/keyboard.h"
#include "user/print.h"
#include "user/system.h"

#define WORDS  (PAGE_BYTES / sizeof(uint32_t))
#define FACTOR 2654435761u // Knuth, volume 3, 6.4: no two pages are alike

// So long nobody has been asked to store anything: the page stealer gives its next page within a
// tick, if it has any to give.
#define QUIET_TICKS 20

static volatile uint32_t *page_at(uint32_t page)
{
    return (volatile uint32_t *)DEMO_MEMORY + page * WORDS;
}

static void write_all(uint32_t pages)
{
    for (uint32_t page = 0; page < pages; page++) {
        for (uint32_t i = 0; i < WORDS; i++)
            page_at(page)[i] = (page * WORDS + i) * FACTOR;
    }
}

static uint32_t count_wrong(uint32_t pages)
{
    uint32_t wrong = 0;

    for (uint32_t page = 0; page < pages; page++) {
        for (uint32_t i = 0; i < WORDS; i++)
            wrong += page_at(page)[i] != (page * WORDS + i) * FACTOR;
    }
    return wrong;
}

static uint32_t count_open_stores(void)
{
    struct information_process process;
    struct information_pager pager;
    uint32_t open = 0;
    int32_t place = 0;

    do {
        place = information_process((uint32_t)place, &process);
        must(place, "information_process");
        if (process.number != 0 && information_pager(process.place, process.number, &pager) == 0)
            open += pager.stores;
    } while (place > 0);
    return open;
}

// Else what the host does to a store would race with what the store still does.
static void wait_for_quiet(void)
{
    uint32_t quiet = 0;

    while (quiet < QUIET_TICKS) {
        quiet = count_open_stores() == 0 ? quiet + 1 : 0;
        process_sleep(1);
    }
}

static void wait_for_key(void)
{
    print("recall: a key?\n");
    must(keyboard_read(TICKS_FOREVER), "waiting for a key");
}

int32_t main(const char *command_line)
{
    struct arguments arguments;
    uint32_t wrong = 0;

    arguments_split(&arguments, command_line);
    bool is_endless = arguments.count == 3 && strcmp(arguments.words[2], "ever") == 0;
    if (arguments.count > 3 || (arguments.count == 3 && !is_endless))
        fail("usage: recall [MIB [ever]]\n");
    if (arguments.count == 1) {
        wait_for_key();
        return 0;
    }
    uint32_t pages = demo_memory_take(&arguments, 0);
    write_all(pages);
    if (!is_endless)
        wait_for_quiet();
    print("recall: wrote to %u pages\n", pages);
    if (!is_endless)
        wait_for_key();
    do
        wrong = count_wrong(pages);
    while (is_endless && wrong == 0);
    print("recall: found %u words of %u pages changed\n", wrong, pages);
    return wrong == 0 ? 0 : 1;
}
