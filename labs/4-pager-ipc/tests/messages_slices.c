// SPDX-License-Identifier: MIT
// Lab 4: more processes wait than are handled in one go.
#include "kernel/ipc.h"
#include "kernel/test/test.h"
#include "labs/4-pager-ipc/tests/world.h"

#define MOST 40

static const uint32_t counts[] = {0, 1, 2, 15, 16, 17, 31, 32, 33, MOST};

static struct process *processes[MOST + 1], *server;
static struct port *port;

// The first `count` processes send or call, one after the other.
static void let_wait(uint32_t count, bool call)
{
    for (uint32_t i = 0; i < count; i++) {
        struct process *process = processes[i];
        process->registers.eax = 1u << MESSAGE_PORT_SHIFT;
        process->registers.edx = i;
        world_run(process);
        int32_t result = (call ? ipc_call : ipc_send)(process, port, TICKS_FOREVER);
        CHECK_THAT(result, ==, (int32_t)SYSTEM_CALL_WAITS, "what sending returned to process %u",
                   i);
    }
    world_park();
}

// How many have been completed since, of those from `first` on; each with that result.
static uint32_t count_completed(uint32_t first, uint32_t count, int32_t result)
{
    uint32_t completed = 0;

    for (uint32_t i = first; i < count; i++) {
        if (processes[i]->state == PROCESS_WAITING)
            continue;
        CHECK_THAT(processes[i]->registers.eax, ==, (uint32_t)result,
                   "what process %u of %u that waited was completed with", i, count);
        completed++;
    }
    return completed;
}

static void check_slices(uint32_t count, bool (*fail)(void), const struct list *list,
                         const char *name)
{
    uint32_t done = 0;

    for (bool is_over = false; !is_over;) {
        is_over = fail();
        world_park();
        uint32_t now = count_completed(0, count, E_DEAD);
        CHECK_THAT(now - done, <=, (uint32_t)IPC_SLICE, "how many %s completed at once, of %u",
                   name, count);
        CHECK_THAT(now > done || count == 0, ==, true,
                   "whether %s has done anything, with %u of %u left", name, count - done, count);
        CHECK_THAT(list_is_empty(list), ==, now == count,
                   "whether the list is empty, with %u of %u completed", now, count);
        CHECK_THAT(is_over, ==, now == count, "what %s returned, with %u of %u completed", name,
                   now, count);
        done = now;
    }
}

static bool fail_senders(void)
{
    return ipc_fail_senders(port);
}

static bool fail_callers(void)
{
    return ipc_fail_callers(server);
}

static int32_t receive(void)
{
    world_run(server);
    server->registers.eax = 1u << MESSAGE_PORT_SHIFT;
    int32_t result = ipc_receive(server, port, 0);
    world_park();
    return result;
}

static void begin(void)
{
    world_make_processes(processes, MOST + 1);
    server = processes[MOST];
    port = &server->ports[0];
    for (uint32_t i = 0; i < MOST; i++) {
        const struct capability capability = {.kind = CAPABILITY_PORT,
                                              .rights = RIGHT_SEND,
                                              .badge = i,
                                              .target = port,
                                              .generation = port->generation};
        capability_put(processes[i], 1, &capability);
    }
}

static void spoil(uint32_t count, uint32_t change)
{
    for (uint32_t i = 0; i < count; i++)
        processes[i]->capabilities[1].generation ^= change;
}

// So many whose capability is stale, and one behind them whose is good.
static void check_stale(uint32_t count)
{
    uint32_t done = 0, stale = count - 1;
    int32_t result = SYSTEM_CALL_WAITS;

    let_wait(count, false);
    spoil(stale, 1);
    while (result == SYSTEM_CALL_WAITS) {
        result = receive();
        uint32_t now = count_completed(0, stale, E_STALE);
        CHECK_THAT(server->state, ==, PROCESS_READY,
                   "the state of the receiver that yields, with %u of %u senders looked at", now,
                   count);
        CHECK_THAT(now - done, <=, (uint32_t)IPC_SLICE,
                   "how many senders one ipc_receive looked at");
        CHECK_THAT(now > done || result != SYSTEM_CALL_WAITS, ==, true,
                   "whether ipc_receive has looked at a sender, with %u of %u left", count - done,
                   count);
        done = now;
    }
    CHECK_THAT(result, ==, 0, "what ipc_receive returned for the good one behind %u stale ones",
               stale);
    CHECK_THAT(server->registers.edx, ==, stale, "the word of the message that was received");
    CHECK_THAT(done, ==, stale, "how many stale ones were completed before it came");
    spoil(stale, 1);
}

// --- what it costs

#define MORE_MOST 60 // instructions, with many others that wait: a search takes more

static uint32_t costs[4];
static const char *const cost_names[] = {"ipc_call, which waits", "ipc_receive", "ipc_reply",
                                         "ipc_send, which is received at once"};

// With so many others that wait to send, and as many that wait for a reply.
static void measure(uint32_t others, uint32_t found[4])
{
    struct process *one = processes[2 * others];
    uint32_t start;

    let_wait(others, true);
    for (uint32_t i = 0; i < others; i++)
        receive();
    // Those are on the list of callers; now as many more queue behind `one`.
    one->registers.eax = 1u << MESSAGE_PORT_SHIFT;
    world_run(one);
    start = test_read_instructions();
    int32_t result = ipc_call(one, port, TICKS_FOREVER);
    found[0] = test_read_instructions() - start;
    CHECK(result, ==, (int32_t)SYSTEM_CALL_WAITS);
    for (uint32_t i = others; i < 2 * others; i++) {
        world_park();
        world_run(processes[i]);
        processes[i]->registers.eax = 1u << MESSAGE_PORT_SHIFT;
        CHECK(ipc_call(processes[i], port, TICKS_FOREVER), ==, (int32_t)SYSTEM_CALL_WAITS);
    }
    world_park();
    world_run(server);
    start = test_read_instructions();
    int32_t reply = ipc_receive(server, port, TICKS_FOREVER);
    found[1] = test_read_instructions() - start;
    start = test_read_instructions();
    result = ipc_reply(server, (uint32_t)reply);
    found[2] = test_read_instructions() - start;
    CHECK(result, ==, 0);
    world_park();
    while (!ipc_fail_senders(port) || !ipc_fail_callers(server))
        world_park();
    world_park();
    world_run(server);
    CHECK(ipc_receive(server, port, TICKS_FOREVER), ==, (int32_t)SYSTEM_CALL_WAITS);
    world_park();
    world_run(one);
    one->registers.eax = 1u << MESSAGE_PORT_SHIFT;
    start = test_read_instructions();
    CHECK(ipc_send(one, port, TICKS_FOREVER), ==, 0);
    found[3] = test_read_instructions() - start;
    world_park();
}

TEST(ipc_cost, 4)
{
    uint32_t alone[4];

    begin();
    measure(1, costs); // warm
    measure(1, alone);
    measure(MOST / 2 - 1, costs);
    for (uint32_t i = 0; i < 4; i++)
        CHECK_THAT(costs[i], <=, alone[i] + MORE_MOST,
                   "the instructions of %s, with %u others that wait; %u with one", cost_names[i],
                   (uint32_t)MOST - 2, alone[i]);
    record_send("value", "done=1");
}

// However many messages there were, and calls with their replies, the next ones arrive.
static void live_long(void)
{
    for (uint32_t i = 1; i <= TEST_LONG_LIFE; i++) {
        let_wait(1, false);
        CHECK_THAT(receive(), ==, 0, "what ipc_receive returned for message %u", i);
        let_wait(1, true);
        int32_t reply = receive();
        CHECK_THAT(reply, >, 0, "what ipc_receive returned for call %u", i);
        world_run(server);
        CHECK_THAT(ipc_reply(server, (uint32_t)reply), ==, 0, "what ipc_reply returned, time %u",
                   i);
        world_park();
        CHECK_THAT(processes[0]->state, ==, PROCESS_READY, "the state of the caller, time %u", i);
    }
}

TEST(ipc_slices, 4)
{
    begin();
    for (uint32_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        let_wait(counts[i], false);
        check_slices(counts[i], fail_senders, &port->senders, "ipc_fail_senders");
        let_wait(counts[i], true);
        check_slices(counts[i], fail_senders, &port->senders, "ipc_fail_senders");
        let_wait(counts[i], true);
        for (uint32_t j = 0; j < counts[i]; j++)
            CHECK_THAT(receive(), >, 0, "what ipc_receive returned for call %u of %u", j,
                       counts[i]);
        check_slices(counts[i], fail_callers, &server->ipc.callers, "ipc_fail_callers");
        if (counts[i] > 0)
            check_stale(counts[i]);
    }
    live_long();
    record_send("value", "done=1");
}
