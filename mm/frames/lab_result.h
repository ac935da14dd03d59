// SPDX-License-Identifier: MIT
// Checks of what functions of the labs have returned, before given code relies on it. A result that
// the contract does not allow is a bug of the kernel: the panic names the function whose result it
// is.
#ifndef MM_FRAMES_LAB_RESULT_H
#define MM_FRAMES_LAB_RESULT_H

#include <stddef.h>
#include <stdint.h>

#include "mm/frame.h"
#include "mm/paging.h"

// Panics: `function` returned `result`, which is `what`.
_Noreturn void lab_result_is_wrong(const char *function, uint32_t result, const char *what);

// Panics: the frame counts more mappings than the regions of its object have.
_Noreturn void lab_result_mappings_are_wrong(const struct frame *frame);

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
    // The tables at the two ends may be needed for a few pages only, those between them for all of
    // theirs.
    if (tables > pages / PAGE_TABLE_ENTRIES + 2)
        lab_result_is_wrong("paging_count_missing_tables", tables,
                            "more tables than the pages can need");
    return tables;
}

// What a function of lab 6 has made, if it returned no error.
static inline void lab_result_made(const char *function, const void *made, const void *table,
                                   uint32_t bytes)
{
    if ((uint32_t)made - (uint32_t)table >= bytes)
        lab_result_is_wrong(function, 0, "no error, but it has made nothing");
}

#endif
