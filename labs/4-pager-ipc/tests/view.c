// SPDX-License-Identifier: MIT
#include "labs/4-pager-ipc/tests/view.h"

#include "common/format.h"
#include "common/string.h"
#include "kernel/test/pages.h"
#include "kernel/test/specification.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "labs/4-pager-ipc/tests/sentences.h"
#include "mm/address/page_bits.h"
#include "mm/frames/frame_memory.h"

#define LAST_WORD (FRAME_BYTES / sizeof(uint32_t) - 1)

_Alignas(uint32_t) bool view_slot_was_used[PAGERS][VIEW_SLOT_PLACES];

static uint32_t failed[WORLD_PROCESSES];
static bool is_released[WORLD_OBJECTS];

// --- lists

void view_list_append(struct view_list *list, uint32_t item)
{
    list->item[list->count++] = (uint8_t)item;
}

uint32_t view_list_take(struct view_list *list, uint32_t place)
{
    uint32_t item = list->item[place];

    list->count--;
    memmove(&list->item[place], &list->item[place + 1], list->count - place);
    list->item[list->count] = 0;
    return item;
}

// The numbers of a list's items: slots, or processes for which `pager` is NULL.
static void read_list(struct view_list *found, const struct list *list, const struct pager *pager,
                      const char *sentence, const char *name)
{
    const struct list *before = list;

    memset(found, 0, sizeof *found);
    for (const struct list *at = list->next; at != list; before = at, at = at->next) {
        SPECIFIED((uint32_t)at >= KERNEL_BASE, true, specified_boolean, sentence,
                  "whether item %u of %s is there, and not a null pointer", found->count, name);
        SPECIFIED(at->previous, before, specified_hexadecimal, sentence,
                  "the link back from item %u of %s", found->count, name);
        SPECIFIED(found->count < sizeof found->item, true, specified_boolean, sentence,
                  "whether %s ends where it should", name);
        uint32_t item = NOBODY;
        if (pager != NULL) {
            for (uint32_t i = 0; i < pager->slot_count; i++)
                item = at == &pager->slots[i].link ? i : item;
        } else {
            for (uint32_t i = 0; i < WORLD_PROCESSES; i++)
                item = at == &world.process[i]->link ? i : item;
        }
        SPECIFIED(item != NOBODY, true, specified_boolean, sentence,
                  "whether item %u of %s is one of its slots or processes", found->count, name);
        view_list_append(found, item);
    }
    SPECIFIED(list->previous, before, specified_hexadecimal, sentence, "the last item of %s", name);
}

// --- reading

static uint32_t read_mapping(enum world_process process, uint32_t place, bool *is_written)
{
    const uint32_t *entry =
        paging_find_entry(&world.process[process]->space, world_address(process, place));

    if (entry == NULL || !(*entry & PAGE_PRESENT))
        return 0;
    *is_written |= (*entry & PAGE_DIRTY) != 0;
    return *entry & (PAGE_FRAME | PAGE_WRITABLE | PAGE_USER);
}

static void read_page(struct view_page *page, uint32_t place)
{
    enum world_object object = world_pages[place].object;
    const struct page_entry *entry =
        object_find_entry(world.object[object], world_pages[place].page);

    if (object == X || object == BIG || object == Y) {
        for (uint32_t i = 0; i < CLIENTS; i++)
            page->mapped[i] = read_mapping(i, place, &page->is_written);
    } else if (object == LENT || (object == SPILL && world_pages[place].page < UPPER_SLOTS)) {
        page->mapped[0] = read_mapping(object == LENT ? BASE : UPPER, place, &page->is_written);
    }
    if (entry == NULL)
        return;
    page->state = entry->state;
    page->discard = entry->discard;
    page->keep = entry->keep;
    page->number = entry->number;
    if (page->state != PAGE_RESIDENT || page->number >= frame_table_entries)
        return;
    const struct frame *frame = &frame_table[page->number];
    const uint32_t *memory = frame_address(frame);
    page->frame_state = frame->state;
    page->is_dirty = (frame->marks & FRAME_DIRTY) != 0;
    page->mappings = frame->mappings;
    page->owner = frame->owner.object;
    page->owner_page = frame->owner.page;
    page->contents[0] = memory[0];
    page->contents[1] = memory[LAST_WORD];
}

static void read_slot(struct view_slot *found, const struct slot *slot)
{
    found->state = slot->state;
    found->word = slot->word;
    read_list(&found->waiters, &slot->waiters, NULL, SAYS_SLOT_WAITERS, "a slot's waiters");
    if (slot->state != SLOT_FETCH && slot->state != SLOT_STORE)
        return; // the rest is about a request
    found->is_delivered = slot->is_delivered;
    found->object = slot->object;
    found->page = slot->page;
    found->opened_clock = slot->opened_clock;
}

static void read_pager(struct view_pager *found, const struct pager *pager)
{
    for (uint32_t i = 0; i < pager->slot_count; i++)
        read_slot(&found->slot[i], &pager->slots[i]);
    read_list(&found->idle, &pager->idle, pager, SAYS_IDLE_LIST, "pager->idle");
    read_list(&found->open, &pager->open, pager, SAYS_OPEN_LIST, "pager->open");
    read_list(&found->slot_waiters, &pager->slot_waiters, NULL, SAYS_SLOT_WAITERS,
              "pager->slot_waiters");
    found->pending = 0;
    const struct list *at = pager->open.next;
    for (; at != pager->next_request && at != &pager->open; at = at->next)
        found->pending++;
    SPECIFIED(at, pager->next_request, specified_hexadecimal, SAYS_NEXT_REQUEST,
              "pager->next_request");
    found->fetches = pager->fetches;
    found->stores = pager->stores;
    found->has_notice = pager->port->has_notice;
}

void view_read(struct view *view)
{
    memset(view, 0, sizeof *view);
    for (uint32_t i = 0; i < WORLD_PAGES; i++)
        read_page(&view->page[i], i);
    for (uint32_t i = 0; i < PAGERS; i++)
        read_pager(&view->pager[i], world.pager[i]);
    for (uint32_t i = 0; i < WORLD_PROCESSES; i++) {
        const struct process *process = world.process[i];
        view->process[i] = (struct view_process){process->state, process->wait, failed[i],
                                                 process->registers, process->fault.slot_ticket};
    }
    for (uint32_t i = 0; i < WORLD_OBJECTS; i++)
        view->object[i] = (struct view_object){world.object[i]->open_requests,
                                               world.object[i]->not_absent, is_released[i]};
}

// --- comparing

static void check_list(const struct view_list *found, const struct view_list *expected,
                       const char *sentence, const char *what, const char *of)
{
    SPECIFIED(found->count, expected->count, specified_number, sentence, "how many are on %s of %s",
              what, of);
    for (uint32_t i = 0; i < found->count; i++)
        SPECIFIED(found->item[i], expected->item[i], specified_number, sentence,
                  "item %u of %s of %s (by number)", i, what, of);
}

static void format_page_state(char *text, size_t bytes, uint32_t state);
static void format_slot_state(char *text, size_t bytes, uint32_t state);
static void format_frame_state(char *text, size_t bytes, uint32_t state);

static void check_frame(const struct view_page *found, const struct view_page *expected,
                        const char *name, uint32_t page)
{
    SPECIFIED(found->number, expected->number, specified_number, SAYS_FRAMES_MOVE,
              "the number of the frame of page %u of %s", page, name);
    SPECIFIED(found->frame_state, expected->frame_state, format_frame_state, SAYS_FRAME_STATE,
              "the state of the frame of page %u of %s", page, name);
    SPECIFIED(found->owner, expected->owner, specified_hexadecimal, SAYS_OWNER,
              "owner.object of the frame of page %u of %s", page, name);
    SPECIFIED(found->owner_page, expected->owner_page, specified_number, SAYS_OWNER,
              "owner.page of the frame of page %u of %s", page, name);
    SPECIFIED(found->is_dirty, expected->is_dirty, specified_boolean, SAYS_DIRTY,
              "whether FRAME_DIRTY is set in the marks of the frame of page %u of %s", page, name);
    SPECIFIED(found->mappings, expected->mappings, specified_number, SAYS_MAPPINGS,
              "mappings of the frame of page %u of %s", page, name);
    for (uint32_t i = 0; i < 2; i++)
        SPECIFIED(found->contents[i], expected->contents[i], specified_hexadecimal,
                  SAYS_FRAMES_MOVE, "the %s word of page %u of %s", i == 0 ? "first" : "last", page,
                  name);
}

static void check_page(const struct view_page *found, const struct view_page *expected,
                       uint32_t place, const char *sentence)
{
    const char *name = world_object_names[world_pages[place].object];
    uint32_t page = world_pages[place].page;

    SPECIFIED(found->state, expected->state, format_page_state, sentence,
              "the state of page %u of %s", page, name);
    if (found->state == PAGE_RESIDENT) {
        check_frame(found, expected, name, page);
    } else if (found->state != PAGE_ABSENT && found->state != PAGE_FAILED) {
        SPECIFIED(found->number, expected->number, specified_number, sentence,
                  "the slot in the entry of page %u of %s", page, name);
        SPECIFIED(found->discard, expected->discard, specified_boolean, SAYS_DRAINING,
                  "`discard` of page %u of %s", page, name);
        if (found->state == PAGE_STORING)
            SPECIFIED(found->keep, expected->keep, specified_boolean, SAYS_KEEP,
                      "`keep` of page %u of %s", page, name);
    }
    for (uint32_t i = 0; i < CLIENTS; i++)
        SPECIFIED(found->mapped[i], expected->mapped[i], specified_hexadecimal, sentence,
                  "the entry (frame and rights) with which %s maps page %u of %s",
                  world_pages[place].object >= LENT    ? "base"
                  : world_pages[place].object == SPILL ? "upper"
                                                       : world_process_names[i],
                  page, name);
}

static void check_slot(const struct view_slot *found, const struct view_slot *expected,
                       uint32_t pager, uint32_t slot, const char *sentence)
{
    const char *name = world_process_names[BASE + pager];

    bool drains = found->state == SLOT_DRAINING || expected->state == SLOT_DRAINING;
    SPECIFIED(found->state, expected->state, format_slot_state, drains ? SAYS_DRAINING : sentence,
              "the state of slot %u of %s", slot, name);
    if (view_slot_was_used[pager][slot])
        SPECIFIED(found->word, expected->word, specified_hexadecimal, SAYS_SLOT_WORDS,
                  "the word of slot %u of %s", slot, name);
    check_list(&found->waiters, &expected->waiters, sentence, "the waiters of a slot", name);
    if (found->state != SLOT_FETCH && found->state != SLOT_STORE)
        return;
    SPECIFIED(found->object, expected->object, specified_hexadecimal, SAYS_SLOT_PAGE,
              "the object of slot %u of %s", slot, name);
    SPECIFIED(found->page, expected->page, specified_number, SAYS_SLOT_PAGE,
              "the page of slot %u of %s", slot, name);
    SPECIFIED(found->opened_clock, expected->opened_clock, specified_number, SAYS_OPENED_CLOCK,
              "opened_clock of slot %u of %s", slot, name);
    SPECIFIED(found->is_delivered, expected->is_delivered, specified_boolean, SAYS_IS_DELIVERED,
              "is_delivered of slot %u of %s", slot, name);
}

static void check_pager(const struct view_pager *found, const struct view_pager *expected,
                        uint32_t pager, const char *sentence)
{
    const char *name = world_process_names[BASE + pager];

    for (uint32_t i = 0; i < world.pager[pager]->slot_count; i++)
        check_slot(&found->slot[i], &expected->slot[i], pager, i, sentence);
    check_list(&found->idle, &expected->idle, SAYS_IDLE_LIST, "the idle slots", name);
    check_list(&found->open, &expected->open, SAYS_OPEN_LIST, "the open slots", name);
    check_list(&found->slot_waiters, &expected->slot_waiters, SAYS_SLOT_FREED,
               "the processes that wait for a slot", name);
    SPECIFIED(found->pending, expected->pending, specified_number, SAYS_NEXT_REQUEST,
              "how many open requests of %s lie before next_request", name);
    SPECIFIED(found->fetches, expected->fetches, specified_number, SAYS_IN_USE, "fetches of %s",
              name);
    SPECIFIED(found->stores, expected->stores, specified_number, SAYS_IN_USE, "stores of %s", name);
    if (expected->has_notice)
        SPECIFIED(found->has_notice, true, specified_boolean, SAYS_NOTIFY,
                  "has_notice of the port of %s", name);
}

static void check_process(const struct view_process *found, const struct view_process *expected,
                          uint32_t process, const char *sentence)
{
    const char *name = world_process_names[process];
    const uint32_t *now = (const uint32_t *)&found->registers;
    const uint32_t *then = (const uint32_t *)&expected->registers;

    SPECIFIED(
        found->failed, expected->failed, specified_number, sentence,
        "the reason with which page_fail ended the wait of %s (enum end_reason; 0: it did not)",
        name);
    SPECIFIED(found->state == PROCESS_WAITING, expected->state == PROCESS_WAITING,
              specified_boolean, sentence, "whether %s waits", name);
    SPECIFIED(found->wait, expected->wait, specified_number, sentence,
              "what %s waits for (enum process_wait)", name);
    for (uint32_t i = 0; i < sizeof found->registers / sizeof *now; i++)
        SPECIFIED(now[i], then[i], specified_hexadecimal, SAYS_REGISTERS,
                  "%s in the registers of %s", world_register_names[i], name);
}

// Frames in use, by the pages that there are.
static void check_books(const struct view *expected)
{
    struct reserve_counts books;
    uint32_t lent = 0, paged = 0, leaves = 0;

    reserve_read_counts(&books);
    for (uint32_t i = 0; i < WORLD_PAGES; i++) {
        bool is_resident = expected->page[i].state == PAGE_RESIDENT;
        lent += is_resident && world_pages[i].object == LENT;
        paged += is_resident && world_pages[i].object != LENT;
    }
    for (uint32_t i = world_find_page(BIG, 0); world_pages[i].object == BIG; i += 2)
        leaves +=
            expected->page[i].state != PAGE_ABSENT || expected->page[i + 1].state != PAGE_ABSENT;
    SPECIFIED(books.used[FRAME_LENT], lent, specified_number, SAYS_NO_FRAME_LOST,
              "frames in use as FRAME_LENT");
    SPECIFIED(books.used[FRAME_PAGED], paged, specified_number, SAYS_NO_FRAME_LOST,
              "frames in use as FRAME_PAGED");
    SPECIFIED(books.used[FRAME_KERNEL], world.kernel_frames + leaves, specified_number,
              SAYS_NO_FRAME_LOST, "frames in use as FRAME_KERNEL");
    SPECIFIED(books.claimed, 0, specified_number, SAYS_NO_FRAME_LOST, "frames that are claimed");
}

void view_check(const struct view *found, const struct view *expected, const char *sentence,
                const uint32_t changed[2])
{
    for (uint32_t i = 0; i < WORLD_PAGES; i++)
        check_page(&found->page[i], &expected->page[i], i,
                   i == changed[0] || i == changed[1] ? sentence : SAYS_NOTHING_ELSE);
    for (uint32_t i = 0; i < PAGERS; i++)
        check_pager(&found->pager[i], &expected->pager[i], i, sentence);
    for (uint32_t i = 0; i < WORLD_PROCESSES; i++)
        check_process(&found->process[i], &expected->process[i], i, sentence);
    for (uint32_t i = 0; i < WORLD_OBJECTS; i++) {
        SPECIFIED(found->object[i].open_requests, expected->object[i].open_requests,
                  specified_number, SAYS_OPEN_REQUESTS, "open_requests of %s",
                  world_object_names[i]);
        SPECIFIED(found->object[i].not_absent, expected->object[i].not_absent, specified_number,
                  SAYS_SET_ENTRY, "not_absent of %s", world_object_names[i]);
        if (expected->object[i].is_released)
            SPECIFIED(found->object[i].is_released, true, specified_boolean, SAYS_CHECK_RELEASE,
                      "whether object_check_release was called for %s, which nobody maps",
                      world_object_names[i]);
    }
    check_books(expected);
}

// --- formats

static void format_name(char *text, size_t bytes, const char *const *names, size_t count,
                        uint32_t value)
{
    if (value < count)
        format_to_buffer(text, bytes, "%s", names[value]);
    else
        specified_number(text, bytes, value);
}

static void format_page_state(char *text, size_t bytes, uint32_t state)
{
    static const char *const names[] = {"ABSENT", "FETCHING", "RESIDENT", "STORING", "FAILED"};
    format_name(text, bytes, names, sizeof names / sizeof names[0], state);
}

static void format_slot_state(char *text, size_t bytes, uint32_t state)
{
    static const char *const names[] = {"IDLE", "FETCH", "STORE", "DRAINING"};
    format_name(text, bytes, names, sizeof names / sizeof names[0], state);
}

static void format_frame_state(char *text, size_t bytes, uint32_t state)
{
    static const char *const names[] = {"FRAME_RESERVED", "FRAME_FREE",  "FRAME_KERNEL",
                                        "FRAME_CORE",     "FRAME_PAGED", "FRAME_LENT"};
    format_name(text, bytes, names, sizeof names / sizeof names[0], state);
}

// --- what is watched

static void fail_waiters(struct list *waiters, uint32_t reason)
{
    while (!list_is_empty(waiters)) {
        struct process *process = LIST_ITEM(waiters->next, struct process, link);
        for (uint32_t i = 0; i < WORLD_PROCESSES; i++)
            failed[i] = world.process[i] == process ? reason : failed[i];
        process_wake(process);
    }
}

static void note_release(struct object *object)
{
    for (uint32_t i = 0; i < WORLD_OBJECTS; i++)
        is_released[i] |= world.object[i] == object && object->open_requests == 0;
}

void view_begin_call(void)
{
    memset(failed, 0, sizeof failed);
    memset(is_released, 0, sizeof is_released);
}

void view_begin(void)
{
    test_page_fail = fail_waiters;
    test_object_release = note_release;
    view_begin_call();
}
