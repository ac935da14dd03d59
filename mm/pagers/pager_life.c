// SPDX-License-Identifier: MIT
#include "mm/pagers/pager_life.h"

#include "common/string.h"
#include "kernel/machine/command_line.h"
#include "kernel/process/process.h"
#include "kernel/report/panic.h"
#include "kernel/thread/schedule.h"
#include "mm/frames/lab_result.h"
#include "mm/pagers/object_end.h"
#include "mm/pagers/pager_patience.h"
#include "mm/pagers/turn.h"

// How long a paged pager may leave a request unanswered, in seconds; pager_patience= changes it.
#define PATIENCE_SECONDS 10
// How long a core process's device may take, if it does not say; deadlock_limit= changes it.
#define DEADLOCK_SECONDS      30
#define PATIENCE_SECONDS_MOST 600 // the pager's clock has 16 bits

#define KEEP_SHARE 8 // one slot in eight

struct list pager_list;
static uint32_t level_count[PAGER_LEVEL_MOST + 1];
static uint32_t most_patience_ticks;
uint32_t pager_core_limit_ticks;

static uint32_t read_ticks(const char *key, uint32_t otherwise)
{
    uint32_t seconds = command_line_number(key, otherwise);
    if (seconds > PATIENCE_SECONDS_MOST)
        seconds = PATIENCE_SECONDS_MOST;
    return seconds * TICKS_PER_SECOND;
}

void pager_life_init(void)
{
    list_init(&pager_list);
    memset(level_count, 0, sizeof level_count);
    pager_priority_init();
    most_patience_ticks = read_ticks("pager_patience", PATIENCE_SECONDS);
    pager_core_limit_ticks = read_ticks("deadlock_limit", DEADLOCK_SECONDS);
}

static int highest_mapped(const struct process *process)
{
    int highest = OBJECT_LEVEL_NONE;
    for (uint32_t i = 0; i < process->region_count; i++) {
        int level = object_level(process->regions[process->region_order[i]].object);
        if (level > highest)
            highest = level;
    }
    return highest;
}

static int check_level(const struct process *process, const struct object *spill, int *level)
{
    int highest = highest_mapped(process);

    if (spill == NULL) {
        *level = 0;
        return highest == OBJECT_LEVEL_NONE ? 0 : E_LEVEL;
    }
    if (object_level(spill) > highest)
        highest = object_level(spill);
    *level = highest + 1;
    return *level >= 1 && *level <= PAGER_LEVEL_MOST ? 0 : E_LEVEL;
}

// Whether the frames that pagers up to that level may need at the same time can be held back
// (mm/reserve.h), and the next program can be started all the same.
static bool has_floor(int level)
{
    uint32_t floor_frames = CORE_FLOOR + TURN_FRAMES * (uint32_t)level;

    return floor_frames <= reserve_floor(CLASS_PAGED) ||
           account_fits(account_spare_frames(), floor_frames);
}

static void make_region_request(const struct pager_request *request, struct object *window,
                                struct region_request *region)
{
    *region = (struct region_request){
        .object = window,
        .start = request->window,
        .pages = request->slots,
        .patience_ticks = TICKS_FOREVER,
        .rights = PAGE_WRITABLE,
        .most_rights = PAGE_WRITABLE,
        .is_window = true,
        .object_level = (int8_t)object_level(window),
    };
}

int pager_check(struct process *process, const struct pager_request *request, int *level)
{
    struct object *spill = request->spill;
    // The window's own object does not exist yet; any that is large enough stands for it.
    struct object stand_in = {.kind = OBJECT_LENT, .pages = request->slots};
    struct region_request region;

    if (process->pager != NULL)
        return E_STATE;
    if (request->slots < PAGER_SLOTS_LEAST || request->slots > PAGER_SLOTS_MOST ||
        (spill != NULL && (spill->kind != OBJECT_PAGED || spill->pages < request->slots ||
                           spill->pages > OBJECT_INLINE_PAGES)))
        return E_ARGUMENT;
    int error = check_level(process, spill, level);
    if (error != 0)
        return error;
    if (spill != NULL &&
        (spill->backs != NULL || spill->region_count != 0 || spill->not_absent != 0))
        return E_BUSY;
    if (!has_floor(*level))
        return E_NO_MEMORY;
    make_region_request(request, spill != NULL ? spill : &stand_in, &region);
    return region_check(process, &region);
}

uint32_t pager_count_frames(const struct process *process, const struct pager_request *request)
{
    return 1 + lab_result_tables(
                   request->slots,
                   paging_count_missing_tables(&process->space, request->window, request->slots));
}

// A few slots are kept for fetches, and as many for stores, so that neither starves the other.
static uint32_t kept_slots(uint32_t slots)
{
    return slots < KEEP_SHARE ? 1 : slots / KEEP_SHARE;
}

static void init_lent(struct pager *pager)
{
    struct object *lent = &pager->lent;

    list_init(&lent->regions);
    lent->kind = OBJECT_LENT;
    lent->pages = pager->slot_count;
    lent->entries = pager->lent_entries;
    lent->backs = pager;
    lent->maker = pager->process;
    pager->window = lent;
}

static void count_level(int level, int32_t change)
{
    uint32_t highest = PAGER_LEVEL_MOST;

    level_count[level] += (uint32_t)change;
    while (highest > 0 && level_count[highest] == 0)
        highest--;
    reserve_set_highest_level(highest);
}

// A core process's device is as slow as it is; what an ordinary pager says is allowed only so far.
static uint16_t choose_patience(const struct pager *pager, uint32_t asked)
{
    uint32_t most = most_patience_ticks, otherwise = most_patience_ticks;

    if (pager_is_core(pager)) {
        most = PATIENCE_SECONDS_MOST * TICKS_PER_SECOND;
        otherwise = pager_core_limit_ticks;
    }
    return (uint16_t)(asked != 0 && asked <= most ? asked : otherwise);
}

// Hands out the requests of the pager first, then its RELEASE notices.
static bool take_notice(struct port *port, struct trap_frame *registers)
{
    struct pager *pager = port_owner(port)->pager;

    return pager_take_request(pager, registers) || object_take_notice(pager, registers);
}

void pager_make(struct process *process, const struct pager_request *request, int level,
                struct claim *claim)
{
    struct pager *pager =
        frame_address(lab_result_frame("reserve_take", reserve_take(claim, FRAME_KERNEL)));
    struct region_request region;

    work_spend(WORK_COST_CLEAR * (1 + claim->frames)); // page tables, too
    memset(pager, 0, FRAME_BYTES);
    pager->process = process;
    pager->port = request->port;
    pager->port->take_notice = take_notice;
    pager->window_start = request->window;
    pager->slot_count = request->slots;
    pager->most_of_one_kind = request->slots - kept_slots(request->slots);
    pager->level = level;
    pager->counted_tick = timer_ticks();
    pager->clock = (uint16_t)timer_ticks();
    pager->patience_ticks = choose_patience(pager, request->patience_ticks);
    list_init(&pager->slot_waiters);
    list_init(&pager->notices);
    list_init(&pager->stalled);
    list_append(&pager_list, &pager->all);
    if (request->spill == NULL)
        init_lent(pager);
    else
        pager->window = request->spill;
    paging_hold_tables(&process->space, request->window, request->slots, claim);
    make_region_request(request, pager->window, &region);
    region_add(process, &region);
    pager->window->backs = pager;
    pager_init_slots(pager);
    process->pager = pager;
    process->level = (int8_t)level;
    if (level > 0)
        process->fault_flags |= FAULT_OF_PAGER;
    if (process->is_core)
        pager_raise_priority(pager);
    count_level(level, 1);
    account_charge(process, 1);
}

void pager_wake_for_slot(struct pager *pager)
{
    object_go_on_releasing(pager);
    for (struct list *at = pager->slot_waiters.next; at != &pager->slot_waiters; at = at->next) {
        struct process *process = LIST_ITEM(at, struct process, link);
        bool stores = process->wait == WAIT_SYNC;
        if (!pager_has_slot(pager, stores ? SLOT_STORE : SLOT_FETCH))
            continue;
        process->fault.slot_ticket = stores ? NULL : pager;
        process_wake(process);
        return;
    }
}

void pager_offer_slot(const struct pager *pager)
{
    for (struct list *at = pager_list.next; at != &pager_list; at = at->next) {
        struct pager *found = LIST_ITEM(at, struct pager, all);
        if (found == pager) {
            pager_slot_freed(found);
            return;
        }
    }
}

// --- the end

// Ends the pagers whose window this one backs: a slice. Returns whether that is done.
static bool end_dependents(const struct pager *pager)
{
    for (struct list *at = pager_list.next; at != &pager_list; at = at->next) {
        const struct pager *other = LIST_ITEM(at, struct pager, all);
        if (other->window == NULL || other->window->pager != pager ||
            process_is_over(other->process))
            continue;
        process_end(other->process, END_SPILL_DIED, 0, other->window_start.value);
        if (work_is_spent())
            return false;
    }
    return true;
}

static void end_slot(const struct pager *pager, struct slot *slot)
{
    if (slot->state != SLOT_FETCH && slot->state != SLOT_STORE)
        return;
    struct object *object = slot->object;
    struct page_entry *entry = object == NULL ? NULL : object_find_entry(object, slot->page);
    if (entry == NULL)
        panic(
            "slot %u has a request for page %u of object 0x%08x, which there is not: who began it, "
            "pager_start_fetch or pager_evict?",
            (uint32_t)(slot - pager->slots), slot->page, (uint32_t)object);
    object_set_entry(object, slot->page, entry, PAGE_ABSENT, 0);
    object->open_requests--;
    slot->state = SLOT_IDLE;
    page_fail(&slot->waiters, END_PAGER_DIED);
}

bool pager_end_some(struct pager *pager)
{
    if (pager->end_progress == 0 && !end_dependents(pager))
        return false;
    if (pager->end_progress < pager->slot_count) {
        end_slot(pager, &pager->slots[pager->end_progress++]);
        return false;
    }
    page_fail(&pager->slot_waiters, END_PAGER_DIED);
    pager->end_progress = 0;
    return true;
}

bool pager_free_some(struct pager *pager)
{
    struct process *process = pager->process;
    struct object *window = pager->window;

    if (window != NULL && !object_drop_some(window, &pager->end_progress))
        return false;
    list_remove(&pager->all);
    count_level(pager->level, -1);
    if (window != NULL) {
        window->backs = NULL;
        object_check_release(window);
    }
    process->pager = NULL;
    reserve_free(frame_of_memory(pager));
    account_refund(process, 1);
    return true;
}

// --- core pagers

struct pager *pager_next_core(const struct pager *pager)
{
    const struct list *before = pager == NULL ? &pager_list : &pager->all;

    for (const struct list *at = before->next; at != &pager_list; at = at->next) {
        struct pager *next = LIST_ITEM(at, struct pager, all);
        if (pager_is_core(next) && !process_is_over(next->process))
            return next;
    }
    return NULL;
}

bool pager_core_owes(void)
{
    for (const struct pager *pager = pager_next_core(NULL); pager != NULL;
         pager = pager_next_core(pager)) {
        if (!list_is_empty(&pager->open))
            return true;
    }
    return false;
}

// Each request had a slot word of its own, with the next generation. So the generations count the
// requests, and those that are open were not answered.
uint32_t pager_count_answers(const struct pager *pager)
{
    uint32_t answers = 0;

    for (uint32_t i = 0; i < pager->slot_count; i++) {
        const struct slot *slot = &pager->slots[i];
        answers += slot->word >> SLOT_WORD_SHIFT;
        answers -= slot->state == SLOT_FETCH || slot->state == SLOT_STORE;
    }
    return answers;
}

void pager_notify(struct pager *pager)
{
    struct process *receiver = port_receiver(pager->port);

    pager_raise_priority(pager);
    // A pager that waits has been given all requests that there were before: this one is the only
    // one.
    if (receiver == NULL) {
        pager->port->has_notice = true;
        if (pager->process->wait == WAIT_FRAMES)
            turn_note_request(pager);
    } else if (pager_take_request(pager, &receiver->registers)) {
        process_complete(receiver, 0);
    }
}

bool pager_is_core(const struct pager *pager)
{
    return pager->level == 0 && pager->process->is_core;
}
