// SPDX-License-Identifier: MIT
// Attack: reports and ends a test of lab 7 with a system call of given code
// Outcome: unproved
#include "user/own_store.h"

#include "kernel/abi/test_calls.h"

#define PROGRAM_START 0x00400000
#define INT           0xcd // Intel SDM, volume 2
#define SYSTEM_CALL   0x30
#define POP_EBX       0x5b
#define RET           0xc3

static void ask(uint32_t what, uint32_t a, uint32_t b)
{
    const uint8_t *at = (const uint8_t *)PROGRAM_START;

    while (at[0] != INT || at[1] != SYSTEM_CALL || at[2] != POP_EBX || at[3] != RET)
        at++;
    __asm__ volatile("pushl $1f; pushl %%ebx; jmp *%%edi; 1:"
                     :
                     : "a"(TEST_CALL_NUMBER), "b"(what), "c"(a), "d"(b), "D"(at)
                     : "memory");
}

static _Noreturn void attack(void)
{
    ask(TEST_REPORT, (uint32_t) "done", 1);
    ask(TEST_DONE, 0, 0);
    __builtin_unreachable();
}
