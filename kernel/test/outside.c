// SPDX-License-Identifier: MIT
#include "kernel/test/outside.h"

#include <stddef.h>
#include <stdint.h>

#include "kernel/capability/interrupt_line.h"
#include "kernel/machine/command_line.h"
#include "kernel/machine/io_port.h"
#include "kernel/process/process.h"
#include "mm/objects/object.h"
#include "mm/pager.h"
#include "mm/reserve.h"
#include "mm/stealer.h"

// What the labs said at the end.
extern struct outside_counters {
    uint32_t free_frames; // frame_count_free()
    struct reserve_counts reserve;
} outside_counters;

struct outside_counters outside_counters;

void outside_note_counters(void)
{
    uint32_t labs = command_line_number("counters", 0);

    if (labs >= 1)
        outside_counters.free_frames = frame_count_free();
    if (labs >= 2)
        reserve_read_counts(&outside_counters.reserve);
}

// --- where everything is

// Makes a symbol of the kernel's file. No instruction comes of it.
#define TELL(name, value)                                                                          \
    __asm__ volatile(".globl layout_" name "\n.set layout_" name ", %c0" : : "i"(value))

#define TELL_NUMBER(number)   TELL(#number, number)
#define TELL_BYTES(structure) TELL(#structure "_bytes", sizeof(struct structure))
#define TELL_MEMBER(structure, member)                                                             \
    TELL(#structure "_" #member, offsetof(struct structure, member))

void outside_tell_layout(void);

static void tell_numbers(void)
{
    TELL_NUMBER(FRAME_RESERVED);
    TELL_NUMBER(FRAME_FREE);
    TELL_NUMBER(FRAME_KERNEL);
    TELL_NUMBER(FRAME_CORE);
    TELL_NUMBER(FRAME_PAGED);
    TELL_NUMBER(FRAME_LENT);
    TELL_NUMBER(KERNEL_FRAME_PROCESS);
    TELL_NUMBER(KERNEL_FRAME_OBJECT);
    TELL_NUMBER(REGIONS_MOST);
    TELL_NUMBER(PORTS_MOST);
    TELL_NUMBER(INTERRUPT_LINES);
    TELL_NUMBER(IO_RANGES_MOST);
    TELL_NUMBER(WAIT_SEND);
    TELL_NUMBER(WAIT_CALL);
    TELL_NUMBER(WAIT_REPLY);
    TELL_NUMBER(PROCESS_ENDING);
    TELL_NUMBER(OBJECT_WIRED);
    TELL_NUMBER(OBJECT_DEVICE);
    TELL_NUMBER(OBJECT_LENT);
    TELL_NUMBER(PAGE_FETCHING);
    TELL_NUMBER(PAGE_RESIDENT);
    TELL_NUMBER(PAGE_STORING);
    TELL_NUMBER(PAGE_FAILED);
    TELL_NUMBER(SLOT_FETCH);
    TELL_NUMBER(SLOT_STORE);
}

static void tell_frames(void)
{
    TELL_BYTES(frame);
    TELL_MEMBER(frame, head);
    TELL_MEMBER(frame, owner);
    TELL_MEMBER(outside_counters, free_frames);
    TELL_MEMBER(outside_counters, reserve.total);
    TELL_MEMBER(outside_counters, reserve.free);
    TELL_MEMBER(outside_counters, reserve.claimed);
    TELL_MEMBER(outside_counters, reserve.used);
}

static void tell_processes(void)
{
    TELL_MEMBER(address_space, directory);
    TELL_MEMBER(address_space, table_count);
    TELL_MEMBER(process, all);
    TELL_MEMBER(process, link);
    TELL_MEMBER(process, wait);
    TELL_MEMBER(process, ipc.callers);
    TELL_MEMBER(process, ipc.server);
    TELL_MEMBER(process, ports);
    TELL_MEMBER(process, state);
    TELL_MEMBER(process, number);
    TELL_MEMBER(process, space);
    TELL_MEMBER(process, claim);
    TELL_MEMBER(process, long_call.claim);
    TELL_MEMBER(process, pager);
    TELL_MEMBER(process, objects);
    TELL_MEMBER(process, regions);
    TELL_BYTES(port);
    TELL_MEMBER(port, senders);
    TELL_BYTES(region);
    TELL_MEMBER(region, object);
    TELL_MEMBER(region, start);
    TELL_MEMBER(region, pages);
    TELL_MEMBER(region, first_page);
}

static void tell_objects(void)
{
    TELL_MEMBER(object, in_maker);
    TELL_MEMBER(object, kind);
    TELL_MEMBER(object, pages);
    TELL_MEMBER(object, directory);
    TELL_MEMBER(object, entries);
    TELL_MEMBER(object, not_absent);
    TELL_MEMBER(object, pager);
    TELL_MEMBER(object, device);
    TELL_MEMBER(pager, window);
    TELL_MEMBER(pager, slot_count);
    TELL_MEMBER(pager, fetches);
    TELL_MEMBER(pager, stores);
    TELL_MEMBER(pager, slots);
    TELL_MEMBER(pager, lent);
    TELL_BYTES(slot);
    TELL_MEMBER(slot, object);
    TELL_MEMBER(slot, page);
    TELL_MEMBER(slot, state);
}

static void tell_others(void)
{
    TELL_BYTES(interrupt_line);
    TELL_MEMBER(interrupt_line, port);
    TELL_BYTES(io_range);
    TELL_MEMBER(io_range, first);
    TELL_MEMBER(io_range, count);
    TELL_MEMBER(stealer, hand);
    TELL_MEMBER(stealer, passed);
    TELL_MEMBER(stealer, visited);
}

__attribute__((used)) void outside_tell_layout(void)
{
    tell_numbers();
    tell_frames();
    tell_processes();
    tell_objects();
    tell_others();
}
