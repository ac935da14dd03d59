// SPDX-License-Identifier: MIT
#include "labs/4-pager-ipc/tests/pages.h"

#include "common/string.h"
#include "kernel/calls/system_call.h"
#include "labs/4-pager-ipc/tests/sentences.h"
#include "mm/address/page_bits.h"

#define GENERATION (1u << SLOT_WORD_SHIFT)

static enum world_object object_at(uint32_t place)
{
    return world_pages[place].object;
}

bool pages_has_slot(const struct view *view, uint32_t pager, enum slot_state kind)
{
    const struct view_pager *of = &view->pager[pager];
    uint32_t used = kind == SLOT_FETCH ? of->fetches : of->stores;

    return of->idle.count > 0 && used < world.pager[pager]->most_of_one_kind;
}

// --- the ends of waits

static void end_wait(struct view_process *process)
{
    process->state = PROCESS_READY;
    process->wait = WAIT_NONE;
}

static void end_call(struct view_process *process, int32_t result)
{
    end_wait(process);
    process->registers.eax = (uint32_t)result;
    process->registers.eip += SYSTEM_CALL_BYTES;
}

static void wake_all(struct view *view, struct view_slot *slot, uint32_t reason)
{
    for (uint32_t i = 0; i < slot->waiters.count; i++) {
        end_wait(&view->process[slot->waiters.item[i]]);
        view->process[slot->waiters.item[i]].failed = reason;
    }
    memset(&slot->waiters, 0, sizeof slot->waiters);
}

// Whoever has waited longest for a slot that it may have now, looks again.
void pages_expect_free_slot(struct view *view, uint32_t pager)
{
    struct view_pager *of = &view->pager[pager];

    if (of->slot_waiters.count == 0 || !pages_has_slot(view, pager, SLOT_FETCH))
        return;
    end_wait(&view->process[view_list_take(&of->slot_waiters, 0)]);
}

// --- requests

bool pages_expect_take(struct view *view, uint32_t pager, struct trap_frame *registers)
{
    struct view_pager *of = &view->pager[pager];

    if (of->pending == of->open.count)
        return false;
    struct view_slot *slot = &of->slot[of->open.item[of->pending++]];
    slot->is_delivered = true;
    registers->ebx = slot->state == SLOT_FETCH ? TAG_FETCH : TAG_STORE;
    registers->ecx = slot->object->badge;
    registers->edx = slot->page;
    registers->esi = slot->word;
    registers->edi = registers->ebp = 0;
    return true;
}

static void notify(struct view *view, uint32_t pager)
{
    struct view_process *process = &view->process[BASE + pager];

    if (process->wait != WAIT_RECEIVE) {
        view->pager[pager].has_notice = true;
        return;
    }
    pages_expect_take(view, pager, &process->registers);
    end_call(process, 0);
}

// The slot's window page, as it is with the frame of a request in it.
static void put_into_window(struct view *view, uint32_t pager, uint32_t slot, uint32_t frame)
{
    uint32_t place = world_window_page(pager, slot);
    struct view_page *page = &view->page[place];
    bool was_absent = page->state == PAGE_ABSENT;

    *page = (struct view_page){
        .state = PAGE_RESIDENT,
        .number = frame,
        .frame_state = pager == 0 ? FRAME_LENT : FRAME_PAGED,
        .is_dirty = true,
        .mappings = 1,
        .owner = world.object[object_at(place)],
        .owner_page = slot,
        .contents = {page->contents[0], page->contents[1]},
        .mapped = {frame << FRAME_SHIFT | PAGE_WRITABLE | PAGE_USER},
    };
    view->object[object_at(place)].not_absent += was_absent;
}

static uint32_t open_slot(struct view *view, uint32_t place, enum slot_state kind, uint32_t frame)
{
    uint32_t pager = world_pager_of(object_at(place));
    struct view_pager *of = &view->pager[pager];
    uint32_t number = view_list_take(&of->idle, 0);
    struct view_slot *slot = &of->slot[number];

    view_list_append(&of->open, number);
    if (!view_slot_was_used[pager][number])
        slot->word = number;
    view_slot_was_used[pager][number] = true;
    slot->state = (uint8_t)kind;
    slot->is_delivered = false;
    slot->object = world.object[object_at(place)];
    slot->page = world_pages[place].page;
    slot->word += GENERATION;
    slot->opened_clock = world.pager[pager]->clock;
    *(kind == SLOT_FETCH ? &of->fetches : &of->stores) += 1;
    view->object[object_at(place)].open_requests++;
    put_into_window(view, pager, number, frame);
    return number;
}

const char *pages_expect_fetch(struct view *view, uint32_t place, uint32_t frame)
{
    uint32_t pager = world_pager_of(object_at(place));
    uint32_t slot = open_slot(view, place, SLOT_FETCH, frame);
    struct view_page *window = &view->page[world_window_page(pager, slot)];

    window->contents[0] = window->contents[1] = 0;
    view->page[place] = (struct view_page){.state = PAGE_FETCHING, .number = slot};
    view->object[object_at(place)].not_absent++;
    notify(view, pager);
    return SAYS_FETCH;
}

static void make_absent(struct view *view, uint32_t place)
{
    if (view->page[place].state != PAGE_ABSENT)
        view->object[object_at(place)].not_absent--;
    view->page[place] = (struct view_page){.state = PAGE_ABSENT};
}

const char *pages_expect_evict(struct view *view, uint32_t place, bool keep,
                               enum pager_evict *result)
{
    uint32_t pager = world_pager_of(object_at(place));
    struct view_page *page = &view->page[place];

    page->is_dirty |= page->is_written;
    page->is_written = false;
    page->mappings = 0;
    memset(page->mapped, 0, sizeof page->mapped);
    if (!page->is_dirty) {
        *result = keep ? EVICT_CLEAN : EVICT_FREED;
        if (!keep)
            make_absent(view, place);
        return keep ? SAYS_EVICT_CLEAN : SAYS_EVICT_FREED;
    }
    *result = EVICT_NO_SLOT;
    if (!pages_has_slot(view, pager, SLOT_STORE))
        return SAYS_EVICT_NO_SLOT;
    *result = EVICT_STORING;
    struct view_page before = *page;
    uint32_t slot = open_slot(view, place, SLOT_STORE, before.number);
    memcpy(view->page[world_window_page(pager, slot)].contents, before.contents,
           sizeof before.contents);
    *page = (struct view_page){.state = PAGE_STORING, .number = slot, .keep = keep};
    notify(view, pager);
    return SAYS_EVICT_STORING;
}

void pages_expect_wait(struct view *view, uint32_t process, uint32_t place)
{
    uint32_t pager = world_pager_of(object_at(place));

    view->process[process].state = PROCESS_WAITING;
    view->process[process].wait = WAIT_PAGE;
    view_list_append(&view->pager[pager].slot[view->page[place].number].waiters, process);
}

// --- answers

uint32_t pages_find_request(const struct view *view, uint32_t pager, uint32_t word)
{
    uint32_t number = word & SLOT_WORD_SLOT;

    if (number >= world.pager[pager]->slot_count)
        return NOBODY;
    const struct view_slot *slot = &view->pager[pager].slot[number];
    bool is_open = slot->state == SLOT_FETCH || slot->state == SLOT_STORE;
    return is_open && slot->is_delivered && slot->word == word ? number : NOBODY;
}

static void make_idle(struct view *view, uint32_t pager, uint32_t slot)
{
    view->pager[pager].slot[slot].state = SLOT_IDLE;
    view_list_append(&view->pager[pager].idle, slot);
    pages_expect_free_slot(view, pager);
}

// What lies in the window page is wanted no more. Returns whether the page is ABSENT.
static bool empty_window(struct view *view, uint32_t place)
{
    struct view_page *page = &view->page[place];

    if (page->state == PAGE_FETCHING || page->state == PAGE_STORING) {
        page->discard = true;
        return false;
    }
    if (page->state == PAGE_RESIDENT)
        make_absent(view, place);
    return true;
}

// The window page's frame becomes the object's page.
static void supply(struct view *view, uint32_t place, uint32_t window, struct view_slot *slot)
{
    struct view_page *page = &view->page[place];

    *page = view->page[window];
    page->frame_state = FRAME_PAGED;
    page->is_dirty = page->is_written = false;
    page->mappings = 0;
    page->owner = world.object[object_at(place)];
    page->owner_page = world_pages[place].page;
    memset(page->mapped, 0, sizeof page->mapped);
    if (slot->waiters.count > 0) {
        uint32_t first = slot->waiters.item[0];
        page->mappings = 1;
        page->mapped[first < CLIENTS ? first : 0] =
            page->number << FRAME_SHIFT | PAGE_WRITABLE | PAGE_USER;
    }
    wake_all(view, slot, 0);
    make_absent(view, window);
}

// The object's page has come to be what the answer says. Returns the sentence.
static const char *settle(struct view *view, uint32_t place, uint32_t window,
                          struct view_slot *slot, int32_t status, bool *is_empty)
{
    bool discard = view->page[place].discard, keep = view->page[place].keep;
    bool is_resident = view->page[window].state == PAGE_RESIDENT;
    bool is_fetch = slot->state == SLOT_FETCH;

    *is_empty = true;
    if (status == 0 && !discard && is_resident && (is_fetch || keep)) {
        supply(view, place, window, slot);
        return is_fetch ? SAYS_FETCH_ANSWERED : SAYS_KEPT;
    }
    *is_empty = empty_window(view, window);
    if (status == 0 || is_fetch || discard)
        make_absent(view, place);
    else
        view->page[place] = (struct view_page){.state = PAGE_FAILED};
    wake_all(view, slot, status == 0 ? 0 : is_fetch ? END_FETCH_FAILED : END_STORE_FAILED);
    if (discard)
        return SAYS_DISCARDED;
    return is_fetch ? SAYS_FETCH_FAILED : status == 0 ? SAYS_STORED : SAYS_STORE_FAILED;
}

// The page that was answered for is the window page of a slot above that drains.
static void end_draining(struct view *view, uint32_t place)
{
    uint32_t slot = world_pages[place].page;

    if (object_at(place) == SPILL && slot < UPPER_SLOTS &&
        view->pager[1].slot[slot].state == SLOT_DRAINING)
        make_idle(view, 1, slot);
}

const char *pages_expect_answer(struct view *view, uint32_t pager, uint32_t word, int32_t status,
                                int32_t *result)
{
    uint32_t number = pages_find_request(view, pager, word), place = WORLD_PAGES;
    struct view_pager *of = &view->pager[pager];

    *result = E_STALE;
    if (number == NOBODY)
        return SAYS_STALE;
    struct view_slot *slot = &of->slot[number];
    uint32_t window = world_window_page(pager, number);
    for (uint32_t i = 0; i < WORLD_PAGES; i++) {
        if (world.object[object_at(i)] == slot->object && world_pages[i].page == slot->page)
            place = i;
    }
    bool discard = view->page[place].discard, is_empty;
    *result = SYSTEM_CALL_WAITS;
    if (slot->state == SLOT_FETCH && status == 0 && !discard &&
        view->page[window].state != PAGE_RESIDENT)
        return SAYS_ANSWER_WAITS;

    *result = 0;
    struct view_object *object = &view->object[object_at(place)];
    for (uint32_t i = 0; i < of->open.count; i++) {
        if (of->open.item[i] == number) {
            view_list_take(&of->open, i);
            of->pending--;
            break;
        }
    }
    *(slot->state == SLOT_FETCH ? &of->fetches : &of->stores) -= 1;
    object->open_requests--;
    object->is_released |= object->open_requests == 0 && object_at(place) == ALONE;
    const char *sentence = settle(view, place, window, slot, status, &is_empty);
    if (discard)
        end_draining(view, place);
    if (is_empty)
        make_idle(view, pager, number);
    else
        slot->state = SLOT_DRAINING;
    return sentence;
}
