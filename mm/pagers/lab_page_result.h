// SPDX-License-Identifier: MIT
// Checks of what labs 3 and 4 have left in pages' entries, before given code relies on it, as in
// mm/frames/lab_result.h.
#ifndef MM_PAGERS_LAB_PAGE_RESULT_H
#define MM_PAGERS_LAB_PAGE_RESULT_H

#include "mm/frames/lab_result.h"
#include "mm/pager.h"

// Panics: a page's entry is none that lab 4 may leave.
_Noreturn void lab_result_page_is_wrong(const struct object *object, uint32_t page,
                                        const struct page_entry *entry);

// Panics: `function` of lab 3 says again and again that a page is mapped and allows what was
// refused: to the processor, or to a system call that is about to touch the page.
_Noreturn void lab_result_no_progress(const char *function, const struct process *process,
                                      user_address address);

// The slot of a page that is FETCHING or STORING, as lab 4 wrote it into its entry.
static inline struct slot *lab_result_slot(const struct object *object, uint32_t page,
                                           const struct page_entry *entry)
{
    if (entry->number >= object->pager->slot_count)
        lab_result_page_is_wrong(object, page, entry);
    return &object->pager->slots[entry->number];
}

#endif
