// SPDX-License-Identifier: MIT
// Lab 6: I/O ports, through all sequences of a few calls on a few ports, and at the ends of all.
#include "common/format.h"
#include "common/string.h"
#include "kernel/test/specification.h"
#include "kernel/test/test.h"
#include "kernel/test/verdict.h"
#include "labs/6-core/tests/sentences.h"
#include "labs/6-core/tests/world.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct io_range before[IO_RANGES_MOST];
static uint32_t first_port; // of those that the sequences try

static int make(uint32_t maker, uint32_t owner, uint32_t first, uint32_t count,
                struct io_range **range)
{
    memcpy(before, io_ranges, sizeof before);
    *range = NULL;
    return core_make_io(world_process[maker], world_process[owner], first, count, range);
}

static bool is_argument_wrong(uint32_t first, uint32_t count)
{
    return count == 0 || (uint64_t)first + count > IO_PORTS || io_port_is_kernels(first, count);
}

static bool is_busy(uint32_t first, uint32_t count)
{
    bool busy = false;

    for (uint32_t i = 0; i < IO_RANGES_MOST; i++)
        for (uint32_t port = before[i].first; port < before[i].first + before[i].count; port++)
            busy |= before[i].generation != 0 && port >= first && port - first < count;
    return busy;
}

static bool is_full(void)
{
    bool full = true;
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++)
        full &= before[i].generation != 0;
    return full;
}

// Where several apply, E_ARGUMENT is first, and the order of the others is open.
static bool may_return(int error, uint32_t first, uint32_t count)
{
    bool limit = is_full() || test_no_generation;

    if (is_argument_wrong(first, count))
        return error == E_ARGUMENT;
    if (is_busy(first, count))
        return error == E_BUSY || (limit && error == E_LIMIT);
    return error == (limit ? E_LIMIT : 0);
}

// The table is as before, but for the place `changed`.
static void check_table(const struct io_range *changed, const char *sentence)
{
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++)
        SPECIFIED(memcmp(&io_ranges[i], &before[i], sizeof before[i]) == 0 ||
                      &io_ranges[i] == changed,
                  true, specified_boolean, sentence, "whether io_ranges[%u] is as it was", i);
}

static void check_made(const struct io_range *range, uint32_t first, uint32_t count,
                       const struct process *owner)
{
    uint32_t place = (uint32_t)(range - io_ranges);

    SPECIFIED(place < IO_RANGES_MOST && before[place].generation == 0, true, specified_boolean,
              SAYS_RANGE_MADE, "whether *range is a place in io_ranges that was free");
    SPECIFIED(range->generation, test_latest_generation, specified_number, SAYS_RANGE_MADE,
              "the generation of the range");
    SPECIFIED(range->first, first, specified_hexadecimal, SAYS_RANGE_MADE, "first");
    SPECIFIED(range->count, count, specified_hexadecimal, SAYS_RANGE_MADE, "count");
    SPECIFIED(range->owner, owner, specified_hexadecimal, SAYS_RANGE_MADE, "owner");
}

static const uint32_t widths[] = {0, 1, 2, 3, 4, 5, 8, 0x10001, 0x80000000u, UINT32_MAX};

static void check_port(const struct io_range *range, uint32_t port)
{
    for (uint32_t i = 0; i < COUNT(widths); i++) {
        uint32_t width = widths[i];
        bool may = (width == 1 || width == 2 || width == 4) && port >= range->first &&
                   (uint64_t)port + width <= (uint64_t)range->first + range->count;
        SPECIFIED(core_check_io(range, port, width), may ? 0 : E_ARGUMENT, specified_hexadecimal,
                  SAYS_RANGE_CHECK,
                  "what core_check_io returned for port 0x%x, width %u, of [0x%x, 0x%x)", port,
                  width, range->first, range->first + range->count);
    }
}

static void check_access(const struct io_range *range)
{
    static const uint32_t others[] = {0,           1,           0xfffc,      0xffff,
                                      0x10000,     0x10003,     0x20000,     0x7fffffff,
                                      0x80000000u, 0xfffffffcu, 0xfffffffdu, UINT32_MAX};

    for (uint32_t i = 0; i < COUNT(others); i++)
        check_port(range, others[i]);
    for (uint32_t i = 0; i < 10; i++) {
        check_port(range, range->first + i - 5);
        check_port(range, range->first + range->count + i - 5);
        check_port(range, range->first + i + 0x10000 - 5);
    }
}

// --- all sequences

#define TRIED_PORTS 4
#define TRIED_MOST  3 // in one range
#define TRIED       (TRIED_PORTS * (TRIED_MOST + 1))

static bool enumerate(uint32_t index, struct specified_call *call)
{
    *call = (struct specified_call){.function = index >= TRIED};
    if (index < TRIED) {
        call->argument[0] = first_port + index % TRIED_PORTS;
        call->argument[1] = index / TRIED_PORTS;
        call->argument[2] = index % 2; // whether with another's right
    } else {
        call->argument[0] = index - TRIED;
    }
    return index < TRIED + IO_RANGES_MOST;
}

static bool perform(const struct specified_call *call)
{
    const uint32_t *argument = call->argument;
    struct io_range *range;

    memcpy(before, io_ranges, sizeof before);
    if (call->function == 1) {
        range = &io_ranges[argument[0]];
        if (range->generation == 0)
            return false;
        specified_begins();
        core_free_io(range);
        SPECIFIED(range->generation | range->first | range->count | (uint32_t)range->owner, 0,
                  specified_hexadecimal, SAYS_RANGE_FREED, "all of the place");
        check_table(range, SAYS_RANGE_FREED);
        specified_ends();
        return true;
    }
    specified_begins();
    int error = make(SECOND, argument[2] ? FIRST : SECOND, argument[0], argument[1], &range);
    specified_result(specified_hexadecimal, (uint32_t)error);
    SPECIFIED(may_return(error, argument[0], argument[1]), true, specified_boolean,
              SAYS_RANGE_RETURNS, "whether it may return %d", error);
    if (error != 0) {
        specified_failure();
        check_table(NULL, SAYS_RANGE_RETURNS);
        specified_ends();
        return true;
    }
    check_made(range, argument[0], argument[1], argument[2] ? world_process[FIRST] : NULL);
    check_table(range, SAYS_RANGE_MADE);
    check_access(range);
    specified_ends();
    return true;
}

static void print(const struct specified_call *call, char *text, size_t bytes)
{
    const uint32_t *argument = call->argument;

    if (call->function == 1)
        format_to_buffer(text, bytes, "core_free_io(&io_ranges[%u])", argument[0]);
    else
        format_to_buffer(text, bytes, "core_make_io(second, %s, 0x%x, %u, &range)",
                         argument[2] ? "first" : "second", argument[0], argument[1]);
}

static const struct specification ranges = {enumerate, NULL, perform, NULL, print};

// --- all ports, and numbers that are none

static void try(uint32_t first, uint32_t count, bool access)
{
    struct io_range *range;

    specified_begins();
    int error = make(FIRST, FIRST, first, count, &range);
    SPECIFIED(may_return(error, first, count), true, specified_boolean, SAYS_RANGE_RETURNS,
              "whether core_make_io for %u ports from 0x%x on may return %d", count, first, error);
    if (error != 0) {
        check_table(NULL, SAYS_RANGE_RETURNS);
        specified_ends();
        return;
    }
    check_made(range, first, count, NULL);
    if (access)
        check_access(range);
    core_free_io(range);
    check_table(NULL, SAYS_RANGE_FREED);
    specified_ends();
}

static void try_numbers(void)
{
    static const uint32_t firsts[] = {0,           1,         0x5f,       0x60,        0x7f,
                                      0x3e0,       0x7fff,    0x8000,     0xfffe,      0xffff,
                                      0x10000,     0x10001,   0x7fffffff, 0x80000000u, 0xffff0000u,
                                      0xfffffffeu, UINT32_MAX};
    static const uint32_t counts[] = {0,           1,           2,           3,         4,
                                      0x7fff,      0x8000,      0xffff,      0x10000,   0x10001,
                                      0x80000000u, 0xffff0000u, 0xffff0001u, UINT32_MAX};

    for (uint32_t i = 0; i < COUNT(firsts); i++) {
        for (uint32_t j = 0; j < COUNT(counts); j++)
            try(firsts[i], counts[j], true);
        if (firsts[i] < IO_PORTS) { // up to the last port, and one more
            try(firsts[i], IO_PORTS - firsts[i], true);
            try(firsts[i], IO_PORTS - firsts[i] + 1, true);
        }
    }
    for (uint32_t port = 0; port < 0x600; port++) {
        try(port, 1, false);
        try(port, 3, false);
    }
}

// As many as there are places, then one is given back after the other; and no generation.
static void try_places(void)
{
    struct io_range *range;

    for (uint32_t i = 0; i < IO_RANGES_MOST; i++)
        CHECK_THAT(make(FIRST, FIRST, 0x6000 + 2 * i, 2, &range), ==, 0,
                   "what core_make_io returns for range %u of %u", i, IO_RANGES_MOST);
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++) {
        try(0x7000, 1, false);
        try(0x6000 + 2 * i, 1, false);
        range = &io_ranges[i];
        uint32_t first = range->first;
        core_free_io(range);
        try(first, 3, false);
        test_no_generation = true;
        try(first, 2, false);
        try(first + 1, 2, false);
        try(first, 0, false);
        test_no_generation = false;
        CHECK_THAT(make(FIRST, SECOND, first, 2, &range), ==, 0,
                   "what core_make_io returns when place %u is free again", i);
        check_made(range, first, 2, world_process[SECOND]);
    }
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++)
        core_free_io(&io_ranges[i]);
}

// However often ports were handed out and taken back, the next ones are handed out.
static void live_long(void)
{
    struct io_range *range = NULL;

    for (uint32_t i = 1; i <= TEST_LONG_LIFE; i++) {
        CHECK_THAT(core_make_io(world_process[FIRST], world_process[FIRST], 0x6000, 2, &range), ==,
                   0, "what core_make_io returns, time %u", i);
        CHECK_THAT(core_check_io(range, 0x6000, 2), ==, 0, "what core_check_io returns, time %u",
                   i);
        core_free_io(range);
    }
}

TEST(every_range, 6)
{
    world_make_state();
    try_numbers();
    try_places();
    live_long();
    specified_all_ended();
    first_port = 0x5000;
    specification_explore(&ranges, 4, 4, 0);
}

// The same where the ports end.
TEST(every_last_port, 6)
{
    world_make_state();
    first_port = IO_PORTS - 2;
    specification_explore(&ranges, 3, 3, 0);
}
