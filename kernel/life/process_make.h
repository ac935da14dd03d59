// SPDX-License-Identifier: MIT
// How a process begins. Nothing here waits.
#ifndef KERNEL_LIFE_PROCESS_MAKE_H
#define KERNEL_LIFE_PROCESS_MAKE_H

#include <stdint.h>

#include "kernel/process/process.h"

// How many frames process_make takes.
#define PROCESS_FRAMES 2

// Makes a process that is PROCESS_NEW, with nothing in it. `creator` NULL makes a core process.
// Requires: the claim holds PROCESS_FRAMES; account_check_split said yes; the creator is less than
// PROCESS_DEPTH_MOST deep in the tree; `generation` is a new one.
struct process *process_make(struct process *creator, uint32_t quota_frames, const char *name,
                             uint32_t generation, struct claim *claim);

// Starts a process that is PROCESS_NEW.
void process_start(struct process *process, uint32_t instruction, uint32_t stack,
                   uint32_t argument);

#endif
