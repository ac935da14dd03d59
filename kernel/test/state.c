// SPDX-License-Identifier: MIT
// A state is kept in parts, none larger than a page. A part that is as it was in an earlier state
// is kept there only: each state notes, for each part, which state has it.
#include "kernel/test/state.h"

#include <stddef.h>

#include "common/string.h"
#include "kernel/machine/processor.h"
#include "kernel/test/memory.h"
#include "kernel/test/test.h"
#include "mm/address/page_bits.h"

#define MOST_PARTS 4096

// Multipliers of two multiplicative hashes: odd, with bits all over (Knuth, volume 3, 6.4).
#define FIRST_MULTIPLIER  0x9e3779b1u
#define SECOND_MULTIPLIER 0x85ebca6bu
#define MIX_SHIFT         15

extern uint8_t lab_data_start[], lab_data_end[], lab_bss_start[], lab_bss_end[]; // kernel.ld

struct part {
    uint32_t *start;
    uint32_t bytes;
    uint32_t *entry;               // where the processor notes that it was written to, or NULL
    uint8_t now;                   // the state that has it as it is, but for what was written since
    uint8_t saved_in[TEST_STATES]; // for each state, the one that has it
    uint8_t *copies[TEST_STATES];  // those that states have, or had
};

static struct part *parts;
static uint32_t part_count, copied_bytes, arena_used, arena_bytes;
static uint8_t *arena;
static bool is_saved; // state 0 is

void test_state_begin(void *start, uint32_t bytes)
{
    arena = start;
    arena_bytes = bytes;
    part_count = copied_bytes = arena_used = 0;
    parts = test_state_take(MOST_PARTS * sizeof *parts);
    is_saved = false;
    test_state_add(lab_data_start, (uint32_t)lab_data_end - (uint32_t)lab_data_start);
    test_state_add(lab_bss_start, (uint32_t)lab_bss_end - (uint32_t)lab_bss_start);
}

void test_state_add(void *start, uint32_t bytes)
{
    CHECK(((uint32_t)start | bytes) % sizeof(uint32_t), ==, 0u);
    for (uint32_t at = (uint32_t)start, end = at + bytes; at != end;) {
        uint32_t left = FRAME_BYTES - at % FRAME_BYTES, length = left < end - at ? left : end - at;
        CHECK(part_count, <, (uint32_t)MOST_PARTS);
        struct part *part = &parts[part_count++];
        *part = (struct part){
            .start = (uint32_t *)at, .bytes = length, .entry = test_memory_find_entry((void *)at)};
        copied_bytes += part->entry == NULL ? length : 0;
        at += length;
    }
}

void *test_state_take(uint32_t bytes)
{
    CHECK(bytes, <=, arena_bytes - arena_used);
    arena_bytes -= bytes;
    return arena + arena_bytes;
}

uint32_t test_state_copied_bytes(void)
{
    return copied_bytes;
}

// Where the state keeps its copy of the part.
static void *place_for(struct part *part, uint32_t state)
{
    if (part->copies[state] == NULL) {
        CHECK(part->bytes, <=, arena_bytes - arena_used);
        part->copies[state] = arena + arena_used;
        arena_used += part->bytes;
    }
    return part->copies[state];
}

static bool is_equal(const struct part *part, uint32_t state)
{
    const void *left = part->start, *right = part->copies[state];
    uint32_t words = part->bytes / sizeof(uint32_t);
    bool equal;
    __asm__ volatile("repe cmpsl"
                     : "+S"(left), "+D"(right), "+c"(words), "=@ccz"(equal)
                     :
                     : "memory");
    return equal;
}

static bool may_be_written(const struct part *part)
{
    return part->entry == NULL || (*part->entry & PAGE_DIRTY) != 0;
}

static bool is_written(const struct part *part)
{
    return may_be_written(part) && !is_equal(part, part->now);
}

// From now on writes are noted again. Two parts may lie in one page: so this comes last.
static void begin_noting(void)
{
    for (struct part *part = parts; part < parts + part_count; part++) {
        if (part->entry == NULL || (*part->entry & PAGE_DIRTY) == 0)
            continue;
        *part->entry &= ~(uint32_t)PAGE_DIRTY;
        processor_invalidate_page(part->start);
    }
}

void test_state_save(uint32_t number)
{
    for (struct part *part = parts; part < parts + part_count; part++) {
        if (!is_saved || part->now > number || is_written(part)) {
            memcpy(place_for(part, number), part->start, part->bytes);
            part->now = (uint8_t)number;
        }
        part->saved_in[number] = part->now;
    }
    is_saved = true;
    begin_noting();
}

void test_state_restore(uint32_t number)
{
    for (struct part *part = parts; part < parts + part_count; part++) {
        uint8_t state = part->saved_in[number];
        if (part->now != state || is_written(part))
            memcpy(part->start, part->copies[state], part->bytes);
        part->now = state;
    }
    begin_noting();
}

bool test_state_differs(uint32_t number)
{
    for (const struct part *part = parts; part < parts + part_count; part++) {
        uint8_t state = part->saved_in[number];
        if ((part->now != state || may_be_written(part)) && !is_equal(part, state))
            return true;
    }
    return false;
}

struct test_state_sum test_state_read_sum(void)
{
    uint32_t first = 0, second = 0;

    for (const struct part *part = parts; part < parts + part_count; part++) {
        if ((part->now == 0 && !may_be_written(part)) || is_equal(part, 0))
            continue;
        first ^= (uint32_t)part->start;
        second += (uint32_t)part->start;
        const uint32_t *word = part->start, *end = word + part->bytes / sizeof *word;
        for (; word < end; word++) {
            first = (first ^ *word) * FIRST_MULTIPLIER;
            first ^= first >> MIX_SHIFT;
            second = (second + *word) * SECOND_MULTIPLIER;
            second ^= second >> MIX_SHIFT;
        }
    }
    return (struct test_state_sum){first, second};
}
