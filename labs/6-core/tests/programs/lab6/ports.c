// SPDX-License-Identifier: MIT
// I/O ports.
#include "labs/6-core/tests/programs/lab6/scenarios.h"
#include "labs/6-core/tests/programs/lab6/support.h"

#define CLOCK  SPARE
#define CONFIG (SPARE + 1)
#define OTHER  (SPARE + 2)

#define CLOCK_MEMORY 0x40 // bytes of the clock's memory that nobody uses: 0x40 to 0x4f

static void select(uint32_t number)
{
    CHECK(io_write(CLOCK, IO_PORT_WORD(CLOCK_INDEX, 1), number), ==, 0);
}

// What is written to a device is there: the kernel looks.
void io_bytes(const char *arguments)
{
    static uint8_t bytes[16], again[16];
    uint32_t sum = 0;

    (void)arguments;
    CHECK(io_create(CLOCK, HANDLE_CORE, CLOCK_INDEX, 2), ==, 0);
    for (uint32_t i = 0; i < 16; i++) {
        bytes[i] = (uint8_t)test_random(256);
        select(CLOCK_MEMORY + i);
        if (i % 2 == 0)
            CHECK(io_write(CLOCK, IO_PORT_WORD(CLOCK_DATA, 1), bytes[i]), ==, 0);
        else
            CHECK(io_transfer(CLOCK, IO_PORT_WORD(CLOCK_DATA, 1), &bytes[i], 1), ==, 0);
    }
    for (uint32_t i = 0; i < 16; i++) {
        select(CLOCK_MEMORY + i);
        CHECK(test_call(TEST_READ_PORT, CLOCK_DATA, 0, 0), ==, bytes[i]);
        CHECK(io_read(CLOCK, CLOCK_DATA, 1), ==, bytes[i]);
        uint32_t what = IO_PORT_WORD(CLOCK_DATA, 1) | IO_TO_MEMORY;
        CHECK(io_transfer(CLOCK, what, &again[i], 1), ==, 0);
        sum = sum * 7 + again[i];
    }
    test_report("sum", sum);
}

// PCI Local Bus Specification 2.1, 3.7.4.1: where configuration is read through two ports of 32
// bits; 6.2.1: its first word names who made the device.
#define CONFIG_ADDRESS 0xcf8
#define CONFIG_DATA    0xcfc
#define CONFIG_ENABLE  0x80000000u
#define HOST_BRIDGE    0x12378086u // Intel 82441FX, as QEMU's machine `pc` has it

void io_widths(const char *arguments)
{
    uint32_t words[2] = {0, 0}, address = CONFIG_ENABLE;

    (void)arguments;
    CHECK(io_create(CONFIG, HANDLE_CORE, CONFIG_ADDRESS, 8), ==, 0);
    CHECK(io_write(CONFIG, IO_PORT_WORD(CONFIG_ADDRESS, 4), address), ==, 0);
    CHECK(io_transfer(CONFIG, IO_PORT_WORD(CONFIG_DATA, 4) | IO_TO_MEMORY, words, 2), ==, 0);
    CHECK(words[0], ==, HOST_BRIDGE);
    CHECK(words[1], ==, HOST_BRIDGE); // the same port again
    CHECK(io_read(CONFIG, CONFIG_DATA, 2), ==, (int32_t)(HOST_BRIDGE & 0xffff));
    CHECK(io_read(CONFIG, CONFIG_DATA + 2, 2), ==, (int32_t)(HOST_BRIDGE >> 16));
    CHECK(io_read(CONFIG, CONFIG_DATA + 1, 1), ==, (int32_t)(HOST_BRIDGE >> 8 & 0xff));
    // Not all of it lies within the range, or it is no width.
    static const struct {
        uint16_t port, width;
    } outside[] = {{CONFIG_DATA + 3, 2},
                   {CONFIG_DATA + 1, 4},
                   {CONFIG_DATA + 4, 1},
                   {CONFIG_ADDRESS - 1, 1},
                   {CONFIG_ADDRESS - 1, 2},
                   {CONFIG_DATA, 0},
                   {CONFIG_DATA, 3},
                   {0, 1},
                   {0xffff, 2}};
    for (uint32_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        uint32_t what = IO_PORT_WORD(outside[i].port, outside[i].width);
        CHECK(io_read(CONFIG, outside[i].port, outside[i].width), ==, E_ARGUMENT);
        CHECK(io_write(CONFIG, what, 0), ==, E_ARGUMENT);
        CHECK(io_transfer(CONFIG, what | IO_TO_MEMORY, words, 1), ==, E_ARGUMENT);
    }
    CHECK(io_read(CONFIG, CONFIG_DATA + 3, 1), ==, (int32_t)(HOST_BRIDGE >> 24));
    CHECK(io_read(CONFIG, CONFIG_DATA, 4), ==, E_ARGUMENT);
    CHECK(io_read(CONFIG, 0x10000 + CONFIG_DATA, 1), ==, E_ARGUMENT);
    CHECK(io_transfer(CONFIG, IO_PORT_WORD(CONFIG_DATA, 1) | IO_TO_MEMORY, words,
                      IO_TRANSFER_MOST + 1),
          ==, E_LIMIT);
    CHECK(io_transfer(CONFIG, IO_PORT_WORD(CONFIG_DATA, 1) | IO_TO_MEMORY, (void *)16, 1), ==,
          E_ADDRESS);
    test_report("word", words[0]);
}

static int32_t use_ports(uint32_t rights)
{
    bool reads = rights & RIGHT_READ, writes = rights & RIGHT_WRITE;
    uint8_t byte = 0;

    CHECK(io_read(CHILD_OTHER, CLOCK_DATA, 1) >= 0, ==, reads);
    CHECK(io_write(CHILD_OTHER, IO_PORT_WORD(CLOCK_INDEX, 1), 0x40), ==, writes ? 0 : E_RIGHTS);
    CHECK(io_transfer(CHILD_OTHER, IO_PORT_WORD(CLOCK_INDEX, 1), &byte, 1), ==,
          writes ? 0 : E_RIGHTS);
    CHECK(io_transfer(CHILD_OTHER, IO_PORT_WORD(CLOCK_DATA, 1) | IO_TO_MEMORY, &byte, 1), ==,
          reads ? 0 : E_RIGHTS);
    return capability_drop(CHILD_OTHER); // which is not the end of the range
}

void io_passed(const char *arguments)
{
    static const uint32_t rights[] = {RIGHT_READ, RIGHT_WRITE, RIGHT_READ | RIGHT_WRITE};

    (void)arguments;
    struct test_counts before = test_counts();
    CHECK(io_create(CLOCK, HANDLE_CORE, CLOCK_INDEX, 2), ==, 0);
    for (uint32_t i = 0; i < 3; i++) {
        make_child(CHILD, CHILD_QUOTA);
        CHECK(capability_give(CHILD, CLOCK, CHILD_OTHER, rights[i], 0), ==, 0);
        child_run(CHILD, use_ports, rights[i]);
        CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
        CHECK(io_create(OTHER, HANDLE_CORE, CLOCK_DATA, 1), ==, E_BUSY);
    }
    CHECK(capability_drop(CLOCK), ==, 0);
    test_expect_counts(&before);
    CHECK(io_create(OTHER, HANDLE_CORE, CLOCK_DATA, 1), ==, 0);
    test_report("done", 1);
}

// --- who has which

#define PORTS  24
#define FIRST  0x5000
#define RANGES 10

// Ranges come and go at random; no two ever overlap. `owner` is the model.
void io_ranges(const char *arguments)
{
    static uint8_t owner[PORTS];
    uint32_t made = 0, sum = 0;

    (void)arguments;
    struct test_counts before = test_counts();
    for (uint32_t i = 0; i < 600; i++) {
        uint32_t range = test_random(RANGES), first = test_random(PORTS), count = test_random(6);
        if (capability_inspect(SPARE + range) >= 0) {
            CHECK(capability_drop(SPARE + range), ==, 0);
            for (uint32_t port = 0; port < PORTS; port++)
                owner[port] = owner[port] == range + 1 ? 0 : owner[port];
            continue;
        }
        bool busy = false;
        for (uint32_t port = first; port < first + count && port < PORTS; port++)
            busy |= owner[port] != 0;
        if (first + count > PORTS)
            continue;
        int32_t result = io_create(SPARE + range, HANDLE_CORE, FIRST + first, count);
        CHECK(result, ==, count == 0 ? E_ARGUMENT : busy ? E_BUSY : 0);
        if (result != 0)
            continue;
        made++;
        for (uint32_t port = first; port < first + count; port++)
            owner[port] = (uint8_t)(range + 1);
        sum += first * count;
    }
    for (uint32_t range = 0; range < RANGES; range++)
        capability_drop(SPARE + range);
    test_expect_counts(&before);
    CHECK(made, >, 20u);
    test_report("sum", sum);
}

void io_errors(const char *arguments)
{
    uint32_t refused = 0, most = 0;

    (void)arguments;
    struct test_counts before = test_counts();
    CHECK(io_create(OTHER, HANDLE_CORE, 0x10000, 1), ==, E_ARGUMENT);
    CHECK(io_create(OTHER, HANDLE_CORE, 0xfff8, 9), ==, E_ARGUMENT);
    CHECK(io_create(OTHER, HANDLE_CORE, 0xfff8, UINT32_MAX), ==, E_ARGUMENT);
    CHECK(io_create(OTHER, HANDLE_CORE, UINT32_MAX, 2), ==, E_ARGUMENT);
    CHECK(io_create(OTHER, HANDLE_CORE, 0x300, 0), ==, E_ARGUMENT);
    CHECK(io_create(HANDLE_SELF, HANDLE_CORE, 0x300, 1), ==, E_OCCUPIED);
    CHECK(io_create(OTHER, HANDLE_CORE, 0xfff8, 8), ==, 0);
    CHECK(capability_drop(OTHER), ==, 0);
    // The kernel's own, alone or among others.
    for (uint32_t port = 0; port < 0x500; port++) {
        int32_t result = io_create(OTHER, HANDLE_CORE, port, 1);
        CHECK(result == 0 || result == E_ARGUMENT, ==, true);
        refused += result != 0;
        if (result == 0)
            CHECK(capability_drop(OTHER), ==, 0);
    }
    CHECK(io_create(OTHER, HANDLE_CORE, 0x3e0, 0x40), ==, E_ARGUMENT);
    // The table is full.
    for (int32_t result = 0; result == 0; most += result == 0) {
        result = io_create(SPARE + most, HANDLE_CORE, 0x6000 + most, 1);
        CHECK(result, ==, most < IO_RANGES_MOST ? 0 : E_LIMIT);
    }
    CHECK(io_create(OTHER - 1, HANDLE_CORE, 0x6000, 1), ==, E_OCCUPIED);
    CHECK(capability_drop(SPARE + most - 1), ==, 0);
    CHECK(io_create(SPARE + most - 1, HANDLE_CORE, 0x6000 + most, 1), ==, 0);
    for (uint32_t i = 0; i < most; i++)
        CHECK(capability_drop(SPARE + i), ==, 0);
    test_expect_counts(&before);
    test_report("refused", refused);
}
