// SPDX-License-Identifier: MIT
// What the assembler sources need to know of the C headers. Compiled to assembly only; the Makefile
// turns each string that starts with "=>" into a line of offsets.inc.
#include "kernel/segment.h"
#include "kernel/stack.h"
#include "kernel/trap.h"
#include "mm/layout.h"

#define DEFINE(name, value)                                                                        \
    __asm__ volatile("\n.ascii \"=> " name " %c0\"" : : "i"((unsigned long long)(uint32_t)(value)))

void offsets(void);

void offsets(void)
{
    DEFINE("KERNEL_BASE", KERNEL_BASE);
    DEFINE("DIRECT_MAP_BYTES", DIRECT_MAP_BYTES);
    DEFINE("FRAME_BYTES", FRAME_BYTES);
    DEFINE("LARGE_PAGE_SHIFT", LARGE_PAGE_SHIFT);
    DEFINE("LARGE_PAGE_BYTES", LARGE_PAGE_BYTES);
    DEFINE("KERNEL_DATA_SELECTOR", KERNEL_DATA_SELECTOR);
    DEFINE("KERNEL_STACK_BYTES", KERNEL_STACK_BYTES);
    DEFINE("KERNEL_STACK_GUARD_BYTES", KERNEL_STACK_GUARD_BYTES);
    DEFINE("TRAP_VECTORS", TRAP_VECTORS);
}
