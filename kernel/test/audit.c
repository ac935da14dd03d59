// SPDX-License-Identifier: MIT
#include "kernel/test/audit.h"

#include "common/string.h"
#include "kernel/test/arena.h"
#include "kernel/test/audit_parts.h"

struct audit audit;

static const char *const use_texts[USES] = {
    [USE_NONE] = "nothing",
    [USE_PROCESS] = "a process",
    [USE_DIRECTORY] = "a page directory",
    [USE_TABLE] = "a page table",
    [USE_OBJECT] = "a memory object",
    [USE_OBJECT_TABLE] = "an object's directory",
    [USE_LEAF] = "a leaf of an object's directory",
    [USE_PAGER] = "a pager",
    [USE_CORE_PAGE] = "a page of wired memory",
    [USE_LENT_PAGE] = "a lent window page",
    [USE_PAGE] = "a page of an object",
};

void audit_init(void)
{
    audit.frames = arena_take(arena_frames * (uint32_t)sizeof *audit.frames);
    audit.processes = arena_take(AUDIT_PROCESSES_MOST * sizeof *audit.processes);
    audit.is_listed = arena_take(AUDIT_PROCESSES_MOST);
}

void audit_use(uint32_t number, enum audit_use use)
{
    CHECK_THAT(number, <, frame_table_entries, "number of a frame that is %s", use_texts[use]);
    uint32_t before = audit.frames[number].use;
    AUDIT(before, USE_NONE, "uses of frame %u: it is %s, and %s is there, too", number,
          use_texts[before], use_texts[use]);
    audit.frames[number].use = (uint8_t)use;
}

bool audit_is_process(const struct process *process)
{
    uint32_t at = (uint32_t)process - KERNEL_BASE;

    return at % FRAME_BYTES == 0 && at >> FRAME_SHIFT < frame_table_entries &&
           audit.frames[at >> FRAME_SHIFT].use == USE_PROCESS;
}

static bool is_memory(const void *pointer)
{
    return (uint32_t)pointer % sizeof(uint32_t) == 0 &&
           ((uint32_t)pointer - KERNEL_BASE) >> FRAME_SHIFT < frame_table_entries;
}

#define GROUP 8u

uint32_t audit_next_word(const uint32_t *table, uint32_t from, uint32_t count)
{
    uint32_t i = from;

    while (i < count && table[i] == 0) {
        i++;
        for (const uint32_t *at = table + i;
             i % GROUP == 0 && i + GROUP <= count &&
             (at[0] | at[1] | at[2] | at[3] | at[4] | at[5] | at[6] | at[7]) == 0;
             at += GROUP)
            i += GROUP;
    }
    return i;
}

uint32_t audit_next_page(const struct object *object, uint32_t page)
{
    if (object->directory == NULL)
        return audit_next_word(&object->entries->word, page, object->pages);
    while (page < object->pages) {
        const struct page_entry *leaf = object->directory[page >> LEAF_SHIFT];
        uint32_t first = page & ~LEAF_MASK;
        uint32_t found = leaf == NULL
                             ? LEAF_ENTRIES
                             : audit_next_word(&leaf->word, page & LEAF_MASK, LEAF_ENTRIES);
        page = first + found;
        if (found < LEAF_ENTRIES)
            break;
    }
    return page < object->pages ? page : object->pages;
}

struct list *audit_next(struct list *head, struct list *at, const char *what, uint32_t owner)
{
    struct list *item = at == NULL ? head : at;

    AUDIT(is_memory(item->next), true, "links to memory in the list of %s of %u", what, owner);
    AUDIT(item->next->previous, item, "the link back, in the list of %s of %u", what, owner);
    return item->next == head ? NULL : item->next;
}

const struct list *audit_find_head(struct list *item, uint32_t offset, uint32_t *count)
{
    const struct list *head = NULL;
    struct list *at = item;

    *count = 0;
    do {
        AUDIT(is_memory(at->next) && at->next->previous == at, true,
              "links that fit, on the list of a process that waits");
        if (audit_is_process((struct process *)((uint32_t)at - offset))) {
            ++*count;
        } else {
            AUDIT(head, 0u, "a second head in a list of processes that wait");
            head = at;
        }
        CHECK_THAT(*count, <=, audit.process_count, "processes on a list of those that wait");
        at = at->next;
    } while (at != item);
    return head;
}

void audit_all(void)
{
    memset(audit.frames, 0, frame_table_entries * sizeof *audit.frames);
    memset(audit.is_listed, 0, AUDIT_PROCESSES_MOST);
    audit.process_count = audit.object_count = 0;
    audit_find_processes();
    audit_processes();
    audit_objects();
    audit_regions();
    audit_tables();
    audit_pagers();
    audit_capabilities();
    audit_accounts();
    audit_waits();
    audit_timeouts();
    audit_schedule();
    audit_core();
    audit_frames();
    audit_note_seen();
}
