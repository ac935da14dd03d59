// SPDX-License-Identifier: MIT
#include "user/programs/ramstore/books.h"

#include <stdbool.h>

#include "common/string.h"
#include "user/ram_store.h"
#include "user/store_books.h"

// The index of the store has room for so many entries for each of its other pages, at least.
#define ENTRIES_PER_PAGE 2

static uint32_t kept[STORE_OBJECTS_MOST]; // pages of the arena that an object takes

static uint32_t most_pages, capacity;
static uint32_t promised, promised_kept; // of all objects that were promised theirs
static uint32_t unpromised_indexed;      // entries that the others take

static struct ram_store_counts read_counts(void)
{
    struct ram_store_counts counts;
    ram_store_read_counts(&counts);
    return counts;
}

void books_init(uint32_t object_pages_most)
{
    struct ram_store_counts counts = read_counts();

    most_pages = object_pages_most;
    capacity = counts.arena_pages - counts.index_pages;
}

static bool is_promised(const struct store_object *object)
{
    return (object->flags & STORE_UNPROMISED) == 0;
}

int32_t books_promise(struct store_object *object, uint32_t number)
{
    if (object->pages > most_pages)
        return E_LIMIT;
    kept[number] = 0;
    if (is_promised(object)) {
        object->taken = object->pages;
        promised += object->pages;
    }
    return 0;
}

void books_forget(uint32_t number)
{
    const struct store_object *object = store_object(number);

    ram_store_release(number);
    if (is_promised(object)) {
        promised -= object->pages;
        promised_kept -= kept[number];
    } else {
        unpromised_indexed -= object->taken;
    }
}

// What a page takes.
enum place { PLACE_NONE, PLACE_ENTRY, PLACE_PAGE };

static enum place place_for(const void *memory)
{
    const uint32_t *words = memory;

    for (uint32_t i = 1; i < PAGE_BYTES / sizeof(uint32_t); i++) {
        if (words[i] != words[0])
            return PLACE_PAGE;
    }
    return words[0] == 0 ? PLACE_NONE : PLACE_ENTRY;
}

// Entries of the index that nobody takes, nor was promised.
static uint32_t entries_left(void)
{
    return ENTRIES_PER_PAGE * capacity - unpromised_indexed - promised;
}

// Pages of the arena that are free, and that nobody who was promised them will want.
static uint32_t pages_left(void)
{
    uint32_t free = read_counts().free_pages, wanted = promised - promised_kept;
    return free > wanted ? free - wanted : 0;
}

// Whether a page of an object that nothing was promised to can be stored: there must be enough left
// for those that were, and for other clients. What takes no more than it has already always can.
static int32_t check_unpromised(uint32_t number, uint32_t page, const void *memory)
{
    static _Alignas(PAGE_BYTES) uint8_t before[PAGE_BYTES];
    uint32_t client = store_object(number)->client, entries = entries_left(), pages = pages_left();
    bool has_entries = store_books_share(client, entries) > 0;
    bool has_pages = store_books_share(client, pages) > 0;

    if (has_entries && has_pages)
        return 0;
    memset(before, 0, sizeof before);
    ram_store_fetch(number, page, before);
    enum place has = place_for(before), needs = place_for(memory);
    if (needs <= has || ((has != PLACE_NONE || has_entries) && (needs != PLACE_PAGE || has_pages)))
        return 0;
    return entries > 0 && pages > 0 ? E_QUOTA : E_NO_MEMORY;
}

int32_t books_store(uint32_t number, uint32_t page, const void *memory)
{
    struct store_object *object = store_object(number);
    int32_t error = is_promised(object) ? 0 : check_unpromised(number, page, memory);

    if (error != 0)
        return error;
    struct ram_store_counts before = read_counts();
    error = ram_store_store(number, page, memory);
    struct ram_store_counts after = read_counts();
    // More, or less: then it wraps round.
    uint32_t pages = after.kept_pages - before.kept_pages;
    kept[number] += pages;
    if (is_promised(object)) {
        promised_kept += pages;
        return error;
    }
    pages += after.uniform_pages - before.uniform_pages;
    object->taken += pages;
    unpromised_indexed += pages;
    return error;
}

uint32_t books_capacity(void)
{
    return capacity;
}

uint32_t books_count_left(void)
{
    uint32_t pages = pages_left(), entries_free = entries_left();
    return pages < entries_free ? pages : entries_free;
}
