// SPDX-License-Identifier: MIT
// Lab 4: the pager below has lost the window page of a request. Called in the world (world.h),
// where the moment can be chosen.
#include "kernel/calls/system_call.h"
#include "kernel/test/test.h"
#include "labs/4-pager-ipc/tests/world.h"

static int32_t answer(uint32_t number, uint32_t slot, int32_t status)
{
    struct pager *pager = world.pager[number];
    struct trap_frame registers;

    pager_take_request(pager, &registers);
    world_run(world.process[BASE + number]);
    int32_t result = pager_answer(pager, pager->slots[slot].word, status);
    world_park();
    return result;
}

// A page of `y` is asked for, in slot 0 of `upper`, and that slot's window page is lost.
static void lose_window_page(void)
{
    struct frame *frame = reserve_alloc(CLASS_RESERVE, FRAME_PAGED);

    CHECK((uint32_t)frame, !=, 0u);
    pager_start_fetch(world.object[Y], 0, frame);
    CHECK_THAT((uint32_t)pager_evict(world.object[SPILL], 0, false), ==, (uint32_t)EVICT_STORING,
               "what pager_evict made of a window page");
    uint32_t spilled = world.object[SPILL]->entries[0].number;
    CHECK_THAT(answer(0, spilled, -1), ==, 0, "what the pager below was told that cannot store it");
    CHECK_THAT((uint32_t)world.object[SPILL]->entries[0].state, ==, (uint32_t)PAGE_FAILED,
               "the state of the window page that was lost");
}

TEST(chain_lost, 4)
{
    world_make_pages(1);
    lose_window_page();
    int32_t result = answer(1, 0, 0);
    CHECK_THAT(result, ==, (int32_t)SYSTEM_CALL_WAITS,
               "what pager_answer returned for a FETCH whose window page is lost");
    CHECK_THAT(world.process[UPPER]->state, ==, PROCESS_ENDING,
               "the state of the pager whose window page is lost: page_fault_in ends it");
    CHECK_THAT(world.process[UPPER]->end.reason, ==, (uint32_t)END_STORE_FAILED,
               "the reason of its end");
    CHECK_THAT((uint32_t)world.object[Y]->entries[0].state, ==, (uint32_t)PAGE_FETCHING,
               "the state of the page that it was to bring");
    CHECK_THAT(world.object[Y]->open_requests, ==, 1u, "open_requests of its object");
    record_send("value", "done=1");
}
