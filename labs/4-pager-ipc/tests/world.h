// SPDX-License-Identifier: MIT
// A small world for tests that call lab 4's functions in the kernel: two pagers, one behind the
// other, objects of theirs, and clients that map them. Nobody ever runs in ring 3.
//
//     base     pager on level 0, 3 slots, window `lent`
//       x      3 pages, mapped by all clients
//       big    2,000 pages in leaves, mapped by all clients
//       alone  5 pages, that nobody maps
//       spill  3 pages, the first two are the window of `upper`
//     upper    pager on level `upper_level`, 2 slots, window `spill`
//       y      3 pages, mapped by all clients
//
// Between two calls nobody runs, and all that do not wait are ready.
#ifndef LABS_4_PAGER_IPC_TESTS_WORLD_H
#define LABS_4_PAGER_IPC_TESTS_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/process/process.h"
#include "mm/objects/object.h"
#include "mm/pager.h"

enum world_process { CLIENT_A, CLIENT_B, CLIENT_C, BASE, UPPER, WORLD_PROCESSES };
#define CLIENTS 3
#define PAGERS  2 // BASE and UPPER

enum world_object { X, BIG, ALONE, SPILL, Y, LENT, WORLD_OBJECTS };
#define WORLD_PAGES 18

#define BASE_SLOTS  3
#define UPPER_SLOTS 2
#define SLOTS       3 // the greater of both

// The pages that are looked at.
struct world_page {
    enum world_object object;
    uint32_t page;
};
extern const struct world_page world_pages[WORLD_PAGES];

struct world {
    struct process *process[WORLD_PROCESSES];
    struct pager *pager[PAGERS];
    struct object *object[WORLD_OBJECTS];
    struct pager initial_upper; // as a new one is, but for what pager_init_slots does
    uint32_t kernel_frames;     // in use with no leaf there
};
extern struct world world;

extern const char *const world_process_names[WORLD_PROCESSES];
extern const char *const world_object_names[WORLD_OBJECTS];
extern const char *const world_register_names[]; // of the words of struct trap_frame

// Makes the world; its memory, and all that given code keeps of processes, is the state that
// kernel/test/state.h saves. Requires: test=, stages of labs up to 4 not run yet.
// `upper_level`: 1 to LEVEL_HIGHEST.
void world_make_pages(int upper_level);

// The same with nothing but so many processes, that are named BASE + 1, ...; each has a port.
void world_make_processes(struct process **made, uint32_t count);
void world_add_processes(struct process **made, uint32_t count);

// The place of a page among world_pages; WORLD_PAGES if it is none.
uint32_t world_find_page(enum world_object object, uint32_t page);

// The object of a page among world_pages.
struct object *world_object_of(uint32_t place);

// The pager behind an object: 0 for base, 1 for upper.
uint32_t world_pager_of(enum world_object object);

// The page of its window that a slot has.
uint32_t world_window_page(uint32_t pager, uint32_t slot);

// Where a client has a page mapped; or a pager a page of its window.
user_address world_address(enum world_process process, uint32_t place);

// Whether a process is READY.
bool world_is_ready(uint32_t process);

// The process runs now; and nobody does any more.
void world_run(struct process *process);
void world_park(void);

#endif
