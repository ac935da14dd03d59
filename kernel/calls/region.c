// SPDX-License-Identifier: MIT
// System calls on regions, and becoming a pager: kernel/abi/system_calls.h.
#include "kernel/calls/system_call.h"
#include "kernel/process/process.h"
#include "mm/frames/lab_result.h"
#include "mm/objects/object_life.h"
#include "mm/objects/wired.h"
#include "mm/pagers/page_fault.h"
#include "mm/pagers/pager_life.h"

// EBX of region_map: REGION_WORD in user/.
#define WORD_OBJECT_SHIFT 8
#define WORD_RIGHTS_SHIFT 16

static bool are_rights(uint32_t rights, uint32_t known)
{
    return (rights & ~known) == 0 && (rights & REGION_READ) != 0;
}

// REGION_ bits as PAGING_RIGHTS.
static uint8_t page_bits(uint32_t rights)
{
    return (uint8_t)((rights & REGION_WRITE ? PAGE_WRITABLE : 0) |
                     (rights & REGION_UNCACHED ? PAGE_CACHE_DISABLED | PAGE_WRITE_THROUGH : 0));
}

// A process that the caller may equip; 0 is itself.
static int find_target(struct process *process, uint32_t handle, struct process **target)
{
    *target = process;
    if (handle == 0)
        return 0;
    int error = capability_find_process(process, handle, RIGHT_WRITE, target);
    if (error != 0)
        return error;
    return process_is_over(*target) ? E_DEAD : 0;
}

static bool is_wired(const struct object *object)
{
    return object->kind == OBJECT_WIRED || object->kind == OBJECT_DEVICE;
}

// Wired memory is there at once; what is left of it is mapped when the call goes on.
static int32_t map_wired(struct process *process, struct region *region)
{
    uint32_t progress = process->long_call.progress, page = progress == 0 ? 0 : progress - 1;

    if (page < region->pages && !wired_map_some(region, &process->long_call.claim, &page))
        return long_call_go_on(process, page + 1);
    return long_call_end(process, 0);
}

static int32_t map_new(struct process *process, struct process *target,
                       const struct region_request *request)
{
    int error = region_check(target, request);
    if (error != 0)
        return error;
    if (is_wired(request->object)) {
        uint32_t tables = lab_result_tables(
            request->pages,
            paging_count_missing_tables(&target->space, request->start, request->pages));
        if (!account_has_room(target, tables))
            return E_QUOTA;
        error = reserve_claim(&process->long_call.claim, process_class(target), tables);
        if (error != 0)
            return error;
    }
    struct region *region = region_add(target, request);
    return is_wired(request->object) ? map_wired(process, region) : 0;
}

int32_t system_call_region_map(struct process *process)
{
    const struct trap_frame *registers = &process->registers;
    uint32_t rights = registers->ebx >> WORD_RIGHTS_SHIFT;
    bool goes_on = long_call_begin(process) != 0;
    struct process *target;
    struct object *object;

    int32_t error = find_target(process, registers->ebx & 0xff, &target);
    if (error != 0)
        return long_call_end(process, error);
    if (goes_on) {
        struct region *region = region_find(target, (user_address){registers->ecx});
        if (region == NULL || !is_wired(region->object))
            return long_call_end(process, 0); // somebody has unmapped it meanwhile
        return map_wired(process, region);
    }
    if (!are_rights(rights, REGION_READ | REGION_WRITE | REGION_UNCACHED))
        return E_ARGUMENT;
    uint32_t handle = registers->ebx >> WORD_OBJECT_SHIFT & 0xff;
    uint32_t needed = RIGHT_READ | (rights & REGION_WRITE ? RIGHT_WRITE : 0);
    error = object_find(process, handle, needed, &object);
    if (error != 0)
        return error;
    if (object->is_revoked)
        return E_STALE;
    uint32_t has = process->capabilities[handle].rights;
    const struct region_request request = {
        .object = object,
        .start = {registers->ecx},
        .first_page = registers->edx,
        .pages = registers->esi,
        .patience_ticks = registers->edi,
        .rights = page_bits(rights),
        .most_rights = has & RIGHT_WRITE ? PAGE_WRITABLE : 0,
        .object_level = (int8_t)object_level(object),
    };
    return map_new(process, target, &request);
}

// The region that starts at the address in ECX, if it may be changed.
static int find_region(struct process *process, struct region **region)
{
    user_address start = {process->registers.ecx};
    struct process *target;

    int error = find_target(process, process->registers.ebx, &target);
    if (error != 0)
        return error;
    *region = region_find(target, start);
    if (*region == NULL || (*region)->start.value != start.value)
        return E_ADDRESS;
    return (*region)->is_window ? E_BUSY : 0;
}

int32_t system_call_region_unmap(struct process *process)
{
    bool goes_on = long_call_begin(process) != 0;
    struct region *region;

    int error = find_region(process, &region);
    if (goes_on && (error == E_ADDRESS || (error == 0 && !region->is_going)))
        return long_call_end(process, 0); // somebody else has finished it
    if (error != 0)
        return long_call_end(process, error);
    if (!region->is_going) {
        region->is_going = true;
        page_fault_leave_region(region);
    }
    if (!region_unmap_some(region))
        return long_call_go_on(process, 1);
    object_check_release(region_remove(region));
    return long_call_end(process, 0);
}

int32_t system_call_region_change_rights(struct process *process)
{
    uint32_t rights = process->registers.edx, progress = long_call_begin(process);
    struct region *region;

    int error = find_region(process, &region);
    if (error != 0)
        return long_call_end(process, error);
    if (!are_rights(rights, REGION_READ | REGION_WRITE))
        return E_ARGUMENT;
    uint32_t bits = page_bits(rights);
    if ((bits & ~(uint32_t)region->most_rights) != 0)
        return long_call_end(process, E_RIGHTS);
    bits |= region->rights & ~(uint32_t)PAGE_WRITABLE;
    user_address at = {progress};
    // Others may have changed the rights, or the region, between two slices.
    if (progress == 0 || region->rights != bits || at.value > region_end(region).value)
        at = region->start;
    region->rights = (uint8_t)bits;
    page_fault_rights_changed();
    do {
        if (at.value == region_end(region).value)
            return long_call_end(process, 0);
        if (region_find_mapped(region, &at)) {
            paging_change_rights(region_space(region), at, region->rights);
            at.value += FRAME_BYTES;
        }
        work_spend(WORK_COST_PAGE);
    } while (!work_is_spent());
    return long_call_go_on(process, at.value);
}

int32_t system_call_pager_create(struct process *process)
{
    const struct trap_frame *registers = &process->registers;
    struct pager_request request = {
        .window = {registers->ecx},
        .slots = registers->edx,
        .patience_ticks = registers->edi,
    };
    struct claim claim = {0};
    int level;

    int error = capability_find_port(process, registers->ebx, RIGHT_OWN, &request.port);
    if (error == 0 && registers->esi != 0)
        error = object_find(process, registers->esi, RIGHT_READ | RIGHT_WRITE, &request.spill);
    if (error == 0)
        error = pager_check(process, &request, &level);
    if (error != 0)
        return error;
    uint32_t frames = pager_count_frames(process, &request);
    if (!account_has_room(process, frames))
        return E_QUOTA;
    error = reserve_claim(&claim, process_class(process), frames);
    if (error != 0)
        return error;
    pager_make(process, &request, level, &claim);
    return 0;
}
