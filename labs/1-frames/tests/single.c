// SPDX-License-Identifier: MIT
// Lab 1: single frames.
#include "common/format.h"
#include "common/string.h"
#include "labs/1-frames/tests/support.h"
#include "mm/frame_table.h"

#define STATES_OF_USE (FRAME_STATES - FRAME_KERNEL)
#define KEY_BYTES     8
#define MANY          1000

// What frame_init made: the free frames by the count, by the table, and the sum of their numbers.
static void report_table(void)
{
    uint32_t count = 0, sum = 0;
    for (uint32_t i = 0; i < frame_table_entries; i++) {
        const struct frame *frame = &frame_table[i];
        CHECK(frame->state, <=, FRAME_FREE);
        CHECK(frame->marks, ==, 0);
        CHECK(frame->mappings, ==, 0);
        if (frame->state == FRAME_FREE) {
            count++;
            sum += i;
        }
    }
    CHECK(frame_count_free(), ==, count);
    record_send("value", "count=%u sum=%u", count, sum);
}

TEST(count_real, 1)
{
    report_table();
}

static void dirty_table(void)
{
    memset(frame_table, 0xa5, frame_table_entries * sizeof *frame_table);
}

TEST(count_synthetic, 0)
{
    static struct memory_map map;
    char key[KEY_BYTES];
    for (uint32_t i = 1; format_to_buffer(key, sizeof key, "map%u", i), test_read_map(key, &map);
         i++) {
        dirty_table();
        frame_init(map.ranges, map.count);
        report_table();
    }
}

// After half of the frames went out, everything again from another map: nothing may be left over.
TEST(init_again, 1)
{
    for (uint32_t i = 0; i < MANY; i++)
        take_one()->marks = 1;
    held_count = 0;
    test_start_frames();
    report_table();
    take_all();
    uint32_t sum = 0;
    for (uint32_t i = 0; i < held_count; i++)
        sum += frame_number_of(held[i]).value;
    record_send("value", "count=%u sum=%u", held_count, sum);
}

TEST(unique, 1)
{
    static bool seen[MOST_HELD];
    uint32_t sum = 0, before = frame_count_free();

    take_all();
    CHECK(held_count, ==, before);
    for (uint32_t i = 0; i < held_count; i++) {
        uint32_t number = frame_number_of(held[i]).value;
        CHECK(number, <, frame_table_entries);
        CHECK(seen[number], ==, false);
        CHECK(held[i]->state, ==, FRAME_KERNEL);
        seen[number] = true;
        sum += number;
    }
    record_send("value", "count=%u sum=%u", held_count, sum);
}

TEST(exhaust, 1)
{
    uint32_t before = frame_count_free();
    for (uint32_t round = 0; round < 3; round++) {
        take_all();
        CHECK(held_count, ==, before);
        CHECK(frame_count_free(), ==, 0u);
        CHECK(frame_alloc(FRAME_PAGED), ==, NULL);
        CHECK(frame_alloc(FRAME_PAGED), ==, NULL);
        CHECK(frame_count_free(), ==, 0u);
        uint32_t sum = 0;
        for (uint32_t i = 0; i < held_count; i++)
            sum += frame_number_of(held[i]).value;
        record_send("value", "count=%u sum=%u", held_count, sum);
        free_all();
        CHECK(frame_count_free(), ==, before);
    }
}

// One after the other: each frame that is freed while all others are taken is the one that comes.
TEST(last_frame, 1)
{
    take_all();
    for (uint32_t i = 0; i < MANY; i++) {
        uint32_t index = test_random(held_count);
        frame_free(held[index]);
        CHECK(frame_count_free(), ==, 1u);
        CHECK(frame_alloc(FRAME_CORE), ==, held[index]);
        CHECK(frame_count_free(), ==, 0u);
    }
    record_send("value", "count=%u", held_count);
}

TEST(states, 1)
{
    take_all();
    for (uint32_t i = 0; i < MANY; i++) {
        struct frame *frame = held[test_random(held_count)];
        enum frame_state state = FRAME_KERNEL + test_random(STATES_OF_USE);
        frame->marks = 0xff;
        frame->mappings = 0xffff;
        frame->owner.object = frame;
        CHECK(frame_free(frame), ==, (enum frame_state)FRAME_KERNEL);
        CHECK(frame->state, ==, FRAME_FREE);
        CHECK(frame_alloc(state), ==, frame);
        CHECK(frame->state, ==, state);
        CHECK(frame->marks, ==, 0);
        CHECK(frame->mappings, ==, 0);
        CHECK(frame_free(frame), ==, state);
        CHECK(frame_alloc(FRAME_KERNEL), ==, frame);
    }
    record_send("value", "count=%u", held_count);
}

TEST(high_first, 1)
{
    uint32_t high = 0, low = 0;
    for (uint32_t i = 0; i < frame_table_entries; i++) {
        if (frame_table[i].state == FRAME_FREE)
            (*(i < ISA_DMA_LIMIT_FRAMES ? &low : &high))++;
    }
    for (uint32_t i = 0; i < high; i++)
        CHECK(frame_number_of(take_one()).value, >=, (uint32_t)ISA_DMA_LIMIT_FRAMES);
    for (uint32_t i = 0; i < low / 2; i++)
        CHECK(frame_number_of(take_one()).value, <, (uint32_t)ISA_DMA_LIMIT_FRAMES);
    // The last frames freed are low ones; the next one taken must be high all the same.
    frame_free(held[0]);
    frame_free(held[high]);
    frame_free(held[high + 1]);
    CHECK(frame_alloc(FRAME_KERNEL), ==, held[0]);
    record_send("value", "high=%u low=%u", high, low);
}

static uint32_t dearest_alloc, dearest_free;

static void measure(void)
{
    uint32_t start = test_read_instructions();
    struct frame *frame = frame_alloc(FRAME_PAGED);
    uint32_t middle = test_read_instructions();
    CHECK(frame, !=, NULL);
    uint32_t again = test_read_instructions();
    frame_free(frame);
    uint32_t end = test_read_instructions();
    if (middle - start > dearest_alloc)
        dearest_alloc = middle - start;
    if (end - again > dearest_free)
        dearest_free = end - again;
}

// Full memory, memory in pieces, empty memory: the dearest single operation of each.
TEST(constant_time, 1)
{
    uint32_t count = frame_count_free();
    for (uint32_t i = 0; i < MANY; i++)
        measure();
    for (uint32_t i = 0; i < 2 * MANY; i++)
        take_one();
    for (uint32_t i = 0; i < 2 * MANY; i += 2)
        frame_free(held[i]);
    for (uint32_t i = 0; i < MANY; i++)
        measure();
    struct frame *rest;
    while ((rest = frame_alloc(FRAME_KERNEL)) != NULL)
        held[0] = rest;
    frame_free(held[0]);
    measure();
    record_send("value", "alloc=%u free=%u count=%u", dearest_alloc, dearest_free, count);
}

// For a look from outside: so many frames of each state.
TEST(table_outside, 1)
{
    static uint32_t counts[FRAME_STATES];
    uint32_t total = 100 + test_random(1000);
    for (uint32_t i = 0; i < total; i++) {
        enum frame_state state = FRAME_KERNEL + test_random(STATES_OF_USE);
        CHECK(frame_alloc(state), !=, NULL);
        counts[state]++;
    }
    record_send("value", "table=%u entries=%u free=%u kernel=%u core=%u paged=%u lent=%u",
                physical_from_virtual(frame_table).value, frame_table_entries, frame_count_free(),
                counts[FRAME_KERNEL], counts[FRAME_CORE], counts[FRAME_PAGED], counts[FRAME_LENT]);
}
