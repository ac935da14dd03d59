// SPDX-License-Identifier: MIT
// Lab 6: core processes. What the core right is good for: memory that is never paged, interrupts
// and I/O ports; how all of it is taken back; and the verdict when the system cannot go on.
//
// The core right is a capability. Each boot process holds one of its own, the owner's, and may give
// copies to others. So whatever is made with a core right has a *maker*, the process that asked for
// it, and the right that it was made with is its *owner*'s. If these are two, it is remembered with
// the thing whose right that was:
//
//     maker == owner    nothing: `owner` of a line or range is NULL, has_core_owner is false
//     maker != owner    `owner` of a line or range is that process; has_core_owner of a wired
//                       object is true, and it is the last on the list owner->core_objects
//
// (core_is_shared of the owner is given code's.)
//
// When an owner takes its right back, all copies of it are worth nothing from that moment on, and
// all that names the owner has to go. The maker's own end, and its own calls, are the other ways in
// which things go; given code sees to these, and calls the functions here.
// A call changes what its comment says, and nothing else: not other lines, ranges, objects, ports
// or channels.
//
// The student writes core.c: all functions below. Interrupts are off. Nothing here waits; what
// takes long is done in slices.
#ifndef MM_CORE_H
#define MM_CORE_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/abi/error.h"
#include "kernel/abi/rights.h"
#include "kernel/capability/interrupt_line.h"
#include "kernel/machine/dma.h"
#include "kernel/machine/io_port.h"
#include "mm/objects/wired.h"
#include "mm/pagers/deadlock.h"
#include "mm/pagers/object_end.h"

struct claim;
struct object;
struct port;
struct process;

// --- wired memory

// What object_create_wired (kernel/abi/system_calls.h) was asked for.
struct core_request {
    uint32_t pages;
    uint32_t flags;   // WIRED_ (kernel/abi/rights.h)
    uint32_t address; // WIRED_DEVICE: physical; WIRED_RUN: the DMA channel; else 0
};

#define CORE_RUN_PAGES_MOST ISA_DMA_BOUNDARY_FRAMES

// Begins to make a wired object, as is asked for. Everything that can fail is done here: the claim
// holds the frames for all of it, of class CORE whoever makes it.
//
// Requires: the claim is empty.
// Effect: the object exists, is named by a new generation (object_name) and charged to `maker`
//     (object_count_frames; wired_add_page charges the pages and leaves, wired_make_device charges
//     for itself); its owner is remembered (the top of this file). What the claim holds then is
//     what core_build_some takes out of it: pages that are not there yet, and their leaves. So it
//     holds nothing for a run, whose frames come from reserve_alloc_run, nor for device memory. Its
//     is_revoked is true, so that nothing of it is mapped before it is whole. A run is taken now,
//     and its pages are in the object (wired_add_page), not zeroed yet; object->has_channel and
//     object->channel say which DMA channel is its, and so does dma_owners[].
// Returns: 0, or one of these, the first that applies, with nothing changed:
//     E_ARGUMENT  0 pages; unknown flags, or both; WIRED_DEVICE: not page-aligned, past the last
//                 address, or some of it is RAM; WIRED_RUN: more than CORE_RUN_PAGES_MOST pages, or
//                 no such channel (dma_is_channel); neither: an address
//     E_LIMIT     more than OBJECT_PAGES_MOST pages
//     E_BUSY      another object has the channel
//     E_QUOTA     the maker's account has no room for all its frames (wired_count_frames; for
//                 device memory object_count_frames(1))
//     E_LIMIT     no generation is left
//     E_NO_MEMORY the claim fails, or there is no such run
// (For more than OBJECT_PAGES_MOST pages E_LIMIT comes before what WIRED_RUN and WIRED_DEVICE ask
// for.)
int core_make_object(struct process *maker, struct process *owner,
                     const struct core_request *request, struct claim *claim,
                     struct object **object);

// How many pages a slice zeroes at the most: one takes more than a thousand instructions.
#define CORE_SLICE_PAGES 3

// Fills in some pages from `*page` on: each is zeroed, and those that are not there yet
// (OBJECT_WIRED) are taken out of the claim.
//
// Requires: core_make_object made it; it was not revoked meanwhile.
// Effect: of device memory nothing is filled in. When the object is whole, is_revoked is false.
// Returns: whether the object is whole now; else `*page` is where to go on.
bool core_build_some(struct object *object, struct claim *claim, uint32_t *page);

// The object gives its DMA channel up. Given code calls this before any frame of it is free.
//
// Requires: object->has_channel.
// Effect: the channel is masked (dma_mask) and nobody's; object->has_channel is false.
void core_release_channel(struct object *object);

// --- interrupts

// Hands out a line, masked, bound to no port.
//
// Effect: `*line` is its entry in interrupt_lines, with a new generation and its owner. (Use
//     interrupt_attach with a function of yours, which does what core_bind_interrupt says.)
// Returns: 0; E_ARGUMENT: interrupt_line_is_kernels; E_BUSY: somebody has it; E_LIMIT: no
//     generation is left (if that is so as well, either may be returned). An error has changed
//     nothing.
int core_make_interrupt(struct process *maker, struct process *owner, uint32_t number,
                        struct interrupt_line **line);

// Takes it back: masked, nobody's (all of its entry is 0), and no message of it is on its way any
// more.
void core_free_interrupt(struct interrupt_line *line);

// From now on the line's interrupts arrive at `port`, and at no other; it is unmasked.
//
// When it interrupts: it is masked, its bit in port->interrupts is set, and port_notify is called.
// Given code makes a message of the bits when the port's owner receives, and clears them. A bit
// that was set at the port that it was bound to before, this one or another, is cleared.
void core_bind_interrupt(struct interrupt_line *line, struct port *port);

// Unmasks the line. Returns: 0; E_STATE if it is bound to no port, or to another process's.
int core_acknowledge_interrupt(const struct process *process, struct interrupt_line *line);

// The port is about to be gone: its lines are bound to none, and masked. (What becomes of
// port->interrupts is open.)
// Given code calls this only if there are such lines (interrupt_port_is_bound).
void core_unbind_port(struct port *port);

// --- I/O ports

// Hands out the ports [first, first + count).
//
// Effect: `*range` is a place in io_ranges that was free, with a new generation, the ports and the
//     owner.
// Returns: 0; E_ARGUMENT: no ports, past the last (IO_PORTS), or io_port_is_kernels; E_BUSY: one of
//     them is in another range; E_LIMIT: the table is full, or no generation is left (if E_BUSY
//     applies as well, either may be returned). An error has changed nothing.
int core_make_io(struct process *maker, struct process *owner, uint32_t first, uint32_t count,
                 struct io_range **range);

// Takes them back: all of the place is 0.
void core_free_io(struct io_range *range);

// Whether the holder of the range may access `width` bytes at `port`. Returns: 0; E_ARGUMENT: a
// width that is not 1, 2 or 4, or some of the bytes lie outside of the range.
int core_check_io(const struct io_range *range, uint32_t port, uint32_t width);

// --- taking back

// Takes back what others made with the core right of `owner`: a slice of it. Lines and ranges all
// go in the first slice; then the objects, one after the other. An object's capabilities are worth
// nothing as soon as it is its turn (object_rename: its generation is 0, which no capability has);
// then it is revoked (object_revoke), which keeps it from being mapped, and ends bit by bit
// (object_end_some), being unmapped everywhere before a frame of it is free; at its end that takes
// it off the list.
//
// Given code calls this when the right is revoked and when its owner has ended, if it was ever used
// by another (process->core_is_shared).
// (Whether the slice with the lines does something to an object, too, and the order of objects, is
// open.)
// Returns: whether all is gone; false may also be returned for the slice in which the last thing
//     went.
bool core_revoke_some(struct process *owner);

// --- the verdict

// Decides whether the system has come to its end for lack of memory.
//
// Given code calls this in each tick of the clock in which all of this is so
// (mm/pagers/shortage.h): somebody waits for a frame; the page stealer has gone round twice and
// moved nothing; no paged pager's patience is running, and none of them can be ended instead. A
// tick without this call resets the count: all ticks before it count no more.
//
// It is the deadlock when that has been so, tick after tick (timer_ticks), for as long as the
// slowest core device may take, and in all that time no core pager has answered
// (pager_count_answers of each is what it was), while at least one owes an answer (`open` is not
// empty). The core pagers are what pager_next_core gives, and their devices may take patience_ticks
// each; if there is none, pager_core_limit_ticks. Then calls deadlock_report with the one whose
// oldest request (the first in `open`; opened_clock, against pager->clock, in 16 bits) is the
// oldest of all.
//
// If no core pager owes anything, somebody may still run and give memory back: that is no deadlock
// as long as anybody could run in one of these ticks (process_current is not NULL), or if no frame
// is FRAME_PAGED, since then there is nothing that the stealer has failed to move: all is wired.
// Else it is a bug of the kernel, after the same time: calls deadlock_report with NULL.
void core_check_deadlock(void);

#endif
