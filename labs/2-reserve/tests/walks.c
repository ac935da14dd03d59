// SPDX-License-Identifier: MIT
// Lab 2: long random sequences of calls, on machines of all sizes.
#include "kernel/test/test.h"
#include "labs/2-reserve/tests/sequences.h"

#define LARGE_FIRST 300

#define DRAWS(...)                                                                                 \
    *call = (struct specified_call)                                                                \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static uint32_t from_list(const uint32_t *list, uint32_t count)
{
    return list[test_random(count)];
}

// A state or a class: mostly a right one.
static uint32_t any_state(void)
{
    return from_list(sequences_states,
                     test_random(20) == 0 ? COUNT(sequences_states) : (uint32_t)STATES);
}

static uint32_t any_class(void)
{
    return from_list(sequences_classes,
                     test_random(20) == 0 ? COUNT(sequences_classes) : (uint32_t)CLASSES);
}

// About as many as there are; a power of two; few; and for each of these one more or less.
static uint32_t any_number(void)
{
    uint32_t near = 1 - test_random(3);

    switch (test_random(4)) {
    case 0:
        return observed_floor(any_class()) + near;
    case 1:
        return frame_count_free() - observed.claim[0].frames - observed.claim[1].frames -
               observed.claim[2].frames - observed.claim[3].frames - observed_floor(any_class()) +
               near;
    case 2:
        return (1u << test_random(32)) + near;
    }
    return test_random(10);
}

// Runs are short: they are looked at frame by frame.
static uint32_t any_length(void)
{
    uint32_t length = any_number();
    return length > 100 && length < 1u << 28 ? length % 100 : length;
}

static void draw(struct specified_call *call)
{
    uint32_t slot = test_random(SLOTS), claim = test_random(CLAIMS), kind = test_random(100);

    if (kind < 15)
        DRAWS(CALL_ALLOC, false, {slot, any_class(), any_state()});
    else if (kind < 30)
        DRAWS(CALL_CLAIM, false, {claim, any_class(), any_number()});
    else if (kind < 50)
        DRAWS(CALL_TAKE, false, {claim, slot, any_state()});
    else if (kind < 58)
        DRAWS(CALL_RELEASE, false, {claim});
    else if (kind < 74)
        DRAWS(CALL_FREE, false, {slot});
    else if (kind < 82)
        DRAWS(CALL_CHANGE, false, {slot, 0, any_state()});
    else if (kind < 92)
        DRAWS(CALL_RUN, false,
              {slot, any_class(), any_length(), test_random(CALL_RUNS), any_state()});
    else if (kind < 99 || test_random(5) != 0)
        DRAWS(CALL_LEVEL, false, {test_random(LEVEL_HIGHEST + 2)});
    else
        DRAWS(CALL_INIT, false, {0});
}

static const struct specification everything = {
    NULL, draw, calls_perform, calls_misused, calls_print,
};

TEST(every_order, 0)
{
    static const uint32_t sizes[] = {1024, 65536 + 50, 262144};

    for (uint32_t i = 0; i < COUNT(sizes); i++) {
        calls_begin_large(LARGE_FIRST, LARGE_FIRST + sizes[i]);
        calls_keep();
        specification_walk(&everything, 2000);
    }
    sequences_begin_above(CLASS_TURN(2));
    specification_walk(&everything, 2000);
}
