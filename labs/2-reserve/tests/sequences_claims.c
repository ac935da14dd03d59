// SPDX-License-Identifier: MIT
// Lab 2: all sequences of calls with claims, with changes of use, and with runs.
#include "kernel/test/test.h"
#include "labs/2-reserve/tests/sequences.h"

// How many frames are asked for, from 0 on; and numbers that no machine has.
static const uint32_t too_many[] = {
    255,      256,     65535,   65536,   65537,   INT32_MAX, 1u << 31, 0u - 1000,      0u - 481,
    0u - 480, 0u - 33, 0u - 32, 0u - 31, 0u - 17, 0u - 16,   0u - 15,  UINT32_MAX - 1, UINT32_MAX};

// --- claims

static const struct specified_call with_claims[] = {
    {CALL_TAKE, false, {0, 0, FRAME_PAGED}},
    {CALL_TAKE, false, {0, 1, FRAME_KERNEL}},
    {CALL_TAKE, false, {1, 0, FRAME_CORE}},
    {CALL_TAKE, false, {1, 1, FRAME_LENT}},
    {CALL_RELEASE, false, {0}},
    {CALL_RELEASE, false, {1}},
    {CALL_FREE, false, {0}},
    {CALL_FREE, false, {1}},
    {CALL_ALLOC, false, {0, CLASS_RESERVE, FRAME_KERNEL}},
    {CALL_ALLOC, false, {1, CLASS_RESERVE, FRAME_KERNEL}},
    {CALL_LEVEL, false, {0}},
    {CALL_LEVEL, false, {LEVEL_HIGHEST}},
    {CALL_INIT, false, {0}},
};

// Claims of the class near whose floor memory is, and of class RESERVE.
static bool enumerate_sizes(uint32_t index, struct specified_call *call)
{
    uint32_t claim = index % 2, class = index / 2 % 2 == 0 ? sequences_class : CLASS_RESERVE;
    uint32_t size = index / 4;

    if (size <= FRAMES_ABOVE + 2)
        return SETS(CALL_CLAIM, size > 2, {claim, class, size});
    size -= FRAMES_ABOVE + 3;
    if (size < 3) // all that there is, and one more or less
        return SETS(CALL_CLAIM, size == 2,
                    {claim, class, observed_floor(sequences_class) + FRAMES_ABOVE - 1 + size});
    size -= 3;
    return size < COUNT(too_many) && SETS(CALL_CLAIM, true, {claim, class, too_many[size]});
}

static bool enumerate_claims(uint32_t index, struct specified_call *call)
{
    const uint32_t sizes = 4 * (FRAMES_ABOVE + 6 + COUNT(too_many));

    if (sequences_take(with_claims, COUNT(with_claims), &index, call))
        return true;
    if (index < sizes)
        return enumerate_sizes(index, call);
    index -= sizes;
    if (index < 4 * COUNT(sequences_states)) // two claims, two slots
        return SETS(CALL_TAKE, true, {index % 2, index / 2 % 2, sequences_states[index / 4]});
    index -= 4 * COUNT(sequences_states);
    uint32_t size = index % 3;
    index /= 3;
    return index < COUNT(sequences_classes) &&
           SETS(CALL_CLAIM, true, {0, sequences_classes[index], size});
}

static const struct specification claims = {
    enumerate_claims, NULL, calls_perform, calls_misused, calls_print,
};

TEST(every_claim, 0)
{
    sequences_explore(&claims, (const struct lengths[]){{3, 6}, {3, 4}, {2, 4}, {2, 2}});
}

// --- changes of use

static const struct specified_call with_uses[] = {
    {CALL_ALLOC, false, {0, CLASS_RESERVE, FRAME_KERNEL}},
    {CALL_ALLOC, false, {1, CLASS_RESERVE, FRAME_KERNEL}},
    {CALL_ALLOC, false, {0, CLASS_RESERVE, FRAME_LENT}},
    {CALL_CLAIM, false, {0, CLASS_RESERVE, 1}},
    {CALL_TAKE, false, {0, 0, FRAME_PAGED}},
    {CALL_FREE, false, {0}},
    {CALL_FREE, false, {1}},
    {CALL_INIT, false, {0}},
};

static const uint32_t changed[] = {0, 1, PLACE_FREE, PLACE_RESERVED};

static bool enumerate_uses(uint32_t index, struct specified_call *call)
{
    if (sequences_take(with_uses, COUNT(with_uses), &index, call))
        return true;
    uint32_t place = changed[index % COUNT(changed)], state = index / COUNT(changed);
    return state < COUNT(sequences_states) && SETS(CALL_CHANGE, place >= SLOTS || state >= STATES,
                                                   {place, 0, sequences_states[state]});
}

static const struct specification uses = {
    enumerate_uses, NULL, calls_perform, calls_misused, calls_print,
};

TEST(every_use, 0)
{
    sequences_begin_above(CLASS_RESERVE);
    specification_explore(&uses, 5, 7, 2 * BUDGET);
}

// --- runs

static const struct specified_call with_runs[] = {
    {CALL_ALLOC, false, {0, CLASS_RESERVE, FRAME_KERNEL}},
    {CALL_ALLOC, false, {1, CLASS_RESERVE, FRAME_LENT}},
    {CALL_CLAIM, false, {0, CLASS_RESERVE, 1}},
    {CALL_TAKE, false, {0, 0, FRAME_PAGED}},
    {CALL_RELEASE, false, {0}},
    {CALL_FREE, false, {0}},
    {CALL_FREE, false, {0, 1}},
    {CALL_FREE, false, {1}},
    {CALL_CHANGE, false, {0, 1, FRAME_KERNEL}},
    {CALL_INIT, false, {0}},
};

// Runs of all kinds, of the class near whose floor memory is.
static bool enumerate_runs(uint32_t index, struct specified_call *call)
{
    if (sequences_take(with_runs, COUNT(with_runs), &index, call))
        return true;
    uint32_t slot = index % 2, kind = index / 2 % CALL_RUNS, frames_asked = index / 2 / CALL_RUNS;
    if (frames_asked <= FRAMES_ABOVE + 2)
        return SETS(CALL_RUN, kind != 0, {slot, sequences_class, frames_asked, kind, FRAME_CORE});
    index -= 2 * CALL_RUNS * (FRAMES_ABOVE + 3);
    uint32_t class = index % 2 == 0 ? sequences_class : CLASS_RESERVE;
    index /= 2;
    if (index < COUNT(too_many))
        return SETS(CALL_RUN, true, {0, class, too_many[index], 0, FRAME_CORE});
    index -= COUNT(too_many);
    if (index < COUNT(sequences_states))
        return SETS(CALL_RUN, true, {0, class, 1, 0, sequences_states[index]});
    index -= COUNT(sequences_states);
    uint32_t length = 1 + index % 3;
    index /= 3;
    if (index < COUNT(sequences_classes))
        return SETS(CALL_RUN, true, {0, sequences_classes[index], length, 0, FRAME_PAGED});
    return index == COUNT(sequences_classes) &&
           SETS(CALL_RUN, true, {0, CLASSES, 0, 4, FRAME_FREE});
}

static const struct specification runs = {
    enumerate_runs, NULL, calls_perform, calls_misused, calls_print,
};

TEST(every_request, 0)
{
    sequences_explore(&runs, (const struct lengths[]){{3, 6}, {3, 4}, {2, 4}, {2, 2}});
}
