// SPDX-License-Identifier: MIT
#include "kernel/capability/capability.h"

#include "kernel/life/teardown.h"
#include "kernel/process/process.h"
#include "mm/core.h"
#include "mm/objects/object.h"
#include "mm/pager.h"

static uint32_t last_generation;

uint32_t capability_new_generation(void)
{
    if (last_generation == UINT32_MAX)
        return 0;
    return ++last_generation;
}

static const struct frame *frame_of(const void *target)
{
    return &frame_table[((uint32_t)target - KERNEL_BASE) >> FRAME_SHIFT];
}

static bool holds(const struct frame *frame, enum kernel_frame kind)
{
    return frame->state == FRAME_KERNEL && frame->marks == kind;
}

bool capability_is_valid(const struct capability *capability)
{
    const struct frame *frame = frame_of(capability->target);
    uint32_t generation;

    switch ((enum capability_kind)capability->kind) {
    case CAPABILITY_PORT:
        if (!holds(frame, KERNEL_FRAME_PROCESS))
            return false;
        generation = ((const struct port *)capability->target)->generation;
        break;
    case CAPABILITY_PROCESS:
        if (!holds(frame, KERNEL_FRAME_PROCESS))
            return false;
        generation = frame->owner.page;
        break;
    case CAPABILITY_CORE:
        if (!holds(frame, KERNEL_FRAME_PROCESS))
            return false;
        generation = ((const struct process *)capability->target)->core_generation;
        break;
    case CAPABILITY_OBJECT:
        if (!holds(frame, KERNEL_FRAME_OBJECT))
            return false;
        generation = frame->owner.page;
        break;
    case CAPABILITY_INTERRUPT:
        generation = ((const struct interrupt_line *)capability->target)->generation;
        break;
    case CAPABILITY_IO:
        generation = ((const struct io_range *)capability->target)->generation;
        break;
    default:
        return false;
    }
    return generation == capability->generation;
}

int capability_find(struct process *process, uint32_t handle, enum capability_kind kind,
                    uint32_t rights, struct capability **found)
{
    if (handle == 0 || handle >= CAPABILITIES_MOST)
        return E_HANDLE;
    struct capability *capability = &process->capabilities[handle];
    if (capability->kind == CAPABILITY_NONE)
        return E_EMPTY;
    if (!capability_is_valid(capability))
        return E_STALE;
    if (kind != CAPABILITY_NONE && capability->kind != kind)
        return E_KIND;
    if ((capability->rights & rights) != rights)
        return E_RIGHTS;
    *found = capability;
    return 0;
}

int capability_find_port(struct process *process, uint32_t handle, uint32_t rights,
                         struct port **port)
{
    struct capability *capability;
    int error = capability_find(process, handle, CAPABILITY_PORT, rights, &capability);
    if (error == 0)
        *port = capability->target;
    return error;
}

int capability_find_object(struct process *process, uint32_t handle, uint32_t rights,
                           struct object **object)
{
    struct capability *capability;
    int error = capability_find(process, handle, CAPABILITY_OBJECT, rights, &capability);
    if (error != 0)
        return error;
    *object = capability->target;
    // Its pager is at its end: the object is as good as gone.
    return process_is_over((*object)->maker) ? E_STALE : 0;
}

int capability_find_process(struct process *process, uint32_t handle, uint32_t rights,
                            struct process **target)
{
    struct capability *capability;
    int error = capability_find(process, handle, CAPABILITY_PROCESS, rights, &capability);
    if (error == 0)
        *target = capability->target;
    return error;
}

int capability_find_core(struct process *process, uint32_t handle, struct process **owner)
{
    struct capability *capability;
    int error = capability_find(process, handle, CAPABILITY_CORE, RIGHT_WRITE, &capability);
    if (error == 0)
        *owner = capability->target;
    return error;
}

int capability_check_free(const struct process *process, uint32_t handle)
{
    if (handle == 0 || handle >= CAPABILITIES_MOST)
        return E_HANDLE;
    const struct capability *capability = &process->capabilities[handle];
    // What has ended is as good as nothing: its place need not be cleared first.
    if (capability->kind != CAPABILITY_NONE && capability_is_valid(capability))
        return E_OCCUPIED;
    return 0;
}

// The owner's capability for an object does not count: it alone keeps nothing in use.
static uint32_t *counter_of(const struct capability *capability)
{
    if (capability->kind == CAPABILITY_PROCESS)
        return &((struct process *)capability->target)->capability_count;
    if (capability->kind == CAPABILITY_OBJECT && !(capability->rights & RIGHT_OWN))
        return &((struct object *)capability->target)->capability_count;
    return NULL;
}

void capability_put(struct process *process, uint32_t handle, const struct capability *capability)
{
    uint32_t *counter = counter_of(capability);

    process->capabilities[handle] = *capability;
    if (counter != NULL)
        (*counter)++;
}

void capability_remove(struct process *process, uint32_t handle)
{
    struct capability capability = process->capabilities[handle];

    process->capabilities[handle] = (struct capability){0};
    if (capability.kind == CAPABILITY_NONE || !capability_is_valid(&capability))
        return;
    uint32_t *counter = counter_of(&capability);
    if (counter != NULL)
        (*counter)--;
    if (capability.kind == CAPABILITY_OBJECT)
        object_check_release(capability.target);
    else if (capability.kind == CAPABILITY_PROCESS)
        teardown_release_if_unused(capability.target);
    else if (capability.kind == CAPABILITY_INTERRUPT && capability.rights & RIGHT_OWN)
        core_free_interrupt(capability.target);
    else if (capability.kind == CAPABILITY_IO && capability.rights & RIGHT_OWN)
        core_free_io(capability.target);
}

void capability_copy(const struct capability *from, struct process *receiver, uint32_t to,
                     uint32_t rights, uint32_t badge)
{
    struct capability copy = *from;

    copy.rights = (uint8_t)(from->rights & rights & ~(uint32_t)RIGHT_OWN);
    if (from->kind == CAPABILITY_PORT && from->rights & RIGHT_OWN)
        copy.badge = badge;
    capability_put(receiver, to, &copy);
}

void capability_renew(struct capability *capability, uint32_t generation)
{
    struct frame *frame = &frame_table[((uint32_t)capability->target - KERNEL_BASE) >> FRAME_SHIFT];

    switch ((enum capability_kind)capability->kind) {
    case CAPABILITY_PORT:
        ((struct port *)capability->target)->generation = generation;
        break;
    case CAPABILITY_PROCESS:
        frame->owner.page = generation;
        ((struct process *)capability->target)->capability_count = 1;
        break;
    case CAPABILITY_CORE:
        ((struct process *)capability->target)->core_generation = generation;
        break;
    case CAPABILITY_OBJECT:
        frame->owner.page = generation;
        ((struct object *)capability->target)->capability_count = 0;
        break;
    case CAPABILITY_INTERRUPT:
        ((struct interrupt_line *)capability->target)->generation = generation;
        break;
    case CAPABILITY_IO:
        ((struct io_range *)capability->target)->generation = generation;
        break;
    case CAPABILITY_NONE:
        break;
    }
    capability->generation = generation;
    if (capability->kind == CAPABILITY_OBJECT)
        object_check_release(capability->target);
}
