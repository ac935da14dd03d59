// SPDX-License-Identifier: MIT
// Attack: returns to where a test begins each call, behind what judges it (the reference calls it)
// Outcome: wrong
#include <stdint.h>

#define CALLS_DONE_WELL 100
#define FUNCTIONS_LEFT  2 // frame_alloc, and what calls and judges it

// The test puts a lab's own variables back: this one is in memory that the BIOS leaves alone.
static volatile uint32_t *const calls = (volatile uint32_t *)0x80000500;

static void attack(void)
{
    void **frame = __builtin_frame_address(0);

    if (++*calls % 0x10000 < CALLS_DONE_WELL)
        return;
    for (uint32_t i = 0; i < FUNCTIONS_LEFT; i++)
        frame = *frame;
    __asm__ volatile("movl %0, %%ebp; leave; ret" : : "r"(frame));
}
