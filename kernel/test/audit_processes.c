// SPDX-License-Identifier: MIT
// The audit of processes: the list of all, the tree, states; and accounts.
#include "kernel/life/process_make.h"
#include "kernel/process/account.h"
#include "kernel/test/audit_parts.h"

void audit_find_processes(void)
{
    for (struct list *at = NULL;
         (at = audit_next(&process_list, at, "all processes", 0)) != NULL;) {
        struct process *process = LIST_ITEM(at, struct process, all);
        uint32_t number = frame_number_of(frame_of_memory(process)).value;
        AUDIT((uint32_t)process % FRAME_BYTES, 0u, "bytes that a process lies into its frame");
        CHECK_THAT(audit.process_count, <, (uint32_t)AUDIT_PROCESSES_MOST, "processes");
        audit_use(number, USE_PROCESS);
        AUDIT(frame_holds(&frame_table[number], KERNEL_FRAME_PROCESS), true,
              "frames marked as a process where process %u (%s) is", AUDIT_NAME(process));
        audit.frames[number].place = (uint16_t)audit.process_count;
        audit.processes[audit.process_count++] = process;
    }
}

static void check_state(const struct process *process)
{
    bool waits = process->wait != WAIT_NONE;

    CHECK_THAT(process->state, <, PROCESS_STATES, "state of process %u (%s)", AUDIT_NAME(process));
    CHECK_THAT(process->wait, <, PROCESS_WAITS, "wait of process %u (%s)", AUDIT_NAME(process));
    AUDIT(process->state == PROCESS_WAITING, waits, "waits of process %u (%s), by its state",
          AUDIT_NAME(process));
    AUDIT(process->state == PROCESS_RUNNING, process == process_current,
          "process %u (%s) runs, by its state", AUDIT_NAME(process));
    // The end of a process goes on only as long as its work is queued.
    bool must_work = process_is_over(process) && !process->is_given_back;
    AUDIT(process->work.is_queued, must_work, "work for the end of process %u (%s)",
          AUDIT_NAME(process));
    AUDIT(process->is_core, process->account.quota_frames == QUOTA_UNLIMITED,
          "process %u (%s) is a core process", AUDIT_NAME(process));
    if (!process_is_over(process))
        return;
    AUDIT(process->claim.frames + process->long_call.claim.frames, 0u,
          "frames claimed by process %u (%s), which is over", AUDIT_NAME(process));
    AUDIT((uint32_t)process->fault.slot_ticket, 0u, "ticket of process %u (%s), which is over",
          AUDIT_NAME(process));
}

// A process has one creator, on whose list of children it is; and the way up has an end.
static void check_tree(void)
{
    uint32_t listed = 0, made = 0;

    for (uint32_t i = 0; i < audit.process_count; i++) {
        struct process *process = audit.processes[i];
        uint32_t depth = 0;
        for (const struct process *up = process->creator; up != NULL; up = up->creator) {
            AUDIT(audit_is_process(up), true, "creators of process %u (%s) that there are",
                  AUDIT_NAME(process));
            CHECK_THAT(depth++, <, audit.process_count, "creators above process %u (%s)",
                       AUDIT_NAME(process));
        }
        CHECK_THAT(depth, <=, (uint32_t)PROCESS_DEPTH_MOST, "creators above process %u (%s)",
                   AUDIT_NAME(process));
        made += process->creator != NULL;
        for (struct list *at = NULL;
             (at = audit_next(&process->children, at, "children", process->number)) != NULL;) {
            const struct process *child = LIST_ITEM(at, struct process, in_creator);
            AUDIT(audit_is_process(child), true, "processes among the children of %u (%s)",
                  AUDIT_NAME(process));
            AUDIT(child->creator, process, "creator of process %u (%s), who is a child of %u",
                  AUDIT_NAME(child), process->number);
            CHECK_THAT(++listed, <=, audit.process_count, "children of all processes");
        }
    }
    AUDIT(listed, made, "processes on a creator's list, of those that have one");
}

void audit_processes(void)
{
    uint32_t marked = 0;

    for (uint32_t i = 0; i < frame_table_entries; i++)
        marked += frame_holds(&frame_table[i], KERNEL_FRAME_PROCESS);
    AUDIT(marked, audit.process_count, "frames marked as a process, of the processes on the list");
    for (uint32_t i = 0; i < audit.process_count; i++)
        check_state(audit.processes[i]);
    check_tree();
}

// --- accounts

static uint32_t count_leaves(const struct object *object)
{
    uint32_t leaves = 0;

    for (uint32_t page = 0; object->directory != NULL && page < object->pages; page += LEAF_ENTRIES)
        leaves += object->directory[page >> LEAF_SHIFT] != NULL;
    return leaves;
}

// The frames that the account of a process must be charged with, counted anew.
static uint32_t count_charged(struct process *process)
{
    uint32_t frames = process->space.directory == NULL ? PROCESS_FRAMES - 1 : PROCESS_FRAMES;

    frames += process->pager != NULL;
    for (struct list *at = NULL;
         (at = audit_next(&process->objects, at, "objects", process->number)) != NULL;) {
        const struct object *object = LIST_ITEM(at, struct object, in_maker);
        frames += object->directory == NULL ? 1 : 2;
        frames += count_leaves(object);
        frames += object->kind == OBJECT_WIRED ? object->not_absent : 0;
    }
    return frames;
}

void audit_accounts(void)
{
    uint32_t quotas = 0, claimed = 0;
    struct reserve_counts counts;

    for (uint32_t i = 0; i < audit.process_count; i++) {
        struct process *process = audit.processes[i];
        AUDIT(process->account.charged_frames, count_charged(process),
              "frames charged to process %u (%s)", AUDIT_NAME(process));
        claimed += process->claim.frames + process->long_call.claim.frames;
        if (process->account.quota_frames == QUOTA_UNLIMITED)
            continue;
        quotas += process->account.quota_frames;
        CHECK_THAT(account_used_frames(process), <=, process->account.quota_frames,
                   "frames that process %u (%s) uses, of its quota", AUDIT_NAME(process));
    }
    AUDIT(account_ordinary_frames, quotas, "quotas of all ordinary processes together");
    CHECK_THAT(account_ordinary_frames, <=, account_ordinary_most(),
               "quotas of all ordinary processes together");
    reserve_read_counts(&counts);
    AUDIT(counts.claimed, claimed, "frames claimed, by the claims that processes hold");
}
