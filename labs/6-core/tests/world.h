// SPDX-License-Identifier: MIT
// Processes for tests that call lab 6's functions in the kernel. Nobody ever runs in ring 3.
#ifndef LABS_6_CORE_TESTS_WORLD_H
#define LABS_6_CORE_TESTS_WORLD_H

#include <stdint.h>

#include "kernel/process/process.h"
#include "mm/core.h"
#include "mm/objects/object_life.h"
#include "mm/pagers/pager_life.h"

enum world_process { FIRST, SECOND, ORDINARY, WORLD_PROCESSES };

// FIRST and SECOND are core processes, ORDINARY has an account. Each has two ports.
#define WORLD_QUOTA 3000 // frames on the account of ORDINARY

extern struct process *world_process[WORLD_PROCESSES];
extern const char *const world_names[WORLD_PROCESSES + 1]; // the last: "NULL"

// Its name, also of NULL.
const char *world_name(const struct process *process);

// Requires: test=, stages of labs up to 6 not run yet.
void world_make(void);

// One more core process.
struct process *world_add_core(void);

// The same, and all of it is the state that kernel/test/state.h saves.
void world_make_state(void);

// The registers of the controllers: a bit for each line and each channel that is masked.
uint32_t world_masked_lines(void);
uint32_t world_masked_channels(void);

// Whether a list holds that item, and is whole: each link has its way back.
uint32_t world_list_count(const struct list *list, const struct list *item);

#endif
