// SPDX-License-Identifier: MIT
// Lab 6, the reference: a hash table with chains, at the start of the arena. Free entries and free
// pages hang on chains of their own; those that were never used are not even on these, so that the
// start costs nothing but the buckets.
#include "user/ram_store.h"

#include <stdbool.h>
#include <stddef.h>

#include "common/string.h"

#define NONE       0x7fffffffu
#define PAGE_WORDS (PAGE_BYTES / sizeof(uint32_t))

struct entry {
    uint32_t badge, page;
    uint32_t next : 31; // on its bucket's chain or that of the free entries, or NONE
    uint32_t is_uniform : 1;
    uint32_t value; // the word that the page consists of, or the page of the arena
};

// Things of one kind: those that were given back, and those that were never used.
struct supply {
    uint32_t first_free; // or NONE
    uint32_t never_used; // this one and all behind it
    uint32_t free;       // how many
};

static struct entry *entries;
static uint32_t *buckets; // the first entry of each chain
static uint32_t bucket_mask;
static struct supply entry_supply, page_supply;
static uint8_t *pages; // behind the index
static struct ram_store_counts counts;

static uint32_t *page_memory(uint32_t page)
{
    return (uint32_t *)(pages + page * PAGE_BYTES);
}

void ram_store_init(void *arena, uint32_t arena_pages)
{
    uint32_t index_pages = RAM_STORE_INDEX_PAGES_MOST(arena_pages);
    uint32_t bytes = index_pages * PAGE_BYTES, bucket_count = 1;

    // A quarter of the index is for buckets, rounded down to a power of two.
    while (bucket_count * 2 * sizeof(uint32_t) <= bytes / 4)
        bucket_count *= 2;
    bucket_mask = bucket_count - 1;
    buckets = arena;
    for (uint32_t i = 0; i < bucket_count; i++)
        buckets[i] = NONE;
    entries = (struct entry *)(buckets + bucket_count);
    pages = (uint8_t *)arena + bytes;
    entry_supply.free = (bytes - bucket_count * sizeof(uint32_t)) / sizeof(struct entry);
    page_supply.free = arena_pages - index_pages;
    entry_supply.first_free = page_supply.first_free = NONE;
    entry_supply.never_used = page_supply.never_used = 0;
    counts = (struct ram_store_counts){.arena_pages = arena_pages, .index_pages = index_pages};
}

static uint32_t take_entry(void)
{
    uint32_t index = entry_supply.first_free;

    entry_supply.free--;
    if (index == NONE)
        return entry_supply.never_used++;
    entry_supply.first_free = entries[index].next;
    return index;
}

static void give_entry_back(uint32_t index)
{
    entries[index].next = entry_supply.first_free & NONE;
    entry_supply.first_free = index;
    entry_supply.free++;
}

static uint32_t take_page(void)
{
    uint32_t page = page_supply.first_free;

    page_supply.free--;
    counts.kept_pages++;
    if (page == NONE)
        return page_supply.never_used++;
    page_supply.first_free = *page_memory(page);
    return page;
}

// What an entry stands for is forgotten; the entry itself is not.
static void empty(const struct entry *entry)
{
    if (entry->is_uniform) {
        counts.uniform_pages--;
        return;
    }
    *page_memory(entry->value) = page_supply.first_free;
    page_supply.first_free = entry->value;
    page_supply.free++;
    counts.kept_pages--;
}

static uint32_t *bucket_of(uint32_t badge, uint32_t page)
{
    uint32_t hash = (badge * 0x9e3779b1u ^ page) * 0x85ebca6bu;
    return &buckets[(hash ^ hash >> 15) & bucket_mask];
}

static uint32_t find(uint32_t badge, uint32_t page)
{
    uint32_t index = *bucket_of(badge, page);
    while (index != NONE && (entries[index].badge != badge || entries[index].page != page))
        index = entries[index].next;
    return index;
}

static uint32_t add(uint32_t badge, uint32_t page)
{
    uint32_t index = take_entry(), *bucket = bucket_of(badge, page);

    entries[index] = (struct entry){.badge = badge, .page = page, .next = *bucket & NONE};
    *bucket = index;
    return index;
}

static void forget(uint32_t index)
{
    uint32_t *bucket = bucket_of(entries[index].badge, entries[index].page);

    if (*bucket == index) {
        *bucket = entries[index].next;
    } else {
        uint32_t before = *bucket;
        while (entries[before].next != index)
            before = entries[before].next;
        entries[before].next = entries[index].next;
    }
    empty(&entries[index]);
    give_entry_back(index);
}

static bool is_uniform(const uint32_t *words)
{
    for (uint32_t i = 1; i < PAGE_WORDS; i++) {
        if (words[i] != words[0])
            return false;
    }
    return true;
}

static int32_t store_word(uint32_t badge, uint32_t page, uint32_t word)
{
    uint32_t index = find(badge, page);

    if (word == 0) {
        if (index != NONE)
            forget(index);
        return 0;
    }
    if (index != NONE)
        empty(&entries[index]);
    else if (entry_supply.free == 0)
        return E_NO_MEMORY;
    else
        index = add(badge, page);
    entries[index].is_uniform = true;
    entries[index].value = word;
    counts.uniform_pages++;
    return 0;
}

int32_t ram_store_store(uint32_t badge, uint32_t page, const void *memory)
{
    const uint32_t *words = memory;

    if (is_uniform(words))
        return store_word(badge, page, words[0]);
    uint32_t index = find(badge, page);
    if (index == NONE || entries[index].is_uniform) {
        if (page_supply.free == 0 || (index == NONE && entry_supply.free == 0))
            return E_NO_MEMORY;
        if (index == NONE)
            index = add(badge, page);
        else
            empty(&entries[index]);
        entries[index].is_uniform = false;
        entries[index].value = take_page();
    }
    memcpy(page_memory(entries[index].value), memory, PAGE_BYTES);
    return 0;
}

int32_t ram_store_fetch(uint32_t badge, uint32_t page, void *memory)
{
    uint32_t index = find(badge, page), *words = memory;

    if (index == NONE)
        return 0;
    if (!entries[index].is_uniform) {
        memcpy(memory, page_memory(entries[index].value), PAGE_BYTES);
        return 0;
    }
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        words[i] = entries[index].value;
    return 0;
}

void ram_store_release(uint32_t badge)
{
    for (uint32_t bucket = 0; bucket <= bucket_mask; bucket++) {
        for (uint32_t index = buckets[bucket]; index != NONE;) {
            uint32_t next = entries[index].next;
            if (entries[index].badge == badge)
                forget(index);
            index = next;
        }
    }
}

void ram_store_read_counts(struct ram_store_counts *result)
{
    *result = counts;
    result->free_pages = page_supply.free;
}
