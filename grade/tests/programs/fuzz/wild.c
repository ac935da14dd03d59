// SPDX-License-Identifier: MIT
// Calls with any number and any registers, and instructions that a program may not execute.
#include "grade/tests/programs/fuzz/fuzz.h"
#include "kernel/abi/test_calls.h"

// What would end the run, or the caller too often: those have their own places.
static bool is_left_out(uint32_t number)
{
    return number == TEST_CALL_NUMBER || number == SYSTEM_CALL_NUMBER_machine_off ||
           number == SYSTEM_CALL_NUMBER_process_exit ||
           number == SYSTEM_CALL_NUMBER_console_write ||
           number == SYSTEM_CALL_NUMBER_capability_drop || // a drone's handle stays
           number == SYSTEM_CALL_NUMBER_process_sleep;
}

// Addresses in this program's own data are left alone: others work there.
static uint32_t choose_register(struct worker *worker)
{
    switch (choose(worker, 4)) {
    case 0:
        return choose_any_handle(worker);
    case 1:
        return choose_place(worker, true)->address + choose(worker, 2) * choose(worker, PAGE_BYTES);
    default:
        return choose_odd_value(worker);
    }
}

static bool is_own_data(uint32_t value)
{
    return value >= 0x00400000 && value < 0x01000000;
}

static void call_anything(struct worker *worker)
{
    uint32_t number = one_in(worker, 8) ? choose(worker, 256) : choose(worker, 48);
    uint32_t registers[6];
    int32_t result;

    if (is_left_out(number))
        return;
    for (uint32_t i = 0; i < 6; i++) {
        registers[i] = choose_register(worker);
        if (is_own_data(registers[i]))
            registers[i] = 0;
    }
    uint32_t word = number | registers[5] << 8;
    __asm__ volatile("int $0x30"
                     : "=a"(result), "+b"(registers[0]), "+c"(registers[1]), "+d"(registers[2]),
                       "+S"(registers[3]), "+D"(registers[4])
                     : "a"(word)
                     : "memory");
    counted(worker, result);
}

static void trap(struct worker *worker)
{
    if (!one_in(worker, 100))
        return;
    switch (choose(worker, 6)) {
    case 0:
        __asm__ volatile("hlt");
        return;
    case 1:
        __asm__ volatile("int $0x0e");
        return;
    case 2:
        __asm__ volatile("ud2");
        return;
    case 3:
        __asm__ volatile("movl $0, 0x80000000" ::: "memory");
        return;
    case 4:
        __asm__ volatile("movl 0x20000000, %%eax" ::: "eax", "memory");
        return;
    default:
        __asm__ volatile("int3");
    }
}

static void write_console(struct worker *worker)
{
    if (one_in(worker, 50))
        counted(worker, console_write("    ", choose(worker, 5)));
    else
        counted(worker, console_write((const char *)choose_odd_value(worker), 0));
}

// clang-format off
const struct action wild_actions[] = {
    //              client pager messenger maker core
    {call_anything, {8, 6, 10, 8, 10}},
    {trap, {1, 1, 1, 1, 1}},
    {write_console, {1, 1, 1, 1, 1}},
    {NULL, {0}},
};
// clang-format on
