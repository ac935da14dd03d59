// SPDX-License-Identifier: MIT
// Lab 1: what callers do wrong with single frames.
#include "kernel/test/state.h"
#include "labs/1-frames/tests/misuse.h"

#define EVERY 100 // free frames of which one is tried

TEST(misuse_freed_twice, 1)
{
    misuse_begin();
    give_number(frame_number_of(chosen).value);
    misuse_ready(chosen);
    expect_not_freed(chosen, FRAME_MISUSE_FREED_TWICE, "a frame that was given back just now");
    frame_free(chosen);
}

TEST(misuse_freed_twice_later, 1)
{
    misuse_begin();
    give_all();
    misuse_ready(chosen);
    for (uint32_t number = 0; number < frame_table_entries; number++) {
        if (frame_table[number].state != FRAME_FREE || number % EVERY != 0)
            continue;
        expect_not_freed(&frame_table[number], FRAME_MISUSE_FREED_TWICE, "a frame that is free");
    }
    frame_free(chosen);
}

// The first frame of each part of memory that is reserved.
TEST(misuse_foreign, 1)
{
    misuse_begin();
    uint32_t number = ISA_DMA_LIMIT_FRAMES;
    while (frame_table[number].state != FRAME_RESERVED)
        number++;
    misuse_ready(&frame_table[number]);
    for (uint32_t i = 1; i < frame_table_entries; i++) {
        if (frame_table[i].state == FRAME_RESERVED && frame_table[i - 1].state != FRAME_RESERVED)
            expect_not_freed(&frame_table[i], FRAME_MISUSE_FOREIGN, "a frame that is reserved");
    }
    frame_free(&frame_table[number]);
}

TEST(misuse_frame_zero, 1)
{
    misuse_begin();
    misuse_ready(&frame_table[0]);
    expect_not_freed(&frame_table[0], FRAME_MISUSE_FOREIGN, "frame 0, which is reserved");
    frame_free(&frame_table[0]);
}

TEST(misuse_beyond_table, 1)
{
    misuse_begin();
    misuse_ready(frame_table);
    expect_not_freed(frame_table + frame_table_entries, FRAME_MISUSE_NO_FRAME,
                     "the place behind the table's last entry");
    expect_not_freed(frame_table + frame_table_entries + 1, FRAME_MISUSE_NO_FRAME,
                     "the place one entry further");
    expect_not_freed(frame_table + (1u << 20), FRAME_MISUSE_NO_FRAME, "a place far behind");
    expect_not_freed(frame_table + (1u << 27), FRAME_MISUSE_NO_FRAME, "a place 2 GiB away");
    frame_free(frame_table + frame_table_entries);
}

TEST(misuse_below_table, 1)
{
    misuse_begin();
    misuse_ready(frame_table);
    expect_not_freed(frame_table - 1, FRAME_MISUSE_NO_FRAME, "the place before the table");
    expect_not_freed(frame_table - 2, FRAME_MISUSE_NO_FRAME, "the place one entry before that");
    expect_not_freed(frame_table - (1u << 17), FRAME_MISUSE_NO_FRAME, "a place 2 MiB before it");
    frame_free(frame_table - 1);
}

// Wherever such a pointer points to, it finds what could be a state of use.
TEST(misuse_between_entries, 1)
{
    misuse_begin();
    chosen->marks = FRAME_CORE;
    chosen->mappings = FRAME_KERNEL | FRAME_LENT << 8;
    chosen->owner.object = (void *)(FRAME_KERNEL * 0x01010101u);
    chosen->owner.page = FRAME_CORE * 0x01010101u;
    misuse_ready(chosen);
    for (uint32_t bytes = 1; bytes < sizeof *chosen; bytes++)
        expect_not_freed((uint8_t *)chosen + bytes, FRAME_MISUSE_NO_FRAME,
                         "a pointer into the midst of an entry");
    frame_free((struct frame *)((uint8_t *)chosen + 4));
}

TEST(misuse_null, 1)
{
    misuse_begin();
    misuse_ready(frame_table);
    expect_not_freed(NULL, FRAME_MISUSE_NO_FRAME, "NULL");
    expect_not_freed((void *)sizeof *chosen, FRAME_MISUSE_NO_FRAME, "16 as a pointer");
    expect_not_freed((void *)~(sizeof *chosen - 1), FRAME_MISUSE_NO_FRAME, "-16 as a pointer");
    frame_free(NULL);
}

TEST(misuse_state, 1)
{
    misuse_begin();
    misuse_ready(frame_table);
    expect_wrong_states(NULL);
    take_all(FRAME_PAGED);
    test_state_save(0);
    expect_wrong_states(NULL); // also where no frame is free
    record_send("value", "result=%u", (uint32_t)frame_alloc(FRAME_FREE));
}
