// SPDX-License-Identifier: MIT
#include "mm/pagers/lab_page_result.h"

#include "kernel/process/process.h"
#include "kernel/report/panic.h"

void lab_result_page_is_wrong(const struct object *object, uint32_t page,
                              const struct page_entry *entry)
{
    uint32_t slots = object->pager->slot_count;

    switch ((enum page_state)entry->state) {
    case PAGE_FETCHING:
        panic("pager_start_fetch left page %u of badge %u FETCHING in slot %u; its pager has %u "
              "slots",
              page, object->badge, entry->number, slots);
    case PAGE_STORING:
        panic("pager_evict left page %u of badge %u STORING in slot %u; its pager has %u slots",
              page, object->badge, entry->number, slots);
    case PAGE_RESIDENT:
        panic("pager_answer left page %u of badge %u RESIDENT in frame %u; there are %u frames",
              page, object->badge, entry->number, frame_table_entries);
    case PAGE_ABSENT:
    case PAGE_FAILED:
        break;
    }
    panic("pager_start_fetch, pager_evict or pager_answer left 0x%08x in the entry of page %u of "
          "badge "
          "%u: it has no state %u",
          entry->word, page, object->badge, entry->state);
}

void lab_result_no_progress(const char *function, const struct process *process,
                            user_address address)
{
    const uint32_t *place = lab_result_entry(paging_find_entry(&process->space, address));
    // In a system call the error code is that of an earlier trap.
    bool is_fault = process->registers.vector == TRAP_PAGE_FAULT;
    const char *what = is_fault ? "a fault" : "a system call";

    if (place == NULL || !(*place & PAGE_PRESENT))
        panic("%s says, for %s of process %u, that a page is mapped at 0x%08x; but %s", function,
              what, process->number, address.value,
              place == NULL ? "paging_find_entry finds no table there"
                            : "its entry is not present");
    // A system call is refused nothing else.
    if (!(*place & PAGE_WRITABLE) &&
        (!is_fault || process->registers.error_code & PAGE_FAULT_WRITE))
        panic(
            "%s says, for %s of process %u, that 0x%08x can be written to; but its entry is 0x%08x",
            function, what, process->number, address.value, *place);
    panic("process %u faults at 0x%08x (error code %u) again and again, though its entry 0x%08x "
          "allows it: is that where the processor looks, and does the directory allow it too?",
          process->number, address.value, process->registers.error_code, *place);
}
