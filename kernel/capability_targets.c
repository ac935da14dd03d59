// SPDX-License-Identifier: MIT
// What capabilities lead to: here they meet the layers whose structures they name.
#include "kernel/capability_targets.h"

#include <stddef.h>

#include "kernel/capability/capability.h"
#include "kernel/capability/port.h"
#include "kernel/life/teardown.h"
#include "kernel/process/process.h"
#include "mm/core.h"
#include "mm/frames/frame_memory.h"
#include "mm/objects/object.h"
#include "mm/pager.h"

#define RIGHTS_OF_MAKER (RIGHT_READ | RIGHT_WRITE | RIGHT_PASS | RIGHT_OWN)

// A port lies in its process's frame.
static uint64_t *port_generation(void *target)
{
    return frame_holds(frame_of_memory(target), KERNEL_FRAME_PROCESS)
               ? &((struct port *)target)->generation
               : NULL;
}

static uint64_t *process_generation_place(void *target)
{
    struct frame *frame = frame_of_memory(target);
    return frame_holds(frame, KERNEL_FRAME_PROCESS) ? &frame->generation : NULL;
}

static uint32_t *process_count(void *target)
{
    return &((struct process *)target)->capability_count;
}

static void process_drop(void *target, uint32_t rights)
{
    (void)rights;
    teardown_release_if_unused(target);
}

static uint64_t *core_right_generation(void *target)
{
    return frame_holds(frame_of_memory(target), KERNEL_FRAME_PROCESS)
               ? &((struct process *)target)->core_generation
               : NULL;
}

static uint64_t *object_generation_place(void *target)
{
    struct frame *frame = frame_of_memory(target);
    return frame_holds(frame, KERNEL_FRAME_OBJECT) ? &frame->generation : NULL;
}

static uint32_t *object_count(void *target)
{
    return &((struct object *)target)->capability_count;
}

static void object_drop(void *target, uint32_t rights)
{
    (void)rights;
    object_check_release(target);
}

static uint64_t *interrupt_generation(void *target)
{
    return &((struct interrupt_line *)target)->generation;
}

static void interrupt_drop(void *target, uint32_t rights)
{
    if (rights & RIGHT_OWN)
        core_free_interrupt(target);
}

static uint64_t *io_generation(void *target)
{
    return &((struct io_range *)target)->generation;
}

static void io_drop(void *target, uint32_t rights)
{
    if (rights & RIGHT_OWN)
        core_free_io(target);
}

// The owner's capability for an object does not count: it alone keeps nothing in use.
static const struct capability_target targets[] = {
    [CAPABILITY_PORT] = {RIGHT_SEND | RIGHT_PASS | RIGHT_OWN, port_generation, NULL, 0, NULL},
    [CAPABILITY_OBJECT] = {RIGHTS_OF_MAKER, object_generation_place, object_count, RIGHT_OWN,
                           object_drop},
    [CAPABILITY_PROCESS] = {RIGHTS_OF_MAKER | RIGHT_ADOPT, process_generation_place, process_count,
                            0, process_drop},
    [CAPABILITY_INTERRUPT] = {RIGHTS_OF_MAKER, interrupt_generation, NULL, 0, interrupt_drop},
    [CAPABILITY_CORE] = {RIGHTS_OF_MAKER, core_right_generation, NULL, 0, NULL},
    [CAPABILITY_IO] = {RIGHTS_OF_MAKER, io_generation, NULL, 0, io_drop},
};

void capability_targets_init(void)
{
    capability_init(targets);
}
