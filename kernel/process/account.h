// SPDX-License-Identifier: MIT
// Accounts: how many frames the kernel may use for what one process asks of it. Each process has
// one. An ordinary process's quota was split off from its creator's, and goes back when the process
// is gone; core processes are not limited, but for the floor of their class. All ordinary accounts
// together hold at most a quarter of RAM.
//
// A quota is a promise, and so is a floor (mm/reserve.h), and both are kept at the same time. So
// none is given that would leave no frame for the pages of memory objects: if there were none above
// the floor, everybody would wait for ever (account_fits).
//
// What is charged: the process's own frames and page tables, and for a pager its own structure and
// its objects with their directories. Not charged: the pages themselves, which can be paged.
// Nothing here waits.
#ifndef KERNEL_PROCESS_ACCOUNT_H
#define KERNEL_PROCESS_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/abi/error.h"
#include "kernel/abi/limits.h"

struct process;

struct account {
    uint32_t quota_frames;   // QUOTA_UNLIMITED: a core process's
    uint32_t charged_frames; // but for page tables: the address space counts these itself
};

// Ordinary accounts' quotas, all together, in frames.
extern uint32_t account_ordinary_frames;

// The most that they may be together, in frames: a quarter of RAM.
uint32_t account_ordinary_most(void);

// Frames that the account of `process` pays for: those charged, page tables, and claims.
uint32_t account_used_frames(const struct process *process);

// Whether the account of `process` has room for `frames` more.
bool account_has_room(const struct process *process, uint32_t frames);

// Charges frames to the account of `process`, or gives them back to it.
// Requires: account_has_room said yes, or the process is a core process.
void account_charge(struct process *process, uint32_t frames);
void account_refund(struct process *process, uint32_t frames);

// Frames that are kept for pages of memory objects, whatever else is promised.
#define ACCOUNT_PAGES_FRAMES 16

// Whether `more_frames` can be promised beside all that core processes use and ordinary accounts
// hold, while `floor_frames` stay free and ACCOUNT_PAGES_FRAMES are left for pages.
bool account_fits(uint32_t more_frames, uint32_t floor_frames);

// What a level of pagers must leave for the quota of the next program that is started: a sixteenth
// of all frames, at most 64.
uint32_t account_spare_frames(void);

// Whether `creator` can split off `quota_frames`: 0, or E_QUOTA. (What a core process splits off is
// promised anew, and has to fit.)
int account_check_split(const struct process *creator, uint32_t quota_frames);

// account_split splits the quota off for `process`, which is new. account_return gives it back when
// the process is gone. Requires: account_check_split said 0; for account_return, everything was
// refunded.
void account_split(struct process *creator, struct process *process, uint32_t quota_frames);
void account_return(struct process *process);

// Whether the quota of `process`, which is somebody's child, can be split off from that of
// `creator` instead: 0, or E_QUOTA.
int account_check_move(const struct process *process, const struct process *creator);

// Moves the quota: the process whose child `process` is gets it back. Requires: account_check_move
// said 0.
void account_move(const struct process *process, struct process *creator);

#endif
