// SPDX-License-Identifier: MIT
#include "mm/pagers/pager_life.h"

#include "common/string.h"
#include "kernel/machine/command_line.h"
#include "kernel/process/process.h"
#include "kernel/report/panic.h"
#include "kernel/thread/schedule.h"
#include "mm/frames/lab_result.h"
#include "mm/pagers/object_end.h"
#include "mm/pagers/turn.h"

// How long a paged pager may leave a request unanswered, in seconds; pager_patience= changes it.
#define PATIENCE_SECONDS 10
// How long a core process's device may take, if it does not say; deadlock_limit= changes it.
#define DEADLOCK_SECONDS      30
#define PATIENCE_SECONDS_MOST 600 // the pager's clock has 16 bits

#define KEEP_SHARE 8 // one slot in eight

static struct list pagers;
static uint32_t level_count[PAGER_LEVEL_MOST + 1];
static uint32_t most_patience_ticks;
uint32_t pager_core_limit_ticks;

// Ordinary pagers pay for their better priority, each tick of the clock in which they have it, out
// of what their branch of the tree of processes has: so in any second they have it for 30 ticks at
// the most, and others of their rank have two thirds of the time.
#define BETTER_TICKS_MOST  10
#define BETTER_EVERY_TICKS 5 // there is one more

static struct better {
    uint32_t ticks;       // left
    uint32_t since_ticks; // of the clock: those since then were not added yet
    uint32_t paid_tick;
} betters[SCHEDULE_BRANCHES];

static uint32_t read_ticks(const char *key, uint32_t otherwise)
{
    uint32_t seconds = command_line_number(key, otherwise);
    if (seconds > PATIENCE_SECONDS_MOST)
        seconds = PATIENCE_SECONDS_MOST;
    return seconds * TICKS_PER_SECOND;
}

void pager_life_init(void)
{
    list_init(&pagers);
    memset(level_count, 0, sizeof level_count);
    memset(betters, 0, sizeof betters);
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

static void count_level(int level, uint32_t change)
{
    uint32_t highest = PAGER_LEVEL_MOST;

    level_count[level] += change;
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

static bool pay_for_tick(const struct process *process)
{
    struct better *better = &betters[process->branch];
    uint32_t now = timer_ticks(), more = (now - better->since_ticks) / BETTER_EVERY_TICKS;

    if (better->paid_tick == now)
        return true;
    better->since_ticks += more * BETTER_EVERY_TICKS;
    better->ticks =
        more < BETTER_TICKS_MOST - better->ticks ? better->ticks + more : BETTER_TICKS_MOST;
    if (better->ticks == 0)
        return false;
    better->ticks--;
    better->paid_tick = now;
    return true;
}

// A pager is better than others while a request is open. (A core pager is always, as all core
// processes are; an ordinary one until it has answered, kernel/calls/message.c, or cannot pay.)
static void raise_priority(const struct pager *pager)
{
    struct process *process = pager->process;
    uint32_t priority = PRIORITY_PAGER((uint32_t)pager->level);

    if (process->priority != priority && (process->is_core || pay_for_tick(process)))
        schedule_set_priority(process_thread(process), priority);
}

static void lower_priority_unpaid(struct process *process)
{
    if (!process->is_core && process->priority != PRIORITY_ORDINARY && !pay_for_tick(process))
        schedule_set_priority(process_thread(process), PRIORITY_ORDINARY);
}

// Its requests come first, then RELEASE notices.
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
    list_append(&pagers, &pager->all);
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
        raise_priority(pager);
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
        process->fault.slot_ticket = stores ? 0 : pager->process->number;
        process_wake(process);
        return;
    }
}

void pager_offer_slot(uint32_t number)
{
    for (struct list *at = pagers.next; at != &pagers; at = at->next) {
        struct pager *pager = LIST_ITEM(at, struct pager, all);
        if (pager->process->number == number) {
            pager_slot_freed(pager);
            return;
        }
    }
}

// --- the end

// A slice; returns whether that is done.
static bool end_dependents(const struct pager *pager)
{
    for (struct list *at = pagers.next; at != &pagers; at = at->next) {
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
    count_level(pager->level, -1u);
    if (window != NULL) {
        window->backs = NULL;
        object_check_release(window);
    }
    process->pager = NULL;
    reserve_free(frame_of_memory(pager));
    account_refund(process, 1);
    return true;
}

// --- patience

static bool is_its_own_time(const struct process *process)
{
    bool has_turn = turn_is_held_by(process);
    if (process->state == PROCESS_RUNNING || (has_turn && turns[process->level].is_exceeded))
        return true;
    if (process->wait == WAIT_FRAMES)
        return has_turn || process->level == 0; // for which there is no turn
    return process->state == PROCESS_WAITING && process->wait != WAIT_PAGE &&
           process->wait != WAIT_SLOT;
}

static bool somebody_waits(const struct pager *pager)
{
    if (!list_is_empty(&pager->slot_waiters) || kernel_pending & PENDING_FRAMES)
        return true;
    if (pager->turn == TURN_HELD && !list_is_empty(&turns[pager->level].queue))
        return true;
    for (const struct list *at = pager->open.next; at != &pager->open; at = at->next) {
        work_spend(WORK_COST_LOOK);
        if (!list_is_empty(&LIST_ITEM(at, const struct slot, link)->waiters))
            return true;
    }
    return false;
}

static bool is_overdue(const struct pager *pager)
{
    const struct slot *oldest = LIST_ITEM(pager->open.next, struct slot, link);
    return (uint16_t)(pager->clock - oldest->opened_clock) >= pager->patience_ticks;
}

static void tick(struct pager *pager)
{
    struct process *process = pager->process;

    // Whoever was woken for a slot and then ended, or found the page there, left the slot idle.
    pager_slot_freed(pager);
    if (pager_is_core(pager)) {
        pager->clock = (uint16_t)timer_ticks(); // real time: nothing but the verdict reads it
        return;
    }
    if (!process_is_over(process))
        lower_priority_unpaid(process);
    if (process_is_over(process) || !is_its_own_time(process) || list_is_empty(&pager->open) ||
        !somebody_waits(pager))
        return;
    pager->clock++;
    if (is_overdue(pager))
        process_end(process, END_PAGER_STUCK, 0, pager->window_start.value);
}

bool pager_patience_is_running(void)
{
    for (struct list *at = pagers.next; at != &pagers; at = at->next) {
        const struct pager *pager = LIST_ITEM(at, struct pager, all);
        if (!pager_is_core(pager) && !process_is_over(pager->process) &&
            !list_is_empty(&pager->open) && pager->process->wait != WAIT_FRAMES &&
            (pager->process->state == PROCESS_READY || is_its_own_time(pager->process)))
            return true;
    }
    return false;
}

struct pager *pager_next_core(const struct pager *pager)
{
    const struct list *at = pager == NULL ? &pagers : &pager->all;

    while ((at = at->next) != &pagers) {
        struct pager *next = LIST_ITEM(at, struct pager, all);
        if (pager_is_core(next) && !process_is_over(next->process))
            return next;
    }
    return NULL;
}

bool pager_core_owes(void)
{
    for (const struct pager *pager = NULL; (pager = pager_next_core(pager)) != NULL;) {
        if (!list_is_empty(&pager->open))
            return true;
    }
    return false;
}

// Each request has had a slot word of its own.
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

bool pager_tick_some(void)
{
    while (!list_is_empty(&pagers) && !work_is_spent()) {
        struct pager *pager = LIST_ITEM(pagers.next, struct pager, all);
        if (pager->counted_tick == timer_ticks())
            return true; // all have been round
        pager->counted_tick = timer_ticks();
        list_remove(&pager->all);
        list_append(&pagers, &pager->all);
        tick(pager);
        work_spend(WORK_COST_PAGER);
    }
    return list_is_empty(&pagers);
}

void pager_notify(struct pager *pager)
{
    struct process *receiver = port_receiver(pager->port);

    raise_priority(pager);
    // Whoever waits has been given all that there was before: the request is the only one.
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
