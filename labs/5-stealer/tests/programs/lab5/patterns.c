// SPDX-License-Identifier: MIT
// Known patterns of access, whose page faults are counted: patterns.awk makes the same ones, and
// says what LRU and an optimal choice would have come to.
#include "labs/5-stealer/tests/programs/lab5/scenarios.h"
#include "labs/5-stealer/tests/programs/lab5/support.h"

#define FRAMES      300 // that the child may use before memory is short
#define PAGES       1024
#define HOT_PAGES   150
#define PHASE_PAGES 250
#define PHASE       2000 // accesses
#define LOOP_PAGES  600
#define ACCESSES    16000
#define PAUSE       400

#define MODULUS    0x7fffffffu
#define MULTIPLIER 16807u

static uint32_t state;

// As test_random in the kernel: Park and Miller's generator, so that awk can follow it.
static uint32_t next(uint32_t bound)
{
    uint64_t product = (uint64_t)state * MULTIPLIER;
    uint32_t sum = (uint32_t)(product & MODULUS) + (uint32_t)(product >> 31);

    state = sum >= MODULUS ? sum - MODULUS : sum;
    return state % bound;
}

static uint32_t loop_page(uint32_t i)
{
    return i % LOOP_PAGES;
}

// Page n about as often as 1/n: the power of two below it is uniform.
static uint32_t zipf_page(uint32_t i)
{
    uint32_t power = 1u << next(10);
    (void)i;
    return (power - 1 + next(power)) * 421 % PAGES;
}

static uint32_t scan_page(uint32_t i)
{
    return i % 4 == 0 ? HOT_PAGES + i / 4 % (PAGES - HOT_PAGES) : next(HOT_PAGES);
}

static uint32_t phase_start;

static uint32_t phase_page(uint32_t i)
{
    if (i % PHASE == 0)
        phase_start = next(PAGES - PHASE_PAGES);
    return phase_start + next(PHASE_PAGES);
}

static uint32_t (*choose)(uint32_t i);
static volatile uint32_t go;

static int32_t access_pages(uint32_t accesses)
{
    while (go == 0)
        process_sleep(1);
    for (uint32_t i = 0; i < accesses; i++) {
        (void)*(volatile uint32_t *)(PLACE + choose(i) * PAGE_BYTES);
        for (volatile uint32_t pause = 0; pause < PAUSE; pause++)
            continue; // the hand goes a lap a tick at the most
    }
    return 0;
}

static void run(uint32_t (*pattern)(uint32_t))
{
    choose = pattern;
    state = 1 + test_random(1000000000);
    base_start(16);
    base_object(OBJECT, PAGES, 1);
    make_child(CHILD);
    map(CHILD, OBJECT, PLACE, PAGES, READ);
    child_run(CHILD, access_pages, ACCESSES);
    process_sleep(2);
    take_frames_to(stealer_read().low + FRAMES);
    go = 1;
    base_serve_while_running(CHILD, 1);
    expect_exit(CHILD, 0);
    test_report("faults", base_fetches);
    test_report("frames", FRAMES - (stealer_read().high - stealer_read().low) / 2);
}

void lru_loop(const char *arguments)
{
    (void)arguments;
    run(loop_page);
}

void lru_zipf(const char *arguments)
{
    (void)arguments;
    run(zipf_page);
}

void lru_scan(const char *arguments)
{
    (void)arguments;
    run(scan_page);
}

void lru_phases(const char *arguments)
{
    (void)arguments;
    run(phase_page);
}
