// SPDX-License-Identifier: MIT
#include "mm/wired.h"

#include "common/string.h"
#include "kernel/boot_info.h"
#include "kernel/process.h"

// Zeroing a page takes more than a thousand instructions.
#define PAGES_A_SLICE 4

#define RUN_PAGES_MOST ISA_DMA_BOUNDARY_FRAMES

static bool is_ram(physical_address start, uint32_t pages)
{
    uint64_t end = (uint64_t)start.value + ((uint64_t)pages << FRAME_SHIFT);

    for (uint32_t i = 0; i < boot_info.entry_count; i++) {
        const struct memory_entry *entry = &boot_info.entries[i];
        if (entry->usable && entry->start < end && entry->end > start.value)
            return true;
    }
    return false;
}

static int check(const struct wired_request *request)
{
    uint32_t pages = request->pages;

    if (pages == 0 || (request->flags & ~(uint32_t)(WIRED_RUN | WIRED_DEVICE)) != 0)
        return E_ARGUMENT;
    if (pages > OBJECT_PAGES_MOST)
        return E_LIMIT;
    if (request->flags & WIRED_DEVICE) {
        uint32_t last = request->device.value + ((pages - 1) << FRAME_SHIFT);
        if (request->flags & WIRED_RUN || request->device.value % FRAME_BYTES != 0 ||
            last < request->device.value || is_ram(request->device, pages))
            return E_ARGUMENT;
        return 0;
    }
    if (request->device.value != 0 || (request->flags & WIRED_RUN && pages > RUN_PAGES_MOST))
        return E_ARGUMENT;
    return 0;
}

uint32_t wired_count_frames(uint32_t pages)
{
    uint32_t leaves = pages <= OBJECT_INLINE_PAGES ? 0 : (pages + LEAF_ENTRIES - 1) >> LEAF_SHIFT;
    return object_count_frames(pages) + leaves + pages;
}

static struct frame *take_run(uint32_t pages)
{
    const struct frame_run run = {
        .frames = pages,
        .align_frames = 1,
        .limit = {ISA_DMA_LIMIT_FRAMES},
        .boundary_frames = ISA_DMA_BOUNDARY_FRAMES,
    };
    return reserve_alloc_run(CLASS_CORE, &run, FRAME_CORE);
}

// Frames are charged as they come into the object, and go back to the account as they leave it.
static struct page_entry *set_page(struct object *object, uint32_t page, struct frame *frame,
                                   struct claim *claim)
{
    bool has_leaf = object_find_entry(object, page) != NULL;
    struct page_entry *entry = object_make_entry(object, page, claim);
    object_set_entry(object, page, entry, PAGE_RESIDENT, frame_number_of(frame).value);
    frame->owner.object = object;
    frame->owner.page = page;
    account_charge(object->maker, has_leaf ? 1 : 2);
    return entry;
}

int wired_begin(struct process *process, const struct wired_request *request, struct claim *claim,
                struct object **object)
{
    struct frame *run = NULL;

    int error = check(request);
    if (error != 0)
        return error;
    bool device = request->flags & WIRED_DEVICE;
    uint32_t frames = device ? object_count_frames(1) : wired_count_frames(request->pages);
    uint32_t claimed = frames;
    if (!account_has_room(process, frames))
        return E_QUOTA;
    if (request->flags & WIRED_RUN) {
        run = take_run(request->pages);
        if (run == NULL)
            return E_NO_MEMORY;
        claimed -= request->pages;
    }
    uint32_t generation = capability_new_generation();
    error = generation == 0 ? E_LIMIT : reserve_claim(claim, CLASS_CORE, claimed);
    if (error != 0) {
        for (uint32_t i = 0; run != NULL && i < request->pages; i++)
            reserve_free(&run[i]);
        return error;
    }

    if (device) {
        *object = wired_make_device(process, request->device, request->pages, generation, claim);
    } else {
        *object = object_make(OBJECT_WIRED, request->pages, claim);
        object_name(*object, process, generation);
        account_charge(process, object_count_frames(request->pages));
    }
    for (uint32_t i = 0; run != NULL && i < request->pages; i++)
        set_page(*object, i, &run[i], claim);
    (*object)->is_revoked = true;
    return 0;
}

bool wired_build_some(struct object *object, struct claim *claim, uint32_t *page)
{
    uint32_t pages = object->kind == OBJECT_DEVICE ? 0 : object->pages;

    for (uint32_t i = 0; i < PAGES_A_SLICE && *page < pages; i++, ++*page) {
        struct page_entry *entry = object_find_entry(object, *page);
        if (entry == NULL || entry->state == PAGE_ABSENT)
            entry = set_page(object, *page, reserve_take(claim, FRAME_CORE), claim);
        memset(frame_address(object_frame(entry)), 0, FRAME_BYTES);
    }
    if (*page < pages)
        return false;
    object->is_revoked = false;
    return true;
}

struct object *wired_make_device(struct process *maker, physical_address start, uint32_t pages,
                                 uint32_t generation, struct claim *claim)
{
    struct object *object = object_make(OBJECT_DEVICE, 1, claim);

    object->pages = pages; // it needs no entries
    object->device = start;
    object_name(object, maker, generation);
    account_charge(maker, object_count_frames(1));
    return object;
}

static frame_number number_of_page(const struct object *object, uint32_t page)
{
    if (object->kind == OBJECT_DEVICE)
        return (frame_number){frame_number_from_physical(object->device).value + page};
    return (frame_number){object_find_entry(object, page)->number};
}

// Whether the next frame of the claim can be a table there, by the process's account. (One that
// maps for itself has been asked: its claim is on its account already.)
static bool has_room_for_table(const struct process *process, const struct claim *claim)
{
    return claim->frames != 0 &&
           (claim == &process->long_call.claim || account_has_room(process, 1));
}

bool wired_map_some(struct region *region, struct claim *claim, uint32_t *page)
{
    struct address_space *space = region_space(region);

    if (region->is_going || region->object->kind == OBJECT_GONE || region->object->is_revoked)
        return true;
    for (uint32_t i = 0; i < WORK_SLICE_PAGES && *page < region->pages; i++, ++*page) {
        user_address address = {region->start.value + (*page << FRAME_SHIFT)};
        const uint32_t *place = paging_find_entry(space, address);
        if (place != NULL && *place != 0)
            continue; // touched meanwhile
        if (place == NULL) {
            i += WORK_SLICE_PAGES / 2; // a table takes as long as many pages
            if (!has_room_for_table(region_process(region), claim))
                continue;
        }
        frame_number number = number_of_page(region->object, region->first_page + *page);
        (void)paging_map(space, address, number.value << FRAME_SHIFT | region->rights, claim);
        if (region->object->kind != OBJECT_DEVICE)
            frame_table[number.value].mappings++;
    }
    return *page == region->pages;
}
