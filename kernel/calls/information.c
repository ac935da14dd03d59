// SPDX-License-Identifier: MIT
// System calls that tell of memory: kernel/abi/system_calls.h. Nothing is changed by them, and each
// looks at a bounded part of the kernel's structures.
#include "kernel/abi/information.h"
#include "common/string.h"
#include "kernel/calls/system_call.h"
#include "kernel/process/process.h"
#include "mm/objects/object.h"
#include "mm/pager.h"
#include "mm/pagers/page_fault.h"
#include "mm/stealer.h"

// The kernel's own names and those that programs know are numbered alike.
#define SAME(ours, theirs)                                                                         \
    _Static_assert((uint32_t)(ours) == (uint32_t)(theirs), "kernel/abi/information.h")
SAME(FRAME_STATES, FRAME_USES);
SAME(FRAME_LENT, FRAME_USE_LENT);
SAME(FRAME_PAGED, FRAME_USE_PAGED);
SAME(FRAME_CORE, FRAME_USE_CORE);

int32_t system_call_information_frames(struct process *process)
{
    struct information_frames *information = (void *)process->registers.ebx;
    struct reserve_counts counts;

    int32_t error = page_fault_check_range(process, (user_address){process->registers.ebx},
                                           sizeof *information, true);
    if (error != 0)
        return error;
    reserve_read_counts(&counts);
    *information = (struct information_frames){
        .table_entries = frame_table_entries,
        .total = counts.total,
        .free = counts.free,
        .claimed = counts.claimed,
        .reserve_frames = RESERVE_FRAMES,
        .core_floor = CORE_FLOOR,
        .paged_floor = reserve_floor(CLASS_PAGED),
        .steal_low = reserve_steal_low(),
        .steal_high = reserve_steal_high(),
        .ordinary_frames = account_ordinary_frames,
        .ordinary_most = account_ordinary_most(),
        .stealer_laps = stealer.passed / frame_table_entries,
        .stealer_freed = stealer.freed,
        .stealer_stored = stealer.stored,
        .ticks = timer_ticks(),
    };
    memcpy(information->used, counts.used, sizeof information->used);
    return 0;
}

// What the processor noted of a frame's page in the first region of its object; others are not
// looked at, so that this takes constant time.
static bool is_written_to(const struct frame *frame)
{
    const struct object *object = frame->owner.object;

    if (list_is_empty(&object->regions))
        return false;
    const struct region *first = LIST_ITEM(object->regions.next, struct region, in_object);
    const uint32_t *entry = region_find_mapping(first, frame->owner.page);
    return entry != NULL && (*entry & PAGE_DIRTY);
}

static uint8_t describe_frame(const struct frame *frame)
{
    uint32_t information = frame->state;

    if (frame->state == FRAME_LENT)
        information |= FRAME_INFORMATION_DIRTY | FRAME_INFORMATION_MAPPED;
    if (frame->state != FRAME_PAGED)
        return (uint8_t)information;
    if (frame->marks & FRAME_DIRTY)
        information |= FRAME_INFORMATION_DIRTY;
    if (frame->mappings != 0) {
        information |= FRAME_INFORMATION_MAPPED;
        information |= is_written_to(frame) ? FRAME_INFORMATION_DIRTY : 0;
    }
    return (uint8_t)information;
}

int32_t system_call_information_map(struct process *process)
{
    uint32_t first = process->registers.ebx, frames = process->registers.edx;
    uint8_t *map = (void *)process->registers.ecx;

    if (frames > INFORMATION_MAP_MOST)
        frames = INFORMATION_MAP_MOST;
    int32_t error =
        page_fault_check_range(process, (user_address){process->registers.ecx}, frames, true);
    if (error != 0)
        return error;
    if (first >= frame_table_entries)
        return 0;
    if (frames > frame_table_entries - first)
        frames = frame_table_entries - first;
    for (uint32_t i = 0; i < frames; i++)
        map[i] = describe_frame(&frame_table[first + i]);
    return (int32_t)frames;
}
