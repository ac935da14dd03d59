// SPDX-License-Identifier: MIT
// Lab 2: the books at the beginning, and after one more.
#include "common/string.h"
#include "kernel/test/frames.h"
#include "labs/1-frames/tests/support.h"
#include "labs/2-reserve/tests/sentences.h"
#include "labs/2-reserve/tests/support.h"

#define SMALL   130 // machines up to this size are all tried
#define GARBAGE 0xb5
#define ROUNDS  3

static void check_beginning(uint32_t frames)
{
    struct reserve_counts counts;

    memset(&counts, GARBAGE, sizeof counts);
    reserve_read_counts(&counts);
    CHECK_THAT(counts.total, ==, frames, "counts.total on a machine with %u frames free: %s",
               frames, SAYS_TOTAL);
    CHECK_THAT(counts.free, ==, frames, "counts.free on a machine with %u frames free: %s", frames,
               SAYS_INIT);
    CHECK_THAT(counts.claimed, ==, 0u, "counts.claimed after reserve_init: %s", SAYS_INIT);
    for (uint32_t state = 0; state < FRAME_STATES; state++)
        CHECK_THAT(counts.used[state], ==, 0u, "counts.used[%u] after reserve_init: %s", state,
                   SAYS_INIT);
    CHECK_THAT(frame_count_free(), ==, frames, "frame_count_free() after reserve_init: %s",
               SAYS_NOTHING_ELSE);
}

// The last 16 frames of the machine are reserved: the table has more entries than frames are free.
static void begin(uint32_t frames)
{
    start_machine(frames + 16, (const uint32_t[][2]){{0, frames}}, frames == 0 ? 0 : 1);
    reserve_init();
}

TEST(books_begin, 0)
{
    for (uint32_t frames = 0; frames <= SMALL; frames++) {
        begin(frames);
        check_beginning(frames);
    }
    for (uint32_t shift = 8; shift <= 18; shift++) {
        for (uint32_t frames = (1u << shift) - 1; frames <= (1u << shift) + 1; frames++) {
            begin(frames);
            check_beginning(frames);
        }
    }
    begin(TEST_MOST_FRAMES - 16);
    check_beginning(TEST_MOST_FRAMES - 16);
}

// Each time as if there had been nothing before: also with more memory than before, less, and as
// much.
TEST(books_again, 1)
{
    reserve_init();
    uint32_t total = read_books().total;
    record_send("value", "total=%u", total);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        reserve_init();
        check_beginning(total);
    }
    static const uint32_t sizes[] = {1000, 1001, 999, 999, 0, 65536 + 999, 1};
    for (uint32_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        begin(sizes[i]);
        check_beginning(sizes[i]);
        check_beginning(sizes[i]);
    }
}
