// SPDX-License-Identifier: MIT
// Lab 1: everything at once.
#include "common/string.h"
#include "kernel/test/frames.h"
#include "labs/1-frames/tests/sentences.h"
#include "labs/1-frames/tests/support.h"

#define LONGEST 16

// Over and over, and not one frame is missing at the end.
TEST(nothing_leaked, 1)
{
    uint32_t before = frame_count_free(), failed = 0;
    for (uint32_t round = 0; round < 10; round++) {
        for (uint32_t i = 0; i < 200; i++) {
            struct frame_run run = {1 + test_random(LONGEST), 1u << test_random(5), DMA_LIMIT,
                                    ISA_DMA_BOUNDARY_FRAMES};
            struct frame *first = take_run(&run);
            if (first == NULL)
                failed++;
            else
                hold(first, run.frames);
        }
        take_all(FRAME_LENT);
        CHECK_THAT(held_count, ==, before, "frames in use after all were taken, in round %u",
                   round + 1);
        give_all();
        expect_free(before, "after all were given back");
    }
    uint32_t counted = 0;
    for (uint32_t i = 0; i < frame_table_entries; i++)
        counted += frame_table[i].state == FRAME_FREE;
    CHECK_THAT(counted, ==, before, "frames that are FRAME_FREE in the table at the end");
    record_send("value", "free=%u failed=%u", before, failed);
}

// --- the memory of the frames

#define FIRST (ISA_DMA_LIMIT_FRAMES - 20)
#define END   (ISA_DMA_LIMIT_FRAMES + 20)
#define WORDS (FRAME_BYTES / sizeof(uint32_t))

static uint32_t *memory_of(uint32_t number)
{
    return virtual_from_physical(physical_from_frame_number((frame_number){number}));
}

static uint32_t pattern(uint32_t number, uint32_t word)
{
    return 0x5eed0000u + number * WORDS + word;
}

static void check_memory(const char *when)
{
    for (uint32_t number = FIRST; number < END; number++) {
        for (uint32_t i = 0; i < WORDS; i++)
            CHECK_THAT(memory_of(number)[i], ==, pattern(number, i),
                       "word %u of the memory of frame %u after %s: %s", i, number, when,
                       SAYS_TOUCHES_NOTHING_ELSE);
    }
}

// Each word of the frames' memory stays as it is, whatever is done with them.
TEST(memory_untouched, 0)
{
    const uint32_t map[][2] = {{FIRST + 1, ISA_DMA_LIMIT_FRAMES + 1},
                               {ISA_DMA_LIMIT_FRAMES + 3, END}};
    struct frame_run run = {10, 1, ANYWHERE, 0};

    for (uint32_t number = FIRST; number < END; number++) {
        for (uint32_t i = 0; i < WORDS; i++)
            memory_of(number)[i] = pattern(number, i);
    }
    start_machine(END, map, 2);
    check_memory("frame_init");
    for (enum frame_state state = FRAME_KERNEL; state < FRAME_STATES; state++) {
        take_all(state);
        check_memory("frame_alloc");
        give_all();
        check_memory("frame_free");
    }
    struct frame *low = take_run(&run), *high = take_run(&run);
    CHECK_THAT(low != NULL && high != NULL, ==, true, "whether two runs of 10 were found");
    check_memory("frame_alloc_run");
    give_run(low, run.frames);
    give_run(high, run.frames);
    check_memory("frame_free_run");
}
