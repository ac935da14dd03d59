// SPDX-License-Identifier: MIT
#include "labs/4-pager-ipc/tests/world.h"

#include "common/string.h"
#include "kernel/life/process_make.h"
#include "kernel/stage.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "mm/frames/frame_memory.h"
#include "mm/frames/tlb.h"
#include "mm/objects/object_life.h"
#include "mm/pagers/pager_life.h"

#define ARENA_FRAMES 1024
#define BIG_PAGES    2000

#define WINDOW_AT 0x10000000u
#define X_AT      0x20000000u
#define BIG_AT    0x21000000u
#define Y_AT      0x30000000u

struct world world;

const char *const world_process_names[WORLD_PROCESSES] = {"a", "b", "c", "base", "upper"};
const char *const world_object_names[WORLD_OBJECTS] = {"x", "big", "alone", "spill", "y", "lent"};

struct object *world_object_of(uint32_t place)
{
    return world.object[world_pages[place].object];
}

bool world_is_ready(uint32_t process)
{
    return world.process[process]->state == PROCESS_READY;
}

const struct world_page world_pages[WORLD_PAGES] = {
    {X, 0},      {X, 1},     {X, 2},     {BIG, 0},   {BIG, 1023}, {BIG, 1024},
    {BIG, 1999}, {ALONE, 0}, {ALONE, 1}, {SPILL, 0}, {SPILL, 1},  {SPILL, 2},
    {Y, 0},      {Y, 1},     {Y, 2},     {LENT, 0},  {LENT, 1},   {LENT, 2},
};

static struct claim claim;

static void claim_frames(uint32_t frames)
{
    CHECK(reserve_claim(&claim, CLASS_RESERVE, frames), ==, 0);
}

static void end_claim(void)
{
    reserve_release(&claim);
}

static struct process *make_process(void)
{
    static const char name[] = "test";

    claim_frames(PROCESS_FRAMES);
    struct process *process = process_make(NULL, 0, name, capability_new_generation(), &claim);
    end_claim();
    process->fault_class = CLASS_RESERVE;
    process->registers = (struct trap_frame){.eip = 0x1000};
    schedule_ready(process_thread(process));
    world_park();
    CHECK((uint32_t)port_make(process), ==, (uint32_t)&process->ports[0]);
    return process;
}

const char *const world_register_names[] = {
    "EDI",    "ESI",        "EBP", "pushad_esp", "EBX",    "EDX",      "ECX",     "EAX",
    "vector", "error_code", "EIP", "CS",         "EFLAGS", "user_esp", "user_ss",
};

static struct object *make_object(uint32_t pages, struct pager *pager, uint32_t badge)
{
    claim_frames(object_count_frames(pages));
    struct object *object = object_make(OBJECT_PAGED, pages, &claim);
    end_claim();
    object->badge = badge;
    object->pager = pager;
    object_name(object, pager->process, capability_new_generation());
    object->capability_count = 1; // somebody else's: no RELEASE
    return object;
}

static struct pager *make_pager(struct process *process, uint32_t slots, struct object *spill,
                                int level)
{
    const struct pager_request request = {
        .port = &process->ports[0],
        .window = {WINDOW_AT},
        .slots = slots,
        .spill = spill,
    };
    claim_frames(pager_count_frames(process, &request));
    pager_make(process, &request, level, &claim);
    end_claim();
    return process->pager;
}

// With all tables there: then no call depends on memory for them.
static void map(struct process *process, struct object *object, uint32_t address)
{
    const struct region_request region = {
        .object = object,
        .start = {address},
        .pages = object->pages,
        .patience_ticks = TICKS_FOREVER,
        .rights = PAGE_WRITABLE,
        .most_rights = PAGE_WRITABLE,
    };
    claim_frames(
        paging_count_missing_tables(&process->space, (user_address){address}, object->pages));
    paging_hold_tables(&process->space, (user_address){address}, object->pages, &claim);
    end_claim();
    CHECK(region_check(process, &region), ==, 0);
    region_add(process, &region);
}

extern uint8_t process_data_start[], process_data_end[], process_bss_start[],
    process_bss_end[]; // kernel.ld

// What the copies of states lie in is taken first: it belongs to none of them.
static void begin_state(void)
{
    struct frame_run run = {ARENA_FRAMES, 1, {1u << 20}, 0};
    struct frame *arena = reserve_alloc_run(CLASS_RESERVE, &run, FRAME_KERNEL);

    CHECK_THAT(arena != NULL, ==, true, "whether there is memory for the test");
    test_state_begin(frame_address(arena), ARENA_FRAMES * FRAME_BYTES);
    test_state_add(process_data_start, (uint32_t)process_data_end - (uint32_t)process_data_start);
    test_state_add(process_bss_start, (uint32_t)process_bss_end - (uint32_t)process_bss_start);
}

static bool was_there[8192]; // frames in use before the world was made

static void note_frames(void)
{
    CHECK(frame_table_entries, <=, (uint32_t)sizeof was_there);
    for (uint32_t i = 0; i < frame_table_entries; i++)
        was_there[i] = frame_table[i].state != FRAME_FREE;
}

static void add_frames(void)
{
    test_state_add(frame_table, frame_table_entries * sizeof *frame_table);
    for (uint32_t i = 0; i < frame_table_entries; i++) {
        if (!was_there[i] && frame_table[i].state == FRAME_KERNEL)
            test_state_add(frame_address(&frame_table[i]), FRAME_BYTES);
    }
}

void world_add_processes(struct process **made, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        made[i] = make_process();
}

void world_make_processes(struct process **made, uint32_t count)
{
    stage_run_up_to(4);
    begin_state();
    for (uint32_t i = 0; i < count; i++) {
        made[i] = make_process();
        test_state_add(made[i], FRAME_BYTES);
    }
}

void world_make_pages(int upper_level)
{
    struct reserve_counts books;

    stage_run_up_to(4);
    begin_state();
    note_frames();
    world_add_processes(world.process, WORLD_PROCESSES);
    struct pager *base = make_pager(world.process[BASE], BASE_SLOTS, NULL, 0);
    world.object[SPILL] = make_object(3, base, 0x5b111);
    struct pager *upper =
        make_pager(world.process[UPPER], UPPER_SLOTS, world.object[SPILL], upper_level);
    world.pager[0] = base;
    world.pager[1] = upper;
    world.object[X] = make_object(3, base, 0x1234);
    world.object[BIG] = make_object(BIG_PAGES, base, 0xffffffff);
    world.object[ALONE] = make_object(5, base, 0);
    world.object[Y] = make_object(3, upper, 0x80000001);
    world.object[LENT] = &base->lent;
    for (uint32_t i = 0; i < CLIENTS; i++) {
        map(world.process[i], world.object[X], X_AT);
        map(world.process[i], world.object[BIG], BIG_AT);
        map(world.process[i], world.object[Y], Y_AT);
    }
    add_frames();
    reserve_read_counts(&books);
    world.kernel_frames = books.used[FRAME_KERNEL];
}

// --- where things are

uint32_t world_find_page(enum world_object object, uint32_t page)
{
    uint32_t place = 0;

    while (place < WORLD_PAGES &&
           (world_pages[place].object != object || world_pages[place].page != page))
        place++;
    return place;
}

uint32_t world_pager_of(enum world_object object)
{
    return object == Y ? 1 : 0;
}

uint32_t world_window_page(uint32_t pager, uint32_t slot)
{
    return world_find_page(pager == 0 ? LENT : SPILL, slot);
}

user_address world_address(enum world_process process, uint32_t place)
{
    static const uint32_t starts[WORLD_OBJECTS] = {[X] = X_AT, [BIG] = BIG_AT, [Y] = Y_AT};
    uint32_t start = process >= BASE ? WINDOW_AT : starts[world_pages[place].object];

    return (user_address){start + (world_pages[place].page << FRAME_SHIFT)};
}

// --- who runs

void world_run(struct process *process)
{
    schedule_remove(process_thread(process));
    thread_current = process_thread(process);
    process->state = PROCESS_RUNNING;
    tlb_load(&process->space);
}

void world_park(void)
{
    if (process_current != NULL)
        schedule_yield();
    if (tlb_space != NULL)
        tlb_load(NULL);
}
