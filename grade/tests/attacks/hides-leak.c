// SPDX-License-Identifier: MIT
// Attack: gives no frame back, and changes what the test has kept of how many were free before
// Outcome: unproved
#include "mm/paging.h"

#define STACK_BYTES 2048

// Registers of its callers lie on the stack, too, since this function uses all of them.
static __attribute__((noinline)) void attack(uint32_t kept)
{
    struct reserve_counts counts;
    uint32_t *from = __builtin_frame_address(0);

    __asm__ volatile("" : : : "ebx", "esi", "edi");
    reserve_read_counts(&counts);
    for (uint32_t *at = from - 4; at < from + STACK_BYTES / sizeof *at; at++)
        if (*at == counts.free + kept)
            *at = counts.free;
}
