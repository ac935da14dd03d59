// SPDX-License-Identifier: MIT
// The figures of labs 3 and 4 (bench.tsv, runs.tsv): each scenario is one of them. What is measured
// runs in a child, warm; TIMES operations, and their mean. The first word of the arguments, if it
// is there, says how many processes there are in all: those that are not needed wait.
#include "common/string.h"
#include "labs/4-pager-ipc/tests/programs/figures/raw.h"
#include "user/child.h"
#include "user/testing/crowd.h"
#include "user/testing/test.h"

#define WARM  100
#define TIMES 1000

#define PORT    16
#define OBJECT  17
#define HELD    18 // holds on to it
#define CHILD   20
#define WINDOW  0x10000000u
#define PLACE   0x20000000u
#define SLOTS   16
#define PAGES   (WARM + TIMES)
#define ZEROING 1025 // frame_clear: REP STOSD counts one for each word, and one
#define PATIENT TICKS_FOREVER

static uint32_t call_word(uint32_t number, uint32_t port)
{
    return number | port << MESSAGE_PORT_SHIFT;
}

static void make(uint32_t process, int32_t (*function)(uint32_t), uint32_t argument)
{
    child_make(process, "child", CHILD_QUOTA);
    CHECK(capability_give(process, PORT, PORT, RIGHT_SEND | RIGHT_PASS, 1), ==, 0);
    child_run(process, function, argument);
}

static void report(const char *name, uint32_t total, uint32_t times)
{
    test_call(TEST_FIGURE, (uint32_t)name, total, times);
    test_call(TEST_DONE, 0, 0, 0);
}

// --- system calls, messages, switches

static int32_t measure_null(uint32_t argument)
{
    (void)argument;
    raw_null(WARM);
    uint32_t start = test_instructions();
    raw_null(TIMES);
    report("syscall-null", test_instructions() - start, TIMES);
    return 0;
}

static void syscall_null(const char *arguments)
{
    crowd_start(arguments, 2);
    CHECK(port_create(PORT), ==, 0);
    make(CHILD, measure_null, 0);
    crowd_wait_for_ever();
}

static int32_t serve_calls(uint32_t argument)
{
    struct message offer = {.port = PORT, .capability = OBJECT};

    (void)argument;
    CHECK(port_create(OBJECT), ==, 0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    raw_answer_calls(call_word(SYSTEM_CALL_NUMBER_message_receive, OBJECT),
                     call_word(SYSTEM_CALL_NUMBER_message_reply_receive, OBJECT));
}

static int32_t measure_calls(uint32_t argument)
{
    uint32_t call = call_word(SYSTEM_CALL_NUMBER_message_call, OBJECT);

    (void)argument;
    while (capability_inspect(OBJECT) < 0)
        process_sleep(1);
    raw_call(call, WARM);
    uint32_t start = test_instructions();
    raw_call(call, TIMES);
    report("ipc-round-trip", test_instructions() - start, TIMES);
    return 0;
}

static void ipc_round_trip(const char *arguments)
{
    struct message offer = {.port = PORT, .accept = OBJECT};

    crowd_start(arguments, 3);
    CHECK(port_create(PORT), ==, 0);
    make(CHILD, serve_calls, 0);
    CHECK(message_receive(&offer, TICKS_FOREVER), ==, MESSAGE_CAPABILITY_CAME);
    make(CHILD + 1, measure_calls, 0);
    CHECK(capability_give(CHILD + 1, OBJECT, OBJECT, RIGHT_SEND, 0), ==, 0);
    crowd_wait_for_ever();
}

static int32_t yield_for_ever(uint32_t argument)
{
    (void)argument;
    for (;;)
        raw_yield(SYSTEM_CALL_NUMBER_process_yield, TIMES);
    return 0;
}

static int32_t measure_yields(uint32_t argument)
{
    (void)argument;
    raw_yield(SYSTEM_CALL_NUMBER_process_yield, WARM);
    uint32_t start = test_instructions();
    raw_yield(SYSTEM_CALL_NUMBER_process_yield, TIMES);
    report("switch", test_instructions() - start, TIMES);
    return 0;
}

static void yield_and_back(const char *arguments)
{
    crowd_start(arguments, 3);
    CHECK(port_create(PORT), ==, 0);
    make(CHILD, yield_for_ever, 0);
    make(CHILD + 1, measure_yields, 0);
    crowd_wait_for_ever();
}

// --- an interrupt

static volatile uint32_t latest; // the time stamp when the interrupted process was last seen

static int32_t spin(uint32_t argument)
{
    uint32_t low, high;

    (void)argument;
    for (;;) {
        __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
        latest = low;
    }
    return 0;
}

// This process is a core process: it displaces the child that spins.
static void irq_to_user(const char *arguments)
{
    uint32_t total = 0;

    crowd_start(arguments, 2);
    CHECK(port_create(PORT), ==, 0);
    make(CHILD, spin, 0);
    for (uint32_t i = 0; i < WARM + TIMES; i++) {
        uint32_t now = raw_sleep_and_read(SYSTEM_CALL_NUMBER_process_sleep);
        if (i >= WARM)
            total += (now - latest) >> 3;
    }
    report("irq-to-user", total, TIMES);
}

// --- pages

static _Noreturn void serve(void)
{
    raw_serve_requests(call_word(SYSTEM_CALL_NUMBER_message_receive, PORT),
                       call_word(SYSTEM_CALL_NUMBER_pager_answer_receive, PORT));
}

static void start_pages(const char *arguments, uint32_t children, int32_t (*function)(uint32_t))
{
    crowd_start(arguments, 1 + children);
    CHECK(port_create(PORT), ==, 0);
    CHECK(pager_create(PORT, WINDOW, SLOTS, 0, 0), ==, 0);
    CHECK(object_create(OBJECT, PAGES, 1, 0), ==, 0);
    CHECK(capability_copy(OBJECT, HELD, RIGHT_READ, 0), ==, 0);
    for (uint32_t i = 0; i < children; i++) {
        make(CHILD + i, function, i);
        CHECK(object_map_patiently(CHILD + i, OBJECT, PLACE, PAGES, REGION_READ | REGION_WRITE,
                                   PATIENT),
              ==, 0);
        CHECK(capability_give(CHILD + i, OBJECT, OBJECT, RIGHT_READ, 0), ==, 0);
    }
}

static void touch(uint32_t from, uint32_t pages)
{
    for (uint32_t i = 0; i < pages; i++)
        *(volatile uint32_t *)(PLACE + (from + i) * PAGE_BYTES);
}

static int32_t measure_fetches(uint32_t argument)
{
    (void)argument;
    touch(0, WARM);
    uint32_t start = test_instructions();
    touch(WARM, TIMES);
    report("fault-pager", test_instructions() - start - TIMES * ZEROING, TIMES);
    return 0;
}

static void fault_pager(const char *arguments)
{
    start_pages(arguments, 1, measure_fetches);
    serve();
}

static volatile uint32_t touched;

static int32_t touch_first_or_measure(uint32_t number)
{
    if (number == 0) {
        touch(0, PAGES);
        touched = 1;
        crowd_wait_for_ever();
    }
    while (touched == 0)
        process_sleep(1);
    touch(0, WARM);
    uint32_t start = test_instructions();
    touch(WARM, TIMES);
    report("fault-soft", test_instructions() - start, TIMES);
    return 0;
}

static void fault_soft(const char *arguments)
{
    start_pages(arguments, 2, touch_first_or_measure);
    serve();
}

static uint32_t evict(uint32_t from, uint32_t pages)
{
    uint32_t start = test_instructions();
    for (uint32_t i = 0; i < pages; i++)
        test_call(TEST_EVICT, OBJECT, from + i, 0);
    return test_instructions() - start;
}

// What a test call costs that finds a page and does nothing with it.
static uint32_t look(uint32_t from, uint32_t pages)
{
    uint32_t start = test_instructions();
    for (uint32_t i = 0; i < pages; i++)
        test_call(TEST_PAGE_STATE, OBJECT, from + i, 0);
    return test_instructions() - start;
}

static int32_t measure_stores(uint32_t argument)
{
    (void)argument;
    for (uint32_t i = 0; i < PAGES; i++)
        *(volatile uint32_t *)(PLACE + i * PAGE_BYTES) = i;
    evict(0, WARM);
    look(WARM, WARM);
    uint32_t looking = look(WARM, TIMES);
    uint32_t storing = evict(WARM, TIMES);
    CHECK(test_call(TEST_PAGE_STATE, OBJECT, PAGES - 1, 0), ==, 0); // ABSENT: all were stored
    report("store-pager", storing - looking, TIMES);
    return 0;
}

static void store_pager(const char *arguments)
{
    start_pages(arguments, 1, measure_stores);
    serve();
}

// --- a page in many address spaces

#define MAPPERS      25
#define MAPPED_PAGES 44

static volatile uint32_t mapped;

static int32_t map_pages(uint32_t number)
{
    while (mapped != number)
        process_sleep(1);
    touch(0, number == MAPPERS ? PAGES : MAPPED_PAGES);
    mapped++;
    if (number < MAPPERS)
        crowd_wait_for_ever();
    // The first pages are mapped by all, the others by one.
    evict(PAGES - WARM, WARM);
    uint32_t many = evict(0, MAPPED_PAGES), one = evict(MAPPED_PAGES, MAPPED_PAGES);
    report("mapping-walk", many - one, MAPPED_PAGES * MAPPERS);
    return 0;
}

static void mapping_walk(const char *arguments)
{
    start_pages(arguments, MAPPERS + 1, map_pages);
    serve();
}

int32_t main(const char *command_line)
{
    static const struct scenario scenarios[] = {
        {"syscall-null", syscall_null}, {"ipc-round-trip", ipc_round_trip},
        {"switch", yield_and_back},     {"irq-to-user", irq_to_user},
        {"fault-pager", fault_pager},   {"fault-soft", fault_soft},
        {"store-pager", store_pager},   {"mapping-walk", mapping_walk},
    };
    test_main(command_line, scenarios, sizeof scenarios / sizeof scenarios[0]);
}
