// SPDX-License-Identifier: MIT
// Lab 6, another right solution: a run comes before its claim, tables are searched from the other
// end, the verdict counts ticks, and taking back begins with the youngest object.
#include "mm/core.h"

#include "common/string.h"

// --- wired memory

static bool is_request(const struct core_request *request, int *error)
{
    bool is_run = request->flags == WIRED_RUN, is_device = request->flags == WIRED_DEVICE;

    *error = E_ARGUMENT;
    if (request->pages == 0 || (request->flags != 0 && !is_run && !is_device))
        return false;
    if (request->pages > OBJECT_PAGES_MOST) {
        *error = E_LIMIT;
        return false;
    }
    if (is_device)
        return !(request->address & (FRAME_BYTES - 1)) &&
               request->pages <= 0x100000u - (request->address >> FRAME_SHIFT) &&
               !wired_is_ram((physical_address){request->address}, request->pages);
    if (!is_run)
        return request->address == 0;
    if (request->pages > CORE_RUN_PAGES_MOST || !dma_is_channel(request->address))
        return false;
    *error = E_BUSY;
    return dma_owners[request->address] == NULL;
}

static uint32_t count_frames(const struct core_request *request)
{
    return request->flags == WIRED_DEVICE ? object_count_frames(1)
                                          : wired_count_frames(request->pages);
}

static void put_run(struct object *object, uint32_t channel, struct frame *run, struct claim *claim)
{
    dma_owners[channel] = object;
    object->channel = (uint8_t)channel;
    object->has_channel = true;
    for (uint32_t page = object->pages; page-- > 0;)
        wired_add_page(object, page, run + page, claim);
}

int core_make_object(struct process *maker, struct process *owner,
                     const struct core_request *request, struct claim *claim,
                     struct object **object)
{
    const struct frame_run wanted = {
        request->pages, 1, {ISA_DMA_LIMIT_FRAMES}, ISA_DMA_BOUNDARY_FRAMES};
    struct frame *run = NULL;
    int error;

    *object = NULL;
    if (!is_request(request, &error))
        return error;
    if (!account_has_room(maker, count_frames(request)))
        return E_QUOTA;
    uint32_t generation = capability_new_generation();
    if (generation == 0)
        return E_LIMIT;
    if (request->flags == WIRED_RUN &&
        (run = reserve_alloc_run(CLASS_CORE, &wanted, FRAME_CORE)) == NULL)
        return E_NO_MEMORY;
    if (reserve_claim(claim, CLASS_CORE, count_frames(request) - (run ? request->pages : 0)) != 0) {
        for (uint32_t i = 0; run != NULL && i < request->pages; i++)
            reserve_free(run + i);
        return E_NO_MEMORY;
    }
    if (request->flags == WIRED_DEVICE) {
        *object = wired_make_device(maker, (physical_address){request->address}, request->pages,
                                    generation, claim);
    } else {
        *object = object_make(OBJECT_WIRED, request->pages, claim);
        account_charge(maker, object_count_frames(request->pages));
        object_name(*object, maker, generation);
    }
    (*object)->is_revoked = true;
    if (run != NULL)
        put_run(*object, request->address, run, claim);
    if (maker == owner)
        return 0;
    (*object)->has_core_owner = true;
    list_append(&owner->core_objects, &(*object)->in_core);
    return 0;
}

// One page a slice.
bool core_build_some(struct object *object, struct claim *claim, uint32_t *page)
{
    if (object->kind == OBJECT_WIRED) {
        if (!object->has_channel)
            wired_add_page(object, *page, reserve_take(claim, FRAME_CORE), claim);
        memset(frame_address(object_frame(object_find_entry(object, *page))), 0, FRAME_BYTES);
        if (++*page < object->pages)
            return false;
    }
    object->is_revoked = false;
    return true;
}

void core_release_channel(struct object *object)
{
    object->has_channel = false;
    dma_owners[object->channel] = NULL;
    dma_mask(object->channel);
}

// --- interrupts

static void clear_bit(struct interrupt_line *line)
{
    uint32_t bit = 1u << interrupt_line_number(line);

    if (line->port != NULL && (line->port->interrupts & bit))
        line->port->interrupts = (uint16_t)(line->port->interrupts - bit);
}

static void on_interrupt(uint32_t number)
{
    struct interrupt_line *line = interrupt_lines + number;

    if (line->port != NULL) {
        line->port->interrupts |= (uint16_t)(1 << number);
        port_notify(line->port);
    }
    interrupt_mask(number);
}

int core_make_interrupt(struct process *maker, struct process *owner, uint32_t number,
                        struct interrupt_line **line)
{
    uint32_t generation = capability_new_generation(); // one may be lost

    *line = NULL;
    if (interrupt_line_is_kernels(number))
        return E_ARGUMENT;
    if (generation == 0)
        return E_LIMIT;
    if (interrupt_lines[number].generation != 0)
        return E_BUSY;
    *line = interrupt_lines + number;
    (*line)->generation = generation;
    (*line)->owner = maker == owner ? NULL : owner;
    interrupt_attach(number, on_interrupt);
    interrupt_mask(number);
    return 0;
}

void core_free_interrupt(struct interrupt_line *line)
{
    clear_bit(line);
    memset(line, 0, sizeof *line);
    interrupt_detach(interrupt_line_number(line));
}

void core_bind_interrupt(struct interrupt_line *line, struct port *port)
{
    clear_bit(line);
    line->port = port;
    interrupt_unmask(interrupt_line_number(line));
}

int core_acknowledge_interrupt(const struct process *process, struct interrupt_line *line)
{
    bool may = line->port != NULL && port_owner(line->port) == process;

    if (may)
        interrupt_unmask(interrupt_line_number(line));
    return may ? 0 : E_STATE;
}

// (The port's bits go with the port.)
void core_unbind_port(struct port *port)
{
    for (uint32_t i = INTERRUPT_LINES; i-- > 0;) {
        if (interrupt_lines[i].port != port)
            continue;
        interrupt_lines[i].port = NULL;
        interrupt_mask(i);
    }
}

// --- I/O ports

int core_make_io(struct process *maker, struct process *owner, uint32_t first, uint32_t count,
                 struct io_range **range)
{
    uint32_t place = 0;

    *range = NULL;
    if (count == 0 || first > IO_PORTS - 1 || IO_PORTS - first < count ||
        io_port_is_kernels(first, count))
        return E_ARGUMENT;
    while (place < IO_RANGES_MOST && io_ranges[place].generation != 0)
        place++;
    if (place == IO_RANGES_MOST)
        return E_LIMIT;
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++) {
        const struct io_range *other = &io_ranges[i];
        if (other->generation != 0 && !(first + count <= other->first) &&
            !(other->first + other->count <= first))
            return E_BUSY;
    }
    uint32_t generation = capability_new_generation();
    if (generation == 0)
        return E_LIMIT;
    *range = &io_ranges[place];
    **range = (struct io_range){generation, first, count, maker == owner ? NULL : owner};
    return 0;
}

void core_free_io(struct io_range *range)
{
    memset(range, 0, sizeof *range);
}

int core_check_io(const struct io_range *range, uint32_t port, uint32_t width)
{
    uint32_t offset = port - range->first;

    if (width == 0 || width > 4 || width == 3)
        return E_ARGUMENT;
    return offset < range->count && range->count - offset >= width ? 0 : E_ARGUMENT;
}

// --- taking back

// Lines and ranges have a slice of their own.
static bool revoke_devices(const struct process *owner)
{
    bool any = false;

    for (uint32_t i = 0; i < INTERRUPT_LINES; i++) {
        if (interrupt_lines[i].owner != owner)
            continue;
        core_free_interrupt(&interrupt_lines[i]);
        any = true;
    }
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++) {
        if (io_ranges[i].owner != owner)
            continue;
        core_free_io(&io_ranges[i]);
        any = true;
    }
    return any;
}

bool core_revoke_some(struct process *owner)
{
    struct object *object;

    if (revoke_devices(owner))
        return false;
    if (list_is_empty(&owner->core_objects))
        return true;
    object = LIST_ITEM(owner->core_objects.previous, struct object, in_core);
    object_rename(object, 0);
    object_revoke(object);
    return object_end_some(object) && list_is_empty(&owner->core_objects);
}

// --- the verdict

static uint32_t hopeless, last_tick, last_answers;

void core_check_deadlock(void)
{
    const struct pager *oldest = NULL;
    uint32_t answers = 0, limit = 0, most = 0;
    struct reserve_counts books;

    for (struct pager *pager = NULL; (pager = pager_next_core(pager)) != NULL;) {
        answers += pager_count_answers(pager);
        limit = limit < pager->patience_ticks ? pager->patience_ticks : limit;
        if (list_is_empty(&pager->open))
            continue;
        const struct slot *slot = LIST_ITEM(pager->open.next, struct slot, link);
        uint32_t age = (pager->clock - slot->opened_clock) & 0xffffu;
        if (oldest == NULL || age >= most) {
            oldest = pager;
            most = age;
        }
    }
    if (pager_next_core(NULL) == NULL)
        limit = pager_core_limit_ticks;
    if (timer_ticks() - last_tick != 1 || answers != last_answers ||
        (oldest == NULL && process_current != NULL))
        hopeless = 0;
    last_tick = timer_ticks();
    last_answers = answers;
    if (++hopeless <= limit)
        return;
    reserve_read_counts(&books);
    if (oldest == NULL && books.used[FRAME_PAGED] == 0)
        return;
    deadlock_report(oldest, hopeless - 1);
}
