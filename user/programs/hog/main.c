// SPDX-License-Identifier: MIT
// hog [SIZE] [same | risky]: writes to so much memory (user/demo_memory.h), and then looks whether
// all of it is still as it was written. With `same` every word of a page is the same, which takes
// the RAM store no page. With either the memory is one that the store has not promised.
#include <stdbool.h>

#include "common/string.h"
#include "user/demo_memory.h"
#include "user/print.h"
#include "user/store.h"
#include "user/system.h"

#define WORDS  (PAGE_BYTES / sizeof(uint32_t))
#define FACTOR 2654435761u // Knuth, volume 3, 6.4: spreads numbers over all of 32 bits

static uint32_t *page_at(uint32_t page)
{
    return (uint32_t *)DEMO_MEMORY + page * WORDS;
}

static void write_page(uint32_t page, uint32_t step)
{
    uint32_t *words = page_at(page), value = page * FACTOR;

    for (uint32_t i = 0; i < WORDS; i++, value += step)
        words[i] = value;
}

// How many words are not as they were written.
static uint32_t check_page(uint32_t page, uint32_t step)
{
    const uint32_t *words = page_at(page);
    uint32_t value = page * FACTOR, wrong = 0;

    for (uint32_t i = 0; i < WORDS; i++, value += step)
        wrong += words[i] != value;
    return wrong;
}

int32_t main(const char *command_line)
{
    struct arguments arguments;
    uint32_t wrong = 0, start = (uint32_t)clock_read();

    arguments_split(&arguments, command_line);
    const char *how = arguments.count > 2 ? arguments.words[2] : "";
    bool same = strcmp(how, "same") == 0, risky = strcmp(how, "risky") == 0;
    if (arguments.count > 3 || (arguments.count == 3 && !same && !risky))
        fail("usage: hog [SIZE] [same | risky]\n");
    uint32_t step = same ? 0 : FACTOR;
    uint32_t pages = demo_memory_take(&arguments, same || risky ? STORE_UNPROMISED : 0);
    for (uint32_t page = 0; page < pages; page++)
        write_page(page, step);
    for (uint32_t page = 0; page < pages; page++)
        wrong += check_page(page, step);
    print("hog: wrote to %u pages, %u MiB, and found %u words changed, in %s\n", pages,
          pages / (1024 * 1024 / PAGE_BYTES), wrong, demo_time(start));
    return wrong == 0 ? 0 : 1;
}
