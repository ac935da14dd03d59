// SPDX-License-Identifier: MIT
#include "kernel/life/teardown.h"

#include "kernel/ipc.h"
#include "kernel/life/process_make.h"
#include "kernel/report/backtrace.h"
#include "kernel/report/console.h"
#include "kernel/report/panic.h"
#include "kernel/report/record.h"
#include "kernel/thread/schedule.h"
#include "mm/core.h"
#include "mm/frames/tlb.h"
#include "mm/pagers/memory_wait.h"
#include "mm/pagers/object_end.h"
#include "mm/pagers/page_fault.h"
#include "mm/pagers/pager_life.h"
#include "mm/pagers/shortage.h"
#include "mm/pagers/turn.h"

static const char *const reasons[] = {
#define REASON_TEXT(name, text) text,
    END_REASON_LIST(REASON_TEXT)
#undef REASON_TEXT
};

// Begins the line that says how the process has ended. Returns whether there is one.
static bool begin_line(const struct process *process)
{
    const struct process_end *end = &process->end;

    if (end->reason == END_EXIT && end->status == 0)
        return false;
    if (end->reason == END_EXIT)
        console_begin_line("process %u (%s) ended itself with status %d\n", process->number,
                           process->name, end->status);
    else if (end->reason == END_EXCEPTION)
        console_begin_line("process %u (%s) ended at 0x%08x: address 0x%08x, %s (vector %d)\n",
                           process->number, process->name, process->registers.eip, end->address,
                           reasons[end->reason], end->status);
    else
        console_begin_line("process %u (%s) ended at 0x%08x: address 0x%08x, %s\n", process->number,
                           process->name, process->registers.eip, end->address,
                           reasons[end->reason]);
    return true;
}

// The process whose end is being reported. Its lines are written one by one, and no other process's
// between them.
static const struct process *reported;

static bool end_print(struct process *process)
{
    if ((reported != NULL && reported != process) || !console_finish_line_some(&work_left))
        return false;
    reported = process;
    process->end_progress++;
    return process->end_progress > 1 || !begin_line(process);
}

static bool end_record(struct process *process)
{
    record_send("ended", "process=%u reason=%u status=%d address=0x%x text=%s", process->number,
                process->end.reason, process->end.status, process->end.address, process->name);
    return true;
}

// A person who looks into a failed test wants to know how the program came there; on the console of
// an ordinary run that would be too much. Each slice prints one caller. The EBP of the process says
// where to go on, since the process has no more use for its registers.
static bool end_backtrace(struct process *process)
{
    struct trap_frame *registers = &process->registers;
    bool is_wanted =
        record_is_enabled() && process->end.reason != END_EXIT && process->end.reason != END_KILLED;

    if (!console_finish_line_some(&work_left))
        return false;
    uint32_t calls_printed = process->end_progress;
    process->end_progress++;
    if (is_wanted && calls_printed == 0) {
        console_begin_line(BACKTRACE_OF_PROGRAM, registers->eip);
        return false;
    }
    if (is_wanted && calls_printed < BACKTRACE_CALLS_MOST &&
        backtrace_print_caller(process->space.directory, &registers->ebp))
        return false;
    reported = NULL;
    return true;
}

// A child belongs to its grandparent from now on, to which its quota goes back: so the creator of a
// process is never gone before it. (A grandparent that is ending, too, is not past this stage,
// since it has this process among its children.)
static bool end_children(struct process *process)
{
    if (list_is_empty(&process->children))
        return true;
    struct process *child = LIST_ITEM(process->children.next, struct process, in_creator);
    list_remove(&child->in_creator);
    list_init(&child->in_creator);
    child->creator = process->creator;
    if (process->creator != NULL)
        list_append(&process->creator->children, &child->in_creator);
    if (!process->is_core && !process_is_over(child))
        process_end(child, END_CREATOR_ENDED, 0, child->registers.eip);
    return false;
}

// Ends the waits of those who wait to send to the process, or for its reply.
static bool end_ipc(struct process *process)
{
    for (uint32_t i = 0; i < PORTS_MOST; i++) {
        struct port *port = &process->ports[i];
        if (interrupt_port_is_bound(port))
            core_unbind_port(port);
        if (!list_is_empty(&port->senders) && !ipc_fail_senders(port))
            return false;
    }
    return list_is_empty(&process->ipc.callers) || ipc_fail_callers(process);
}

static bool end_pager(struct process *process)
{
    return process->pager == NULL || pager_end_some(process->pager);
}

// Takes back what others made with the core right of the process, which has ended with it.
static bool end_core_right(struct process *process)
{
    return !process->core_is_shared || core_revoke_some(process);
}

static bool end_objects(struct process *process)
{
    if (list_is_empty(&process->objects))
        return true;
    struct object *object = LIST_ITEM(process->objects.next, struct object, in_maker);
    object_revoke(object);
    object_end_some(object);
    return false;
}

static bool end_regions(struct process *process)
{
    if (process->region_count == 0)
        return true;
    struct region *region = &process->regions[process->region_order[0]];
    if (!region_unmap_some(region))
        return false;
    if (region->is_window)
        paging_release_tables(&process->space, region->start, region->pages);
    object_check_release(region_remove(region));
    return false;
}

static bool end_capabilities(struct process *process)
{
    capability_remove(process, process->end_progress);
    process->end_progress++;
    return process->end_progress == CAPABILITIES_MOST;
}

static bool end_window(struct process *process)
{
    return process->pager == NULL || pager_free_some(process->pager);
}

static bool end_space(struct process *process)
{
    if (tlb_space == &process->space)
        tlb_load(NULL);
    paging_destroy(&process->space);
    account_refund(process, PROCESS_FRAMES - 1); // its own frame stays as long as it has a name
    return true;
}

static bool end_waiters(struct process *process)
{
    process->state = PROCESS_ENDED;
    while (!list_is_empty(&process->waiters) && !work_is_spent()) {
        process_wake(LIST_ITEM(process->waiters.next, struct process, link));
        work_spend(WORK_COST_WAKE);
    }
    return list_is_empty(&process->waiters);
}

static bool (*const stages[])(struct process *process) = {
    end_print,  end_record,     end_backtrace, end_children, end_ipc,
    end_pager,  end_core_right, end_objects,   end_regions,  end_capabilities,
    end_window, end_space,      end_waiters,
};

#define STAGES (sizeof stages / sizeof stages[0])

static bool step(struct work *work)
{
    struct process *process = LIST_ITEM(work, struct process, work);

    shortage_note_progress(); // the process gives back what it had
    if (stages[process->end_stage](process)) {
        process->end_stage++;
        process->end_progress = 0;
    }
    if (process->end_stage < STAGES)
        return false;
    process->is_given_back = true;
    teardown_release_if_unused(process);
    return true;
}

static void tear_down(struct process *process)
{
    memory_return_grant(process);
    page_fault_return_ticket(process);
    if (process->pager != NULL)
        turn_end(process->pager);
    process->end_stage = 0;
    process->end_progress = 0;
    work_add(&process->work, step);
}

void teardown_init(void)
{
    process_tear_down = tear_down;
}

void teardown_release_if_unused(struct process *process)
{
    if (process->state == PROCESS_NEW && process->capability_count == 0) {
        process_end(process, END_KILLED, 0, process->registers.eip);
        return;
    }
    if (!process->is_given_back || process->capability_count != 0)
        return;
    account_refund(process, 1);
    account_return(process);
    list_remove(&process->all);
    list_remove(&process->in_creator);
    reserve_free(frame_of_memory(process));
}
