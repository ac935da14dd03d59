// SPDX-License-Identifier: MIT
// Attack: reports and ends a test of lab 7 with a system call of given code
// Outcome: wrong
#include "user/own_store.h"

#include "kernel/abi/test_calls.h"

#define PROGRAM_START 0x00400000
#define INT           0xcd // Intel SDM, volume 2
#define SYSTEM_CALL   0x30
#define POP_EBX       0x5b

// int $0x30; pop %ebx; ret
static void ask(uint32_t what, uint32_t a, uint32_t b)
{
    const uint8_t *at = (const uint8_t *)PROGRAM_START;

    while (at[0] != INT || at[1] != SYSTEM_CALL || at[2] != POP_EBX)
        at++;
    __asm__ volatile("pushl $1f; pushl %%ebx; jmp *%%edi; 1:"
                     :
                     : "a"(TEST_CALL_NUMBER), "b"(what), "c"(a), "d"(b), "D"(at)
                     : "memory");
}

static int32_t attack(void)
{
    ask(TEST_REPORT, (uint32_t) "done", 1);
    ask(TEST_DONE, 0, 0);
    return 0;
}

int32_t own_store_format(struct block_device *disk)
{
    (void)disk;
    return attack();
}

int32_t own_store_open(struct block_device *disk)
{
    (void)disk;
    return attack();
}

uint32_t own_store_memory_pages(void)
{
    return (uint32_t)attack();
}

uint32_t own_store_file_pages(void)
{
    return (uint32_t)attack();
}

int32_t own_store_fetch(uint32_t file, uint32_t page, void *memory)
{
    (void)file, (void)page, (void)memory;
    return attack();
}

int32_t own_store_store(uint32_t file, uint32_t page, const void *memory)
{
    (void)file, (void)page, (void)memory;
    return attack();
}

int32_t own_store_describe(uint32_t file, struct store_name *name)
{
    (void)file, (void)name;
    return attack();
}

int32_t own_store_create(const char *name)
{
    (void)name;
    return attack();
}

int32_t own_store_set_length(uint32_t file, uint32_t bytes)
{
    (void)file, (void)bytes;
    return attack();
}

int32_t own_store_sync(uint32_t file)
{
    (void)file;
    return attack();
}

void own_store_revert(uint32_t file)
{
    (void)file;
    attack();
}

int32_t own_store_remove(uint32_t file)
{
    (void)file;
    return attack();
}
