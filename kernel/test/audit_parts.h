// SPDX-License-Identifier: MIT
// What the parts of the audit (kernel/test/audit.h) share.
#ifndef KERNEL_TEST_AUDIT_PARTS_H
#define KERNEL_TEST_AUDIT_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/list.h"
#include "kernel/process/process.h"
#include "kernel/test/test.h"
#include "mm/objects/object.h"
#include "mm/pager.h"

// A book and what another one says: both are said if they differ.
#define AUDIT(found, expected, ...)                                                                \
    CHECK_THAT((uint32_t)(found), ==, (uint32_t)(expected), __VA_ARGS__)

// A process in words, as an argument for "process %u (%s)".
#define AUDIT_NAME(process) (process)->number, (process)->name

// What uses a frame.
enum audit_use {
    USE_NONE,
    USE_PROCESS,      // a process's structure
    USE_DIRECTORY,    // a page directory
    USE_TABLE,        // a page table
    USE_OBJECT,       // a memory object's structure
    USE_OBJECT_TABLE, // its directory of leaves
    USE_LEAF,         // a leaf
    USE_PAGER,        // a pager's structure
    USE_CORE_PAGE,    // a page of wired memory
    USE_LENT_PAGE,    // a window page of a pager on level 0
    USE_PAGE,         // any other page of an object
    USES,
};

// What is found of a frame, or of what lies in it.
struct audit_frame {
    uint8_t use;           // enum audit_use
    uint16_t mappings;     // of a page; of a leaf: its pages that are not ABSENT
    uint16_t capabilities; // that are valid, and that its process or object counts
    uint16_t regions;      // of its object
    uint16_t requests;     // open ones, for pages of its object
    uint16_t place;        // of its process in audit.processes
};

#define AUDIT_PROCESSES_MOST 512

struct audit {
    struct audit_frame *frames; // by the frame's number
    struct process **processes;
    uint8_t *is_listed; // by the process's place: on how many lists it waits
    uint32_t process_count;
    uint32_t object_count;
};

extern struct audit audit;

static inline struct audit_frame *audit_frame_of(const void *memory)
{
    return &audit.frames[frame_number_of(frame_of_memory(memory)).value];
}

// Notes that the frame is used so. Fails the test if it is used already.
void audit_use(uint32_t number, enum audit_use use);

// Whether `process` points to a process that there is.
bool audit_is_process(const struct process *process);

// The first word of a table, from `from` on, that is not 0; `count` if there is none. Most tables
// are nearly empty, so words that are 0 are passed over in groups.
uint32_t audit_next_word(const uint32_t *table, uint32_t from, uint32_t count);

// The object's first page, from `page` on, whose entry is not 0; object->pages if there is none.
// Requires: it has entries, so it is no OBJECT_DEVICE.
uint32_t audit_next_page(const struct object *object, uint32_t page);

// Walks a list, whose links must fit, and that has at most `most` items. NULL begins with the
// first; returns NULL behind the last. `what` and `owner` say which list it is.
struct list *audit_next(struct list *head, struct list *at, const char *what, uint32_t owner);

// The head of the ring that `item` is on, where all others are links of processes at that offset.
// Counts these in `*count`.
const struct list *audit_find_head(struct list *item, uint32_t offset, uint32_t *count);

// --- the parts, in the order in which they are called

void audit_find_processes(void);
void audit_processes(void);
void audit_objects(void);
void audit_regions(void);
void audit_tables(void);
void audit_pagers(void);
void audit_capabilities(void);
void audit_accounts(void);
void audit_waits(void);
void audit_timeouts(void);
void audit_schedule(void);
void audit_core(void); // interrupt lines, I/O ports, channels
void audit_frames(void);

// Counts what there is: kernel/test/audit_seen.c.
void audit_note_seen(void);

#endif
