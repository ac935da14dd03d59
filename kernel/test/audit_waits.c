// SPDX-License-Identifier: MIT
// The audit of waiting: each process that waits is on the list of what it waits for, and nobody
// else is; and timeouts.
#include "kernel/test/audit_parts.h"

static struct process *process_of_link(struct list *at, const char *what, uint32_t owner)
{
    struct process *process = LIST_ITEM(at, struct process, link);

    AUDIT(audit_is_process(process), true, "processes in the list of %s of %u", what, owner);
    audit.is_listed[audit_frame_of(process)->place]++;
    return process;
}

static bool is_one_of(uint32_t wait, uint32_t first, uint32_t second)
{
    return wait == first || wait == second;
}

// Walks a list on which processes wait for one of two things.
static void check_list(struct list *list, const char *what, uint32_t owner, enum process_wait first,
                       enum process_wait second)
{
    for (struct list *at = NULL; (at = audit_next(list, at, what, owner)) != NULL;) {
        const struct process *process = process_of_link(at, what, owner);
        AUDIT(is_one_of(process->wait, first, second), true,
              "process %u (%s) waits for what the list of %s of %u is for", AUDIT_NAME(process),
              what, owner);
    }
}

static void check_port(struct process *process, struct port *port)
{
    check_list(&port->senders, "senders", process->number, WAIT_SEND, WAIT_CALL);
    bool has_senders = !list_is_empty(&port->senders);
    if (port->generation == 0 && !process_is_over(process))
        AUDIT(has_senders, false, "senders to a port of process %u (%s) that is gone",
              AUDIT_NAME(process));
    if (port_receiver(port) != process)
        return;
    AUDIT(has_senders, false, "senders to a port where process %u (%s) waits for messages",
          AUDIT_NAME(process));
    AUDIT(port->interrupts, 0u, "interrupts at a port where process %u (%s) waits",
          AUDIT_NAME(process));
    AUDIT(port->generation != 0, true, "ports where process %u (%s) waits for messages",
          AUDIT_NAME(process));
}

static void check_callers(struct process *server)
{
    check_list(&server->ipc.callers, "callers", server->number, WAIT_REPLY, WAIT_REPLY);
    for (struct list *at = server->ipc.callers.next; at != &server->ipc.callers; at = at->next)
        AUDIT(LIST_ITEM(at, struct process, link)->ipc.server, server,
              "server of a process that waits for a reply of process %u (%s)", AUDIT_NAME(server));
}

static void check_slot(const struct pager *pager, struct slot *slot)
{
    check_list(&slot->waiters, "waiters for a page", pager->process->number, WAIT_PAGE, WAIT_SYNC);
    for (struct list *at = slot->waiters.next; at != &slot->waiters; at = at->next) {
        const struct process *process = LIST_ITEM(at, struct process, link);
        const struct region *region = process->fault.region;
        if (process->wait == WAIT_SYNC)
            continue;
        AUDIT(region->object == slot->object &&
                  region_page_at(region, process->fault.address) == slot->page,
              true, "page that process %u (%s) waits for is that of the slot that it waits at",
              AUDIT_NAME(process));
    }
}

static void check_pager(struct pager *pager)
{
    uint32_t number = pager->process->number;

    check_list(&pager->slot_waiters, "waiters for a slot", number, WAIT_SLOT, WAIT_SYNC);
    for (struct list *at = pager->slot_waiters.next; at != &pager->slot_waiters; at = at->next) {
        const struct process *process = LIST_ITEM(at, struct process, link);
        if (process->wait == WAIT_SLOT)
            AUDIT(process->fault.region->object->pager, pager,
                  "pager whose slot process %u (%s) waits for", AUDIT_NAME(process));
    }
    for (uint32_t i = 0; i < pager->slot_count; i++)
        check_slot(pager, &pager->slots[i]);
}

static void walk_lists(struct process *process)
{
    for (uint32_t i = 0; i < PORTS_MOST; i++)
        check_port(process, &process->ports[i]);
    check_callers(process);
    check_list(&process->waiters, "waiters for an end", process->number, WAIT_END, WAIT_END);
    if (process->is_given_back)
        AUDIT(list_is_empty(&process->waiters), true,
              "no waiters for the end of process %u (%s), which has come", AUDIT_NAME(process));
    if (process->pager != NULL)
        check_pager(process->pager);
}

// Lists whose heads are the kernel's own: all who wait so are on the same one.
static void check_ring(enum process_wait first, enum process_wait second)
{
    const struct list *head = NULL;
    uint32_t waiting = 0, count = 0;

    for (uint32_t i = 0; i < audit.process_count; i++) {
        struct process *process = audit.processes[i];
        if (!is_one_of(process->wait, first, second) || audit.is_listed[i] != 0)
            continue;
        const struct list *its_head =
            audit_find_head(&process->link, offsetof(struct process, link), &count);
        AUDIT(its_head != NULL, true, "heads of the list on which process %u (%s) waits",
              AUDIT_NAME(process));
        if (head == NULL)
            head = its_head;
        AUDIT(its_head, head, "head of the list on which process %u (%s) waits",
              AUDIT_NAME(process));
        waiting++;
    }
    AUDIT(waiting == 0 ? 0 : count, waiting, "processes on a list of the kernel's own");
}

static void check_listed(const struct process *process, uint32_t place)
{
    bool on_none = is_one_of(process->wait, WAIT_NONE, WAIT_RECEIVE) ||
                   is_one_of(process->wait, WAIT_SLEEP, WAIT_FRAMES);
    bool on_late = is_one_of(process->wait, WAIT_PAGE, WAIT_SYNC); // mm/pagers/page_waiters.c

    if (!on_late)
        AUDIT(audit.is_listed[place], !on_none, "lists that process %u (%s) is on",
              AUDIT_NAME(process));
    else
        CHECK_THAT((uint32_t)audit.is_listed[place], <=, 1u, "lists that process %u (%s) is on",
                   AUDIT_NAME(process));
    if (process->wait == WAIT_REPLY)
        AUDIT(audit_is_process(process->ipc.server), true, "servers of process %u (%s)",
              AUDIT_NAME(process));
    if (process->wait == WAIT_RECEIVE)
        AUDIT(port_owner(process->ipc.port), process,
              "owner of the port where process %u (%s) waits", AUDIT_NAME(process));
}

void audit_waits(void)
{
    for (uint32_t i = 0; i < audit.process_count; i++)
        walk_lists(audit.processes[i]);
    check_ring(WAIT_FRAMES, WAIT_FRAMES);
    check_ring(WAIT_PAGE, WAIT_SYNC);
    for (uint32_t i = 0; i < audit.process_count; i++)
        check_listed(audit.processes[i], i);
}

// --- timeouts

void audit_timeouts(void)
{
    uint32_t listed = 0, timed = 0;

    for (uint32_t bucket = 0; bucket < TIMEOUT_BUCKETS; bucket++) {
        struct list *list = &timeout_wheel[bucket];
        for (struct list *at = NULL; (at = audit_next(list, at, "timeouts", bucket)) != NULL;) {
            const struct process *process = thread_process(LIST_ITEM(at, struct thread, timer));
            AUDIT(audit_is_process(process), true, "processes in bucket %u of timeouts", bucket);
            AUDIT(process->is_timed, true, "process %u (%s) has a timeout", AUDIT_NAME(process));
            AUDIT(process->deadline_tick % TIMEOUT_BUCKETS, bucket,
                  "bucket of the timeout of process %u (%s)", AUDIT_NAME(process));
            CHECK_THAT(process->deadline_tick - timer_ticks(), !=, 0u,
                       "ticks until the timeout of process %u (%s)", AUDIT_NAME(process));
            listed++;
        }
    }
    for (uint32_t i = 0; i < audit.process_count; i++) {
        const struct process *process = audit.processes[i];
        timed += process->is_timed;
        if (process->is_timed)
            AUDIT(process->state, PROCESS_WAITING, "state of process %u (%s), which has a timeout",
                  AUDIT_NAME(process));
    }
    AUDIT(listed, timed, "timeouts, of the processes that have one");
}
