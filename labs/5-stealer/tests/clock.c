// SPDX-License-Identifier: MIT
#include "labs/5-stealer/tests/clock.h"

#include "common/string.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "mm/address/page_bits.h"
#include "mm/frames/frame_memory.h"
#include "mm/pagers/turn.h"

#define X_MORE_AT  0x20010000u // behind x's first region, in the same page table
#define ALONE_AT   0x20030000u
#define MOST_TAKEN 4096
#define ROW        4 // pages in the highest frames; the others are in the lowest ones

struct clock_mapping clock_mappings[CLOCK_MAPPINGS];
uint32_t clock_mapping_count;

static const struct world_page pages[CLOCK_PAGES] = {
    [X_0] = {X, 0},         [X_1] = {X, 1},           [X_2] = {X, 2},
    [ALONE_0] = {ALONE, 0}, [ALONE_1] = {ALONE, 1},   [ALONE_3] = {ALONE, 3},
    [ALONE_4] = {ALONE, 4}, [SPILL_0] = {SPILL, 0},   [Y_0] = {Y, 0},
    [Y_1] = {Y, 1},         [BIG_1500] = {BIG, 1500},
};

static const char *const names[CLOCK_PAGES] = {
    [X_0] = "page 0 of x",         [X_1] = "page 1 of x",           [X_2] = "page 2 of x",
    [ALONE_0] = "page 0 of alone", [ALONE_1] = "page 1 of alone",   [ALONE_3] = "page 3 of alone",
    [ALONE_4] = "page 4 of alone", [SPILL_0] = "page 0 of spill",   [Y_0] = "page 0 of y",
    [Y_1] = "page 1 of y",         [BIG_1500] = "page 1500 of big",
};

static struct frame *frames[CLOCK_PAGES];
static struct frame *taken[MOST_TAKEN];
static uint32_t taken_count, spare_count;

const char *clock_page_name(enum clock_page page)
{
    return names[page];
}

struct object *clock_object(enum clock_page page)
{
    return world.object[pages[page].object];
}

struct frame *clock_frame(enum clock_page page)
{
    return frames[page];
}

user_address clock_address(const struct clock_mapping *mapping)
{
    return region_address_of(mapping->region, pages[mapping->page].page);
}

// --- making it

static void add_region(struct process *process, struct object *object, uint32_t address,
                       uint32_t first_page, uint32_t count)
{
    const struct region_request request = {
        .object = object,
        .start = {address},
        .first_page = first_page,
        .pages = count,
        .patience_ticks = TICKS_FOREVER,
        .rights = PAGE_WRITABLE,
        .most_rights = PAGE_WRITABLE,
    };
    CHECK(region_check(process, &request), ==, 0);
    region_add(process, &request);
}

// More regions, side by side: one that does not see where a region ends meets the next one's pages.
static void add_regions(void)
{
    static const struct {
        enum world_process process;
        enum world_object object;
        uint32_t first_page, pages;
    } more[] = {
        {CLIENT_C, X, 1, 1}, {CLIENT_C, X, 1, 2},     {CLIENT_A, X, 1, 1}, {CLIENT_A, X, 2, 1},
        {CLIENT_A, X, 0, 3}, {CLIENT_A, ALONE, 1, 3}, {CLIENT_A, Y, 0, 2}, {CLIENT_B, X, 0, 1},
        {CLIENT_B, X, 1, 1}, {CLIENT_B, X, 0, 2},     {CLIENT_C, X, 1, 1},
    };
    uint32_t next = X_MORE_AT;

    for (uint32_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        add_region(world.process[more[i].process], world.object[more[i].object], next,
                   more[i].first_page, more[i].pages);
        next += more[i].pages << FRAME_SHIFT;
    }
}

static void list_mappings(void)
{
    clock_mapping_count = 0;
    for (enum clock_page page = 0; page < CLOCK_PAGES; page++) {
        const struct list *list = &clock_object(page)->regions;
        for (const struct list *at = list->next; at != list; at = at->next) {
            const struct region *region = LIST_ITEM(at, const struct region, in_object);
            if (pages[page].page - region->first_page >= region->pages)
                continue;
            CHECK(clock_mapping_count, <, (uint32_t)CLOCK_MAPPINGS);
            clock_mappings[clock_mapping_count++] = (struct clock_mapping){
                .page = page,
                .region = region,
                .entry = paging_find_entry(&region_process(region)->space,
                                           region_address_of(region, pages[page].page)),
            };
        }
    }
}

void clock_share_alone(void)
{
    add_region(world.process[CLIENT_B], world.object[ALONE], ALONE_AT, 0, 2);
    list_mappings();
}

// Half of them in the highest frames, half in the lowest ones: the hand's way leads round.
static void choose_frames(void)
{
    bool is_mine[MOST_TAKEN] = {false};
    uint32_t page = 0;

    CHECK(frame_table_entries, <=, (uint32_t)MOST_TAKEN);
    for (struct frame *frame; (frame = reserve_alloc(CLASS_RESERVE, FRAME_KERNEL)) != NULL;)
        is_mine[frame - frame_table] = true;
    for (uint32_t i = frame_table_entries; i-- > 0 && page < ROW;)
        frames[page] = is_mine[i] ? &frame_table[i] : NULL, page += is_mine[i];
    for (uint32_t i = 0; page < CLOCK_PAGES; i++)
        frames[page] = is_mine[i] ? &frame_table[i] : NULL, page += is_mine[i];
    for (page = 0; page < CLOCK_PAGES; page++)
        is_mine[frames[page] - frame_table] = false;
    taken_count = 0;
    for (uint32_t i = 0; i < frame_table_entries; i++) {
        if (is_mine[i])
            taken[taken_count++] = &frame_table[i];
    }
}

// With a leaf of its own, that goes when the page is ABSENT.
static void make_leaf(struct object *object, uint32_t page)
{
    struct claim claim = {0};

    CHECK(reserve_claim(&claim, CLASS_RESERVE, 1), ==, 0);
    account_charge(object->maker, 1);
    object_make_entry(object, page, &claim);
    CHECK(claim.frames, ==, 0u);
    test_state_add(object->directory[page >> LEAF_SHIFT], FRAME_BYTES);
}

static void place_page(enum clock_page page)
{
    struct object *object = clock_object(page);
    struct frame *frame = frames[page];

    reserve_change_state(frame, FRAME_PAGED);
    if (page == SPILL_0) {
        pager_start_fetch(world.object[Y], 2, frame);
        paging_unmap(&world.process[UPPER]->space, world_address(UPPER, world_find_page(SPILL, 0)));
        frame->mappings = 0;
        return;
    }
    frame->owner.object = object;
    frame->owner.page = pages[page].page;
    frame->marks = 0;
    frame->mappings = 0;
    object_set_entry(object, pages[page].page, object_find_entry(object, pages[page].page),
                     PAGE_RESIDENT, frame_number_of(frame).value);
}

void clock_make(int upper_level)
{
    world_make_pages(upper_level);
    add_regions();
    list_mappings();
    make_leaf(clock_object(BIG_1500), pages[BIG_1500].page);
    choose_frames();
    for (enum clock_page page = 0; page < CLOCK_PAGES; page++)
        place_page(page);
    stealer = (struct stealer){0};
    while (taken_count > 0) {
        struct reserve_counts books;
        reserve_read_counts(&books);
        if (books.free + 1 == reserve_steal_low())
            break;
        reserve_free(taken[--taken_count]);
    }
    spare_count = taken_count;
    test_state_add(&stealer, sizeof stealer);
    test_state_add(turns, sizeof turns);
    test_state_save(0);
}

// --- how it is to be

void clock_set_mapping(uint32_t number, uint32_t noted)
{
    const struct clock_mapping *mapping = &clock_mappings[number];
    struct frame *frame = frames[mapping->page];
    struct address_space *space = &region_process(mapping->region)->space;
    user_address address = clock_address(mapping);
    bool is_mapped = (*mapping->entry & PAGE_PRESENT) != 0;

    if (noted == CLOCK_UNMAPPED) {
        if (is_mapped)
            paging_unmap(space, address), frame->mappings--;
        return;
    }
    if (!is_mapped) {
        uint32_t physical = frame_number_of(frame).value << FRAME_SHIFT;
        CHECK(paging_map(space, address, physical | PAGE_WRITABLE, NULL), ==, true);
        frame->mappings++;
    }
    *mapping->entry = (*mapping->entry & ~(uint32_t)(PAGE_ACCESSED | PAGE_DIRTY)) | noted;
}

void clock_set_free(uint32_t wanted)
{
    struct reserve_counts books;
    uint32_t given = 0;

    for (reserve_read_counts(&books); books.free + given < wanted; given++)
        reserve_free(taken[spare_count - 1 - given]);
    for (; books.free > wanted; books.free--)
        CHECK((uint32_t)reserve_alloc(CLASS_RESERVE, FRAME_KERNEL), !=, 0u);
}

void clock_set_lent(uint32_t wanted)
{
    struct reserve_counts books;

    reserve_read_counts(&books);
    for (uint32_t i = 0; books.used[FRAME_LENT] + i < wanted; i++)
        reserve_change_state(taken[i], FRAME_LENT);
}

void clock_answer(uint32_t count)
{
    struct trap_frame registers;

    while (count-- > 0 && pager_take_request(world.pager[0], &registers))
        CHECK(pager_answer(world.pager[0], registers.esi, 0), ==, 0);
}

// --- how it is

static uint32_t count_slots(const struct pager *pager)
{
    uint32_t idle = 0;

    for (const struct list *at = pager->idle.next; at != &pager->idle; at = at->next)
        idle++;
    uint32_t more = pager->most_of_one_kind - pager->stores;
    return idle < more ? idle : more;
}

static void read_mappings(struct clock_view *view)
{
    for (uint32_t i = 0; i < clock_mapping_count; i++) {
        const struct clock_mapping *mapping = &clock_mappings[i];
        struct frame *frame = frames[mapping->page];
        view->entry[i] = *mapping->entry;
        view->keeps[i] = view->keeps_stale[i] = false;
        if (view->page[mapping->page].state != PAGE_RESIDENT || view->entry[i] == 0)
            continue;
        view->keeps[i] = stealer_keeps(frame, mapping->region);
        uint8_t marks = frame->marks;
        frame->marks &= (uint8_t)~FRAME_FRESH;
        view->keeps_stale[i] = stealer_keeps(frame, mapping->region);
        frame->marks = marks;
    }
}

void clock_read(struct clock_view *view)
{
    struct reserve_counts books;

    view->stealer = stealer;
    for (enum clock_page page = 0; page < CLOCK_PAGES; page++) {
        const struct page_entry *entry = object_find_entry(clock_object(page), pages[page].page);
        const struct frame *frame = frames[page];
        view->page[page].state = entry == NULL ? PAGE_ABSENT : entry->state;
        view->page[page].keep = entry != NULL && entry->keep;
        view->page[page].marks = frame->marks;
        view->page[page].frame_state = frame->state;
        view->page[page].mappings = frame->mappings;
    }
    read_mappings(view);
    reserve_read_counts(&books);
    view->free_frames = books.free;
    view->lent_frames = books.used[FRAME_LENT];
    for (uint32_t i = 0; i < PAGERS; i++)
        view->slots[i] = count_slots(world.pager[i]);
}
