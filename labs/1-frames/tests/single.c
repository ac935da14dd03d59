// SPDX-License-Identifier: MIT
// Lab 1: single frames.
#include "labs/1-frames/tests/support.h"
#include "labs/1-frames/tests/words.h"

#define MANY 1000
#define FEW  8u // frames of a small machine

static uint32_t sum_of_held(void)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < held_count; i++)
        sum += frame_number_of(held[i]).value;
    return sum;
}

TEST(unique, 1)
{
    take_all(FRAME_KERNEL);
    for (uint32_t i = 0; i < held_count; i++)
        CHECK_THAT(held[i]->state, ==, FRAME_KERNEL,
                   "the state of frame %u, FRAME_KERNEL, after all others were handed out too",
                   frame_number_of(held[i]).value);
    record_send("value", "count=%u sum=%u", held_count, sum_of_held());
}

TEST(exhaust, 1)
{
    uint32_t before = frame_count_free();
    for (uint32_t round = 0; round < 3; round++) {
        take_all(FRAME_PAGED);
        CHECK_THAT(held_count, ==, before, "frames handed out until there were none, round %u",
                   round + 1);
        for (uint32_t i = 0; i < 3; i++)
            CHECK_THAT(frame_alloc(FRAME_PAGED) == NULL, ==, true,
                       "whether frame_alloc returns NULL again, with no frame free");
        expect_free(0, "after frame_alloc returned NULL");
        record_send("value", "count=%u sum=%u", held_count, sum_of_held());
        give_all();
        expect_free(before, "after all came back");
    }
}

// However often frames went out and came back, the next ones do.
static void live_long(void)
{
    forget_held();
    start_machine(FEW, (const uint32_t[][2]){{0, FEW}}, 1);
    for (uint32_t i = 1; i <= TEST_LONG_LIFE; i++) {
        struct frame *frame = frame_alloc(FRAME_PAGED);
        CHECK_THAT(frame != NULL, ==, true, "whether one frame of %u is handed out, time %u", FEW,
                   i);
        CHECK_THAT(frame_count_free(), ==, FEW - 1, "frame_count_free() with one out, time %u", i);
        CHECK_THAT(frame_free(frame) == FRAME_PAGED, ==, true,
                   "whether frame_free returned FRAME_PAGED, time %u", i);
        CHECK_THAT(frame_count_free(), ==, FEW, "frame_count_free() with none out, time %u", i);
    }
}

// One after the other: each frame that is freed while all others are taken is the one that comes.
TEST(last_frame, 1)
{
    take_all(FRAME_KERNEL);
    for (uint32_t i = 0; i < MANY; i++) {
        struct frame *frame = held[test_random(held_count)];
        uint32_t number = frame_number_of(frame).value;
        give_number(number);
        CHECK_THAT(frame_number_of(take(FRAME_CORE)).value, ==, number,
                   "the frame handed out, where only this one is free");
    }
    record_send("value", "count=%u", held_count);
    live_long();
}

// Frees held[index], which lab 2 changed from one state into another, and takes it again.
static void pass_through(uint32_t index, enum frame_state from, enum frame_state to)
{
    struct frame *frame = held[index];
    frame->state = (uint8_t)to;
    frame->marks = 0xff;
    frame->mappings = 0xffff;
    frame->owner.object = frame;
    give(index);
    CHECK_THAT(frame_number_of(take(from)).value, ==, frame_number_of(frame).value,
               "the frame handed out, where only this one is free");
}

// With all others in use, one frame goes from each state of use to each other one.
TEST(states, 1)
{
    take_all(FRAME_KERNEL);
    for (enum frame_state from = FRAME_KERNEL; from < FRAME_STATES; from++) {
        for (enum frame_state to = FRAME_KERNEL; to < FRAME_STATES; to++) {
            pass_through(test_random(held_count), from, to);
            pass_through(held_count - 1, from, to);
        }
    }
    record_send("value", "count=%u", held_count);
}

// The numbers of the first and the last frame that is free in [from, to), and of one in between.
static void find_some(uint32_t from, uint32_t to, uint32_t *numbers)
{
    while (frame_table[from].state != FRAME_FREE)
        from++;
    while (frame_table[to - 1].state != FRAME_FREE)
        to--;
    numbers[0] = from;
    numbers[2] = to - 1;
    for (to = (from + to) / 2; frame_table[to].state != FRAME_FREE;)
        to++;
    numbers[1] = to;
}

// Where all others are in use, one high and two low frames come back in this order, and the high
// one goes out first.
static void expect_high(uint32_t high, const uint32_t *order)
{
    for (uint32_t i = 0; i < 3; i++)
        give_number(order[i]);
    CHECK_THAT(frame_number_of(take(FRAME_KERNEL)).value, ==, high,
               "the frame handed out, where frames %u, %u and %u came back in this order", order[0],
               order[1], order[2]);
    take(FRAME_KERNEL);
    take(FRAME_KERNEL);
}

// Memory may begin with any of the low frames, the last one too.
static void try_range_from(uint32_t at, uint32_t end)
{
    forget_held();
    start_machine(end + 1, (const uint32_t[][2]){{at, end}}, 1);
    for (uint32_t high = end - ISA_DMA_LIMIT_FRAMES; high > 0; high--)
        CHECK_THAT(frame_number_of(take(FRAME_KERNEL)).value, >=, (uint32_t)ISA_DMA_LIMIT_FRAMES,
                   "the frame handed out, with %u high frames free, where memory begins with frame "
                   "%u",
                   high, at);
}

TEST(high_first, 1)
{
    uint32_t high = 0, low = 0, highs[3], lows[3];
    for (uint32_t i = 0; i < frame_table_entries; i++) {
        if (frame_table[i].state == FRAME_FREE)
            (*(i < ISA_DMA_LIMIT_FRAMES ? &low : &high))++;
    }
    find_some(0, ISA_DMA_LIMIT_FRAMES, lows);
    find_some(ISA_DMA_LIMIT_FRAMES, frame_table_entries, highs);
    for (uint32_t i = 0; i < high; i++)
        CHECK_THAT(frame_number_of(take(FRAME_KERNEL)).value, >=, (uint32_t)ISA_DMA_LIMIT_FRAMES,
                   "the frame handed out, with %u high frames free", high - i);
    take_all(FRAME_KERNEL);
    for (uint32_t i = 0; i < 3; i++) {
        for (uint32_t j = 0; j < 3; j++) {
            uint32_t one = lows[j], other = lows[(j + 1) % 3];
            expect_high(highs[i], (uint32_t[]){highs[i], one, other});
            expect_high(highs[i], (uint32_t[]){one, highs[i], other});
            expect_high(highs[i], (uint32_t[]){one, other, highs[i]});
        }
    }
    record_send("value", "high=%u low=%u", high, low);
    for (uint32_t at = ISA_DMA_LIMIT_FRAMES - 2; at <= ISA_DMA_LIMIT_FRAMES; at++)
        try_range_from(at, ISA_DMA_LIMIT_FRAMES + 3);
}

// For a look from outside: so many frames of each state.
TEST(table_outside, 1)
{
    static uint32_t counts[FRAME_STATES];
    uint32_t total = 100 + test_random(1000);
    for (uint32_t i = 0; i < total; i++) {
        enum frame_state state = FRAME_KERNEL + test_random(STATES_OF_USE);
        take(state);
        counts[state]++;
    }
    record_send("value", "table=%u entries=%u free=%u kernel=%u core=%u paged=%u lent=%u",
                physical_from_virtual(frame_table).value, frame_table_entries, frame_count_free(),
                counts[FRAME_KERNEL], counts[FRAME_CORE], counts[FRAME_PAGED], counts[FRAME_LENT]);
}
