// SPDX-License-Identifier: MIT
// System calls that tell of processes, their regions, and pagers: kernel/abi/system_calls.h.
// Nothing is changed by them, and each looks at a bounded part of the kernel's structures.
#include "common/string.h"
#include "kernel/abi/information.h"
#include "kernel/calls/system_call.h"
#include "kernel/process/process.h"
#include "mm/objects/object.h"
#include "mm/pager.h"
#include "mm/pagers/page_fault.h"
#include "mm/pagers/pager_life.h"

// How many frames a call looks at, in search of a process.
#define FRAMES_A_CALL 512

// Makes sure that a result of `bytes` bytes can be written to `address`.
static int32_t check_result(struct process *process, uint32_t address, uint32_t bytes)
{
    return page_fault_check_range(process, (user_address){address}, bytes, true);
}

// --- processes

static uint32_t frame_of_process(const struct process *process)
{
    return frame_number_from_physical(physical_from_virtual(process)).value;
}

// The process that place and number in EBX and ECX name.
static struct process *find_process(const struct process *caller)
{
    struct process *process = process_in_frame((frame_number){caller->registers.ebx});
    return process != NULL && process->number == caller->registers.ecx ? process : NULL;
}

static struct object *object_of(const struct process *process, uint32_t index)
{
    return process->regions[process->region_order[index]].object;
}

// Several regions may have the same object, which counts once: so it is marked.
static uint32_t count_present(const struct process *process)
{
    uint32_t pages = 0;

    for (uint32_t i = 0; i < process->region_count; i++) {
        struct object *object = object_of(process, i);
        pages += object->is_counted ? 0 : object->not_absent;
        object->is_counted = true;
    }
    for (uint32_t i = 0; i < process->region_count; i++)
        object_of(process, i)->is_counted = false;
    return pages;
}

static uint32_t pager_number(const struct object *object)
{
    return object->pager == NULL ? 0 : object->pager->process->number;
}

static uint32_t waits_for(const struct process *process)
{
    const struct region *region = process->fault.region;

    if (process->wait == WAIT_REPLY)
        return process->ipc.server->number;
    if ((process->wait == WAIT_PAGE || process->wait == WAIT_SLOT) && region != NULL &&
        region->object != NULL)
        return pager_number(region->object);
    return 0;
}

static void describe(const struct process *process, struct information_process *information)
{
    *information = (struct information_process){
        .place = frame_of_process(process),
        .number = process->number,
        .state = process->state,
        .wait = process->wait,
        .waits_for = waits_for(process),
        .creator = process->creator == NULL ? 0 : process->creator->number,
        .is_core = process->is_core,
        .level = process->level,
        .priority = process->priority,
        .ticks_used = process->ticks_used,
        .quota_frames = process->account.quota_frames,
        .used_frames = account_used_frames(process),
        .regions = process->region_count,
        .present_pages = count_present(process),
    };
    memcpy(information->name, process->name, sizeof information->name);
}

int32_t system_call_information_process(struct process *process)
{
    uint32_t place = process->registers.ebx;
    struct information_process *information = (void *)process->registers.ecx;

    int32_t error = check_result(process, process->registers.ecx, sizeof *information);
    if (error != 0)
        return error;
    information->number = 0;
    for (uint32_t i = 0; i < FRAMES_A_CALL && place < frame_table_entries; i++, place++) {
        const struct process *found = process_in_frame((frame_number){place});
        if (found == NULL)
            continue;
        describe(found, information);
        place++;
        break;
    }
    return place < frame_table_entries ? (int32_t)place : 0;
}

int32_t system_call_information_place(struct process *process)
{
    struct process *target;

    int error = capability_find_process(process, process->registers.ebx, RIGHT_READ, &target);
    return error != 0 ? error : (int32_t)frame_of_process(target);
}

// --- regions

static enum region_kind kind_of(const struct region *region)
{
    if (region->is_window)
        return REGION_KIND_WINDOW;
    switch ((enum object_kind)region->object->kind) {
    case OBJECT_WIRED:
        return REGION_KIND_WIRED;
    case OBJECT_DEVICE:
        return REGION_KIND_DEVICE;
    case OBJECT_GONE:
        return REGION_KIND_GONE;
    case OBJECT_PAGED:
    case OBJECT_LENT:
        break;
    }
    return REGION_KIND_PAGED;
}

int32_t system_call_information_region(struct process *process)
{
    const struct trap_frame *registers = &process->registers;
    struct information_region *information = (void *)registers->esi;

    int32_t error = check_result(process, registers->esi, sizeof *information);
    if (error != 0)
        return error;
    const struct process *target = find_process(process);
    if (target == NULL)
        return E_STALE;
    if (registers->edx >= target->region_count)
        return E_ARGUMENT;
    const struct region *region = &target->regions[target->region_order[registers->edx]];
    *information = (struct information_region){
        .address = region->start.value,
        .pages = region->pages,
        .first_page = region->first_page,
        .rights = REGION_READ | (region->rights & PAGE_WRITABLE ? REGION_WRITE : 0) |
                  (region->rights & PAGE_CACHE_DISABLED ? REGION_UNCACHED : 0),
        .kind = kind_of(region),
        .badge = region->object->badge,
        .pager = pager_number(region->object),
        .object_pages = region->object->pages,
        .present_pages = region->object->not_absent,
    };
    return 0;
}

// --- pagers

static uint32_t count_waiting(const struct list *list, uint32_t counted)
{
    for (const struct list *at = list->next; at != list && counted < INFORMATION_WAITING_MOST;
         at = at->next)
        counted++;
    return counted;
}

static void describe_requests(const struct pager *pager, struct information_pager *information)
{
    information->waiting = count_waiting(&pager->slot_waiters, 0);
    for (uint32_t i = 0; i < pager->slot_count; i++) {
        const struct slot *slot = &pager->slots[i];
        information->waiting = count_waiting(&slot->waiters, information->waiting);
        if (slot->state != SLOT_FETCH && slot->state != SLOT_STORE)
            continue;
        uint32_t ticks = (uint16_t)(pager->clock - slot->opened_clock);
        if (ticks > information->oldest_ticks)
            information->oldest_ticks = ticks;
        if (!slot->is_delivered)
            information->undelivered++;
    }
}

int32_t system_call_information_pager(struct process *process)
{
    struct information_pager *information = (void *)process->registers.edx;

    int32_t error = check_result(process, process->registers.edx, sizeof *information);
    if (error != 0)
        return error;
    const struct process *target = find_process(process);
    if (target == NULL)
        return E_STALE;
    const struct pager *pager = target->pager;
    if (pager == NULL)
        return E_STATE;
    *information = (struct information_pager){
        .level = (uint32_t)pager->level,
        .slots = pager->slot_count,
        .fetches = pager->fetches,
        .stores = pager->stores,
        .patience_ticks = pager_is_core(pager) ? TICKS_FOREVER : pager->patience_ticks,
    };
    describe_requests(pager, information);
    return 0;
}
