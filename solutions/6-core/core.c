// SPDX-License-Identifier: MIT
// Lab 6, the reference. Every function that makes something first finds out all that can fail, then
// does it.
#include "mm/core.h"
#include "kernel/process/process.h"

#include "common/string.h"

// --- wired memory

static int check_object(const struct core_request *request)
{
    uint32_t pages = request->pages, flags = request->flags, address = request->address;

    if (pages == 0 || flags > WIRED_DEVICE) // none, or one of them
        return E_ARGUMENT;
    if (pages > OBJECT_PAGES_MOST)
        return E_LIMIT;
    if (flags == WIRED_DEVICE) {
        uint32_t last = address + ((pages - 1) << FRAME_SHIFT);
        bool is_device = address % FRAME_BYTES == 0 && last >= address &&
                         !wired_is_ram((physical_address){address}, pages);
        return is_device ? 0 : E_ARGUMENT;
    }
    if (flags == 0)
        return address == 0 ? 0 : E_ARGUMENT;
    if (pages > CORE_RUN_PAGES_MOST || !dma_is_channel(address))
        return E_ARGUMENT;
    return dma_owners[address] == NULL ? 0 : E_BUSY;
}

static struct frame *take_run(uint32_t pages)
{
    const struct frame_run run = {
        .frames = pages,
        .align_frames = 1,
        .limit = {ISA_DMA_LIMIT_FRAMES},
        .boundary_frames = ISA_DMA_BOUNDARY_FRAMES,
    };
    return reserve_alloc_run(CLASS_CORE, &run, FRAME_CORE);
}

static void add_run(struct object *object, uint32_t channel, struct frame *run, struct claim *claim)
{
    for (uint32_t i = 0; i < object->pages; i++)
        wired_add_page(object, i, &run[i], claim);
    object->has_channel = true;
    object->channel = (uint8_t)channel;
    dma_owners[channel] = object;
}

static struct object *make_memory(struct process *maker, uint32_t pages, uint32_t generation,
                                  struct claim *claim)
{
    struct object *object = object_make(OBJECT_WIRED, pages, claim);

    object_name(object, maker, generation);
    account_charge(maker, object_count_frames(pages));
    return object;
}

static void note_owner(struct object *object, struct process *owner)
{
    object->has_core_owner = true;
    list_append(&owner->core_objects, &object->in_core);
}

int core_make_object(struct process *maker, struct process *owner,
                     const struct core_request *request, struct claim *claim, struct object **made)
{
    uint32_t pages = request->pages;
    bool is_device = request->flags == WIRED_DEVICE, is_run = request->flags == WIRED_RUN;
    struct frame *run = NULL;

    int error = check_object(request);
    if (error != 0)
        return error;
    uint32_t frames = is_device ? object_count_frames(1) : wired_count_frames(pages);
    if (!account_has_room(maker, frames))
        return E_QUOTA;
    uint32_t generation = capability_new_generation();
    if (generation == 0)
        return E_LIMIT;
    error = reserve_claim(claim, CLASS_CORE, is_run ? frames - pages : frames);
    if (error != 0)
        return error;
    if (is_run && (run = take_run(pages)) == NULL) {
        reserve_release(claim);
        return E_NO_MEMORY;
    }

    struct object *object = is_device
                                ? wired_make_device(maker, (physical_address){request->address},
                                                    pages, generation, claim)
                                : make_memory(maker, pages, generation, claim);
    if (is_run)
        add_run(object, request->address, run, claim);
    object->is_revoked = true;
    if (owner != maker)
        note_owner(object, owner);
    *made = object;
    return 0;
}

bool core_build_some(struct object *object, struct claim *claim, uint32_t *page)
{
    uint32_t pages = object->kind == OBJECT_DEVICE ? 0 : object->pages;

    for (uint32_t i = 0; i < CORE_SLICE_PAGES && *page < pages; i++, ++*page) {
        const struct page_entry *entry = object_find_entry(object, *page);
        if (entry == NULL || entry->state == PAGE_ABSENT) // else it is one of a run
            wired_add_page(object, *page, reserve_take(claim, FRAME_CORE), claim);
        memset(frame_address(object_frame(object_find_entry(object, *page))), 0, FRAME_BYTES);
    }
    if (*page < pages)
        return false;
    object->is_revoked = false;
    return true;
}

void core_release_channel(struct object *object)
{
    dma_mask(object->channel);
    dma_owners[object->channel] = NULL;
    object->has_channel = false;
}

// --- interrupts

static void fire(uint32_t number)
{
    struct port *port = interrupt_lines[number].port;

    interrupt_mask(number);
    if (port == NULL)
        return;
    port->interrupts = (uint16_t)(port->interrupts | 1u << number);
    port_notify(port);
}

int core_make_interrupt(struct process *maker, struct process *owner, uint32_t number,
                        struct interrupt_line **line)
{
    if (interrupt_line_is_kernels(number))
        return E_ARGUMENT;
    if (interrupt_lines[number].generation != 0)
        return E_BUSY;
    uint32_t generation = capability_new_generation();
    if (generation == 0)
        return E_LIMIT;

    interrupt_attach(number, fire);
    interrupt_mask(number);
    *line = &interrupt_lines[number];
    **line = (struct interrupt_line){
        .generation = generation,
        .owner = owner != maker ? owner : NULL,
    };
    return 0;
}

static void unbind(struct interrupt_line *line)
{
    uint32_t number = interrupt_line_number(line);

    interrupt_mask(number);
    if (line->port != NULL)
        line->port->interrupts = (uint16_t)(line->port->interrupts & ~(1u << number));
    line->port = NULL;
}

void core_free_interrupt(struct interrupt_line *line)
{
    unbind(line);
    interrupt_detach(interrupt_line_number(line));
    *line = (struct interrupt_line){0};
}

void core_bind_interrupt(struct interrupt_line *line, struct port *port)
{
    unbind(line);
    line->port = port;
    interrupt_unmask(interrupt_line_number(line));
}

int core_acknowledge_interrupt(const struct process *process, struct interrupt_line *line)
{
    if (line->port == NULL || port_owner(line->port) != process)
        return E_STATE;
    interrupt_unmask(interrupt_line_number(line));
    return 0;
}

void core_unbind_port(struct port *port)
{
    for (uint32_t i = 0; i < INTERRUPT_LINES; i++) {
        if (interrupt_lines[i].port == port)
            unbind(&interrupt_lines[i]);
    }
}

// --- I/O ports

static bool overlaps(const struct io_range *range, uint32_t first, uint32_t count)
{
    return first < range->first + range->count && range->first < first + count;
}

int core_make_io(struct process *maker, struct process *owner, uint32_t first, uint32_t count,
                 struct io_range **range)
{
    struct io_range *place = NULL;

    if (first >= IO_PORTS || count == 0 || count > IO_PORTS - first ||
        io_port_is_kernels(first, count))
        return E_ARGUMENT;
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++) {
        if (io_ranges[i].generation == 0)
            place = &io_ranges[i];
        else if (overlaps(&io_ranges[i], first, count))
            return E_BUSY;
    }
    uint32_t generation = place == NULL ? 0 : capability_new_generation();
    if (generation == 0)
        return E_LIMIT;
    *place = (struct io_range){
        .generation = generation,
        .first = first,
        .count = count,
        .owner = owner != maker ? owner : NULL,
    };
    *range = place;
    return 0;
}

void core_free_io(struct io_range *range)
{
    *range = (struct io_range){0};
}

int core_check_io(const struct io_range *range, uint32_t port, uint32_t width)
{
    if (width != 1 && width != 2 && width != 4)
        return E_ARGUMENT;
    bool inside = port >= range->first && port < range->first + range->count &&
                  width <= range->first + range->count - port;
    return inside ? 0 : E_ARGUMENT;
}

// --- taking back

static void revoke_lines_and_ports(const struct process *owner)
{
    for (uint32_t i = 0; i < INTERRUPT_LINES; i++) {
        struct interrupt_line *line = &interrupt_lines[i];
        if (line->generation != 0 && line->owner == owner)
            core_free_interrupt(line);
    }
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++) {
        struct io_range *range = &io_ranges[i];
        if (range->generation != 0 && range->owner == owner)
            core_free_io(range);
    }
}

bool core_revoke_some(struct process *owner)
{
    revoke_lines_and_ports(owner);
    if (list_is_empty(&owner->core_objects))
        return true;
    struct object *object = LIST_ITEM(owner->core_objects.next, struct object, in_core);
    object_rename(object, 0);
    object_revoke(object);
    (void)object_end_some(object);
    return false;
}

// --- the verdict

static struct {
    uint32_t since;   // the tick from which on there has been no hope
    uint32_t latest;  // in which this was looked at
    uint32_t answers; // of all core pagers, then
} watch;

static uint32_t age_of(const struct pager *pager)
{
    const struct slot *oldest = LIST_ITEM(pager->open.next, struct slot, link);
    return (uint16_t)(pager->clock - oldest->opened_clock);
}

// What the core pagers say: how often they have answered, how slow they may be, and which of them
// has owed an answer for longest.
static const struct pager *look_at_pagers(uint32_t *answers, uint32_t *limit)
{
    const struct pager *culprit = NULL, *pager = pager_next_core(NULL);

    *limit = pager == NULL ? pager_core_limit_ticks : 0;
    for (*answers = 0; pager != NULL; pager = pager_next_core(pager)) {
        *answers += pager_count_answers(pager);
        if (pager->patience_ticks > *limit)
            *limit = pager->patience_ticks;
        if (!list_is_empty(&pager->open) && (culprit == NULL || age_of(pager) > age_of(culprit)))
            culprit = pager;
    }
    return culprit;
}

void core_check_deadlock(void)
{
    uint32_t now = timer_ticks(), answers, limit;
    const struct pager *culprit = look_at_pagers(&answers, &limit);
    bool can_run = culprit == NULL && process_current != NULL;

    if (now != watch.latest + 1 || answers != watch.answers || can_run)
        watch.since = now;
    watch.latest = now;
    watch.answers = answers;
    if (now - watch.since < limit)
        return;
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    if (culprit != NULL || counts.used[FRAME_PAGED] != 0)
        deadlock_report(culprit, now - watch.since);
}
