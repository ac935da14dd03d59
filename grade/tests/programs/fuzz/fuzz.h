// SPDX-License-Identifier: MIT
// Random system calls, mostly valid ones, from many processes at once (make fuzz).
//
//     coordinator ---> workers ---> drones        who made whom
//       (core)         hogs
//
// The coordinator is a boot process, and the RAM store is another. It makes workers, lets them
// run for a few ticks, has the kernel compare its books (TEST_AUDIT), replaces workers that have
// ended and ends some that have not, and so on; at the end it ends all, and looks whether the
// machine is as it was. A worker makes calls; which ones are the likelier, its role says. A hog
// writes to more memory than there is, and finds all of it as it was. All share this program's
// data, which is wired; what each maps besides is its own.
//
// Everything comes from the seed, and each worker has random numbers of its own.
#ifndef GRADE_TESTS_PROGRAMS_FUZZ_FUZZ_H
#define GRADE_TESTS_PROGRAMS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stdint.h>

#include "user/child.h"
#include "user/system.h"

#define WORKERS_MOST 16
#define DRONES       2 // that a worker has at most at a time

// What a worker does most.
enum role {
    ROLE_CLIENT,    // maps memory, uses it, changes rights, syncs
    ROLE_PAGER,     // becomes a pager, and answers: or lies, or does not, or twice
    ROLE_MESSENGER, // sends, calls, receives, replies, passes capabilities on
    ROLE_MAKER,     // makes processes, and ends them
    ROLE_CORE,      // holds the core right: wired memory, interrupts, I/O ports, DMA
    ROLES,
};

// Handles of a worker. Its drones' are its own to use: their stacks go with them.
enum {
    STORE = HANDLE_INIT,   // the RAM store
    FRIENDS = HANDLE_FREE, // other workers
    FRIENDS_MOST = 8,
    ANY = FRIENDS + FRIENDS_MOST, // from here on anything
    DRONE = CAPABILITIES_MOST - DRONES,
};

// In worker.kinds: something that it knows nothing of.
#define UNKNOWN 0xff

struct place {
    uint32_t address, pages; // pages 0: nothing is mapped there
    bool is_writable;
};

#define PLACES   16
#define REQUESTS 8

struct worker {
    uint32_t random; // the state of its random numbers
    uint32_t index;
    enum role role;
    volatile uint32_t calls;           // since it was made
    uint32_t rounds_left;              // of a drone; a worker's never end
    uint8_t kinds[CAPABILITIES_MOST];  // enum capability_kind, as far as it knows
    uint16_t sizes[CAPABILITIES_MOST]; // pages, of objects
    struct place places[PLACES];
    uint32_t requests[REQUESTS], request_count; // slot words that it owes an answer for
    uint32_t replies[REQUESTS], reply_count;
    uint8_t served;   // handle of the object that it made last as a pager; 0: none
    uint8_t spill;    // handle of an object that another pager gave it for its window; 0: none
    uint32_t io_port; // the first of the range of I/O ports that it made last
    uint32_t window, slots;        // as a pager; slots 0: it is none
    uint32_t memory_pages;         // a hog: how many it would like to have
    uint32_t received, answered;   // requests
    uint32_t port, pager_port;     // where it receives
    uint8_t friends[FRIENDS_MOST]; // which workers these are
    uint32_t honesty;              // of 100 requests, how many it answers as it should
};

extern struct worker workers[WORKERS_MOST]; // hogs too

// --- random numbers

uint32_t choose(struct worker *worker, uint32_t bound); // in [0, bound)

static inline bool one_in(struct worker *worker, uint32_t count)
{
    return choose(worker, count) == 0;
}

uint32_t choose_timeout(struct worker *worker);
uint32_t choose_odd_value(struct worker *worker);
uint32_t choose_rights(struct worker *worker);

// A handle that leads to that kind, as far as the worker knows; CAPABILITY_NONE: one that is free.
// Now and then, or if there is none, any other.
uint32_t choose_handle(struct worker *worker, enum capability_kind kind);

// A place with something mapped, or one without.
struct place *choose_place(struct worker *worker, bool is_mapped);

// The program's own text and data, which makers have to make processes with: nobody maps or copies
// them otherwise, since all that the others know lies there.
static inline bool is_own_memory(uint32_t handle)
{
    return handle == HANDLE_SEGMENTS || handle == HANDLE_SEGMENTS + 1;
}

// Any handle but those; and any that leads to something, as far as the worker knows.
uint32_t choose_any_handle(struct worker *worker);
uint32_t choose_known_handle(struct worker *worker);

// Asks the kernel what the handle leads to.
void learn(struct worker *worker, uint32_t handle);

// How many handles lead to that kind, as far as it knows.
uint32_t count_known(const struct worker *worker, enum capability_kind kind);

// Gives a capability to some other process, which knows of it then if it is a friend.
void give(struct worker *worker, uint32_t from, uint32_t rights);

// --- what a worker does

// Counts a call. Returns its result.
static inline int32_t counted(struct worker *worker, int32_t result)
{
    worker->calls++;
    return result;
}

// Makes random calls until it ends.
int32_t worker_run(uint32_t worker);

// Writes to memory and finds it as it was, for ever. Its argument is the worker.
int32_t hog_run(uint32_t worker);

struct action {
    void (*run)(struct worker *worker);
    uint8_t weights[ROLES];
};

extern const struct action memory_actions[], pager_actions[], message_actions[], process_actions[],
    core_actions[], wild_actions[];

// Asks the RAM store for an object. Returns the handle where it is, if there is one.
uint32_t take_from_store(struct worker *worker, uint32_t pages);

// Makes a port, which is the worker's own to receive from.
void make_port(struct worker *worker);

// Starts a drone: a child of the worker that makes calls for a while.
void make_drone(struct worker *worker);

#endif
