// SPDX-License-Identifier: MIT
// Lab 6: taking back, slice by slice: what goes when, and what stays, byte by byte.
#include "common/string.h"
#include "kernel/test/specification.h"
#include "kernel/test/test.h"
#include "kernel/test/verdict.h"
#include "labs/6-core/tests/together.h"
#include "mm/frames/frame_memory.h"
#include "mm/pagers/object_end.h"

#define OBJECTS_MOST 24
#define SMALL        9
#define INNER_LARGE  1000 // in leaves
#define DEVICE_AT    0xe0000000u
#define SLICES_MOST  2000

static struct made {
    struct object *object;
    uint64_t generation;
    uint32_t pages;
    bool is_revoked, is_theirs, has_run; // theirs: made with the right that is taken back
} made[OBJECTS_MOST];
static uint32_t made_count;

static struct interrupt_line lines[INTERRUPT_LINES];
static struct io_range ranges[IO_RANGES_MOST];
static struct object *channels[DMA_CHANNELS];

static struct process *const *const process = world_process;

static void make_object(uint32_t maker, uint32_t owner, struct core_request request, bool whole)
{
    struct claim *claim = &process[maker]->long_call.claim;
    struct object *object = NULL;
    uint32_t page = 0;

    CHECK_THAT(core_make_object(process[maker], process[owner], &request, claim, &object), ==, 0,
               "what core_make_object returns for %u pages, flags %u, address 0x%x", request.pages,
               request.flags, request.address);
    while (!core_build_some(object, claim, &page) && whole)
        continue;
    CHECK(made_count, <, (uint32_t)OBJECTS_MOST);
    made[made_count++] = (struct made){
        .object = object,
        .generation = object_generation(object),
        .pages = request.pages,
        .is_revoked = object->is_revoked,
        .has_run = object->has_channel,
    };
    if (whole)
        reserve_release(claim);
}

// One of each, with the right of `owner`. `place` tells them apart from those of others.
static void make_all(uint32_t maker, uint32_t owner, uint32_t place, bool large)
{
    static const uint8_t numbers[] = {3, 5, 9, 10, 11, 15};
    static const uint8_t run_channels[] = {0, 1, 2, 3, 5, 6};
    struct interrupt_line *line;
    struct io_range *range;

    make_object(maker, owner, (struct core_request){SMALL + place, 0, 0}, true);
    make_object(maker, owner, (struct core_request){4, WIRED_RUN, run_channels[place]}, true);
    make_object(maker, owner, (struct core_request){3, WIRED_DEVICE, DEVICE_AT}, true);
    if (large)
        make_object(maker, owner, (struct core_request){INNER_LARGE, 0, 0}, true);
    CHECK(core_make_interrupt(process[maker], process[owner], numbers[place], &line), ==, 0);
    core_bind_interrupt(line, &process[maker]->ports[place % 2]);
    for (uint32_t i = 0; i < 2; i++)
        CHECK(core_make_io(process[maker], process[owner], 0x5000 + 16 * place + 8 * i, 4, &range),
              ==, 0);
}

// Every place is taken, whichever comes first.
static void fill_ranges(void)
{
    struct io_range *range;
    uint32_t port = 0x6000, i = 0;

    while (core_make_io(process[ORDINARY], process[i++ % 2 == 0 ? FIRST : SECOND], port, 4,
                        &range) == 0)
        port += 4;
}

static void make_world(uint32_t owner)
{
    made_count = 0;
    make_all(SECOND, FIRST, 0, false);
    make_all(ORDINARY, FIRST, 1, true);
    make_all(FIRST, FIRST, 2, false); // its own
    make_all(FIRST, SECOND, 3, false);
    make_all(SECOND, SECOND, 4, false);
    make_all(ORDINARY, SECOND, 5, false);
    fill_ranges();
    // These are still being made.
    make_object(ORDINARY, FIRST, (struct core_request){30, 0, 0}, false);
    make_object(SECOND, FIRST, (struct core_request){13, WIRED_RUN, 7}, false);
    for (uint32_t i = 0; i < made_count; i++)
        made[i].is_theirs =
            made[i].object->has_core_owner &&
            world_list_count(&process[owner]->core_objects, &made[i].object->in_core) == 1;
    memcpy(lines, interrupt_lines, sizeof lines);
    memcpy(ranges, io_ranges, sizeof ranges);
    memcpy(channels, dma_owners, sizeof channels);
}

// --- what may be seen after each slice

static void check_lines_and_ranges(const struct process *owner)
{
    for (uint32_t i = 0; i < INTERRUPT_LINES; i++) {
        if (lines[i].generation != 0 && lines[i].owner == owner) {
            lines[i] = (struct interrupt_line){0};
            CHECK_THAT(world_masked_lines() >> i & 1, ==, 1u,
                       "whether line %u is masked after the first slice", i);
        }
        CHECK_THAT(memcmp(&lines[i], &interrupt_lines[i], sizeof lines[i]), ==, 0,
                   "whether line %u is what it should be after the first slice: lines and ranges "
                   "all go in the first slice, if they name the owner",
                   i);
    }
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++) {
        if (ranges[i].generation != 0 && ranges[i].owner == owner)
            ranges[i] = (struct io_range){0};
        CHECK_THAT(memcmp(&ranges[i], &io_ranges[i], sizeof ranges[i]), ==, 0,
                   "whether io_ranges[%u] is what it should be after the first slice: lines and "
                   "ranges all go in the first slice, if they name the owner",
                   i);
    }
}

static bool is_listed(const struct made *thing, const struct process *owner)
{
    for (const struct list *at = owner->core_objects.next; at != &owner->core_objects;
         at = at->next) {
        if (at == &thing->object->in_core)
            return true;
    }
    return false;
}

static void check_untouched(const struct made *thing, uint32_t number)
{
    CHECK_THAT(object_generation(thing->object), ==, thing->generation,
               "the generation of object %u, whose turn it is not", number);
    CHECK_THAT(thing->object->is_revoked, ==, thing->is_revoked,
               "is_revoked of object %u, whose turn it is not", number);
    CHECK_THAT(thing->object->has_channel, ==, thing->has_run,
               "has_channel of object %u, whose turn it is not", number);
}

// Returns how many are left.
static uint32_t check_objects(const struct process *owner)
{
    uint32_t begun = 0, left = 0;

    for (uint32_t i = 0; i < made_count; i++) {
        struct made *thing = &made[i];
        if (!thing->is_theirs) {
            check_untouched(thing, i);
            continue;
        }
        if (!is_listed(thing, owner))
            continue;
        left++;
        if (object_generation(thing->object) == thing->generation) {
            check_untouched(thing, i);
            continue;
        }
        begun++;
        CHECK_THAT(object_generation(thing->object), ==, 0u,
                   "the generation of object %u, whose turn it is", i);
        CHECK_THAT(thing->object->is_revoked, ==, true, "is_revoked of object %u, whose turn it is",
                   i);
        CHECK_THAT(thing->object->has_channel, ==, false,
                   "has_channel of object %u, whose turn it is", i);
    }
    CHECK_THAT(begun, <=, 1u, "objects that are being taken back at the same time");
    return left;
}

static void take_back(uint32_t number)
{
    struct process *owner = process[number];
    struct reserve_counts before, after;
    bool is_done = false;
    uint32_t slices = 0, left = 1;

    while (!is_done) {
        reserve_read_counts(&before);
        specified_begins();
        is_done = core_revoke_some(owner);
        reserve_read_counts(&after);
        check_lines_and_ranges(owner);
        left = check_objects(owner);
        CHECK_THAT(after.free - before.free, <=, WORK_SLICE_PAGES + 3u,
                   "frames that one core_revoke_some has freed");
        CHECK_THAT(is_done && left != 0, ==, false,
                   "whether core_revoke_some returned true, though objects are left");
        CHECK_THAT(++slices, <, (uint32_t)SLICES_MOST, "calls of core_revoke_some, so far");
        if (left == 0 && !is_done) { // at the latest when nothing is left
            CHECK_THAT(core_revoke_some(owner), ==, true,
                       "what core_revoke_some returns when all is gone");
            is_done = true;
        }
        specified_ends();
    }
    CHECK_THAT(left, ==, 0u, "objects that are left when core_revoke_some returned true");
    CHECK_THAT(world_list_count(&owner->core_objects, NULL) == 0 &&
                   list_is_empty(&owner->core_objects),
               ==, true, "whether owner->core_objects is empty");
    for (uint32_t i = 0; i < DMA_CHANNELS; i++)
        for (uint32_t j = 0; j < made_count; j++) {
            if (channels[i] != NULL && channels[i] == made[j].object)
                CHECK_THAT((uint32_t)dma_owners[i], ==,
                           made[j].is_theirs ? 0u : (uint32_t)channels[i], "dma_owners[%u]", i);
        }
}

// What is left goes with its maker.
static void end_rest(void)
{
    for (uint32_t i = 0; i < made_count; i++) {
        if (made[i].is_theirs)
            continue;
        object_revoke(made[i].object);
        while (!object_end_some(made[i].object))
            continue;
    }
    for (uint32_t i = 0; i < WORLD_PROCESSES; i++)
        reserve_release(&process[i]->long_call.claim);
    for (uint32_t i = 0; i < INTERRUPT_LINES; i++) {
        if (interrupt_lines[i].generation != 0)
            core_free_interrupt(&interrupt_lines[i]);
    }
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++) {
        if (io_ranges[i].generation != 0)
            core_free_io(&io_ranges[i]);
    }
}

TEST(every_revoke, 6)
{
    static const enum world_process owners[] = {FIRST, SECOND, SECOND, FIRST};
    struct reserve_counts before, after;

    world_make();
    for (uint32_t round = 0; round < sizeof owners / sizeof owners[0]; round++) {
        uint32_t owner = owners[round];
        reserve_read_counts(&before);
        make_world(owner);
        take_back(owner);
        CHECK_THAT(core_revoke_some(process[owner]), ==, true,
                   "what core_revoke_some returns when nothing is to be taken back");
        check_lines_and_ranges(process[owner]);
        check_objects(process[owner]);
        end_rest();
        reserve_read_counts(&after);
        CHECK_THAT(after.free, ==, before.free, "free frames when all is gone");
        CHECK_THAT(after.claimed, ==, before.claimed, "claimed frames when all is gone");
    }
    together_revoke();
    specified_all_ended();
    record_send("value", "done=1");
}
