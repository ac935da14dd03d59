// SPDX-License-Identifier: MIT
#include "kernel/capability/capability.h"

#include "kernel/process/process.h"

uint64_t capability_latest_generation;
static const struct capability_target *targets; // by enum capability_kind

void capability_init(const struct capability_target *table)
{
    targets = table;
}

uint32_t capability_new_generation(void)
{
    if (capability_latest_generation == UINT64_MAX)
        return 0;
    capability_latest_generation++;
    if ((uint32_t)capability_latest_generation == 0)
        capability_latest_generation++;
    return (uint32_t)capability_latest_generation;
}

uint64_t capability_whole_generation(uint32_t lower_half)
{
    uint32_t since = (uint32_t)capability_latest_generation - lower_half;

    return lower_half == 0 ? 0 : capability_latest_generation - since;
}

static uint64_t *generation_of(const struct capability *capability)
{
    return targets[capability->kind].find_generation(capability->target);
}

bool capability_is_valid(const struct capability *capability)
{
    const uint64_t *generation = generation_of(capability);
    return generation != NULL && *generation == capability->generation;
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
    // A capability whose target has ended is as good as none: its place need not be cleared first.
    if (capability->kind != CAPABILITY_NONE && capability_is_valid(capability))
        return E_OCCUPIED;
    return 0;
}

// Where its target counts the capability; NULL if it does not.
static uint32_t *count_of(const struct capability *capability)
{
    const struct capability_target *target = &targets[capability->kind];

    if (target->find_count == NULL || capability->rights & target->uncounted_rights)
        return NULL;
    return target->find_count(capability->target);
}

void capability_put(struct process *process, uint32_t handle, const struct capability *capability)
{
    uint32_t *count = count_of(capability);

    process->capabilities[handle] = *capability;
    if (count != NULL)
        (*count)++;
}

void capability_make(struct process *process, uint32_t handle, enum capability_kind kind,
                     void *target, uint32_t rights)
{
    struct capability capability = {
        .kind = (uint8_t)kind,
        .rights = (uint8_t)(targets[kind].rights & rights),
        .target = target,
        .generation = *targets[kind].find_generation(target),
    };
    capability_put(process, handle, &capability);
}

static void drop(const struct capability *capability)
{
    const struct capability_target *target = &targets[capability->kind];

    if (target->drop != NULL)
        target->drop(capability->target, capability->rights);
}

void capability_remove(struct process *process, uint32_t handle)
{
    struct capability capability = process->capabilities[handle];

    process->capabilities[handle] = (struct capability){0};
    if (capability.kind == CAPABILITY_NONE || !capability_is_valid(&capability))
        return;
    uint32_t *count = count_of(&capability);
    if (count != NULL)
        (*count)--;
    drop(&capability);
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
    const struct capability_target *target = &targets[capability->kind];

    capability->generation = capability_whole_generation(generation);
    *generation_of(capability) = capability->generation;
    if (target->find_count == NULL)
        return;
    // This one is the only one that is left.
    *target->find_count(capability->target) = count_of(capability) == NULL ? 0 : 1;
    drop(capability);
}
