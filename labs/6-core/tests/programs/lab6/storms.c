// SPDX-License-Identifier: MIT
#include "labs/6-core/tests/programs/lab6/storms.h"

static uint32_t words[PAGES];
uint32_t served;

void start_pager(uint32_t device_ticks)
{
    CHECK(port_create(PORT), ==, 0);
    CHECK(pager_create(PORT, WINDOW, SLOTS, 0, device_ticks), ==, 0);
    CHECK(object_create(OBJECT, PAGES, 1, 0), ==, 0);
}

bool receive(struct message *request, uint32_t ticks)
{
    *request = (struct message){.port = PORT};
    return message_receive(request, ticks) >= 0;
}

void serve(const struct message *request)
{
    uint32_t *memory = pager_slot_memory(WINDOW, request->words[1]);

    if (request->tag == TAG_FETCH)
        *memory = words[request->words[0]];
    else if (request->tag == TAG_STORE)
        words[request->words[0]] = *memory;
    else
        return;
    CHECK(pager_answer(request->words[1], 0), ==, 0);
    served++;
}

void serve_requests(uint32_t count)
{
    struct message request;

    for (uint32_t until = served + count; served < until;) {
        if (receive(&request, LONG))
            serve(&request);
    }
}

void serve_while_running(uint32_t process)
{
    struct message request;

    while (test_call(TEST_PROCESS_ENDED, process, 0, 0) == 0) {
        if (receive(&request, 1))
            serve(&request);
    }
}

_Noreturn void write_nothing(void)
{
    struct message request;

    for (;;) {
        if (receive(&request, LONG) && request.tag != TAG_STORE)
            serve(&request);
    }
}

struct message held[SLOTS];
uint32_t held_count;

void hold_stores(void)
{
    struct message request;

    while (receive(&request, 3)) {
        if (request.tag == TAG_STORE)
            held[held_count++] = request;
        else
            serve(&request);
    }
}

_Noreturn void hang(void)
{
    struct message request;

    for (;;)
        receive(&request, LONG);
}

volatile uint32_t storm_rounds = UINT32_MAX;
volatile bool storm_pauses;

int32_t storm(uint32_t pages)
{
    uint32_t sum = 0;

    for (uint32_t round = 0; round < storm_rounds; round++) {
        for (uint32_t page = 0; page < pages; page++)
            sum += ++*(volatile uint32_t *)(PLACE + page * PAGE_BYTES);
        if (storm_pauses)
            process_sleep(1);
    }
    return (int32_t)sum;
}

void start_storm(uint32_t process, uint32_t pages)
{
    make_child(process, CHILD_QUOTA + 8);
    map(process, OBJECT, PLACE, pages, WRITE);
    child_run(process, storm, pages);
}
