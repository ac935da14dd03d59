// SPDX-License-Identifier: MIT
// Lab 6: runs for DMA where only one place is left for them, wherever that is.
#include "kernel/test/test.h"
#include "labs/6-core/tests/world.h"
#include "mm/frames/frame_memory.h"

#define CHANNEL      5
#define LAST_LOW     4095u // the last frame below 16 MiB
#define HIGH_FIRST   6000u // frames that nothing else of this test uses
#define OTHER_FRAMES 40u   // for the object's structure, and the floor of its class

// The only free frames below 16 MiB. Requires: they do not cross 64 KiB.
static const struct place {
    uint32_t first, pages;
} places[] = {
    {LAST_LOW, 1}, {LAST_LOW - 1, 2}, {LAST_LOW - 15, 16}, {3001, 1},
    {3001, 3},     {3002, 2},         {3007, 1},           {3008, 1},
};

static void take_all_frames(void)
{
    while (reserve_alloc(CLASS_RESERVE, FRAME_KERNEL) != NULL)
        continue;
}

static void free_frames(uint32_t first, uint32_t frames)
{
    for (uint32_t i = first; i < first + frames; i++)
        reserve_free(&frame_table[i]);
}

static void end(struct object *object)
{
    core_release_channel(object);
    object_revoke(object);
    while (!object_end_some(object))
        continue;
}

static void try_place(const struct place *place)
{
    const struct core_request request = {place->pages, WIRED_RUN, CHANNEL};
    struct process *maker = world_process[FIRST];
    struct object *object = NULL;

    take_all_frames();
    free_frames(HIGH_FIRST, OTHER_FRAMES);
    free_frames(place->first, place->pages);
    CHECK_THAT(core_make_object(maker, maker, &request, &maker->long_call.claim, &object), ==, 0,
               "core_make_object of a run of %u pages, when frames %u to %u are free", place->pages,
               place->first, place->first + place->pages - 1);
    CHECK_THAT(frame_number_of(object_frame(object_find_entry(object, 0))).value, ==, place->first,
               "the first frame of a run of %u pages, the only place for it", place->pages);
    end(object);
}

// Requires: a machine of 64 MiB.
TEST(run_last, 6)
{
    world_make();
    for (uint32_t i = 0; i < sizeof places / sizeof places[0]; i++)
        try_place(&places[i]);
    record_send("value", "done=1");
}
