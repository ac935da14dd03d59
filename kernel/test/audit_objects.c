// SPDX-License-Identifier: MIT
// The audit of memory objects: their pages and leaves, and whose they are.
#include "kernel/test/audit_parts.h"

static const char *const state_texts[] = {
    [PAGE_ABSENT] = "absent",   [PAGE_FETCHING] = "fetching", [PAGE_RESIDENT] = "resident",
    [PAGE_STORING] = "storing", [PAGE_FAILED] = "failed",
};

static enum audit_use use_of_page(const struct object *object)
{
    if (object->kind == OBJECT_WIRED)
        return USE_CORE_PAGE;
    return object->kind == OBJECT_LENT ? USE_LENT_PAGE : USE_PAGE;
}

static void check_resident(struct object *object, uint32_t page, const struct page_entry *entry)
{
    audit_use(entry->number, use_of_page(object));
    const struct frame *frame = &frame_table[entry->number];
    AUDIT(frame->owner.object, object,
          "owner of frame %u, which is page %u of an object of process %u (%s)",
          (uint32_t)entry->number, page, AUDIT_NAME(object->maker));
    AUDIT(frame->owner.page, page, "page that frame %u is, of an object of process %u (%s)",
          (uint32_t)entry->number, AUDIT_NAME(object->maker));
    // The pages of a spill are in a window, too, but one that came back from the pager behind it is
    // clean.
    if (object->kind == OBJECT_LENT)
        AUDIT(frame->marks & FRAME_DIRTY, FRAME_DIRTY,
              "dirty mark of frame %u, which lies in the window of process %u (%s)",
              (uint32_t)entry->number, AUDIT_NAME(object->backs->process));
}

static void check_request(const struct object *object, uint32_t page,
                          const struct page_entry *entry)
{
    const struct pager *pager = object->pager;
    enum slot_state kind = entry->state == PAGE_FETCHING ? SLOT_FETCH : SLOT_STORE;

    AUDIT(pager != NULL, true, "pager behind an object of process %u (%s), whose page %u is %s",
          AUDIT_NAME(object->maker), page, state_texts[entry->state]);
    CHECK_THAT((uint32_t)entry->number, <, pager->slot_count,
               "slot of page %u, which is %s, of an object of process %u (%s)", page,
               state_texts[entry->state], AUDIT_NAME(object->maker));
    const struct slot *slot = &pager->slots[entry->number];
    bool is_for_it = slot->state == kind && slot->object == object && slot->page == page;
    AUDIT(is_for_it, true, "requests in slot %u of process %u (%s) for page %u, which is %s",
          (uint32_t)entry->number, AUDIT_NAME(pager->process), page, state_texts[entry->state]);
}

// Returns whether the page is not ABSENT.
static bool check_page(struct object *object, uint32_t page, const struct page_entry *entry)
{
    CHECK_THAT((uint32_t)entry->state, <=, (uint32_t)PAGE_FAILED,
               "state of page %u of an object of process %u (%s)", page, AUDIT_NAME(object->maker));
    if (entry->state == PAGE_RESIDENT)
        check_resident(object, page, entry);
    else if (entry->state == PAGE_FETCHING || entry->state == PAGE_STORING)
        check_request(object, page, entry);
    return entry->state != PAGE_ABSENT;
}

static uint32_t check_leaf(struct object *object, uint32_t first)
{
    const struct page_entry *leaf = object->directory[first >> LEAF_SHIFT];
    uint32_t not_absent = 0;

    if (leaf == NULL)
        return 0;
    struct frame *frame = frame_of_memory(leaf);
    audit_use(frame_number_of(frame).value, USE_LEAF);
    uint32_t left = object->pages - first, count = left < LEAF_ENTRIES ? left : LEAF_ENTRIES;
    for (uint32_t i = 0; (i = audit_next_word(&leaf->word, i, count)) < count; i++)
        not_absent += check_page(object, first + i, &leaf[i]);
    AUDIT(frame->mappings, not_absent,
          "pages in the leaf of page %u of an object of process %u (%s)", first,
          AUDIT_NAME(object->maker));
    CHECK_THAT(not_absent, >, 0u, "pages in the leaf of page %u of an object of process %u (%s)",
               first, AUDIT_NAME(object->maker));
    return not_absent;
}

static void check_pages(struct object *object)
{
    uint32_t not_absent = 0;

    if (object->kind == OBJECT_DEVICE)
        return;
    if (object->directory != NULL) {
        audit_use(frame_number_of(frame_of_memory(object->directory)).value, USE_OBJECT_TABLE);
        for (uint32_t page = 0; page < object->pages; page += LEAF_ENTRIES)
            not_absent += check_leaf(object, page);
    } else {
        for (uint32_t page = 0; (page = audit_next_page(object, page)) < object->pages; page++)
            not_absent += check_page(object, page, &object->entries[page]);
    }
    AUDIT(object->not_absent, not_absent,
          "pages that are not absent, of an object of process %u "
          "(%s)",
          AUDIT_NAME(object->maker));
}

static void check_object(struct process *process, struct object *object)
{
    struct frame *frame = frame_of_memory(object);

    audit_use(frame_number_of(frame).value, USE_OBJECT);
    audit.object_count++;
    AUDIT(frame_holds(frame, KERNEL_FRAME_OBJECT), true,
          "frames marked as an object where one of process %u (%s) is", AUDIT_NAME(process));
    AUDIT(object->maker, process, "maker of an object of process %u (%s)", AUDIT_NAME(process));
    AUDIT(object->pager, (object->kind == OBJECT_PAGED ? process->pager : NULL),
          "pager behind an object of process %u (%s)", AUDIT_NAME(process));
    check_pages(object);
    if (object->backs == NULL)
        return;
    AUDIT(object->backs->window, object,
          "window of process %u (%s), which an object of process %u backs",
          AUDIT_NAME(object->backs->process), process->number);
}

void audit_objects(void)
{
    uint32_t marked = 0;

    for (uint32_t i = 0; i < audit.process_count; i++) {
        struct process *process = audit.processes[i];
        for (struct list *at = NULL;
             (at = audit_next(&process->objects, at, "objects", process->number)) != NULL;) {
            CHECK_THAT(audit.object_count, <, frame_table_entries, "objects of all processes");
            check_object(process, LIST_ITEM(at, struct object, in_maker));
        }
        if (process->pager != NULL && process->pager->window == &process->pager->lent)
            check_pages(&process->pager->lent);
    }
    for (uint32_t i = 0; i < frame_table_entries; i++)
        marked += frame_holds(&frame_table[i], KERNEL_FRAME_OBJECT);
    AUDIT(marked, audit.object_count, "frames marked as an object, of the objects of processes");
}
