// SPDX-License-Identifier: MIT
// Lab 1: what frame_init makes of a memory map.
#include "common/format.h"
#include "common/string.h"
#include "kernel/machine/command_line.h"
#include "kernel/test/frames.h"
#include "labs/1-frames/tests/sentences.h"
#include "labs/1-frames/tests/support.h"

#define KEY_BYTES  8
#define MANY       1000
#define FEW_RANGES 8
#define INIT_COST  100 // instructions an entry, with few ranges

// The free frames by the count, by the table, and the sum of their numbers.
static void report_table(void)
{
    uint32_t count = 0, sum = 0;
    for (uint32_t i = 0; i < frame_table_entries; i++) {
        const struct frame *frame = &frame_table[i];
        CHECK_THAT(frame->state, <=, FRAME_FREE,
                   "the state of frame %u after frame_init, FRAME_RESERVED or FRAME_FREE", i);
        CHECK_THAT(frame->marks, ==, 0, "marks of frame %u after frame_init", i);
        CHECK_THAT(frame->mappings, ==, 0, "mappings of frame %u after frame_init", i);
        if (frame->state == FRAME_FREE) {
            count++;
            sum += i;
        }
    }
    CHECK_THAT(frame_count_free(), ==, count,
               "frame_count_free(), where so many frames in the table are free");
    record_send("value", "count=%u sum=%u", count, sum);
}

TEST(count_real, 1)
{
    report_table();
}

static void init(const struct memory_map *map)
{
    memset(frame_table, 0xa5, frame_table_entries * sizeof *frame_table);
    uint32_t start = test_read_instructions();
    frame_init(map->ranges, map->count);
    uint32_t cost = test_read_instructions() - start;
    if (map->count <= FEW_RANGES)
        CHECK_THAT(cost, <=, INIT_COST * frame_table_entries,
                   "instructions of frame_init for %u entries and %u ranges. %s",
                   frame_table_entries, map->count, SAYS_INIT_COST);
}

// Each map from the command line, in the machine's own table or one with entries= entries.
TEST(count_synthetic, 0)
{
    static struct memory_map map;
    char key[KEY_BYTES];
    uint32_t entries = command_line_number("entries", 0);

    if (entries != 0)
        test_frames_set_table(entries);
    for (uint32_t i = 1; format_to_buffer(key, sizeof key, "map%u", i), test_read_map(key, &map);
         i++) {
        init(&map);
        report_table();
    }
}

// After half of the frames went out, everything again from another map: nothing may be left over.
TEST(init_again, 1)
{
    static struct memory_map map;
    for (uint32_t i = 0; i < MANY; i++)
        take(FRAME_KERNEL)->marks = 1;
    while (held_count > MANY / 2) // some are free when it begins again
        frame_free(held[--held_count]);
    forget_held();
    CHECK(test_read_map("map", &map), ==, true);
    frame_init(map.ranges, 0);
    report_table();
    CHECK_THAT(frame_alloc(FRAME_KERNEL) == NULL, ==, true,
               "whether frame_alloc returns NULL after frame_init with no ranges");
    frame_init(map.ranges, map.count);
    report_table();
    take_all(FRAME_KERNEL);
    uint32_t sum = 0;
    for (uint32_t i = 0; i < held_count; i++)
        sum += frame_number_of(held[i]).value;
    record_send("value", "count=%u sum=%u", held_count, sum);
}
