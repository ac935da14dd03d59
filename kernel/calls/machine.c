// SPDX-License-Identifier: MIT
// System calls on the console and the machine: kernel/abi/system_calls.h.
#include "kernel/machine/machine.h"
#include "kernel/calls/system_call.h"
#include "kernel/capability/interrupt_line.h"
#include "kernel/process/process.h"
#include "kernel/report/console.h"
#include "mm/pagers/page_fault.h"

int32_t system_call_console_write(struct process *process)
{
    uint32_t address = process->registers.ebx, bytes = process->registers.ecx;

    if (bytes > CONSOLE_BYTES_MOST)
        bytes = CONSOLE_BYTES_MOST;
    int32_t error = page_fault_check_range(process, (user_address){address}, bytes, false);
    if (error != 0)
        return error;
    int32_t left = work_left;
    uint32_t written = console_write_some((const char *)address, bytes, &left);
    work_spend((uint32_t)(work_left - left));
    if (written != 0 || bytes == 0)
        return (int32_t)written;
    schedule_yield(); // a line of the kernel's comes first, or the port is busy
    return SYSTEM_CALL_WAITS;
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
