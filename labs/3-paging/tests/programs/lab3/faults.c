// SPDX-License-Identifier: MIT
// What a process may not do, and that it ends for it while the others go on.
#include "labs/3-paging/tests/programs/lab3/scenarios.h"
#include "user/child.h"
#include "user/testing/test.h"

extern uint8_t program_text_start[];

int32_t read_word(uint32_t address)
{
    return *(const volatile int32_t *)address;
}

int32_t write_word(uint32_t address)
{
    *(volatile uint32_t *)address = 1;
    return 0;
}

static int32_t jump(uint32_t address)
{
    ((void (*)(void))address)();
    return 0;
}

void expect_end(int32_t (*function)(uint32_t argument), uint32_t argument, uint32_t reason,
                uint32_t address)
{
    struct process_end end;

    child_make(CHILD, "culprit", CHILD_QUOTA);
    child_run(CHILD, function, argument);
    CHECK(process_wait(CHILD, &end), ==, 0);
    CHECK(end.reason, ==, reason);
    CHECK(end.address, ==, address);
    CHECK(capability_drop(CHILD), ==, 0);
}

void user_read_only(const char *arguments)
{
    uint32_t address = (uint32_t)program_text_start + test_random(1000) * 4;
    int32_t before = *(int32_t *)address; // what write_word writes, it may be, too

    (void)arguments;
    CHECK(read_word(address), ==, before);
    expect_end(write_word, address, END_READ_ONLY, address);
    CHECK(read_word(address), ==, before);
    test_report("address", address - (uint32_t)program_text_start);
}

void user_no_region(const char *arguments)
{
    uint32_t address = PLACE + test_random(100000) * 4;

    (void)arguments;
    expect_end(read_word, address, END_NO_REGION, address);
    expect_end(write_word, address, END_NO_REGION, address);
    expect_end(jump, address, END_NO_REGION, address);
    expect_end(read_word, 0, END_NO_REGION, 0);
    expect_end(write_word, USER_FIRST - 4, END_NO_REGION, USER_FIRST - 4);
    expect_end(read_word, USER_END - 4, END_NO_REGION, USER_END - 4);
    test_report("address", address - PLACE);
}

void user_kernel_address(const char *arguments)
{
    uint32_t address = USER_END + 0x100000 + test_random(10000) * 4;

    (void)arguments;
    expect_end(read_word, address, END_KERNEL_ADDRESS, address);
    expect_end(write_word, address, END_KERNEL_ADDRESS, address);
    expect_end(jump, address, END_KERNEL_ADDRESS, address);
    expect_end(read_word, USER_END, END_KERNEL_ADDRESS, USER_END);
    expect_end(read_word, 0xfffffffcu, END_KERNEL_ADDRESS, 0xfffffffcu);
    test_report("address", address - USER_END);
}

#define PRIVILEGED(name, instruction)                                                              \
    static int32_t name(uint32_t argument)                                                         \
    {                                                                                              \
        __asm__ volatile(instruction : : "a"(argument) : "memory");                                \
        return 0;                                                                                  \
    }

PRIVILEGED(clear_interrupts, "cli")
PRIVILEGED(halt, "hlt")
PRIVILEGED(port_output, "outb %%al, $0x80")
PRIVILEGED(load_directory, "mov %%eax, %%cr3")
PRIVILEGED(load_kernel_segment, "mov $0x10, %%ax\n\tmov %%ax, %%ds")
PRIVILEGED(interrupt, "int $0x20")
PRIVILEGED(floating_point, "fld1")
PRIVILEGED(undefined, "ud2")
PRIVILEGED(divide, "xor %%edx, %%edx\n\txor %%ecx, %%ecx\n\tdiv %%ecx")
PRIVILEGED(single_step, "pushf\n\torl $0x100, (%%esp)\n\tpopf\n\tnop")

void user_privileged(const char *arguments)
{
    static const struct {
        int32_t (*function)(uint32_t argument);
        int32_t vector;
    } tries[] = {
        {clear_interrupts, 13},
        {halt, 13},
        {port_output, 13},
        {load_directory, 13},
        {load_kernel_segment, 13},
        {interrupt, 13},
        {floating_point, 7},
        {undefined, 6},
        {divide, 0},
        {single_step, 1},
    };
    uint32_t sum = 0;

    (void)arguments;
    for (uint32_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        child_make(CHILD, "culprit", CHILD_QUOTA);
        child_run(CHILD, tries[i].function, 0);
        int32_t vector = test_expect_end(CHILD, END_EXCEPTION);
        CHECK(vector, ==, tries[i].vector);
        sum = sum * 3 + (uint32_t)vector;
    }
    test_report("sum", sum);
}
