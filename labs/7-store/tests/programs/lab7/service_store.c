// SPDX-License-Identifier: MIT
// The store as a core process of its own. With the word `bad` one page in eight of its disk cannot
// be read any more as soon as a page was stored.
#include "common/string.h"
#include "labs/7-store/tests/programs/lab7/scenarios.h"
#include "labs/7-store/tests/programs/lab7/support.h"
#include "user/own_store_service.h"

#define WINDOW     0x10000000u
#define SLOTS      16
#define BAD_PERIOD 8 // pages
#define BAD_PAGE   5

static struct store_functions functions = {.name = "own"};
static int32_t (*store)(uint32_t object, uint32_t page, const void *memory);

static int32_t store_and_break(uint32_t object, uint32_t page, const void *memory)
{
    int32_t error = store(object, page, memory);

    disk_faults.unreadable_period = BAD_PERIOD * SECTORS_PER_PAGE;
    disk_faults.unreadable_first = BAD_PAGE * SECTORS_PER_PAGE;
    disk_faults.unreadable_count = SECTORS_PER_PAGE;
    return error;
}

void be_store(const char *arguments)
{
    start_store(DISK_PAGES);
    own_store_service_describe(&disk, &functions);
    if (strncmp(arguments, "bad", 3) == 0) {
        store = functions.store;
        functions.store = store_and_break;
    }
    store_service_start(&functions, WINDOW, SLOTS);
    CHECK(store_service_run(), ==, 0);
}
