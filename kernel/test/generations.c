// SPDX-License-Identifier: MIT
// Generations of capabilities, 2^32 of them later: the lower half of one comes again, and what was
// stale stays stale. Nobody runs here; the system calls are made on behalf of a process.
#include "kernel/abi/rights.h"
#include "kernel/calls/system_call.h"
#include "kernel/life/process_make.h"
#include "kernel/process/process.h"
#include "kernel/test/core.h"
#include "kernel/test/test.h"

#define OWNED   10 // the owner's capability
#define COPY    11 // that was made of it
#define CORE    12 // the core right
#define FREE    13
#define LINE    3 // an interrupt line and an I/O port that nobody else has
#define IO_PORT 0x300

static struct process *process;

static int32_t call(int32_t (*system_call)(struct process *), uint32_t ebx, uint32_t ecx,
                    uint32_t edx, uint32_t esi)
{
    process->registers = (struct trap_frame){.ebx = ebx, .ecx = ecx, .edx = edx, .esi = esi};
    return system_call(process);
}

static uint64_t generation_of(uint32_t handle)
{
    return process->capabilities[handle].generation;
}

// --- what there are capabilities for

static int32_t make_port(void)
{
    return call(system_call_port_create, OWNED, 0, 0, 0);
}

static int32_t make_object(void)
{
    return test_make_memory(process, OWNED, 1);
}

static int32_t make_line(void)
{
    return call(system_call_interrupt_create, OWNED, CORE, LINE, 0);
}

static int32_t make_io(void)
{
    return call(system_call_io_create, OWNED, CORE, IO_PORT, 1);
}

static int32_t make_process(void)
{
    struct claim claim = {0};

    int error = reserve_claim(&claim, CLASS_CORE, PROCESS_FRAMES);
    if (error != 0)
        return error;
    struct process *made =
        process_make(process, PROCESS_FRAMES, "made", capability_new_generation(), &claim);
    capability_make(process, OWNED, CAPABILITY_PROCESS, made, RIGHTS_ALL);
    return 0;
}

static int32_t make_core_right(void)
{
    capability_make(process, OWNED, CAPABILITY_CORE, process, RIGHTS_ALL);
    return 0;
}

static const struct {
    const char *name;
    int32_t (*make)(void);
    bool is_dropped; // ends when its owner drops the capability
} kinds[] = {
    {"port", make_port, true},        {"object", make_object, false},
    {"line", make_line, true},        {"range of ports", make_io, true},
    {"process", make_process, false}, {"core right", make_core_right, false},
};

#define KINDS (sizeof kinds / sizeof kinds[0])

// --- the tests

// The next generation that is made has the lower half of `generation`, and is another one.
static void go_round(uint64_t generation)
{
    capability_latest_generation = generation + UINT32_MAX;
}

static void check_stale(uint32_t kind, const char *after)
{
    CHECK_THAT((uint32_t)generation_of(OWNED), ==, (uint32_t)generation_of(COPY),
               "the lower half of the generation of a %s after %s (and that of the copy)",
               kinds[kind].name, after);
    CHECK_THAT(call(system_call_capability_inspect, OWNED, 0, 0, 0) > 0, ==, true,
               "whether the owner's capability for a %s is valid after %s", kinds[kind].name,
               after);
    CHECK_THAT(call(system_call_capability_inspect, COPY, 0, 0, 0), ==, E_STALE,
               "what capability_inspect says of the copy for a %s after %s", kinds[kind].name,
               after);
}

static void make_with_copy(uint32_t kind)
{
    CHECK_THAT(kinds[kind].make(), ==, 0, "what the call that makes a %s returns",
               kinds[kind].name);
    CHECK_THAT(call(system_call_capability_copy, OWNED, COPY, RIGHTS_ALL, 0), ==, 0,
               "what capability_copy of a %s returns", kinds[kind].name);
}

static void test_kind(uint32_t kind)
{
    make_with_copy(kind);
    go_round(generation_of(COPY));
    CHECK_THAT(call(system_call_capability_revoke, OWNED, 0, 0, 0), ==, 0,
               "what capability_revoke of a %s returns", kinds[kind].name);
    check_stale(kind, "capability_revoke");
    if (!kinds[kind].is_dropped)
        return;
    CHECK_THAT(call(system_call_capability_drop, OWNED, 0, 0, 0), ==, 0,
               "what capability_drop of a %s returns", kinds[kind].name);
    make_with_copy(kind);
    CHECK(call(system_call_capability_drop, OWNED, 0, 0, 0), ==, 0);
    go_round(generation_of(COPY));
    CHECK(kinds[kind].make(), ==, 0);
    check_stale(kind, "another one was made");
    CHECK(call(system_call_capability_drop, OWNED, 0, 0, 0), ==, 0);
}

static void make_caller(void)
{
    struct claim claim = {0};

    CHECK(reserve_claim(&claim, CLASS_CORE, PROCESS_FRAMES), ==, 0);
    process = process_make(NULL, QUOTA_UNLIMITED, "caller", capability_new_generation(), &claim);
    capability_make(process, CORE, CAPABILITY_CORE, process, RIGHTS_ALL);
}

TEST(generations, 6)
{
    for (uint32_t i = 0; i < KINDS; i++) {
        make_caller();
        test_kind(i);
    }
    // 0 is the generation of what is free.
    capability_latest_generation = UINT32_MAX;
    CHECK(capability_new_generation(), ==, 1u);
    CHECK(capability_latest_generation, ==, (uint64_t)UINT32_MAX + 2);
    capability_latest_generation = UINT64_MAX;
    CHECK(capability_new_generation(), ==, 0u);
    CHECK(call(system_call_port_create, FREE, 0, 0, 0), ==, E_LIMIT);
}
