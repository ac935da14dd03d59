// SPDX-License-Identifier: MIT
#include "kernel/test_frames.h"

#include "mm/reserve.h"

#define GARBAGE 0x5aa55aa7u

// The frames hang on a chain through their first words meanwhile.
void test_spoil_free_frames(void)
{
    struct frame *chain = NULL, *frame;

    while ((frame = reserve_alloc(CLASS_RESERVE, FRAME_KERNEL)) != NULL) {
        uint32_t *memory = frame_address(frame);
        for (uint32_t i = 1; i < FRAME_BYTES / sizeof *memory; i++)
            memory[i] = GARBAGE;
        memory[0] = (uint32_t)chain;
        chain = frame;
    }
    while (chain != NULL) {
        uint32_t *memory = frame_address(chain);
        frame = chain;
        chain = (struct frame *)memory[0];
        memory[0] = GARBAGE;
        reserve_free(frame);
    }
}
