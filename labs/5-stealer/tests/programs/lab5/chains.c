// SPDX-License-Identifier: MIT
// Three pagers, each of which backs the window of the next: what the last one does not store goes
// down the chain.
#include "labs/5-stealer/tests/programs/lab5/scenarios.h"
#include "labs/5-stealer/tests/programs/lab5/uppers.h"

static void start_chain(uint32_t own_pages, uint32_t client_pages)
{
    base_start(64);
    upper_own_pages = own_pages;
    upper_client_pages = client_pages;
    upper_start_on_base(0);
    upper_start(1, NEXT(0));
    upper_start(2, NEXT(1));
}

// When all behave, a page that is stolen is stored once: by the pager whose it is.
void chain_behaves(const char *arguments)
{
    uint32_t rounds = 3;

    (void)arguments;
    start_chain(4, UPPER_PAGES);
    upper_start_client(2, rounds);
    process_sleep(2);
    take_frames_to(stealer_read().low + UPPER_PAGES / 2);
    upper_go = ALL_ROUNDS;
    upper_serve_base_until(1, 3000);
    expect_exit(CHILD + 8 + 2, 0);
    CHECK(upper_wrong, ==, 0u);
    uint32_t pages = upper_stored[2];
    uint32_t more = upper_spill_stores + upper_next_stored[0] + upper_next_stored[1];
    CHECK(pages, >, (uint32_t)UPPER_PAGES);
    test_report("pages", pages);
    test_report("stores", pages + more);
}

#define WALKING 40

// When nobody answers, what waits in the last one's window is taken from there and given to the
// next one, page by page, down to the base, which keeps it. Then all answer, and nothing is lost.
void chain_down(const char *arguments)
{
    (void)arguments;
    start_chain(2, WALKING);
    upper_start_client(2, 2);
    upper_go = 1;
    while (page_state(UPPER(2), WALKING - 1) != RESIDENT)
        upper_serve_base_for(1);
    upper_serve_base_for(3);
    for (uint32_t i = 0; i < UPPERS_MOST; i++)
        upper_is_mute[i] = 1;
    take_frames_to(stealer_read().paged_floor + 1);
    upper_serve_base_for(60);
    uint32_t walked = upper_spill_stores;
    CHECK(walked, >=, 4u);
    CHECK(upper_stored[2], ==, 0u);
    for (uint32_t i = 0; i < UPPERS_MOST; i++)
        upper_is_mute[i] = 0;
    upper_go = 2;
    upper_serve_base_until(1, 3000);
    expect_exit(CHILD + 8 + 2, 0);
    CHECK(upper_wrong, ==, 0u);
    CHECK(upper_next_stored[0] + upper_next_stored[1], >=, walked);
    test_report("done", upper_finished);
}
