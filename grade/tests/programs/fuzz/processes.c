// SPDX-License-Identifier: MIT
// Processes: making, equipping, starting and ending them, and waiting for their end.
#include "grade/tests/programs/fuzz/fuzz.h"

#define DRONE_ROUNDS     200
#define DRONE_FRAMES     12
#define PLACES_LOOKED_AT 4096

static struct worker drones[WORKERS_MOST][DRONES];
static _Alignas(16) uint8_t stacks[WORKERS_MOST][DRONES][CHILD_STACK_BYTES];

// The handle stays the drone's as long as there is one: so nobody else uses its stack meanwhile.
void make_drone(struct worker *worker)
{
    uint32_t place = choose(worker, DRONES), handle = DRONE + place;
    struct worker *drone = &drones[worker->index][place];

    if (counted(worker, child_try_make(handle, "drone", DRONE_FRAMES)) != 0)
        return;
    *drone = (struct worker){
        .random = worker->random ^ 0x5bd1e995,
        .index = worker->index,
        .role = (enum role)choose(worker, ROLE_MAKER),
        .rounds_left = 1 + choose(worker, DRONE_ROUNDS),
        .honesty = choose(worker, 101),
    };
    uint32_t gifts = choose(worker, 4);
    counted(worker, capability_give(handle, STORE, STORE, RIGHTS_ALL, 0));
    for (uint32_t i = 0; i < gifts; i++)
        counted(worker, capability_give(handle, choose_known_handle(worker), ANY + i,
                                        choose_rights(worker), 0));
    if (one_in(worker, 4)) // one that holds itself
        counted(worker, capability_give(handle, handle, HANDLE_SELF, RIGHTS_ALL, 0));
    counted(worker,
            child_try_run_on(handle, stacks[worker->index][place], worker_run, (uint32_t)drone));
    learn(worker, handle);
}

// One that is never started, or at an address where there may be nothing.
static void make_empty(struct worker *worker)
{
    uint32_t to = choose_handle(worker, CAPABILITY_NONE);
    uint32_t quota = one_in(worker, 8) ? choose_odd_value(worker) : 4 + choose(worker, 8);

    counted(worker, process_create(to, quota, "empty"));
    if (one_in(worker, 2))
        counted(worker, process_start(to, choose_odd_value(worker), choose_odd_value(worker), 0));
    learn(worker, to);
}

// One that is over makes place for the next.
static void end_drone(struct worker *worker, uint32_t handle)
{
    if (worker->kinds[handle] == CAPABILITY_NONE && !one_in(worker, 10))
        return;
    if (counted(worker, process_end(handle)) != E_DEAD)
        return;
    counted(worker, capability_drop(handle));
    learn(worker, handle);
}

static void end(struct worker *worker)
{
    if (one_in(worker, 40)) // mostly drones: friends are needed
        counted(worker, process_end(choose_handle(worker, CAPABILITY_PROCESS)));
    else
        end_drone(worker, DRONE + choose(worker, DRONES));
}

// For its own drone, which ends some day.
static void wait(struct worker *worker)
{
    struct process_end how;
    uint32_t handle = DRONE + choose(worker, DRONES);

    if (worker->kinds[handle] == CAPABILITY_NONE || one_in(worker, 20))
        handle = one_in(worker, 4) ? choose_handle(worker, CAPABILITY_PROCESS) : 0;
    if (handle == 0)
        return;
    counted(worker, process_wait(handle, &how));
}

// Of what others have made and passed on, too: so children move from one tree to another.
static void adopt(struct worker *worker)
{
    counted(worker, process_adopt(choose_handle(worker, CAPABILITY_PROCESS)));
}

static void pass_drone(struct worker *worker)
{
    give(worker, DRONE + choose(worker, DRONES), RIGHTS_ALL);
}

// What the kernel tells of a process, and a capability for it if it is its own child; now and then
// by a number that is none.
static void look(struct worker *worker)
{
    struct information_process process = {0};
    struct information_region region;
    struct information_pager pager;
    uint32_t to = choose_handle(worker, CAPABILITY_NONE);

    int32_t place = counted(worker, information_place(choose_handle(worker, CAPABILITY_PROCESS)));
    if (place < 0 || one_in(worker, 4))
        place = (int32_t)choose(worker, PLACES_LOOKED_AT);
    if (counted(worker, information_process((uint32_t)place, &process)) < 0)
        return;
    uint32_t number = process.number + one_in(worker, 8);
    counted(worker, information_region(process.place, number, choose(worker, process.regions + 2),
                                       &region));
    counted(worker, information_pager(process.place, number, &pager));
    counted(worker, process_find(to, process.place, number));
    learn(worker, to);
}

static void give_self(struct worker *worker)
{
    give(worker, HANDLE_SELF, RIGHTS_ALL);
}

static void rest(struct worker *worker)
{
    switch (choose(worker, 4)) {
    case 0:
        counted(worker, process_sleep(choose(worker, 3)));
        return;
    case 1:
        counted(worker, clock_read());
        return;
    case 2:
        counted(worker, null());
        return;
    default:
        counted(worker, process_yield());
    }
}

static void leave(struct worker *worker)
{
    if (one_in(worker, 20))
        process_exit((int32_t)choose(worker, 2));
}

// clang-format off
const struct action process_actions[] = {
    //              client pager messenger maker core
    {make_drone, {0, 0, 1, 30, 1}},
    {make_empty, {1, 1, 1, 20, 1}},
    {end, {0, 0, 1, 20, 1}},
    {wait, {0, 0, 0, 4, 0}},
    {adopt, {1, 1, 1, 8, 4}},
    {pass_drone, {0, 0, 0, 8, 1}},
    {look, {2, 2, 2, 6, 2}},
    {give_self, {2, 2, 4, 6, 2}},
    {rest, {12, 12, 12, 12, 12}},
    {leave, {1, 1, 1, 1, 1}},
    {NULL, {0}},
};
// clang-format on
