// SPDX-License-Identifier: MIT
// The tree of processes: who made whom, and who has taken whose child. An ordinary process that
// ends takes its children along (kernel/life/teardown.h: end_children). A process's quota goes back
// up the tree when the process has ended.
#ifndef KERNEL_LIFE_FAMILY_H
#define KERNEL_LIFE_FAMILY_H

#include "kernel/process/process.h"

// How many processes are above it: 0 for those that the boot loader made, PROCESS_DEPTH_MOST at
// the most.
uint32_t family_depth(const struct process *process);

// Whether the process is below `ancestor`, or is that one.
bool family_is_within(const struct process *process, const struct process *ancestor);

// Whether `parent` can take `child` as its own. Returns 0, or one of these, the first that applies:
//     E_DEAD   the child has ended, or is about to
//     E_STATE  it has no parent: the boot loader made it, or the boot process above it has ended
//     E_LIMIT  `parent` is deeper in the tree than the process whose child it is: with the child's
//              own children it might be deeper than PROCESS_DEPTH_MOST, or be below itself
//     E_QUOTA  `parent` has no room for the child's quota
int family_check_adoption(const struct process *child, const struct process *parent);

// Makes `child` a child of `parent`. It moves to the list of `parent`, and its quota is taken from
// the quota of `parent`. The former parent gets that quota back. (The scheduler leaves the child in
// its old branch, which goes on paying for it.)
// Requires: family_check_adoption said 0.
void family_adopt(struct process *child, struct process *parent);

#endif
