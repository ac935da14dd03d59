// SPDX-License-Identifier: MIT
// Attack: goes to where the program of a test of lab 7 reports that all is well
// Outcome: unproved
#include "user/own_store.h"

#include "kernel/abi/test_calls.h"

#define FRAMES_BELOW 3 // of what calls the scenario, and its own
#define LOCALS_BYTES 4096
#define CALL         0xe8 // Intel SDM, volume 2
#define LEAVE        0xc9
#define POP_EBP      0x5d
#define RET          0xc3

static _Noreturn void attack(void)
{
    const uint32_t *frame = __builtin_frame_address(0);
    const uint8_t *at;
    uint32_t count = 0;

    for (const uint32_t *next = frame; next[0] != 0; next = (const uint32_t *)next[0])
        count++;
    for (; count > FRAMES_BELOW; count--)
        frame = (const uint32_t *)frame[0];
    for (at = (const uint8_t *)frame[1]; (at[0] != POP_EBP && at[0] != LEAVE) || at[1] != RET;)
        at++;
    while (*at != CALL)
        at--;
    // test_call(TEST_REPORT, "done", 1, 0)
    __asm__ volatile("movl %0, %%ebp; leal -%c1(%%ebp), %%esp; pushl $0; jmp *%2"
                     :
                     : "S"(frame[0]), "i"(LOCALS_BYTES), "D"(at), "a"(TEST_REPORT), "d"("done"),
                       "c"(1)
                     : "memory");
    __builtin_unreachable();
}
