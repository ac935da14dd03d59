// SPDX-License-Identifier: MIT
// What others do to the world between two calls: processes, the pager in its window, and given
// code. Each says whether that can be done now; `before` is how the world is.
#include "labs/4-pager-ipc/tests/pages.h"
#include "mm/address/page_bits.h"
#include "mm/frames/frame_memory.h"
#include "mm/pagers/turn.h"

#define WORDS (FRAME_BYTES / sizeof(uint32_t))

static bool write(const struct view *before, uint32_t process, uint32_t place)
{
    static uint32_t written;
    uint32_t *entry;

    if (process >= CLIENTS || before->page[place].mapped[process] == 0 ||
        world_pages[place].object >= LENT || world_pages[place].object == SPILL)
        return false;
    entry = paging_find_entry(&world.process[process]->space, world_address(process, place));
    *entry |= PAGE_ACCESSED | PAGE_DIRTY;
    uint32_t *memory = frame_address(&frame_table[before->page[place].number]);
    memory[0] = memory[WORDS - 1] = ++written;
    return true;
}

static bool fill(const struct view *before, uint32_t pager, uint32_t slot)
{
    uint32_t place = world_window_page(pager, slot);

    if (slot >= world.pager[pager]->slot_count || before->page[place].state != PAGE_RESIDENT)
        return false;
    uint32_t *memory = frame_address(&frame_table[before->page[place].number]);
    memory[0] += 0x10001;
    memory[WORDS - 1] += 0x1000100;
    return true;
}

static bool receive(const struct view *before, uint32_t pager)
{
    struct process *process = world.process[BASE + pager];

    if (process->wait == WAIT_RECEIVE) {
        process_complete(process, E_TIMEOUT);
        return true;
    }
    if (!world_is_ready(BASE + pager) ||
        before->pager[pager].pending < before->pager[pager].open.count)
        return false;
    process->ports[0].has_notice = false;
    world_run(process);
    process->ipc.port = &process->ports[0];
    process_wait(process, WAIT_RECEIVE, NULL);
    return true;
}

static bool discard(const struct view *before, uint32_t place)
{
    bool is_window = world_pages[place].object == SPILL && world_pages[place].page < UPPER_SLOTS;
    struct page_entry *entry = object_find_entry(world_object_of(place), world_pages[place].page);

    if (is_window ||
        (before->page[place].state != PAGE_FETCHING && before->page[place].state != PAGE_STORING))
        return false;
    entry->discard = 1;
    return true;
}

// What given code does when an object goes.
static bool forget(const struct view *before, uint32_t place)
{
    enum world_object object = world_pages[place].object;
    struct page_entry *entry = object_find_entry(world_object_of(place), world_pages[place].page);

    if (before->page[place].state == PAGE_RESIDENT && object != LENT && object != SPILL) {
        struct frame *frame = object_frame(entry);
        object_unmap_page(world_object_of(place), world_pages[place].page, frame);
        reserve_free(frame);
    } else if (before->page[place].state != PAGE_FAILED) {
        return false;
    }
    object_set_entry(world_object_of(place), world_pages[place].page, entry, PAGE_ABSENT, 0);
    return true;
}

static bool age(const struct view *before, uint32_t pager, uint32_t slot, uint32_t generation)
{
    if (slot >= world.pager[pager]->slot_count ||
        before->pager[pager].slot[slot].state != SLOT_IDLE || !view_slot_was_used[pager][slot])
        return false;
    world.pager[pager]->slots[slot].word = generation << SLOT_WORD_SHIFT | slot;
    return true;
}

bool pages_do(const struct specified_call *call, const struct view *before)
{
    const uint32_t *argument = call->argument;

    switch (call->function) {
    case DO_WRITE:
        return write(before, argument[0], argument[1]);
    case DO_FILL:
        return fill(before, argument[0], argument[1]);
    case DO_RECEIVE:
        return receive(before, argument[0]);
    case DO_DISCARD:
        return discard(before, argument[0]);
    case DO_FORGET:
        return forget(before, argument[0]);
    case DO_CLOCK:
        world.pager[argument[0]]->clock = (uint16_t)argument[1];
        return true;
    case DO_AGE:
        return age(before, argument[0], argument[1], argument[2]);
    case DO_LEVEL:
        if (world.pager[1]->turn != TURN_NONE)
            return false;
        world.pager[1]->level = (int)argument[0];
        return true;
    default:
        return false;
    }
}
