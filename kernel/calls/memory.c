// SPDX-License-Identifier: MIT
// System calls on memory objects and regions: kernel/abi/system_calls.h.
#include "kernel/calls/system_call.h"
#include "kernel/process/process.h"
#include "mm/core.h"
#include "mm/objects/object_life.h"
#include "mm/pager.h"
#include "mm/pagers/crowd.h"
#include "mm/pagers/lab_page_result.h"
#include "mm/pagers/memory_wait.h"
#include "mm/pagers/object_end.h"
#include "mm/pagers/page_fault.h"

int32_t system_call_object_create(struct process *process)
{
    const struct trap_frame *registers = &process->registers;
    uint32_t to = registers->ebx, pages = registers->ecx, flags = registers->esi;
    struct claim claim = {0};

    int error = capability_check_free(process, to);
    if (error != 0)
        return error;
    if (process->pager == NULL)
        return E_STATE;
    if (pages == 0 || (flags & ~(uint32_t)OBJECT_KEEP) != 0)
        return E_ARGUMENT;
    if (pages > OBJECT_PAGES_MOST)
        return E_LIMIT;
    uint32_t frames = object_count_frames(pages);
    if (!account_has_room(process, frames))
        return E_QUOTA;
    if (process->is_core && !account_fits(frames, reserve_floor(CLASS_PAGED)))
        return E_NO_MEMORY; // these frames are promised to somebody else
    uint32_t generation = capability_new_generation();
    if (generation == 0)
        return E_LIMIT;
    error = reserve_claim(&claim, process_class(process), frames);
    if (error != 0)
        return error;

    struct object *object = object_make(OBJECT_PAGED, pages, &claim);
    object_name(object, process, generation);
    account_charge(process, frames);
    object->pager = process->pager;
    object->badge = registers->edx;
    object->keeps = (flags & OBJECT_KEEP) != 0;
    capability_make(process, to, CAPABILITY_OBJECT, object, RIGHTS_ALL);
    return 0;
}

int32_t system_call_object_create_wired(struct process *process)
{
    const struct trap_frame *registers = &process->registers;
    const struct core_request request = {
        .pages = registers->edx,
        .flags = registers->esi,
        .address = registers->edi,
    };
    struct claim *claim = &process->long_call.claim;
    uint32_t progress = long_call_begin(process), page = progress == 0 ? 0 : progress - 1;
    struct process *owner;
    struct object *object = NULL;
    int error;

    if (progress == 0) {
        error = capability_check_free(process, registers->ebx);
        if (error == 0)
            error = capability_find_core(process, registers->ecx, &owner);
        if (error == 0)
            error = core_make_object(process, owner, &request, claim, &object);
        if (error == 0) {
            lab_result_made("core_make_object", object, frame_address(frame_table),
                            frame_table_entries << FRAME_SHIFT);
            capability_make(process, registers->ebx, CAPABILITY_OBJECT, object, RIGHTS_ALL);
            owner->core_is_shared |= owner != process;
            return long_call_go_on(process, 1); // making it was a slice
        }
    } else {
        error = object_find(process, registers->ebx, RIGHT_OWN, &object);
        // The object was taken back meanwhile, and the handle names another one now.
        if (error == 0 && (object->pager != NULL || !object->is_revoked))
            error = E_STALE;
    }
    if (error != 0)
        return long_call_end(process, error);
    if (!core_build_some(object, claim, &page))
        return long_call_go_on(process, page + 1);
    return long_call_end(process, 0);
}

// A wired object is taken from everybody; one behind a pager must not be in use.
static bool is_busy(const struct object *object)
{
    return object->pager != NULL && (object->region_count != 0 || object->capability_count != 0 ||
                                     object->open_requests != 0);
}

static int32_t end_destroying(struct process *process)
{
    process->capabilities[process->registers.ebx] = (struct capability){0};
    return long_call_end(process, 0);
}

int32_t system_call_object_destroy(struct process *process)
{
    struct object *object;

    bool goes_on = long_call_begin(process) != 0; // the object itself knows how far it is
    int error = object_find(process, process->registers.ebx, RIGHT_OWN, &object);
    if (goes_on && error == E_STALE) // the work that it began has come to its end
        return end_destroying(process);
    if (error != 0)
        return long_call_end(process, error);
    if (!object->is_revoked && is_busy(object))
        return long_call_end(process, E_BUSY);
    object_revoke(object);
    if (!object_end_some(object)) {
        object_go_on_ending(object); // it ends even if the caller does not go on
        return long_call_go_on(process, 1);
    }
    return end_destroying(process);
}

// First every page that was written to is sent off, then every page that is on its way is waited
// for. Progress: the page to go on with, and SYNC_WAITS in the second round; SYNC_ERROR once a page
// was lost.
#define SYNC_PAGE  0x1fffffu
#define SYNC_WAITS 0x20000000u
#define SYNC_ERROR 0x40000000u

// The caller waits for a slot in which a page can be sent off, and then looks at that page again.
static int32_t sync_wait_for_slot(struct process *process, const struct object *object,
                                  uint32_t page)
{
    memory_wait_in(&object->pager->slot_waiters, process, WAIT_SYNC);
    long_call_keep(process, page);
    return SYSTEM_CALL_WAITS;
}

static int32_t sync_send(struct process *process, struct object *object, uint32_t page)
{
    do {
        page = object_find_page(object, page);
        if (page >= object->pages)
            return long_call_go_on(process, SYNC_WAITS);
        const struct page_entry *entry = object_find_entry(object, page);
        bool is_there = entry != NULL && entry->state == PAGE_RESIDENT;
        if (is_there && object_is_crowded(object)) {
            if (!pager_has_slot(object->pager, SLOT_STORE))
                return sync_wait_for_slot(process, object, page);
            crowd_begin_store(object, page);
            return long_call_go_on(process, page + 1);
        }
        // A clean page stays mapped: whoever may need it is not to notice.
        if (is_there && object_page_is_dirty(object, page) &&
            pager_evict(object, page, true) == EVICT_NO_SLOT)
            return sync_wait_for_slot(process, object, page);
        page++;
        work_spend(WORK_COST_PAGE + object->region_count * WORK_COST_MAPPING);
    } while (!work_is_spent());
    return long_call_go_on(process, page);
}

static int32_t sync_wait(struct process *process, struct object *object, uint32_t progress)
{
    uint32_t page = progress & SYNC_PAGE, kept = progress & ~SYNC_PAGE;

    do {
        page = object_find_page(object, page);
        if (page >= object->pages)
            return long_call_end(process, kept & SYNC_ERROR ? E_PAGER : 0);
        const struct page_entry *entry = object_find_entry(object, page);
        if (entry != NULL && entry->state == PAGE_FAILED)
            kept |= SYNC_ERROR;
        if (entry != NULL && entry->state == PAGE_STORING) {
            process_wait(process, WAIT_SYNC, &lab_result_slot(object, page, entry)->waiters);
            long_call_keep(process, kept | page);
            return SYSTEM_CALL_WAITS;
        }
        page++;
        work_spend(WORK_COST_PAGE);
    } while (!work_is_spent());
    return long_call_go_on(process, kept | page);
}

int32_t system_call_object_sync(struct process *process)
{
    uint32_t progress = long_call_begin(process);
    struct object *object;

    int error = object_find(process, process->registers.ebx, 0, &object);
    if (error != 0)
        return long_call_end(process, error);
    if (object->pager == NULL)
        return long_call_end(process, 0);
    if (progress & SYNC_WAITS)
        return sync_wait(process, object, progress);
    return sync_send(process, object, progress & SYNC_PAGE);
}
