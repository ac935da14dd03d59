// SPDX-License-Identifier: MIT
// Lab 4, the reference: a hash table with chains. Entry i is about page i of the arena, so links
// are all that the table has to keep, and the free pages hang on one more chain.
#include "user/memory_store.h"

#include "common/string.h"

#define BUCKETS 1024 // a power of two
#define NONE    UINT32_MAX

static struct entry {
    uint32_t badge, page;
    uint32_t next; // on its bucket's chain or that of the free pages, or NONE
} entries[MEMORY_STORE_PAGES_MOST];

static uint32_t buckets[BUCKETS]; // the first entry of each chain
static uint32_t first_free, free_pages;
static uint8_t *arena;

static uint32_t *bucket_of(uint32_t badge, uint32_t page)
{
    return &buckets[(page + badge * 0x9e3779b1u) % BUCKETS];
}

static void *memory_of(uint32_t index)
{
    return arena + index * PAGE_BYTES;
}

static uint32_t find(uint32_t badge, uint32_t page)
{
    uint32_t index = *bucket_of(badge, page);
    while (index != NONE && (entries[index].badge != badge || entries[index].page != page))
        index = entries[index].next;
    return index;
}

void memory_store_init(void *memory, uint32_t pages)
{
    arena = memory;
    for (uint32_t i = 0; i < BUCKETS; i++)
        buckets[i] = NONE;
    for (uint32_t i = 0; i < pages; i++)
        entries[i].next = i + 1 < pages ? i + 1 : NONE;
    first_free = 0;
    free_pages = pages;
}

int32_t memory_store_store(uint32_t badge, uint32_t page, const void *memory)
{
    uint32_t index = find(badge, page);

    if (index == NONE) {
        if (free_pages == 0)
            return E_NO_MEMORY;
        index = first_free;
        first_free = entries[index].next;
        free_pages--;
        uint32_t *bucket = bucket_of(badge, page);
        entries[index] = (struct entry){badge, page, *bucket};
        *bucket = index;
    }
    memcpy(memory_of(index), memory, PAGE_BYTES);
    return 0;
}

int32_t memory_store_fetch(uint32_t badge, uint32_t page, void *memory)
{
    uint32_t index = find(badge, page);
    if (index != NONE)
        memcpy(memory, memory_of(index), PAGE_BYTES);
    return 0;
}

void memory_store_release(uint32_t badge)
{
    for (uint32_t bucket = 0; bucket < BUCKETS; bucket++) {
        for (uint32_t *place = &buckets[bucket]; *place != NONE;) {
            uint32_t index = *place;
            struct entry *entry = &entries[index];
            if (entry->badge != badge) {
                place = &entry->next;
                continue;
            }
            *place = entry->next;
            entry->next = first_free;
            first_free = index;
            free_pages++;
        }
    }
}

uint32_t memory_store_count_free(void)
{
    return free_pages;
}
