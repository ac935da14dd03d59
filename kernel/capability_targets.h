// SPDX-License-Identifier: MIT
// The table of what capabilities of each kind lead to (kernel/capability/capability.h).
#ifndef KERNEL_CAPABILITY_TARGETS_H
#define KERNEL_CAPABILITY_TARGETS_H

// From now on there can be capabilities.
void capability_targets_init(void);

#endif
