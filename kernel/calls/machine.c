// SPDX-License-Identifier: MIT
// System calls on the console and the machine: kernel/abi/system_calls.h.
#include "kernel/machine/machine.h"
#include "kernel/calls/system_call.h"
#include "kernel/capability/interrupt_line.h"
#include "kernel/process/process.h"
#include "kernel/report/console.h"
#include "mm/pagers/page_fault.h"

// A line or an escape sequence may move, or clear, the whole VGA screen.
#define SLOW_BYTES_MOST 2

int32_t system_call_console_write(struct process *process)
{
    uint32_t address = process->registers.ebx, bytes = process->registers.ecx;

    if (bytes > CONSOLE_BYTES_MOST)
        bytes = CONSOLE_BYTES_MOST;
    int32_t error = page_fault_check_range(process, (user_address){address}, bytes, false);
    if (error != 0)
        return error;
    uint32_t slow = 0, i = 0;
    while (i < bytes && slow < SLOW_BYTES_MOST) {
        char character = ((const char *)address)[i++];
        slow += character == '\n' || character == '\033';
    }
    console_write_text((const char *)address, i);
    return (int32_t)i;
}

int32_t system_call_console_read(struct process *process)
{
    uint32_t address = process->registers.ecx, bytes = process->registers.edx;
    struct capability *capability;

    if (bytes > CONSOLE_BYTES_MOST)
        bytes = CONSOLE_BYTES_MOST;
    int32_t error = page_fault_check_range(process, (user_address){address}, bytes, true);
    if (error == 0)
        error = capability_find(process, process->registers.ebx, CAPABILITY_INTERRUPT, RIGHT_READ,
                                &capability);
    if (error != 0)
        return error;
    if (interrupt_line_number(capability->target) != CONSOLE_LINE)
        return E_ARGUMENT;
    return (int32_t)console_read((char *)address, bytes);
}

int32_t system_call_machine_off(struct process *process)
{
    struct capability *core;

    int error =
        capability_find(process, process->registers.ebx, CAPABILITY_CORE, RIGHT_WRITE, &core);
    if (error != 0)
        return error;
    machine_try_end(process->registers.ecx == 0 ? MACHINE_FINISHED : MACHINE_FAILED);
    console_printf("\nThe machine can be turned off.\n");
    machine_hold();
}
