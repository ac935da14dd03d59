// SPDX-License-Identifier: MIT
#include "kernel/test/shadow.h"

#include "kernel/capability/capability.h"
#include "kernel/machine/processor.h"
#include "kernel/test/arena.h"
#include "kernel/test/test.h"
#include "mm/frames/frame_memory.h"
#include "mm/frames/tlb.h"

// The linker script's marks.
extern uint32_t lab_data_start[], lab_data_end[], process_data_start[], process_data_end[];
extern uint32_t lab_bss_start[], lab_bss_end[], process_bss_start[], process_bss_end[];

static uint8_t *shadow; // of the lower half, frame by frame

// --- variables

static const struct variables {
    uint32_t *start, *end;
} variables[] = {
    {lab_data_start, lab_data_end},
    {process_data_start, process_data_end},
    {lab_bss_start, lab_bss_end},
    {process_bss_start, process_bss_end},
};

#define VARIABLES (sizeof variables / sizeof variables[0])

static uint32_t number_at(const void *address)
{
    return ((uint32_t)address - KERNEL_BASE) >> FRAME_SHIFT;
}

bool shadow_has_variables(uint32_t number)
{
    for (uint32_t i = 0; i < VARIABLES; i++) {
        const struct variables *part = &variables[i];
        if (part->start != part->end && number >= number_at(part->start) &&
            number <= number_at(part->end - 1))
            return true;
    }
    return false;
}

static bool is_in_variables(const uint32_t *word)
{
    for (uint32_t i = 0; i < VARIABLES; i++) {
        if (word >= variables[i].start && word < variables[i].end)
            return true;
    }
    return false;
}

// Which translations were flushed is no book; nor is how many generations there were: a call that
// needs one may find out later that it cannot go on.
static bool is_no_book(const uint32_t *word)
{
    uint32_t at = (uint32_t)word;

    if (word == &tlb_page_flushes || word == &tlb_loads ||
        at - (uint32_t)tlb_flushed < sizeof tlb_flushed)
        return true;
    return at - (uint32_t)&capability_latest_generation < sizeof capability_latest_generation;
}

bool shadow_is_variable(const uint32_t *word)
{
    return is_in_variables(word) && !is_no_book(word);
}

// --- frames

static bool is_book(uint32_t number)
{
    uint32_t table = frame_number_of(frame_of_memory(frame_table)).value;
    uint32_t table_bytes = frame_table_entries * (uint32_t)sizeof(struct frame);

    if (number - table <= (table_bytes - 1) >> FRAME_SHIFT)
        return true;
    return frame_table[number].state == FRAME_KERNEL || shadow_has_variables(number);
}

#define GROUP             32u // frames that are looked at together
#define TABLE_PAGE_FRAMES (FRAME_BYTES / sizeof(struct frame))

// Whether there were books in a group when the frame table was noted last. Most groups have none;
// one that gets some has its entries in the table changed.
static bool *has_books, *always_has_books;

static bool find_books(uint32_t group)
{
    for (uint32_t number = group * GROUP; number < (group + 1) * GROUP; number++) {
        if (frame_table[number].state == FRAME_KERNEL)
            return true;
    }
    return always_has_books[group];
}

// The groups whose entries in the frame table were written to are looked at anew.
static void note_groups(void)
{
    uint32_t table = frame_number_of(frame_of_memory(frame_table)).value;
    uint32_t groups = arena_frames / GROUP;

    for (uint32_t group = 0; group < groups; group++) {
        if (arena_entries[table + group * GROUP / TABLE_PAGE_FRAMES] & PAGE_DIRTY)
            has_books[group] = find_books(group);
    }
}

static bool is_group_written(const uint32_t *entries)
{
    uint32_t marks = 0;

    for (uint32_t i = 0; i < GROUP; i += 8)
        marks |= entries[i] | entries[i + 1] | entries[i + 2] | entries[i + 3] | entries[i + 4] |
                 entries[i + 5] | entries[i + 6] | entries[i + 7];
    return marks & PAGE_DIRTY;
}

// The next frame from `number` on that was written to; arena_frames if there is none.
static uint32_t next_written(uint32_t number)
{
    while (number < arena_frames) {
        if (number % GROUP == 0 &&
            (!has_books[number / GROUP] || !is_group_written(&arena_entries[number])))
            number += GROUP;
        else if (arena_entries[number] & PAGE_DIRTY)
            return number;
        else
            number++;
    }
    return arena_frames;
}

uint32_t shadow_next_written(uint32_t number)
{
    uint32_t found = next_written(number);

    while (found < arena_frames && !is_book(found))
        found = next_written(found + 1);
    return found;
}

uint32_t *shadow_memory(uint32_t number)
{
    return virtual_from_physical((physical_address){number << FRAME_SHIFT});
}

uint32_t *shadow_before(uint32_t number)
{
    return (uint32_t *)(void *)(shadow + (number << FRAME_SHIFT));
}

// Eight words at a time: QEMU takes as long for one word of `rep movs`. (volatile: the compiler
// would make memcpy of it.)
static void copy_frame(volatile uint32_t *to, const uint32_t *from)
{
    for (uint32_t i = 0; i < WORDS_A_FRAME; i += 8) {
        to[i] = from[i];
        to[i + 1] = from[i + 1];
        to[i + 2] = from[i + 2];
        to[i + 3] = from[i + 3];
        to[i + 4] = from[i + 4];
        to[i + 5] = from[i + 5];
        to[i + 6] = from[i + 6];
        to[i + 7] = from[i + 7];
    }
}

void shadow_note(void)
{
    note_groups();
    for (uint32_t i = next_written(0); i < arena_frames; i = next_written(i + 1)) {
        if (is_book(i))
            copy_frame(shadow_before(i), shadow_memory(i));
        arena_entries[i] &= ~(uint32_t)PAGE_DIRTY;
        processor_invalidate_page(shadow_memory(i));
    }
}

void shadow_init(void)
{
    shadow = arena_take(arena_frames << FRAME_SHIFT);
    has_books = arena_take(arena_frames / GROUP);
    always_has_books = arena_take(arena_frames / GROUP);
    CHECK((uint32_t)frame_table % FRAME_BYTES, ==, 0u);
    for (uint32_t i = 0; i < arena_frames; i++)
        always_has_books[i / GROUP] |= is_book(i) && frame_table[i].state != FRAME_KERNEL;
    for (uint32_t i = 0; i < arena_frames; i++) // all that there is counts as written to
        arena_entries[i] |= PAGE_DIRTY;
}
