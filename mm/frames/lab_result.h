// SPDX-License-Identifier: MIT
// What functions of the labs have returned, looked at before given code relies on it. A result that
// the contract does not allow is a bug of the kernel: the panic names the function whose result it
// is.
#ifndef MM_FRAMES_LAB_RESULT_H
#define MM_FRAMES_LAB_RESULT_H

#include <stddef.h>
#include <stdint.h>

#include "mm/frame.h"
#include "mm/pager.h"
#include "mm/paging.h"

// Panics: `function` returned `result`, which is `what`.
_Noreturn void lab_result_is_wrong(const char *function, uint32_t result, const char *what);

// Panics: a page's entry is none that lab 4 may leave.
_Noreturn void lab_result_page_is_wrong(const struct object *object, uint32_t page,
                                        const struct page_entry *entry);

// Panics: the frame counts more mappings than the regions of its object have.
_Noreturn void lab_result_mappings_are_wrong(const struct frame *frame);

// Panics: `function` of lab 3 says again and again that a page is mapped and allows what was
// refused: to the processor, or to a system call that is about to touch the page.
_Noreturn void lab_result_no_progress(const char *function, const struct process *process,
                                      user_address address);

// The frame that `function` has taken: a pointer to an entry of the frame table.
static inline struct frame *lab_result_frame(const char *function, struct frame *frame)
{
    uint32_t distance = (uint32_t)frame - (uint32_t)frame_table;

    if (distance >= frame_table_entries * (uint32_t)sizeof(struct frame) ||
        distance % sizeof(struct frame) != 0)
        lab_result_is_wrong(function, (uint32_t)frame, "no entry of the frame table");
    return frame;
}

// What paging_find_entry returns: a place in RAM, as the kernel sees it, or NULL.
static inline uint32_t *lab_result_entry(uint32_t *place)
{
    if (place != NULL && ((uint32_t)place - KERNEL_BASE) >> FRAME_SHIFT >= frame_table_entries)
        lab_result_is_wrong("paging_find_entry", (uint32_t)place,
                            "not the kernel's address of an entry (a physical one?)");
    return place;
}

// How many tables `pages` pages lack, as paging_count_missing_tables returns it.
static inline uint32_t lab_result_tables(uint32_t pages, uint32_t tables)
{
    // two that are only begun, at its ends, and whole ones between
    if (tables > pages / PAGE_TABLE_ENTRIES + 2)
        lab_result_is_wrong("paging_count_missing_tables", tables,
                            "more tables than the pages can need");
    return tables;
}

// The slot of a page that is FETCHING or STORING, as lab 4 wrote it into its entry.
static inline struct slot *lab_result_slot(const struct object *object, uint32_t page,
                                           const struct page_entry *entry)
{
    if (entry->number >= object->pager->slot_count)
        lab_result_page_is_wrong(object, page, entry);
    return &object->pager->slots[entry->number];
}

// What a function of lab 6 has made, if it returned no error.
static inline void lab_result_made(const char *function, const void *made, const void *table,
                                   uint32_t bytes)
{
    if ((uint32_t)made - (uint32_t)table >= bytes)
        lab_result_is_wrong(function, 0, "no error, but it has made nothing");
}

#endif
