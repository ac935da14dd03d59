// SPDX-License-Identifier: MIT
#include "kernel/test/stealer.h"

#include <stddef.h>

#include "kernel/abi/error.h"
#include "kernel/abi/test_calls.h"
#include "kernel/process/process.h"
#include "mm/pagers/page_fault.h"
#include "mm/stealer.h"

int32_t test_stealer_read(struct process *process, uint32_t to)
{
    struct test_stealer *out = (struct test_stealer *)to;
    struct reserve_counts books;

    int32_t error = page_fault_check_range(process, (user_address){to}, sizeof *out, true);
    if (error != 0)
        return error;
    reserve_read_counts(&books);
    *out = (struct test_stealer){
        .hand = stealer.hand,
        .is_running = stealer.is_running,
        .passed = stealer.passed,
        .visited = stealer.visited,
        .freed = stealer.freed,
        .stored = stealer.stored,
        .refused = stealer.refused,
        .frames = frame_table_entries,
        .total_frames = books.total,
        .free_frames = books.free,
        .paged_floor = reserve_floor(CLASS_PAGED),
        .low = reserve_steal_low(),
        .high = reserve_steal_high(),
    };
    return 0;
}

static struct frame *find_resident(const struct object *object, uint32_t page)
{
    const struct page_entry *entry = object_find_entry(object, page);
    return entry == NULL || entry->state != PAGE_RESIDENT ? NULL : object_frame(entry);
}

int32_t test_stealer_visit(struct object *object, uint32_t page)
{
    struct frame *frame = find_resident(object, page);
    return frame == NULL ? E_STATE : (int32_t)stealer_visit(frame);
}

#define FRAMES_MOST 8192

static struct {
    uint8_t state;
    uint16_t regions;
} before[FRAMES_MOST];

static void look(void)
{
    for (uint32_t i = 0; i < frame_table_entries; i++) {
        const struct frame *frame = &frame_table[i];
        before[i].state = frame->state;
        if (frame->state == FRAME_PAGED)
            before[i].regions =
                (uint16_t)((const struct object *)frame->owner.object)->region_count;
    }
}

// What has become of a frame that was PAGED, and was visited.
static enum steal result_of(const struct frame *frame)
{
    if (frame->state != FRAME_PAGED)
        return frame->state == FRAME_FREE ? STEAL_FREED : STEAL_STORING;
    return frame->mappings != 0 ? STEAL_KEPT : STEAL_REFUSED;
}

// Where the hand must be after a slice that began with it at `number`, as long as it was needed.
static uint32_t expected_hand(uint32_t number)
{
    for (uint32_t cost = 0; cost < STEALER_SLICE;) {
        if (before[number].state == FRAME_PAGED)
            cost += stealer_visit_cost(before[number].regions, result_of(&frame_table[number]));
        else
            cost++;
        number = number + 1 == frame_table_entries ? 0 : number + 1;
    }
    return number;
}

int32_t test_stealer_step(void)
{
    struct reserve_counts books;
    uint32_t hand = stealer.hand;

    if (frame_table_entries > FRAMES_MOST)
        return E_LIMIT;
    look();
    reserve_read_counts(&books);
    bool is_needed = books.free < reserve_steal_low();
    stealer_step();
    reserve_read_counts(&books);
    if (books.free >= reserve_steal_high() || (!is_needed && !stealer.is_running))
        return 0; // it may have stopped anywhere, or not have begun
    return stealer.hand == expected_hand(hand) ? 0 : E_STATE;
}

int32_t test_page_marks(struct object *object, uint32_t page)
{
    const struct frame *frame = find_resident(object, page);
    return frame == NULL ? E_STATE : frame->marks | frame->mappings << 8;
}
