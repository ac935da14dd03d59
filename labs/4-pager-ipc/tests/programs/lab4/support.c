// SPDX-License-Identifier: MIT
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

#include "common/string.h"

uint32_t base_memory[BASE_BADGES][BASE_PAGES][PAGE_WORDS];
uint32_t base_fetches, base_stores, base_releases;

void base_start(uint32_t slots)
{
    CHECK(port_create(PORT), ==, 0);
    CHECK(pager_create(PORT, WINDOW, slots, 0, 0), ==, 0);
}

void base_object(uint32_t handle, uint32_t pages, uint32_t badge, uint32_t flags)
{
    CHECK(object_create(handle, pages, badge, flags), ==, 0);
}

void base_held_object(uint32_t handle, uint32_t pages, uint32_t badge, uint32_t flags)
{
    base_object(handle, pages, badge, flags);
    CHECK(capability_copy(handle, HELD, RIGHT_READ, 0), ==, 0);
}

bool base_receive(struct message *request, uint32_t ticks)
{
    *request = (struct message){.port = PORT};
    int32_t result = message_receive(request, ticks);
    CHECK(result >= 0 || result == E_TIMEOUT, ==, true);
    return result >= 0;
}

void base_expect(struct message *request, uint32_t tag, uint32_t badge, uint32_t page)
{
    CHECK(base_receive(request, 20), ==, true);
    CHECK(request->tag, ==, tag);
    CHECK(request->badge, ==, badge);
    if (tag != TAG_RELEASE)
        CHECK(request->words[0], ==, page);
}

uint32_t *base_slot(const struct message *request)
{
    return pager_slot_memory(WINDOW, request->words[1]);
}

void base_handle(const struct message *request)
{
    uint32_t *kept = base_memory[request->badge % BASE_BADGES][request->words[0] % BASE_PAGES];

    if (request->tag == TAG_FETCH) {
        memcpy(base_slot(request), kept, PAGE_BYTES);
        base_fetches++;
    } else if (request->tag == TAG_STORE) {
        memcpy(kept, base_slot(request), PAGE_BYTES);
        base_stores++;
    } else if (request->tag == TAG_RELEASE) {
        base_releases++;
    }
}

void base_serve(const struct message *request)
{
    base_handle(request);
    if (request->tag == TAG_FETCH || request->tag == TAG_STORE)
        CHECK(pager_answer(request->words[1], 0), ==, 0);
    else if (message_reply_handle(request) != 0) {
        struct message reply = {.tag = 1};
        CHECK(message_reply(&reply, message_reply_handle(request)), ==, 0);
    }
}

void base_serve_until(const volatile uint32_t *flag)
{
    struct message request;

    for (uint32_t quiet = 0; !*flag || quiet < 2;) {
        if (!base_receive(&request, 1)) {
            quiet++;
            continue;
        }
        quiet = 0;
        base_serve(&request);
    }
}

void base_serve_while_running(uint32_t process)
{
    struct message request;

    while (test_call(TEST_PROCESS_ENDED, process, 0, 0) == 0) {
        if (base_receive(&request, 1))
            base_serve(&request);
    }
}

void base_await_releases(uint32_t count)
{
    struct message request;

    while (base_releases < count) {
        CHECK(base_receive(&request, 50), ==, true);
        base_serve(&request);
    }
    CHECK(base_releases, ==, count);
}

// Writes to a page, waits until that has gone to its pager, and reads it again.
static volatile uint32_t probe_written, probe_stored;

static int32_t probe(uint32_t argument)
{
    *(volatile uint32_t *)PLACE = argument;
    probe_written = 1;
    while (probe_stored == 0)
        process_sleep(1);
    return read_word(PLACE);
}

void base_check_service(void)
{
    struct message request;
    uint32_t fetches = base_fetches, stores = base_stores, releases = base_releases;

    probe_written = probe_stored = 0;
    base_object(PROBE, 1, BASE_BADGES - 1, 0);
    make_child(PROBE + 1, 1);
    map(PROBE + 1, PROBE, PLACE, 0, 1, WRITE);
    child_run(PROBE + 1, probe, 0x12345);
    base_expect(&request, TAG_FETCH, BASE_BADGES - 1, 0);
    base_serve(&request);
    while (probe_written == 0)
        process_sleep(1);
    evict(PROBE, 0, STORING_NOW);
    base_expect(&request, TAG_STORE, BASE_BADGES - 1, 0);
    base_serve(&request);
    probe_stored = 1;
    base_expect(&request, TAG_FETCH, BASE_BADGES - 1, 0);
    base_serve(&request);
    CHECK(test_expect_end(PROBE + 1, END_EXIT), ==, 0x12345);
    base_expect(&request, TAG_RELEASE, BASE_BADGES - 1, 0);
    CHECK(object_destroy(PROBE), ==, 0);
    base_fetches = fetches;
    base_stores = stores;
    base_releases = releases;
}

void base_expect_nothing(void)
{
    struct message request;
    CHECK(base_receive(&request, 3), ==, false);
}

void evict(uint32_t object, uint32_t page, uint32_t expected)
{
    int32_t evicted = test_call(TEST_EVICT, object, page, 0);
    CHECK(evicted, ==, (int32_t)expected);
}

uint32_t page_state(uint32_t object, uint32_t page)
{
    return (uint32_t)test_call(TEST_PAGE_STATE, object, page, 0);
}

void make_child(uint32_t process, uint32_t badge)
{
    child_make(process, "child", CHILD_QUOTA);
    CHECK(capability_give(process, PORT, CHILD_PORT, RIGHT_SEND | RIGHT_PASS, badge), ==, 0);
}

void map(uint32_t process, uint32_t object, uint32_t address, uint32_t first_page, uint32_t pages,
         uint32_t rights)
{
    int32_t result =
        region_map(REGION_WORD(process, object, rights), address, first_page, pages, TICKS_FOREVER);
    CHECK(result, ==, 0);
}

int32_t read_word(uint32_t address)
{
    return *(const volatile int32_t *)address;
}

int32_t write_word(uint32_t address)
{
    *(volatile uint32_t *)address = WRITTEN;
    return 0;
}

void await_wait(uint32_t process, uint32_t wait)
{
    uint32_t ticks_without_that_wait = 0;

    for (; test_call(TEST_PROCESS_WAIT, process, 0, 0) != (int32_t)wait;
         ticks_without_that_wait++) {
        CHECK(ticks_without_that_wait, <, 50u);
        process_sleep(1);
    }
}

// --- pagers on level 1

static uint32_t upper_slots, upper_patience;
static int32_t (*upper_behave)(uint32_t);

static int32_t be_upper(uint32_t argument)
{
    struct message offer = {.port = CHILD_PORT, .tag = 1, .capability = CHILD_OWN + 1};

    CHECK(port_create(UPPER_PORT), ==, 0);
    CHECK(pager_create(UPPER_PORT, WINDOW, upper_slots, CHILD_OBJECT, upper_patience), ==, 0);
    CHECK(object_create(CHILD_OWN + 1, UPPER_PAGES, UPPER_BADGE, 0), ==, 0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    return upper_behave(argument);
}

void start_upper(uint32_t process, uint32_t slots, uint32_t patience, int32_t (*behave)(uint32_t))
{
    struct message offer = {.port = PORT, .accept = UPPER};

    upper_slots = slots;
    upper_patience = patience;
    upper_behave = behave;
    base_object(SPILL, slots, SPILL_BADGE, 0);
    make_child(process, 1000);
    CHECK(capability_give(process, SPILL, CHILD_OBJECT, RIGHT_READ | RIGHT_WRITE, 0), ==, 0);
    child_run(process, be_upper, slots);
    CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
    CHECK(offer.badge, ==, 1000u);
}

bool upper_receive(struct message *request)
{
    *request = (struct message){.port = UPPER_PORT};
    return message_receive(request, TICKS_FOREVER) >= 0;
}

int32_t call_it(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .tag = argument, .words = {argument}};
    return message_call(&message, TICKS_FOREVER);
}

int32_t send_it(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .tag = argument, .words = {argument}};
    return message_send(&message, TICKS_FOREVER);
}

void make_client(uint32_t process, uint32_t object, uint32_t patience)
{
    make_child(process, 1);
    CHECK(object_map_patiently(process, object, PLACE, 16, WRITE, patience), ==, 0);
}

volatile uint32_t work_in_pages_done;

int32_t work_in_pages(uint32_t seed)
{
    volatile uint32_t *words = (uint32_t *)PLACE;
    uint32_t state = seed, sum = 0;

    for (uint32_t i = 0; i < 40000; i++) {
        state = state * 1103515245 + 12345;
        words[(state >> 16) % (UPPER_PAGES * PAGE_WORDS)] += state & 0xff;
        sum += state & 0xff;
        for (volatile uint32_t pause = 0; pause < 40; pause++)
            continue;
    }
    for (uint32_t i = 0; i < UPPER_PAGES * PAGE_WORDS; i++)
        sum -= words[i];
    work_in_pages_done = 1;
    return (int32_t)sum;
}
