// SPDX-License-Identifier: MIT
// System calls on I/O ports and DMA: kernel/abi/system_calls.h.
#include "kernel/calls/system_call.h"
#include "kernel/process/process.h"
#include "mm/core.h"
#include "mm/frames/lab_result.h"
#include "mm/objects/object_life.h"
#include "mm/pagers/page_fault.h"

// IO_PORT_WORD's parts.
#define PORT_MASK   0xffff
#define WIDTH_SHIFT 16
#define WIDTH_MASK  0xff
#define PORT_WORD   (PORT_MASK | WIDTH_MASK << WIDTH_SHIFT | IO_TO_MEMORY)

int32_t system_call_io_create(struct process *process)
{
    const struct trap_frame *registers = &process->registers;
    struct io_range *range = NULL;
    struct process *owner;

    int error = capability_check_free(process, registers->ebx);
    if (error == 0)
        error = capability_find_core(process, registers->ecx, &owner);
    if (error == 0)
        error = core_make_io(process, owner, registers->edx, registers->esi, &range);
    if (error != 0)
        return error;
    lab_result_made("core_make_io", range, io_ranges, sizeof io_ranges);
    range->generation = capability_whole_generation((uint32_t)range->generation);
    owner->core_is_shared |= owner != process;
    capability_make(process, registers->ebx, CAPABILITY_IO, range, RIGHTS_ALL);
    return 0;
}

static int find_io(struct process *process, uint32_t rights, uint32_t port, uint32_t width)
{
    struct capability *capability;
    int error =
        capability_find(process, process->registers.ebx, CAPABILITY_IO, rights, &capability);
    return error != 0 ? error : core_check_io(capability->target, port, width);
}

int32_t system_call_io_read(struct process *process)
{
    uint32_t port = process->registers.ecx, width = process->registers.edx;

    int error = find_io(process, RIGHT_READ, port, width);
    if (error == 0 && width > 2) // the highest bit of what was read would make it an error
        error = E_ARGUMENT;
    return error != 0 ? error : (int32_t)io_port_read(port, width);
}

int32_t system_call_io_write(struct process *process)
{
    uint32_t what = process->registers.ecx;
    uint32_t port = what & PORT_MASK, width = what >> WIDTH_SHIFT;

    int error = find_io(process, RIGHT_WRITE, port, width);
    if (error == 0)
        io_port_write(port, width, process->registers.edx);
    return error;
}

int32_t system_call_io_transfer(struct process *process)
{
    const struct trap_frame *registers = &process->registers;
    uint32_t what = registers->ecx, address = registers->edx, count = registers->esi;
    uint32_t port = what & PORT_MASK, width = what >> WIDTH_SHIFT & WIDTH_MASK;
    bool to_memory = what & IO_TO_MEMORY;

    int error = find_io(process, to_memory ? RIGHT_READ : RIGHT_WRITE, port, width);
    if (error == 0 && what & ~(uint32_t)PORT_WORD)
        error = E_ARGUMENT;
    if (error == 0 && count > IO_TRANSFER_MOST)
        error = E_LIMIT;
    if (error != 0)
        return error;
    // All pages are brought in first, since nothing may be read from a device twice.
    int32_t result =
        page_fault_check_range(process, (user_address){address}, count * width, to_memory);
    if (result != 0)
        return result;
    for (uint32_t i = 0; i < count; i++, address += width) {
        if (to_memory)
            io_port_read_to(port, width, (void *)address);
        else
            io_port_write_from(port, width, (const void *)address);
    }
    return 0;
}

int32_t system_call_dma_control(struct process *process)
{
    const struct trap_frame *registers = &process->registers;
    uint32_t what = registers->ecx, offset = registers->edx, bytes = registers->esi;
    struct object *object;

    int error = object_find(process, registers->ebx, RIGHT_OWN, &object);
    if (error != 0)
        return error;
    if (object->is_revoked)
        return E_STALE; // the object is not whole yet, or is being taken back
    if (!object->has_channel)
        return E_STATE;
    if (what == DMA_STOP)
        return (int32_t)dma_stop(object->channel);
    uint32_t size = object->pages << FRAME_SHIFT;
    if (what > DMA_FROM_DEVICE || offset > size || bytes == 0 || bytes > size - offset ||
        !dma_can_move(object->channel, offset, bytes))
        return E_ARGUMENT;
    const struct frame *first = object_frame(object_find_entry(object, 0));
    uint32_t start = frame_number_of(first).value << FRAME_SHIFT;
    dma_start(object->channel, what, (physical_address){start + offset}, bytes);
    return 0;
}
