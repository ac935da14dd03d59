// SPDX-License-Identifier: MIT
#include "kernel/backtrace.h"

#include <stdbool.h>
#include <stddef.h>

#include "kernel/console.h"
#include "kernel/stack.h"

#define MOST_FRAMES 32

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
        console_printf("  0x%08x  (no function)\n", address);
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
    for (int i = 0; i < MOST_FRAMES && on_kernel_stack(frame_pointer); i++) {
        const uint32_t *frame = (const uint32_t *)frame_pointer; // caller's EBP, return address
        print_call(frame[1], frame[1] - 1);
        if (frame[0] <= frame_pointer) // callers lie higher up
            return;
        frame_pointer = frame[0];
    }
}
