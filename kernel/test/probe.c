// SPDX-License-Identifier: MIT
#include "kernel/test/probe.h"

#include <stddef.h>

#include "kernel/machine/processor.h"
#include "kernel/report/fault.h"

static uint32_t expected_address, go_on_at, code;

static bool survive(struct trap_frame *frame)
{
    if (frame->vector != TRAP_PAGE_FAULT || processor_read_fault_address() != expected_address)
        return false;
    code = frame->error_code;
    frame->eip = go_on_at;
    frame->eax = 0; // "it did not work"
    return true;
}

// Executes one access. EAX is 1 behind it, unless it faulted.
bool test_probe_read(user_address address, uint32_t *value, uint32_t *error_code)
{
    uint32_t worked = 1, found = 0;

    expected_address = address.value;
    fault_hook = survive;
    __asm__ volatile("movl $1f, %2\n\t"
                     "movl (%3), %1\n"
                     "1:"
                     : "+a"(worked), "+d"(found), "=m"(go_on_at)
                     : "r"(address.value)
                     : "memory");
    fault_hook = NULL;
    *value = found;
    *error_code = code;
    return worked;
}

bool test_probe_write(user_address address, uint32_t value, uint32_t *error_code)
{
    uint32_t worked = 1;

    expected_address = address.value;
    fault_hook = survive;
    __asm__ volatile("movl $1f, %1\n\t"
                     "movl %2, (%3)\n"
                     "1:"
                     : "+a"(worked), "=m"(go_on_at)
                     : "r"(value), "r"(address.value)
                     : "memory");
    fault_hook = NULL;
    *error_code = code;
    return worked;
}
