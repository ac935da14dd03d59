// SPDX-License-Identifier: MIT
// The audit of frames: the frame table against what uses frames, and the reserve's counts; and of
// what core processes have, lines, ports and channels.
#include "kernel/capability/interrupt_line.h"
#include "kernel/machine/dma.h"
#include "kernel/machine/io_port.h"
#include "kernel/test/audit_parts.h"

static enum frame_state state_for(enum audit_use use)
{
    switch (use) {
    case USE_NONE:
    case USES:
        return FRAME_FREE;
    case USE_PROCESS:
    case USE_DIRECTORY:
    case USE_TABLE:
    case USE_OBJECT:
    case USE_OBJECT_TABLE:
    case USE_LEAF:
    case USE_PAGER:
        return FRAME_KERNEL;
    case USE_CORE_PAGE:
        return FRAME_CORE;
    case USE_LENT_PAGE:
        return FRAME_LENT;
    case USE_PAGE:
        return FRAME_PAGED;
    }
    return FRAME_FREE;
}

static void check_frame(uint32_t number)
{
    const struct frame *frame = &frame_table[number];
    const struct audit_frame *found = &audit.frames[number];
    uint32_t state = state_for((enum audit_use)found->use);

    if (frame->state == FRAME_RESERVED) {
        AUDIT(found->use, USE_NONE, "use of frame %u, which is reserved", number);
        return;
    }
    AUDIT(frame->state, state,
          "state of frame %u (1 free, 2 kernel, 3 core, 4 paged, 5 lent), by what uses it", number);
    if (found->use >= USE_CORE_PAGE)
        AUDIT(frame->mappings, found->mappings, "mappings of frame %u, by the page tables", number);
}

void audit_frames(void)
{
    uint32_t states[FRAME_STATES] = {0};
    struct reserve_counts counts;

    for (uint32_t i = 0; i < frame_table_entries; i++) {
        CHECK_THAT((uint32_t)frame_table[i].state, <, (uint32_t)FRAME_STATES, "state of frame %u",
                   i);
        check_frame(i);
        states[frame_table[i].state]++;
    }
    reserve_read_counts(&counts);
    AUDIT(counts.used[FRAME_KERNEL], states[FRAME_KERNEL], "the reserve's count of kernel frames");
    AUDIT(counts.used[FRAME_CORE], states[FRAME_CORE], "the reserve's count of core frames");
    AUDIT(counts.used[FRAME_PAGED], states[FRAME_PAGED], "the reserve's count of paged frames");
    AUDIT(counts.used[FRAME_LENT], states[FRAME_LENT], "the reserve's count of lent frames");
    AUDIT(counts.free + counts.claimed, states[FRAME_FREE],
          "the reserve's count of free and claimed frames");
    AUDIT(frame_count_free(), states[FRAME_FREE], "the allocator's count of free frames");
    AUDIT(counts.total, frame_table_entries - states[FRAME_RESERVED],
          "the reserve's count of all frames");
}

// --- core processes

// The owner is the process whose core right something was made with, if it was not the maker's own.
// That process exists, and has noted that others use its right.
static void check_owner(const struct process *owner, const char *what, uint32_t number)
{
    if (owner == NULL)
        return;
    AUDIT(audit_is_process(owner), true, "owners of %s %u that there are", what, number);
    AUDIT(owner->core_is_shared, true,
          "process %u (%s), whose %s %u is, knows that others have some", AUDIT_NAME(owner), what,
          number);
}

static void check_core_objects(struct process *owner)
{
    for (struct list *at = NULL;
         (at = audit_next(&owner->core_objects, at, "objects made with its right",
                          owner->number)) != NULL;) {
        const struct object *object = LIST_ITEM(at, struct object, in_core);
        AUDIT(audit_frame_of(object)->use, USE_OBJECT,
              "use of a frame in the list of objects made with the right of process %u (%s)",
              AUDIT_NAME(owner));
        AUDIT(object->has_core_owner, true,
              "owner of an object made with the right of process %u "
              "(%s)",
              AUDIT_NAME(owner));
    }
}

static void check_channels(void)
{
    for (uint32_t i = 0; i < DMA_CHANNELS; i++) {
        const struct object *object = dma_owners[i];
        if (object == NULL)
            continue;
        AUDIT(audit_frame_of(object)->use, USE_OBJECT,
              "use of the frame of the object that has DMA channel %u", i);
        AUDIT(object->has_channel && object->channel == i, true,
              "the object that has DMA channel %u, by what it says itself", i);
    }
}

void audit_core(void)
{
    for (uint32_t i = 0; i < INTERRUPT_LINES; i++) {
        const struct port *port = interrupt_lines[i].port;
        check_owner(interrupt_lines[i].owner, "interrupt line", i);
        if (port == NULL)
            continue;
        AUDIT(audit_is_process(port_owner(port)), true, "processes that line %u is bound to", i);
        AUDIT(port->generation != 0 || process_is_over(port_owner(port)), true,
              "ports that line %u is bound to", i);
    }
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++)
        check_owner(io_ranges[i].owner, "range of I/O ports", i);
    for (uint32_t i = 0; i < audit.process_count; i++)
        check_core_objects(audit.processes[i]);
    check_channels();
}
