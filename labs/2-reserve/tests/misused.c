// SPDX-License-Identifier: MIT
#include "labs/2-reserve/tests/misused.h"

#include "kernel/test/catch.h"
#include "kernel/test/specification.h"
#include "labs/1-frames/tests/words.h"
#include "labs/2-reserve/tests/sentences.h"
#include "labs/2-reserve/tests/words.h"
#include "mm/reserve.h"

#define MOST 4

static struct {
    uint32_t misuse, value;
} expected[MOST];
static uint32_t count;

static const char *sentence_of(uint32_t misuse, const char *otherwise)
{
    static const char *const sentences[] = {
        [RESERVE_MISUSE_CLASS] = SAYS_WRONG_CLASS,
        [RESERVE_MISUSE_CLAIM_HELD] = SAYS_CLAIM_HELD,
        [RESERVE_MISUSE_CLAIM_EMPTY] = SAYS_CLAIM_EMPTY,
        [RESERVE_MISUSE_LEVEL] = SAYS_WRONG_LEVEL,
        [RESERVE_MISUSE_STATE] = SAYS_WRONG_STATE,
    };
    uint32_t index = misuse - CAUGHT_RESERVE_MISUSE;
    return index < sizeof sentences / sizeof sentences[0] ? sentences[index] : otherwise;
}

void misused_begin(void)
{
    count = 0;
}

void misused_expect(uint32_t misuse, uint32_t value)
{
    expected[count].misuse = misuse;
    expected[count].value = value;
    count++;
}

void misused_expect_not_freed(const struct frame *frame)
{
    if (words_number_at((uint32_t)frame) == NO_FRAME)
        misused_expect(FRAME_MISUSE_NO_FRAME, (uint32_t)frame);
    else if (frame->state == FRAME_FREE)
        misused_expect(FRAME_MISUSE_FREED_TWICE, (uint32_t)frame);
    else if (frame->state == FRAME_RESERVED)
        misused_expect(FRAME_MISUSE_FOREIGN, (uint32_t)frame);
}

bool misused_is_expected(void)
{
    return count != 0;
}

void misused_check_none(const char *sentence)
{
    if (count != 0)
        SPECIFIED(NO_MISUSE, expected[0].misuse, words_reserve_misuse,
                  sentence_of(expected[0].misuse, sentence), "the misuse that is reported");
}

void misused_check(uint32_t misuse, uint32_t value)
{
    uint32_t first = count == 0 ? NO_MISUSE : expected[0].misuse;

    for (uint32_t i = 0; i < count; i++) {
        if (expected[i].misuse != misuse)
            continue;
        if (expected[i].value != MISUSED_ANY_VALUE)
            SPECIFIED(value, expected[i].value,
                      misuse < CAUGHT_RESERVE_MISUSE ? words_frame : specified_number,
                      sentence_of(misuse, SAYS_FREE_MISUSE), "the value that is reported with it");
        return;
    }
    SPECIFIED(misuse, first, words_reserve_misuse, sentence_of(first, SAYS_KERNEL_STOPS),
              "the misuse that is reported");
}
