// SPDX-License-Identifier: MIT
// For grade/tests/stores.bats, and the figure store-lines: the smallest store. It has some pages of
// memory, and a file to be read.
#include "common/string.h"
#include "user/store_service.h"

#define WINDOW 0x10000000u
#define SLOTS  4
#define PAGES  128

static uint8_t kept[PAGES][PAGE_BYTES];
static const char text[] = "Any program that can fetch a page and store a page can back memory.\n";
static const struct store_name names[] = {{"motto", sizeof text - 1}};
static const uint32_t name_count = 1;

static int32_t fetch(uint32_t number, uint32_t page, void *memory)
{
    const struct store_object *object = store_object(number);

    if (object->file == STORE_NO_FILE)
        memcpy(memory, kept[object->first + page], PAGE_BYTES);
    else
        memcpy(memory, text, sizeof text - 1);
    return 0;
}

static int32_t store(uint32_t number, uint32_t page, const void *memory)
{
    memcpy(kept[store_object(number)->first + page], memory, PAGE_BYTES);
    return 0;
}

int32_t main(const char *command_line)
{
    static const struct store_functions functions = {
        .name = "tiny",
        .fetch = fetch,
        .store = store,
        .names = names,
        .name_count = &name_count,
        .capacity_pages = PAGES,
    };

    (void)command_line;
    store_service_start(&functions, WINDOW, SLOTS);
    return store_service_run();
}
