// SPDX-License-Identifier: MIT
// What the core right is good for; without it all of this fails.
#include "grade/tests/programs/fuzz/fuzz.h"

// I/O ports that no device of the machine listens to.
#define PORTS_AT   0x300u
#define PORTS_HERE 32

// Physical memory that no device answers at.
#define DEVICE_AT 0xd0000u

static void make_wired(struct worker *worker)
{
    uint32_t to = choose_handle(worker, CAPABILITY_NONE);
    uint32_t core = choose_handle(worker, CAPABILITY_CORE);
    uint32_t kind = choose(worker, 8);

    if (kind == 0)
        counted(worker,
                object_create_wired(to, core, 1 + choose(worker, 16), WIRED_DEVICE, DEVICE_AT));
    else if (kind < 3)
        counted(worker, object_create_wired(to, core, 1 + choose(worker, 17), WIRED_RUN,
                                            choose(worker, 9)));
    else if (kind == 3)
        counted(worker, object_create_wired(to, core, choose_odd_value(worker), choose(worker, 5),
                                            choose_odd_value(worker)));
    else
        counted(worker, object_create_wired(to, core, 1 + choose(worker, 30), 0, 0));
    learn(worker, to);
}

static void control_dma(struct worker *worker)
{
    counted(worker, dma_control(choose_handle(worker, CAPABILITY_OBJECT), choose(worker, 4),
                                choose(worker, 4) * PAGE_BYTES, choose(worker, 8) * 1024));
}

static void make_interrupt(struct worker *worker)
{
    uint32_t to = choose_handle(worker, CAPABILITY_NONE);

    counted(worker,
            interrupt_create(to, choose_handle(worker, CAPABILITY_CORE), choose(worker, 17)));
    learn(worker, to);
}

static void use_interrupt(struct worker *worker)
{
    uint32_t line = choose_handle(worker, CAPABILITY_INTERRUPT);

    if (one_in(worker, 2))
        counted(worker, interrupt_bind(line, choose_handle(worker, CAPABILITY_PORT)));
    else
        counted(worker, interrupt_acknowledge(line));
}

static void make_io(struct worker *worker)
{
    uint32_t to = choose_handle(worker, CAPABILITY_NONE);

    uint32_t first = PORTS_AT + choose(worker, PORTS_HERE);

    int32_t result = counted(worker, io_create(to, choose_handle(worker, CAPABILITY_CORE), first,
                                               1 + choose(worker, 4)));
    if (result == 0)
        worker->io_port = first;
    learn(worker, to);
}

static void use_io(struct worker *worker)
{
    uint32_t io = choose_handle(worker, CAPABILITY_IO);
    uint32_t port = one_in(worker, 4) ? PORTS_AT + choose(worker, PORTS_HERE) : worker->io_port;
    uint32_t width = 1u << choose(worker, 3);
    const struct place *place = choose_place(worker, true);

    switch (choose(worker, 3)) {
    case 0:
        counted(worker, io_read(io, port, width));
        return;
    case 1:
        counted(worker, io_write(io, IO_PORT_WORD(port, width), worker->random));
        return;
    default:
        counted(worker,
                io_transfer(io, IO_PORT_WORD(port, width) | (one_in(worker, 2) ? IO_TO_MEMORY : 0),
                            (void *)(place->address + choose(worker, PAGE_BYTES)),
                            choose(worker, 260)));
    }
}

static void read_console(struct worker *worker)
{
    const struct place *place = choose_place(worker, true);

    counted(worker,
            console_read(choose_handle(worker, CAPABILITY_INTERRUPT),
                         (char *)place->address + choose(worker, PAGE_BYTES), choose(worker, 300)));
}

// clang-format off
const struct action core_actions[] = {
    //              client pager messenger maker core
    {make_wired, {1, 1, 1, 1, 24}},
    {control_dma, {0, 0, 0, 0, 6}},
    {make_interrupt, {0, 0, 1, 0, 8}},
    {use_interrupt, {0, 0, 1, 0, 12}},
    {make_io, {0, 0, 1, 0, 8}},
    {use_io, {0, 0, 1, 0, 12}},
    {read_console, {1, 0, 1, 0, 2}},
    {NULL, {0}},
};
// clang-format on
