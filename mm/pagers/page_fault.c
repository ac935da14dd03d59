// SPDX-License-Identifier: MIT
#include "mm/pagers/page_fault.h"

#include "kernel/machine/processor.h"
#include "kernel/process/process.h"
#include "kernel/report/panic.h"
#include "kernel/thread/timeout.h"
#include "mm/objects/object.h"
#include "mm/objects/wired.h"
#include "mm/pager.h"
#include "mm/pagers/lab_page_result.h"
#include "mm/pagers/memory_wait.h"
#include "mm/pagers/pager_life.h"
#include "mm/pagers/shortage.h"
#include "mm/pagers/turn.h"
#include "mm/stealer.h"

// What came of a fault: one of these, or the reason for which the process has to end (enum
// end_reason).
typedef int fault_result;
#define RESOLVED (-1) // the page is mapped
#define WAITS    (-2) // the process waits

#define REPEATS_MOST 10 // of a fault that should not have been

void page_fault_return_ticket(struct process *process)
{
    const struct pager *pager = process->fault.slot_ticket;

    if (pager == NULL)
        return;
    process->fault.slot_ticket = NULL;
    pager_offer_slot(pager);
}

// The process takes a slot of that pager.
static void use_ticket(struct process *process, const struct pager *pager)
{
    if (process->fault.slot_ticket == pager)
        process->fault.slot_ticket = NULL;
    page_fault_return_ticket(process);
}

// Gives back what the process had for its fault, so that others may have it: frames, and its ticket
// for a slot.
static void give_back(struct process *process)
{
    if (process->claim.frames != 0)
        reserve_release(&process->claim);
    if (process->fault.slot_ticket != NULL)
        page_fault_return_ticket(process);
}

static fault_result wait_for_frames(struct process *process, uint32_t frames,
                                    enum frame_class class)
{
    give_back(process);
    memory_wait(process, frames, class);
    return WAITS;
}

static void end_impatient(struct thread *thread)
{
    struct process *process = thread_process(thread);

    process_end(process, END_PATIENCE, 0, process->fault.address.value);
}

// The patience of a region runs from the fault on, whatever the page waits for at its pager.
static void start_patience(struct process *process, const struct region *region)
{
    uint32_t left = process->fault.patience_left;
    uint32_t ticks = left != 0 ? left : region->patience_ticks;

    if (ticks != TICKS_FOREVER)
        timeout_set(process_thread(process), ticks, end_impatient);
}

static fault_result wait_for_slot(struct process *process, struct region *region,
                                  struct pager *pager)
{
    give_back(process);
    memory_wait_in(&pager->slot_waiters, process, WAIT_SLOT);
    start_patience(process, region);
    return WAITS;
}

static fault_result wait_for_page(struct process *process, struct region *region, struct slot *slot)
{
    process_wait(process, WAIT_PAGE, &slot->waiters);
    start_patience(process, region);
    return WAITS;
}

// Takes one frame, and if there are to be a leaf and a table too, sets aside frames for them in the
// process's claim. NULL: they cannot be had all together.
static struct frame *take_frames(struct process *process, uint32_t more, enum frame_state state)
{
    enum frame_class class = (enum frame_class)process->fault_class;

    if (more == 0)
        return reserve_alloc(class, state);
    if (reserve_claim(&process->claim, class, 1 + more) != 0)
        return NULL;
    return lab_result_frame("reserve_take", reserve_take(&process->claim, state));
}

// Asks the page's pager for it. `entry` is NULL if the page's leaf is missing, too.
static inline fault_result fetch(struct process *process, struct region *region,
                                 user_address address, uint32_t page,
                                 const struct page_entry *entry)
{
    struct object *object = region->object;
    struct pager *pager = object->pager;
    uint32_t leaves = entry == NULL;
    uint32_t tables = process->space.directory[address.value >> LARGE_PAGE_SHIFT] == 0;

    if (process->claim.frames != 0)
        reserve_release(&process->claim);
    if (leaves != 0 && !account_has_room(object->maker, leaves))
        return END_PAGER_QUOTA;
    if (tables != 0 && !account_has_room(process, tables))
        return END_QUOTA;
    if (!pager_has_slot(pager, SLOT_FETCH))
        return wait_for_slot(process, region, pager);
    struct frame *frame = NULL;
    shortage_watch--;
    if (shortage_watch != 0 || memory_wait_use_admission(process))
        frame = take_frames(process, leaves + tables, pager->level == 0 ? FRAME_LENT : FRAME_PAGED);
    if (frame == NULL)
        return wait_for_frames(process, 1 + leaves + tables,
                               (enum frame_class)process->fault_class);

    // From here on nothing fails. The process stops first, so that its pager can be next at once.
    if (leaves != 0) {
        account_charge(object->maker, leaves);
        object_make_entry(object, page, &process->claim);
    }
    if (process->fault.slot_ticket != NULL)
        use_ticket(process, pager);
    process_wait(process, WAIT_PAGE, NULL);
    start_patience(process, region);
    struct slot *slot = pager_start_fetch(object, page, frame);
    if (((uint32_t)slot ^ (uint32_t)pager) >= FRAME_BYTES) // a pager fills a frame
        lab_result_is_wrong("pager_start_fetch", (uint32_t)slot, "no slot of its pager");
    list_append(&slot->waiters, &process->link);
    return WAITS;
}

static uint32_t last_address, last_instruction, repeats;

void page_fault_rights_changed(void)
{
    repeats = 0;
}

// The entry allows what the processor refused. That happens when somebody else has just mapped the
// page. If it happens again and again, the entry and the processor do not speak of the same thing.
static void check_progress(const struct process *process, user_address address,
                           const char *function)
{
    if (address.value != last_address || process->registers.eip != last_instruction)
        repeats = 0;
    last_address = address.value;
    last_instruction = process->registers.eip;
    repeats++;
    if (repeats >= REPEATS_MOST)
        lab_result_no_progress(function, process, address);
}

// Maps a frame, if there is a table for it or the process's claim has a frame for one.
static inline bool map(struct process *process, const struct region *region, user_address address,
                       frame_number number)
{
    if (!paging_map(&process->space, address, number.value << FRAME_SHIFT | region->rights,
                    &process->claim))
        return false;
    if (region->object->kind != OBJECT_DEVICE)
        frame_table[number.value].mappings++;
    return true;
}

static fault_result map_present(struct process *process, const struct region *region,
                                user_address address, frame_number number)
{
    if (paging_change_rights(&process->space, address, region->rights)) {
        // it was mapped, and the region's rights have grown
        check_progress(process, address, "paging_change_rights");
        return RESOLVED;
    }
    if (map(process, region, address, number))
        return RESOLVED;
    if (!account_has_room(process, 1))
        return END_QUOTA;
    bool is_paged = region->object->kind == OBJECT_PAGED;
    enum frame_class class =
        is_paged ? (enum frame_class)process->fault_class : process_class(process);
    if ((is_paged && !memory_wait_use_admission(process)) ||
        reserve_claim(&process->claim, class, 1) != 0)
        return wait_for_frames(process, 1, class);
    if (!map(process, region, address, number))
        lab_result_is_wrong("paging_map", false, "though the claim holds a frame for a table");
    return RESOLVED;
}

static bool is_idle_slot(const struct region *region, uint32_t page)
{
    const struct slot *slot = &region_process(region)->pager->slots[page];
    return slot->state == SLOT_IDLE || slot->state == SLOT_DRAINING;
}

static fault_result supply_unpaged(struct process *process, struct region *region,
                                   user_address address, uint32_t page)
{
    const struct object *object = region->object;

    if (object == &object_gone_pager)
        return END_PAGER_DIED;
    if (object == &object_gone_revoked || object->is_revoked)
        return END_REVOKED;
    return map_present(process, region, address, wired_frame_of(object, page));
}

// Gets the page that is missing at the fault's address, which the region allows.
static inline fault_result supply(struct process *process, struct region *region,
                                  user_address address)
{
    struct object *object = region->object;
    uint32_t page = region_page_at(region, address);

    if (region->is_window && is_idle_slot(region, page))
        return END_IDLE_SLOT;
    if (object->kind != OBJECT_PAGED)
        return supply_unpaged(process, region, address, page);
    if (process_is_over(object->maker))
        return END_PAGER_DIED;
    const struct page_entry *entry = object_find_entry(object, page);
    if (entry == NULL || entry->state == PAGE_ABSENT)
        return fetch(process, region, address, page, entry);
    switch ((enum page_state)entry->state) {
    case PAGE_RESIDENT:
        if (entry->number >= frame_table_entries)
            break;
        return map_present(process, region, address, (frame_number){entry->number});
    case PAGE_FETCHING:
    case PAGE_STORING:
        return wait_for_page(process, region, lab_result_slot(object, page, entry));
    case PAGE_FAILED:
        return END_STORE_FAILED;
    case PAGE_ABSENT:
        break;
    }
    lab_result_page_is_wrong(object, page, entry);
}

// The region at an address. Most often it is that of the fault before.
static inline struct region *find_region(struct process *process, user_address address)
{
    struct region *region = process->fault.region;

    if (region == NULL || region->object == NULL || !region_covers(region, address))
        region = region_find(process, address);
    return region != NULL && region->is_going ? NULL : region;
}

static inline void begin(struct process *process, user_address address, struct region *region)
{
    struct process_fault *fault = &process->fault;

    if (process->fault_flags != 0)
        memory_begin_fault(process, address);
    if ((fault->address.value ^ address.value) >> FRAME_SHIFT != 0 || fault->region != region)
        fault->patience_left = 0;
    fault->address = address;
    fault->region = region;
}

// Ends a fault whose page is mapped now.
static void finish(struct process *process)
{
    process->fault.patience_left = 0;
    give_back(process);
}

static const char *const kinds[] = {
    [PAGING_FAULT_ABSENT] = "ABSENT",
    [PAGING_FAULT_RESOLVED] = "RESOLVED",
    [PAGING_FAULT_NO_REGION] = "NO_REGION",
    [PAGING_FAULT_READ_ONLY] = "READ_ONLY",
    [PAGING_FAULT_KERNEL_ADDRESS] = "KERNEL_ADDRESS",
    [PAGING_FAULT_RESERVED_BIT] = "RESERVED_BIT",
};

// Panics: `kind` is no answer to this fault, or the processor has seen a bit that must not be set.
static _Noreturn void report_kind(const struct process *process, user_address address,
                                  uint32_t error_code, enum paging_fault kind)
{
    if (kind == PAGING_FAULT_RESERVED_BIT && error_code & PAGE_FAULT_RESERVED)
        panic("page fault at 0x%08x of process %u: a reserved bit is set in its entry",
              address.value, process->number);
    panic("paging_classify_fault returned %u (%s) for 0x%08x of process %u (error code %u), where "
          "there is %s region",
          (uint32_t)kind, kind < sizeof kinds / sizeof kinds[0] ? kinds[kind] : "no kind of fault",
          address.value, process->number, error_code, process->fault.region == NULL ? "no" : "a");
}

// Where there is no region, nothing but an error can come of it.
static fault_result refuse(const struct process *process, user_address address, uint32_t error_code)
{
    enum paging_fault kind =
        paging_classify_fault(&process->space, address, error_code, PAGING_NO_REGION);

    if (kind == PAGING_FAULT_NO_REGION)
        return END_NO_REGION;
    if (kind == PAGING_FAULT_KERNEL_ADDRESS)
        return END_KERNEL_ADDRESS;
    report_kind(process, address, error_code, kind);
}

static inline fault_result resolve(struct process *process, user_address address,
                                   uint32_t error_code)
{
    struct region *region = find_region(process, address);

    begin(process, address, region);
    if (region == NULL)
        return refuse(process, address, error_code);
    enum paging_fault kind =
        paging_classify_fault(&process->space, address, error_code, region->rights);
    if (kind == PAGING_FAULT_ABSENT) {
        fault_result result = supply(process, region, address);
        if (result == RESOLVED)
            finish(process);
        return result;
    }
    switch (kind) {
    case PAGING_FAULT_RESOLVED:
        check_progress(process, address, "paging_classify_fault");
        finish(process);
        return RESOLVED;
    case PAGING_FAULT_READ_ONLY:
        return END_READ_ONLY;
    case PAGING_FAULT_KERNEL_ADDRESS:
        return END_KERNEL_ADDRESS;
    case PAGING_FAULT_ABSENT:
    case PAGING_FAULT_NO_REGION:
    case PAGING_FAULT_RESERVED_BIT:
        break;
    }
    report_kind(process, address, error_code, kind);
}

void page_fault_from_user(struct process *process)
{
    user_address address = {processor_read_fault_address()};
    fault_result result = resolve(process, address, process->registers.error_code);
    if (result >= 0)
        process_end(process, (enum end_reason)result, 0, address.value);
}

// Whether the process can use the page at `at`, and write to it if it is to be written to.
static bool is_usable(const struct process *process, uint32_t at, bool write)
{
    const uint32_t *place =
        lab_result_entry(paging_find_entry(&process->space, (user_address){at}));

    if (place == NULL || !(*place & PAGE_PRESENT) || (write && !(*place & PAGE_WRITABLE)))
        return false;
    // The processor may remember that it was read-only. In ring 3 it would fault and find out; here
    // it must not fault (Intel SDM volume 3, 4.10.4.3).
    if (write)
        processor_invalidate_page((const void *)at);
    return true;
}

// Does what a fault of the process at that address does. Returns as page_fault_check_range.
static int32_t fault_at(struct process *process, user_address address, bool write)
{
    fault_result result = resolve(process, address, write ? PAGE_FAULT_WRITE : 0);

    if (result == RESOLVED)
        return 0;
    if (result == WAITS)
        return SYSTEM_CALL_WAITS;
    if (result == END_NO_REGION || result == END_READ_ONLY || result == END_KERNEL_ADDRESS)
        return E_ADDRESS;
    process_end(process, (enum end_reason)result, 0, address.value);
    return SYSTEM_CALL_ENDED;
}

int32_t page_fault_check_range(struct process *process, user_address address, uint32_t bytes,
                               bool write)
{
    uint32_t end = address.value + bytes;

    if (bytes == 0)
        return 0;
    if (end < address.value || end > USER_END)
        return E_ADDRESS;
    uint32_t first = address.value & PAGE_FRAME, at = first;
    while (at < end) {
        if (is_usable(process, at, write)) {
            at += FRAME_BYTES;
            continue;
        }
        int32_t error = fault_at(process, at < address.value ? address : (user_address){at}, write);
        if (error != 0)
            return error;
        at = first; // the pages before may be gone by now
    }
    return 0;
}

int32_t page_fault_in(struct process *process, user_address address)
{
    return page_fault_check_range(process, address, 1, true);
}

void page_fault_leave_region(struct region *region)
{
    struct process *process = region_process(region);
    if ((process->wait == WAIT_PAGE || process->wait == WAIT_SLOT ||
         process->wait == WAIT_FRAMES) &&
        process->fault.region == region) {
        reserve_release(&process->claim); // the process may never fault again
        process_wake(process);
    }
}
