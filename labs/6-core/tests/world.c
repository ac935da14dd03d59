// SPDX-License-Identifier: MIT
#include "labs/6-core/tests/world.h"

#include "kernel/life/process_make.h"
#include "kernel/machine/processor.h"
#include "kernel/stage.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "mm/frames/frame_memory.h"

#define ARENA_FRAMES 1024

#define LIST_MOST 200

struct process *world_process[WORLD_PROCESSES];
const char *const world_names[WORLD_PROCESSES + 1] = {"first", "second", "ordinary", "NULL"};

extern uint8_t process_data_start[], process_data_end[], process_bss_start[],
    process_bss_end[]; // kernel.ld

const char *world_name(const struct process *process)
{
    uint32_t i = 0;
    while (i < WORLD_PROCESSES && world_process[i] != process)
        i++;
    return process == NULL || i < WORLD_PROCESSES ? world_names[i] : "somebody else";
}

static struct process *make_process(struct process *creator)
{
    static struct claim claim;

    CHECK(reserve_claim(&claim, CLASS_RESERVE, PROCESS_FRAMES), ==, 0);
    struct process *process = process_make(creator, creator == NULL ? 0 : WORLD_QUOTA, "test",
                                           capability_new_generation(), &claim);
    reserve_release(&claim);
    process->registers = (struct trap_frame){.eip = 0x1000};
    CHECK((uint32_t)port_make(process), ==, (uint32_t)&process->ports[0]);
    CHECK((uint32_t)port_make(process), ==, (uint32_t)&process->ports[1]);
    return process;
}

static void make_processes(void)
{
    for (uint32_t i = 0; i < WORLD_PROCESSES; i++)
        world_process[i] = make_process(i == ORDINARY ? world_process[FIRST] : NULL);
}

struct process *world_add_core(void)
{
    return make_process(NULL);
}

void world_make(void)
{
    stage_run_up_to(6);
    make_processes();
}

void world_make_state(void)
{
    struct frame_run run = {ARENA_FRAMES, 1, {1u << 20}, 0};

    stage_run_up_to(6);
    struct frame *arena = reserve_alloc_run(CLASS_RESERVE, &run, FRAME_KERNEL);
    CHECK_THAT(arena != NULL, ==, true, "whether there is memory for the test");
    test_state_begin(frame_address(arena), ARENA_FRAMES * FRAME_BYTES);
    test_state_add(process_data_start, (uint32_t)process_data_end - (uint32_t)process_data_start);
    test_state_add(process_bss_start, (uint32_t)process_bss_end - (uint32_t)process_bss_start);
    make_processes();
    for (uint32_t i = 0; i < WORLD_PROCESSES; i++)
        test_state_add(world_process[i], FRAME_BYTES);
}

// Intel 8259A data sheet, OCW1: the mask register is read at the controller's second port.
uint32_t world_masked_lines(void)
{
    return port_read_byte(0x21) | (uint32_t)port_read_byte(0xa1) << 8;
}

// Where QEMU's controllers show their mask registers, which those in a PC do not show at all.
// Channel 4 joins the two controllers and belongs to no object: whether it is masked is the
// firmware's choice, and counts as masked.
uint32_t world_masked_channels(void)
{
    return (port_read_byte(0x09) & 0xfu) | (port_read_byte(0xd2) & 0xfu) << 4 | 1u << 4;
}

uint32_t world_list_count(const struct list *list, const struct list *item)
{
    uint32_t count = 0, length = 0;

    for (const struct list *at = list->next; at != list; at = at->next) {
        CHECK_THAT((uint32_t)at >= KERNEL_BASE, ==, true, "whether a list's link is a pointer");
        CHECK_THAT((uint32_t)at->next->previous, ==, (uint32_t)at, "the link back in a list");
        CHECK_THAT(length++, <, (uint32_t)LIST_MOST, "the length of a list, so far");
        count += at == item;
    }
    return count;
}
