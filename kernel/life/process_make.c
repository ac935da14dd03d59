// SPDX-License-Identifier: MIT
#include "kernel/life/process_make.h"

#include "common/string.h"
#include "kernel/machine/segment.h"
#include "kernel/report/panic.h"
#include "kernel/thread/schedule.h"
#include "mm/address/kernel_directory.h"
#include "mm/frames/lab_result.h"

static uint32_t last_number;
static uint32_t last_branch;

// The number is for people; some day it comes again. The kernel goes by no number alone. No process
// has the number 0.
static uint32_t next_number(void)
{
    last_number++;
    if (last_number == 0)
        last_number = 1;
    return last_number;
}

// Each child of a core process begins a branch.
static uint8_t choose_branch(const struct process *creator)
{
    if (creator == NULL)
        return 0; // core processes are never ordinary
    if (!creator->is_core)
        return creator->branch;
    last_branch++;
    return (uint8_t)(last_branch % SCHEDULE_BRANCHES);
}

static void init_lists(struct process *process)
{
    list_init(&process->link);
    list_init(&process->waiters);
    list_init(&process->children);
    list_init(&process->in_creator);
    list_init(&process->objects);
    list_init(&process->core_objects);
    list_init(&process->ipc.callers);
    for (uint32_t i = 0; i < PORTS_MOST; i++)
        list_init(&process->ports[i].senders);
}

// If the processor loaded a directory without the kernel in it, the machine would reset at once.
static void check_space(const struct address_space *space)
{
    uint32_t place = (uint32_t)space->directory, slot = KERNEL_BASE >> LARGE_PAGE_SHIFT;

    if ((place - KERNEL_BASE) >> FRAME_SHIFT >= frame_table_entries || place % FRAME_BYTES != 0)
        panic(
            "paging_create made a space whose directory is at 0x%08x: not the kernel's address of "
            "a frame",
            place);
    if (space->directory[slot] != kernel_directory[slot])
        panic("paging_create made a directory whose entry %u is 0x%08x, not the kernel's 0x%08x",
              slot, space->directory[slot], kernel_directory[slot]);
}

struct process *process_make(struct process *creator, uint32_t quota_frames, const char *name,
                             uint32_t generation, struct claim *claim)
{
    struct frame *frame = lab_result_frame("reserve_take", reserve_take(claim, FRAME_KERNEL));
    struct process *process = frame_address(frame);

    work_spend(2 * WORK_COST_CLEAR); // its page directory, too
    memset(process, 0, FRAME_BYTES);
    frame->marks = KERNEL_FRAME_PROCESS;
    frame->generation = capability_whole_generation(generation);
    init_lists(process);
    process->number = next_number();
    process->is_core = creator == NULL;
    process->priority = creator == NULL ? PRIORITY_CORE : PRIORITY_ORDINARY;
    process->level = LEVEL_NONE;
    process->branch = choose_branch(creator);
    process->fault_class = CLASS_PAGED;
    process->core_generation = creator == NULL ? frame->generation : 0;
    for (uint32_t i = 0; i < PROCESS_NAME_BYTES - 1 && name[i] != '\0'; i++)
        process->name[i] = name[i];
    if (creator == NULL) {
        process->account.quota_frames = QUOTA_UNLIMITED;
    } else {
        process->creator = creator;
        list_append(&creator->children, &process->in_creator);
        account_split(creator, process, quota_frames);
    }
    paging_create(&process->space, claim);
    process->address_space = &process->space;
    check_space(&process->space);
    account_charge(process, PROCESS_FRAMES);
    list_append(&process_list, &process->all);
    return process;
}

void process_start(struct process *process, uint32_t instruction, uint32_t stack, uint32_t argument)
{
    ASSERT(process->state, ==, PROCESS_NEW);
    process->registers = (struct trap_frame){
        .eax = argument,
        .eip = instruction,
        .cs = USER_CODE_SELECTOR,
        .eflags = EFLAGS_RESERVED | EFLAGS_INTERRUPT,
        .user_esp = stack,
        .user_ss = USER_DATA_SELECTOR,
    };
    schedule_ready(process_thread(process));
}
