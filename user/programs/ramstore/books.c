// SPDX-License-Identifier: MIT
#include "user/programs/ramstore/books.h"

// The index of the store has room for so many entries for each of its other pages, at least.
#define ENTRIES_PER_PAGE 2

static struct entry {
    uint32_t pages; // 0: there is no such object
    bool is_promised;
    uint32_t kept; // pages of the arena that it takes
} entries[BOOKS_OBJECTS_MOST];

static uint32_t objects, most_pages, capacity;
static uint32_t promised, promised_kept; // of all objects that were promised theirs

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
    if (is_promised && pages > capacity - promised)
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
    *entry = (struct entry){0};
    objects--;
}

bool books_has(uint32_t index)
{
    return index < BOOKS_OBJECTS_MOST && entries[index].pages != 0;
}

static bool is_uniform(const uint32_t *words)
{
    for (uint32_t i = 1; i < PAGE_BYTES / sizeof(uint32_t); i++) {
        if (words[i] != words[0])
            return false;
    }
    return true;
}

// Whether a page of an object that nothing was promised to leaves enough for those that were.
static bool breaks_no_promise(const void *memory)
{
    struct ram_store_counts counts = read_counts();

    if (counts.kept_pages + counts.uniform_pages + promised >= ENTRIES_PER_PAGE * capacity)
        return false;
    return counts.free_pages > promised - promised_kept || is_uniform(memory);
}

int32_t books_store(uint32_t index, uint32_t page, const void *memory)
{
    struct entry *entry = &entries[index];

    if (!entry->is_promised && !breaks_no_promise(memory))
        return E_NO_MEMORY;
    uint32_t before = read_counts().kept_pages;
    int32_t error = ram_store_store(index, page, memory);
    uint32_t more = read_counts().kept_pages - before; // or less: then it wraps round
    entry->kept += more;
    if (entry->is_promised)
        promised_kept += more;
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
