// SPDX-License-Identifier: MIT
#include "user/programs/ramstore/books.h"

#include "common/string.h"

// The index of the store has room for so many entries for each of its other pages, at least.
#define ENTRIES_PER_PAGE 2

static struct entry {
    uint32_t pages; // 0: there is no such object
    bool is_promised;
    uint32_t kept;    // pages of the arena that it takes
    uint32_t indexed; // entries of the index, if nothing was promised to it
} entries[BOOKS_OBJECTS_MOST];

static uint32_t objects, most_pages, capacity;
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

int32_t books_enter(uint32_t pages, uint32_t flags, uint32_t *index)
{
    bool is_promised = (flags & RAM_MEMORY_UNPROMISED) == 0;
    uint32_t free = 0;

    if (pages == 0 || (flags & ~(uint32_t)RAM_MEMORY_UNPROMISED) != 0)
        return E_ARGUMENT;
    while (free < BOOKS_OBJECTS_MOST && entries[free].pages != 0)
        free++;
    if (free == BOOKS_OBJECTS_MOST || pages > most_pages)
        return E_LIMIT;
    if (is_promised && pages > books_count_left())
        return E_NO_MEMORY;
    entries[free] = (struct entry){.pages = pages, .is_promised = is_promised};
    promised += is_promised ? pages : 0;
    objects++;
    *index = free;
    return 0;
}

void books_strike(uint32_t index)
{
    struct entry *entry = &entries[index];

    if (entry->is_promised) {
        promised -= entry->pages;
        promised_kept -= entry->kept;
    }
    unpromised_indexed -= entry->indexed;
    *entry = (struct entry){0};
    objects--;
}

bool books_has(uint32_t index)
{
    return index < BOOKS_OBJECTS_MOST && entries[index].pages != 0;
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

// Whether a page of an object that nothing was promised to leaves enough for those that were. What
// takes no more than it has already always does.
static bool breaks_no_promise(uint32_t index, uint32_t page, const void *memory)
{
    static _Alignas(PAGE_BYTES) uint8_t kept[PAGE_BYTES];

    if (entries_left() > 0 && pages_left() > 0)
        return true;
    memset(kept, 0, sizeof kept);
    ram_store_fetch(index, page, kept);
    enum place has = place_for(kept), needs = place_for(memory);
    if (needs <= has)
        return true;
    return (has != PLACE_NONE || entries_left() > 0) && (needs != PLACE_PAGE || pages_left() > 0);
}

int32_t books_store(uint32_t index, uint32_t page, const void *memory)
{
    struct entry *entry = &entries[index];

    if (!entry->is_promised && !breaks_no_promise(index, page, memory))
        return E_NO_MEMORY;
    struct ram_store_counts before = read_counts();
    int32_t error = ram_store_store(index, page, memory);
    struct ram_store_counts after = read_counts();
    // More, or less: then it wraps round.
    uint32_t pages = after.kept_pages - before.kept_pages;
    entry->kept += pages;
    if (entry->is_promised) {
        promised_kept += pages;
        return error;
    }
    pages += after.uniform_pages - before.uniform_pages;
    entry->indexed += pages;
    unpromised_indexed += pages;
    return error;
}

uint32_t books_count_objects(void)
{
    return objects;
}

uint32_t books_count_promised(void)
{
    return promised;
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
