// SPDX-License-Identifier: MIT
// Paged pagers with the fewest frames that the floors allow: one request after the other is
// answered, where stealing alone would go in a circle.
#include "labs/5-stealer/tests/programs/lab5/scenarios.h"
#include "labs/5-stealer/tests/programs/lab5/uppers.h"

#define CLIENT_PAGES 24
#define OWN_PAGES    28

#define SPARE_FRAMES 2 // above the floor: for a client's page, and its table
#define TICKS_MOST   2000

static void begin(void)
{
    base_start(64);
    upper_own_pages = OWN_PAGES;
    upper_client_pages = CLIENT_PAGES;
}

static void run(uint32_t clients, uint32_t rounds)
{
    for (uint32_t i = 0; i < clients; i++)
        upper_start_client(i, rounds);
    process_sleep(2);
    take_frames_to(stealer_read().paged_floor + SPARE_FRAMES);
    upper_go = ALL_ROUNDS;
    upper_serve_base_until(clients, TICKS_MOST);
    upper_serve_base_for(5);
    for (uint32_t i = 0; i < clients; i++) {
        expect_exit(CHILD + 8 + i, 0);
        CHECK(upper_answered[i], >=, rounds * upper_client_pages);
    }
    CHECK(upper_wrong, ==, 0u);
    CHECK(upper_own_stores, >, 2 * upper_own_pages); // they were stolen again and again
    test_report("rounds", rounds);
}

void turn_alone(const char *arguments)
{
    (void)arguments;
    begin();
    upper_start_on_base(0);
    run(1, 2 + test_random(3));
}

// The base is slow: while the pager waits for one page, the hand comes by more than once. Each
// request needs two pages at once.
void turn_slow(const char *arguments)
{
    (void)arguments;
    base_start(64);
    upper_own_pages = 3;
    upper_moves = 2;
    upper_client_pages = 4;
    upper_base_delay = 4;
    upper_start_on_base(0);
    run(1, 2 + test_random(2));
}

void turn_one_level(const char *arguments)
{
    (void)arguments;
    begin();
    upper_start_on_base(0);
    upper_start_on_base(1);
    run(2, 2 + test_random(2));
}

void turn_two_levels(const char *arguments)
{
    (void)arguments;
    begin();
    upper_start_on_base(0);
    upper_start(1, NEXT(0));
    run(2, 2 + test_random(2));
}
