// SPDX-License-Identifier: MIT
// Lab 6: two at the same time, slice by slice in turn: objects that are being made, and rights that
// are being taken back.
#include "labs/6-core/tests/together.h"

#include "kernel/test/test.h"
#include "mm/frames/frame_memory.h"

#define TWO             2
#define WORDS           (FRAME_BYTES / sizeof(uint32_t))
#define GARBAGE         0x70ce7be5u
#define SLICES_MOST     2000
#define SLICES_TO_BEGIN 3 // after which the owner's object has had its turn
#define LINE            9 // and the next one
#define IO_FIRST        0x5000u
#define IO_COUNT        8u

static struct building {
    struct core_request request;
    struct claim *claim;
    struct object *object;
    uint32_t page;
    bool is_whole;
} building[TWO];

static void make(uint32_t number, enum world_process made_by, enum world_process owner,
                 struct core_request request)
{
    struct process *maker = world_process[made_by];
    struct building *it = &building[number];

    *it = (struct building){.request = request, .claim = &maker->long_call.claim};
    CHECK_THAT(core_make_object(maker, world_process[owner], &request, it->claim, &it->object), ==,
               0, "what core_make_object returns for %u pages, flags %u, while another is made",
               request.pages, request.flags);
    if (made_by != owner)
        CHECK_THAT((uint32_t)world_process[owner]->core_objects.previous, ==,
                   (uint32_t)&it->object->in_core,
                   "the last item of owner->core_objects: the object made last");
    for (uint32_t i = 0; request.flags == WIRED_RUN && i < request.pages; i++) {
        uint32_t *memory = frame_address(object_frame(object_find_entry(it->object, i)));
        for (uint32_t word = 0; word < WORDS; word++)
            memory[word] = GARBAGE;
    }
}

// --- being made

static void build_slice(uint32_t number)
{
    struct building *it = &building[number];
    uint32_t start = it->page;

    it->is_whole = core_build_some(it->object, it->claim, &it->page);
    uint32_t end = it->is_whole ? it->request.pages : it->page;
    CHECK_THAT((it->is_whole || end > start) && end - start <= CORE_SLICE_PAGES, ==, true,
               "whether core_build_some went on with an object of %u pages from *page, which was "
               "%u, and by %u pages at most; it went to %u. Another object is built at the same "
               "time, slice by slice in turn",
               it->request.pages, start, (uint32_t)CORE_SLICE_PAGES, end);
    CHECK_THAT(it->object->is_revoked, ==, !it->is_whole,
               "is_revoked of an object of %u pages, of which %u are done, while another one is "
               "built",
               it->request.pages, end);
    for (uint32_t page = start; page < end; page++) {
        const struct page_entry *entry = object_find_entry(it->object, page);
        CHECK_THAT(entry != NULL && entry->state == PAGE_RESIDENT, ==, true,
                   "whether page %u is RESIDENT, of an object of %u pages that is built in turn "
                   "with another one",
                   page, it->request.pages);
        const uint32_t *memory = frame_address(object_frame(entry));
        for (uint32_t word = 0; word < WORDS; word++)
            CHECK_THAT(memory[word], ==, 0u,
                       "word %u of page %u, of an object of %u pages that is built in turn with "
                       "another one",
                       word, page, it->request.pages);
    }
}

static void end(struct object *object)
{
    object_revoke(object);
    while (!object_end_some(object))
        continue;
}

static void try_build(struct core_request first, struct core_request second)
{
    make(0, ORDINARY, FIRST, first);
    make(1, SECOND, FIRST, second);
    for (uint32_t i = 0; !building[0].is_whole || !building[1].is_whole; i++) {
        if (!building[i % TWO].is_whole)
            build_slice(i % TWO);
    }
    for (uint32_t i = 0; i < TWO; i++) {
        CHECK_THAT(building[i].claim->frames, ==, 0u,
                   "frames that the claim holds, when an object of %u pages is whole that was "
                   "built in turn with another one",
                   building[i].request.pages);
        end(building[i].object);
    }
}

void together_build(void)
{
    const struct core_request small = {5, 0, 0}, large = {20, 0, 0};
    const struct core_request run = {13, WIRED_RUN, 5}, other_run = {7, WIRED_RUN, 1};

    try_build(small, large);
    try_build(large, small);
    try_build(large, run);
    try_build(run, large);
    try_build(run, other_run);
}

// --- being taken back

static const enum world_process owners[TWO] = {FIRST, SECOND};

static bool names(const struct process *owner)
{
    bool found = false;

    for (uint32_t i = 0; i < INTERRUPT_LINES; i++)
        found |= interrupt_lines[i].generation != 0 && interrupt_lines[i].owner == owner;
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++)
        found |= io_ranges[i].generation != 0 && io_ranges[i].owner == owner;
    return found;
}

// Object, line and range, which each of the owners makes with the right of the other.
static void make_to_be_revoked(void)
{
    struct interrupt_line *line;
    struct io_range *range;

    for (uint32_t i = 0; i < TWO; i++) {
        struct process *maker = world_process[owners[TWO - 1 - i]],
                       *owner = world_process[owners[i]];
        make(i, owners[TWO - 1 - i], owners[i], (struct core_request){100 + 60 * i, 0, 0});
        while (!core_build_some(building[i].object, building[i].claim, &building[i].page))
            continue;
        CHECK(core_make_interrupt(maker, owner, LINE + i, &line), ==, 0);
        CHECK(core_make_io(maker, owner, IO_FIRST + IO_COUNT * i, IO_COUNT, &range), ==, 0);
    }
}

// The object of an owner whose turn it is; and that of the other one, which is nobody's business.
static void check_revoked(uint32_t number, uint32_t slices, const struct object *other,
                          uint32_t other_pages, bool other_is_revoked)
{
    const struct process *owner = world_process[owners[number]];
    const struct object *object = building[number].object;

    CHECK_THAT(names(owner), ==, false,
               "whether a line or range names %s, after a slice of core_revoke_some for it; "
               "another owner's things are being taken back, too, or its own were before",
               world_name(owner));
    if (!list_is_empty(&owner->core_objects) && slices > SLICES_TO_BEGIN)
        CHECK_THAT(object->is_revoked && object_generation(object) == 0, ==, true,
                   "whether the object of %s is revoked and its generation is 0, after %u slices "
                   "of core_revoke_some for it; another owner's things are being taken back, too, "
                   "or its own were before",
                   world_name(owner), slices);
    if (other == NULL)
        return;
    CHECK_THAT(other->not_absent, ==, other_pages,
               "pages of the other owner's object, after a slice of core_revoke_some for %s",
               world_name(owner));
    CHECK_THAT(other->is_revoked, ==, other_is_revoked,
               "is_revoked of the other owner's object, after a slice of core_revoke_some for %s",
               world_name(owner));
}

// Returns whether that was all of the owner's. `others_left`: the other one has its object still.
static bool revoke_slice(uint32_t number, uint32_t slices, bool others_left)
{
    struct process *owner = world_process[owners[number]];
    const struct object *other = others_left ? building[TWO - 1 - number].object : NULL;
    uint32_t other_pages = others_left ? other->not_absent : 0;
    bool other_is_revoked = others_left && other->is_revoked;

    bool is_done = core_revoke_some(owner);
    check_revoked(number, slices, other, other_pages, other_is_revoked);
    CHECK_THAT(is_done && !list_is_empty(&owner->core_objects), ==, false,
               "whether core_revoke_some returned true for %s, though objects are left, while "
               "another owner's are being taken back",
               world_name(owner));
    CHECK_THAT(slices, <, (uint32_t)SLICES_MOST,
               "calls of core_revoke_some for %s, so far, in turn with another owner",
               world_name(owner));
    return is_done;
}

void together_revoke(void)
{
    bool is_done[TWO] = {false, false};
    struct reserve_counts before, after;

    reserve_read_counts(&before);
    make_to_be_revoked();
    for (uint32_t i = 0; !is_done[0] || !is_done[1]; i++) {
        uint32_t number = i % TWO;
        const struct process *other = world_process[owners[TWO - 1 - number]];
        if (!is_done[number])
            is_done[number] =
                revoke_slice(number, i / TWO + 1, !list_is_empty(&other->core_objects));
    }
    reserve_read_counts(&after);
    CHECK_THAT(after.free, ==, before.free,
               "free frames when all of two owners has been taken back, in turn");
}
