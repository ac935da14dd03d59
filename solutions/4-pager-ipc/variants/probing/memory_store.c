// SPDX-License-Identifier: MIT
// Another design: open addressing with linear probing. A page that goes pulls those behind it back,
// so nothing is ever marked as deleted (Knuth, volume 3, 6.4, algorithm R).
#include "user/memory_store.h"

#include <stdbool.h>

#include "common/string.h"

#define PLACES (4u * MEMORY_STORE_PAGES_MOST) // a power of two

static struct place {
    uint32_t badge, page;
    uint16_t memory; // a page of the arena, counted from 1; 0: the place is empty
} places[PLACES];

static uint16_t free_memory[MEMORY_STORE_PAGES_MOST];
static uint32_t free_count;
static uint8_t *start;

static uint32_t home_of(uint32_t badge, uint32_t page)
{
    uint32_t mixed = (page ^ badge * 0x85ebca6bu) * 0x9e3779b1u;
    return mixed >> 16 & (PLACES - 1);
}

static uint32_t look_for(uint32_t badge, uint32_t page)
{
    uint32_t at = home_of(badge, page);
    while (places[at].memory != 0 && (places[at].badge != badge || places[at].page != page))
        at = (at + 1) & (PLACES - 1);
    return at;
}

static uint8_t *memory_at(uint32_t at)
{
    return start + (places[at].memory - 1u) * PAGE_BYTES;
}

void memory_store_init(void *arena, uint32_t pages)
{
    start = arena;
    memset(places, 0, sizeof places);
    free_count = pages;
    for (uint32_t i = 0; i < pages; i++)
        free_memory[i] = (uint16_t)(i + 1);
}

int32_t memory_store_store(uint32_t badge, uint32_t page, const void *memory)
{
    uint32_t at = look_for(badge, page);

    if (places[at].memory == 0) {
        if (free_count == 0)
            return E_NO_MEMORY;
        places[at] = (struct place){badge, page, free_memory[--free_count]};
    }
    memcpy(memory_at(at), memory, PAGE_BYTES);
    return 0;
}

int32_t memory_store_fetch(uint32_t badge, uint32_t page, void *memory)
{
    uint32_t at = look_for(badge, page);

    if (places[at].memory != 0)
        memcpy(memory, memory_at(at), PAGE_BYTES);
    return 0;
}

static void empty(uint32_t at)
{
    free_memory[free_count++] = places[at].memory;
    places[at].memory = 0;
    for (uint32_t next = (at + 1) & (PLACES - 1); places[next].memory != 0;
         next = (next + 1) & (PLACES - 1)) {
        uint32_t home = home_of(places[next].badge, places[next].page);
        if (((next - home) & (PLACES - 1)) < ((next - at) & (PLACES - 1)))
            continue;
        places[at] = places[next];
        places[next].memory = 0;
        at = next;
    }
}

void memory_store_release(uint32_t badge)
{
    for (bool again = true; again;) {
        again = false;
        for (uint32_t at = 0; at < PLACES; at++) {
            while (places[at].memory != 0 && places[at].badge == badge) {
                empty(at);
                again = true;
            }
        }
    }
}

uint32_t memory_store_count_free(void)
{
    return free_count;
}
