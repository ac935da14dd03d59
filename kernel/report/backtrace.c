// SPDX-License-Identifier: MIT
#include "kernel/report/backtrace.h"

#include <stdbool.h>
#include <stddef.h>

#include "kernel/machine/stack.h"
#include "kernel/report/console.h"
#include "mm/address/page_bits.h"
#include "mm/address/types.h"

// Made by tools/symbols.awk from the linked image: ascending addresses, the last one the end of
// the text with an empty name.
struct symbol {
    uint32_t address;
    const char *name;
};
extern const struct symbol symbol_table[];
extern const uint32_t symbol_count;

const char *backtrace_find_function(uint32_t address, uint32_t *offset_bytes)
{
    uint32_t low = 0, high = symbol_count; // table[low] <= address < table[high]

    if (high == 0 || address < symbol_table[0].address || address >= symbol_table[high - 1].address)
        return NULL;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (symbol_table[middle].address <= address)
            low = middle;
        else
            high = middle;
    }
    *offset_bytes = address - symbol_table[low].address;
    return symbol_table[low].name;
}

// `inside` is an address within the call: a return address may lie behind the caller's last byte.
static void print_call(uint32_t address, uint32_t inside)
{
    uint32_t offset;
    const char *name = backtrace_find_function(inside, &offset);
    if (name != NULL)
        console_printf("  0x%08x  %s+0x%x\n", address, name, offset + address - inside);
    else
        console_printf("  0x%08x\n", address);
}

static bool on_kernel_stack(uint32_t frame_pointer)
{
    return frame_pointer >= (uint32_t)kernel_stack_bottom &&
           frame_pointer <= (uint32_t)kernel_stack_top - 2 * sizeof(uint32_t) &&
           frame_pointer % sizeof(uint32_t) == 0;
}

void backtrace_print(uint32_t frame_pointer, uint32_t instruction)
{
    console_printf("Backtrace, innermost call first:\n");
    if (instruction != 0)
        print_call(instruction, instruction);
    for (int i = 0; i < BACKTRACE_CALLS_MOST && on_kernel_stack(frame_pointer); i++) {
        const uint32_t *frame = (const uint32_t *)frame_pointer; // caller's EBP, return address
        print_call(frame[1], frame[1] - 1);
        if (frame[0] <= frame_pointer) // callers lie higher up
            return;
        frame_pointer = frame[0];
    }
}

// A word of a program's memory, by way of its page tables: no look at it can fault.
static bool read_word(const uint32_t *directory, uint32_t address, uint32_t *word)
{
    if (address >= KERNEL_BASE || address % sizeof *word != 0)
        return false;
    uint32_t entry = directory[address >> LARGE_PAGE_SHIFT];
    if (!(entry & PAGE_PRESENT))
        return false;
    const uint32_t *table = virtual_from_physical((physical_address){entry & PAGE_FRAME});
    entry = table[(address >> FRAME_SHIFT) % PAGE_TABLE_ENTRIES];
    if (!(entry & PAGE_PRESENT) || (entry & PAGE_FRAME) >= DIRECT_MAP_BYTES)
        return false;
    const uint8_t *page = virtual_from_physical((physical_address){entry & PAGE_FRAME});
    *word = *(const uint32_t *)(page + address % FRAME_BYTES);
    return true;
}

bool backtrace_print_caller(const uint32_t *directory, uint32_t *frame_pointer)
{
    uint32_t caller, return_address;

    if (!read_word(directory, *frame_pointer, &caller) ||
        !read_word(directory, *frame_pointer + sizeof caller, &return_address))
        return false;
    if (return_address != 0)
        console_printf("  0x%08x\n", return_address);
    bool is_higher = caller > *frame_pointer;
    *frame_pointer = caller;
    return is_higher;
}

void backtrace_print_program(const uint32_t *directory, uint32_t frame_pointer,
                             uint32_t instruction)
{
    console_printf(BACKTRACE_OF_PROGRAM, instruction);
    for (int i = 0; i < BACKTRACE_CALLS_MOST && backtrace_print_caller(directory, &frame_pointer);
         i++)
        continue;
}
