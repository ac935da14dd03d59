// SPDX-License-Identifier: MIT
#include "kernel/report/fault.h"

#include <stdbool.h>
#include <stddef.h>

#include "common/format.h"
#include "kernel/machine/machine.h"
#include "kernel/machine/processor.h"
#include "kernel/machine/segment.h"
#include "kernel/machine/stack.h"
#include "kernel/report/backtrace.h"
#include "kernel/report/console.h"
#include "kernel/report/panic.h"
#include "kernel/report/record.h"
#include "mm/address/layout.h"
#include "mm/address/page_bits.h"

// SDM volume 3, 6.13: the error code of faults that concern a selector.
#define SELECTOR_EXTERNAL (1u << 0)
#define SELECTOR_TABLE    (3u << 1)
#define SELECTOR_IDT      (1u << 1)
#define SELECTOR_LOCAL    (2u << 1)
#define SELECTOR_INDEX    (~7u & 0xffff)

#define TEXT_BYTES      192
#define NULL_PAGE_BYTES USER_BASE

bool (*fault_hook)(struct trap_frame *frame);
void (*fault_print_processes)(const struct trap_frame *frame);

// SDM volume 3, table 6-1.
static const char *const names[] = {
    "divide error",
    "debug exception",
    "non-maskable interrupt",
    "breakpoint",
    "overflow",
    "bound range exceeded",
    "invalid opcode",
    "no coprocessor",
    "double fault",
    "coprocessor segment overrun",
    "invalid task state",
    "segment not present",
    "stack segment fault",
    "general protection",
    "page fault",
    "reserved exception",
    "floating-point error",
    "alignment check",
    "machine check",
    "SIMD floating-point error",
};

static const char *name_of(uint32_t vector)
{
    return vector < sizeof names / sizeof names[0] ? names[vector] : "reserved exception";
}

static bool in_guard_page(uint32_t address)
{
    return address >= (uint32_t)kernel_stack_guard && address < (uint32_t)kernel_stack_bottom;
}

static const char *explain_address(uint32_t address)
{
    if (address < NULL_PAGE_BYTES)
        return ", a null pointer or a field of one";
    if (in_guard_page(address))
        return ", below the kernel stack: it overflowed";
    if (address < KERNEL_BASE)
        return ", which belongs to user programs";
    if (address >= (uint32_t)KERNEL_BASE + DIRECT_MAP_BYTES)
        return ", above the kernel's map of RAM";
    return "";
}

static void describe(const struct trap_frame *frame, char *text)
{
    uint32_t code = frame->error_code, address = processor_read_fault_address();

    switch (frame->vector) {
    case TRAP_PAGE_FAULT:
        format_to_buffer(text, TEXT_BYTES, "%s %s 0x%08x%s: %s%s",
                         frame->cs & SELECTOR_LEVEL ? "user" : "kernel",
                         code & PAGE_FAULT_FETCH   ? "jump to"
                         : code & PAGE_FAULT_WRITE ? "write to"
                                                   : "read from",
                         address, explain_address(address),
                         code & PAGE_FAULT_PRESENT ? "the page does not allow it"
                                                   : "the page is not present",
                         code & PAGE_FAULT_RESERVED ? ", reserved bit set in its entry" : "");
        break;
    case TRAP_DOUBLE_FAULT:
        format_to_buffer(text, TEXT_BYTES, "%s",
                         in_guard_page(address) || in_guard_page(frame->user_esp)
                             ? "the kernel stack overflowed (endless recursion, or a large array?)"
                             : "an exception while entering an exception's handler");
        break;
    case TRAP_NON_MASKABLE:
        format_to_buffer(text, TEXT_BYTES, "the watchdog's time is up: %s",
                         frame->cs & SELECTOR_LEVEL ? "a program was still running"
                                                    : "the kernel was still here");
        break;
    default:
        if (code == 0)
            format_to_buffer(text, TEXT_BYTES, "no error code");
        else
            format_to_buffer(text, TEXT_BYTES, "selector 0x%x in the %s%s", code & SELECTOR_INDEX,
                             code & SELECTOR_IDT                         ? "IDT"
                             : (code & SELECTOR_TABLE) == SELECTOR_LOCAL ? "LDT"
                                                                         : "GDT",
                             code & SELECTOR_EXTERNAL ? ", from outside" : "");
    }
}

// Where the interrupted code's stack was. A trap within the kernel pushes no stack pointer: the
// stack then simply goes on behind the frame. The double fault's task saved it.
static uint32_t stack_pointer(const struct trap_frame *frame)
{
    if (frame->cs & SELECTOR_LEVEL || frame->vector == TRAP_DOUBLE_FAULT)
        return frame->user_esp;
    return (uint32_t)&frame->user_esp;
}

void fault_report(const struct trap_frame *frame)
{
    static bool reporting;
    static char text[TEXT_BYTES];
    bool hang = frame->vector == TRAP_NON_MASKABLE;
    enum machine_end end = hang ? MACHINE_HANG : MACHINE_FAULT;
    uint32_t offset = 0;

    if (panic_hook != NULL)
        panic_hook(!hang && frame->vector != TRAP_DOUBLE_FAULT);
    if (reporting)
        machine_end(end);
    reporting = true;
    describe(frame, text);
    const char *function = backtrace_find_function(frame->eip, &offset);
    record_send(hang ? "hang" : "fault", "vector=%u error=%u address=0x%08x text=%s: %s",
                frame->vector, frame->error_code, frame->eip, name_of(frame->vector), text);
    console_printf("\n%s at 0x%08x", hang ? "HANG" : "FAULT", frame->eip);
    if (function != NULL)
        console_printf(" in %s+0x%x", function, offset);
    console_printf(": %s (vector %u)\n  %s\n", name_of(frame->vector), frame->vector, text);
    console_printf("  eax %08x  ebx %08x  ecx %08x  edx %08x\n"
                   "  esi %08x  edi %08x  ebp %08x  esp %08x\n"
                   "  eip %08x  eflags %08x  cs %04x  error code %x  cr2 %08x\n",
                   frame->eax, frame->ebx, frame->ecx, frame->edx, frame->esi, frame->edi,
                   frame->ebp, stack_pointer(frame), frame->eip, frame->eflags, frame->cs,
                   frame->error_code, processor_read_fault_address());
    if (!(frame->cs & SELECTOR_LEVEL))
        backtrace_print(frame->ebp, frame->eip);
    if (fault_print_processes != NULL)
        fault_print_processes(frame);
    machine_end(end);
}
