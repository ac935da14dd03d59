// SPDX-License-Identifier: MIT
// Lab 6, another right solution: one table with open addressing, and a stack of free pages before
// it. It has just as many entries as the contract promises.
#include "user/ram_store.h"

#include <stdbool.h>

#include "common/string.h"

#define WORDS (PAGE_BYTES / sizeof(uint32_t))

enum kind { NOTHING, ONE_WORD, WHOLE };

struct place {
    uint32_t badge, page, kind, value;
};

static uint32_t *free_stack;
static uint32_t free_count, page_count, arena_size;
static struct place *places;
static uint32_t place_count, used, used_most, uniform;
static uint8_t *start_of_pages;

void ram_store_init(void *arena, uint32_t pages)
{
    uint32_t index = RAM_STORE_INDEX_PAGES_MOST(pages);

    arena_size = pages;
    page_count = free_count = pages - index;
    free_stack = arena;
    for (uint32_t i = 0; i < page_count; i++)
        free_stack[i] = page_count - 1 - i;
    places = (struct place *)((uint8_t *)arena + (page_count * sizeof(uint32_t) + 15) / 16 * 16);
    place_count = (index * PAGE_BYTES - (uint32_t)((uint8_t *)places - (uint8_t *)arena)) /
                  sizeof(struct place);
    memset(places, 0, place_count * sizeof(struct place));
    start_of_pages = (uint8_t *)arena + index * PAGE_BYTES;
    used = uniform = 0;
    used_most = 2 * page_count;
}

static uint32_t *memory_of(uint32_t page)
{
    return (uint32_t *)(start_of_pages + page * PAGE_BYTES);
}

static uint32_t home_of(uint32_t badge, uint32_t page)
{
    uint32_t mixed = (badge ^ badge >> 16) * 0x7feb352du + page;
    mixed = (mixed ^ mixed >> 15) * 0x846ca68bu;
    return (mixed ^ mixed >> 16) % place_count;
}

// Where it is, or would be.
static uint32_t look_up(uint32_t badge, uint32_t page)
{
    uint32_t i = home_of(badge, page);

    while (places[i].kind != NOTHING && (places[i].badge != badge || places[i].page != page))
        i = i + 1 == place_count ? 0 : i + 1;
    return i;
}

static void let_go(struct place *place)
{
    if (place->kind == WHOLE)
        free_stack[free_count++] = place->value;
    else if (place->kind == ONE_WORD)
        uniform--;
}

// Those behind move up, unless that would put them before their home.
static void remove(uint32_t hole)
{
    let_go(&places[hole]);
    used--;
    for (uint32_t i = hole;;) {
        i = i + 1 == place_count ? 0 : i + 1;
        if (places[i].kind == NOTHING)
            break;
        uint32_t home = home_of(places[i].badge, places[i].page);
        bool stays = hole <= i ? hole < home && home <= i : hole < home || home <= i;
        if (stays)
            continue;
        places[hole] = places[i];
        hole = i;
    }
    places[hole].kind = NOTHING;
}

int32_t ram_store_store(uint32_t badge, uint32_t page, const void *memory)
{
    uint32_t at = look_up(badge, page);
    struct place *place = &places[at];
    const uint32_t *words = memory;
    bool is_new = place->kind == NOTHING;
    bool whole = memcmp(words, words + 1, PAGE_BYTES - sizeof(uint32_t)) != 0;

    if (!whole && words[0] == 0) {
        if (!is_new)
            remove(at);
        return 0;
    }
    if ((is_new && used == used_most) || (whole && place->kind != WHOLE && free_count == 0))
        return E_NO_MEMORY;
    if (!whole || place->kind != WHOLE) {
        let_go(place);
        used += is_new;
        *place = (struct place){badge, page, whole ? WHOLE : ONE_WORD, words[0]};
        if (whole)
            place->value = free_stack[--free_count];
        else
            uniform++;
    }
    if (whole)
        memcpy(memory_of(place->value), memory, PAGE_BYTES);
    return 0;
}

int32_t ram_store_fetch(uint32_t badge, uint32_t page, void *memory)
{
    const struct place *place = &places[look_up(badge, page)];
    uint32_t *words = memory;

    if (place->kind == WHOLE)
        memcpy(memory, memory_of(place->value), PAGE_BYTES);
    for (uint32_t i = 0; i < WORDS && place->kind == ONE_WORD; i++)
        words[i] = place->value;
    return 0;
}

void ram_store_release(uint32_t badge)
{
    for (uint32_t i = 0; i < place_count;) {
        if (places[i].kind != NOTHING && places[i].badge == badge)
            remove(i);
        else
            i++;
    }
}

void ram_store_read_counts(struct ram_store_counts *counts)
{
    *counts = (struct ram_store_counts){
        .arena_pages = arena_size,
        .index_pages = arena_size - page_count,
        .free_pages = free_count,
        .kept_pages = page_count - free_count,
        .uniform_pages = uniform,
    };
}
