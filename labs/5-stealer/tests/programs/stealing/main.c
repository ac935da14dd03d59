// SPDX-License-Identifier: MIT
// The figures of lab 5 that need pages and a pager: TIMES operations, warm, and their mean. The
// pager is this process itself, which does nothing but answer. The last word of the arguments, if
// it is there, says how many processes there are in all: those that are not needed wait.
#include "user/child.h"
#include "user/pager.h"
#include "user/testing/crowd.h"
#include "user/testing/test.h"

#define WARM  50
#define TIMES 600

#define PORT   16
#define OBJECT 17
#define HELD   18 // holds on to it
#define CHILD  20
#define WINDOW 0x10000000u
#define PLACE  0x20000000u
#define SLOTS  16
#define PAGES  (WARM + TIMES)

static _Noreturn void answer_all(void)
{
    struct message request = {.port = PORT};

    message_receive(&request, TICKS_FOREVER);
    for (;;)
        pager_answer_receive(&request, request.words[1], 0);
}

static void touch_all(bool write)
{
    for (uint32_t page = 0; page < PAGES; page++) {
        volatile uint32_t *word = (uint32_t *)(PLACE + page * PAGE_BYTES);
        if (write)
            *word = page;
        else
            (void)*word;
    }
}

// What a test call costs that finds a page, as TEST_VISIT does, and does next to nothing with it.
static uint32_t look(uint32_t from, uint32_t pages)
{
    uint32_t start = test_instructions();
    for (uint32_t i = 0; i < pages; i++)
        test_call(TEST_PAGE_MARKS, OBJECT, from + i, 0);
    return test_instructions() - start;
}

static uint32_t visit(uint32_t from, uint32_t pages)
{
    uint32_t start = test_instructions();
    for (uint32_t i = 0; i < pages; i++)
        test_call(TEST_VISIT, OBJECT, from + i, 0);
    return test_instructions() - start;
}

// All pages are used; the first visit takes note of that, the second takes them.
static uint32_t measure_stealing(void)
{
    visit(0, PAGES);
    look(0, PAGES);
    visit(0, WARM);
    uint32_t looking = look(WARM, TIMES), stealing = visit(WARM, TIMES);
    CHECK(test_call(TEST_PAGE_STATE, OBJECT, PAGES - 1, 0), ==, 0); // ABSENT
    return stealing - looking;
}

static int32_t steal_clean(uint32_t argument)
{
    (void)argument;
    touch_all(false);
    test_call(TEST_FIGURE, (uint32_t)("steal-clean"), measure_stealing(), TIMES);
    test_call(TEST_DONE, 0, 0, 0);
    return 0;
}

static int32_t steal_dirty(uint32_t argument)
{
    (void)argument;
    touch_all(true);
    test_call(TEST_FIGURE, (uint32_t)("steal-dirty"), measure_stealing(), TIMES);
    test_call(TEST_DONE, 0, 0, 0);
    return 0;
}

static volatile uint32_t touched;

static int32_t touch_and_wait(uint32_t argument)
{
    touch_all(true);
    touched = 1;
    (void)argument;
    crowd_wait_for_ever();
}

// The hand comes while another process's address space is loaded, as it most often does.
static int32_t stop_when_touched(uint32_t argument)
{
    (void)argument;
    while (touched == 0)
        process_sleep(1);
    test_call(TEST_STOP, PAGES, 0, 0);
    return 0;
}

static _Noreturn void run(int32_t (*function)(uint32_t))
{
    CHECK(port_create(PORT), ==, 0);
    CHECK(pager_create(PORT, WINDOW, SLOTS, 0, 0), ==, 0);
    CHECK(object_create(OBJECT, PAGES, 1, 0), ==, 0);
    CHECK(capability_copy(OBJECT, HELD, RIGHT_READ, 0), ==, 0);
    child_make(CHILD, "child", CHILD_QUOTA);
    CHECK(object_map_into(CHILD, OBJECT, PLACE, PAGES, REGION_READ | REGION_WRITE), ==, 0);
    CHECK(capability_give(CHILD, OBJECT, OBJECT, RIGHT_READ, 0), ==, 0);
    child_run(CHILD, function, 0);
    answer_all();
}

static void run_clean(const char *arguments)
{
    crowd_start(arguments, 2);
    run(steal_clean);
}

static void run_dirty(const char *arguments)
{
    crowd_start(arguments, 2);
    run(steal_dirty);
}

static void run_visit(const char *arguments)
{
    crowd_start(arguments, 3);
    child_make(CHILD + 1, "stopper", CHILD_QUOTA);
    child_run(CHILD + 1, stop_when_touched, 0);
    run(touch_and_wait);
}

int32_t main(const char *command_line)
{
    static const struct scenario scenarios[] = {
        {"steal-clean", run_clean}, {"steal-dirty", run_dirty}, {"hand-visit", run_visit}};
    test_main(command_line, scenarios, sizeof scenarios / sizeof scenarios[0]);
}
