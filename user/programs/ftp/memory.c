// SPDX-License-Identifier: MIT
#include "user/programs/ftp/memory.h"

#include <stdbool.h>

#include "user/print.h"
#include "user/programs/ftp/client.h"
#include "user/programs/ftp/space.h"

#define BITS_OF_BYTE 8

// For each page: its place and 1 more; 0: it has none. And the sum of what was stored: what comes
// back as something else is an error.
static uint16_t place_behind[MEMORY_PAGES];
static uint32_t sums[MEMORY_PAGES];
static uint8_t used[MEMORY_PLACES / BITS_OF_BYTE]; // a bit for each place

_Static_assert(MEMORY_PLACES < UINT16_MAX, "a place fits into 16 bits");

// --- places

static bool is_used(uint32_t place)
{
    return (used[place / BITS_OF_BYTE] >> place % BITS_OF_BYTE & 1) != 0;
}

static void set_used(uint32_t place, bool is)
{
    uint8_t bit = (uint8_t)(1u << place % BITS_OF_BYTE);

    used[place / BITS_OF_BYTE] =
        (uint8_t)(is ? used[place / BITS_OF_BYTE] | bit : used[place / BITS_OF_BYTE] & ~bit);
}

// The first row of `count` free places, or else the longest. Returns its length.
static uint32_t find_row(uint32_t count, uint32_t *first)
{
    uint32_t longest = 0, row = 0;

    for (uint32_t place = 0; place < MEMORY_PLACES && longest < count; place++) {
        row = is_used(place) ? 0 : row + 1;
        if (row > longest) {
            longest = row;
            *first = place + 1 - row;
        }
    }
    return longest;
}

// Chooses places for pages. There are enough, since each page has at most one besides, and a fourth
// of all is free.
static void choose_places(struct space_page *pages, uint32_t count)
{
    uint32_t first = 0, row;

    for (uint32_t i = 0; i < count; i += row) {
        row = find_row(count - i, &first);
        for (uint32_t j = 0; j < row; j++) {
            pages[i + j].page = first + j;
            set_used(first + j, true);
        }
    }
}

static void forget_place(uint32_t page)
{
    if (place_behind[page] != 0)
        set_used(place_behind[page] - 1u, false);
    place_behind[page] = 0;
}

void memory_forget(uint32_t first, uint32_t count)
{
    for (uint32_t page = first; page < first + count; page++)
        forget_place(page);
}

// --- pages

struct order {
    struct space_page pages[MEMORY_STORE_MOST];
    uint32_t count;
};

static int32_t store_all(void *argument)
{
    const struct order *order = argument;

    return space_store(order->pages, order->count);
}

// By their numbers, as they are likely to be read again.
static void sort(struct memory_page *pages, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct memory_page page = pages[i];
        uint32_t at = i;
        for (; at > 0 && page.page < pages[at - 1].page; at--)
            pages[at] = pages[at - 1];
        pages[at] = page;
    }
}

int32_t memory_store(struct memory_page *pages, uint32_t count)
{
    struct order order = {.count = count};

    sort(pages, count);
    for (uint32_t i = 0; i < count; i++)
        order.pages[i] = (struct space_page){SPACE_MEMORY, 0, pages[i].memory};
    choose_places(order.pages, count);
    int32_t error = client_try(store_all, &order);
    for (uint32_t i = 0; i < count; i++) {
        if (error != 0) {
            set_used(order.pages[i].page, false);
            continue;
        }
        forget_place(pages[i].page);
        place_behind[pages[i].page] = (uint16_t)(order.pages[i].page + 1);
        sums[pages[i].page] = store_sum_page(pages[i].memory);
    }
    return error;
}

struct fetch_order {
    uint32_t place;
    void *memory;
};

static int32_t fetch(void *argument)
{
    const struct fetch_order *order = argument;

    return space_fetch(SPACE_MEMORY, order->place, order->memory);
}

int32_t memory_fetch(uint32_t page, void *memory)
{
    struct fetch_order order = {place_behind[page] - 1u, memory};

    int32_t error = client_try(fetch, &order);
    if (error == 0 && store_sum_page(memory) != sums[page]) {
        print("ftp      page %u of memory is not what was stored there\n", page);
        error = E_PAGER;
    }
    return error;
}
