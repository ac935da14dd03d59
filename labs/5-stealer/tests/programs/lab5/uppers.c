// SPDX-License-Identifier: MIT
#include "labs/5-stealer/tests/programs/lab5/uppers.h"

#include "common/string.h"

uint32_t upper_own_pages, upper_client_pages, upper_moves, upper_base_delay;
volatile uint32_t upper_is_mute[UPPERS_MOST], upper_answered[UPPERS_MOST],
    upper_stored[UPPERS_MOST], upper_next_stored[UPPERS_MOST];
volatile uint32_t upper_wrong, upper_finished, upper_go;
uint32_t upper_spill_stores, upper_own_stores;

static uint32_t kept[UPPERS_MOST][UPPER_PAGES]; // progress

// --- the pagers

static void use_own_memory(uint32_t number)
{
    for (uint32_t page = 0; page < upper_own_pages; page++) {
        volatile uint32_t *word = (uint32_t *)OWN + page * PAGE_WORDS;
        if (upper_answered[number] != 0 && word[0] != word[1] + page)
            upper_wrong++;
        word[1]++;
        word[0] = word[1] + page;
    }
}

// Moves a word from each page to the next one, both in the same instruction.
static void move_words(void)
{
    for (uint32_t i = 0; i < upper_moves; i++) {
        const uint32_t *from = (uint32_t *)OWN + i * PAGE_WORDS + 2 * i;
        uint32_t *to = (uint32_t *)OWN + (i + 1) * PAGE_WORDS + 2 * (i + 1);
        __asm__ volatile("movsl" : "+S"(from), "+D"(to) : : "memory");
    }
}

// A page of its client: it keeps its progress.
static void serve_client(uint32_t number, uint32_t tag, uint32_t page, uint32_t *slot)
{
    uint32_t badge = UPPER_BADGE + number;

    if (tag == TAG_FETCH) {
        page_restore(slot, badge, page, kept[number][page]);
    } else {
        uint32_t progress = page_read_progress(slot, badge, page);
        upper_wrong += progress == UINT32_MAX || progress < kept[number][page];
        kept[number][page] = progress;
        upper_stored[number]++;
    }
}

// A page of the window of a pager above: it keeps it in its own memory.
static void serve_next(uint32_t number, uint32_t tag, uint32_t page, uint32_t *slot)
{
    uint32_t *place = (uint32_t *)OWN + (upper_own_pages + page) * PAGE_WORDS;

    if (tag == TAG_FETCH) {
        memcpy(slot, place, PAGE_BYTES);
    } else {
        memcpy(place, slot, PAGE_BYTES);
        upper_next_stored[number]++;
    }
}

static void offer_object(uint8_t handle, uint32_t pages, uint32_t badge)
{
    struct message offer = {.port = CHILD_PORT, .tag = 1, .capability = handle};

    CHECK(object_create(handle, pages, badge, 0), ==, 0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
}

static int32_t serve(uint32_t number)
{
    struct message request = {.port = CHILD_OWN};

    CHECK(port_create(CHILD_OWN), ==, 0);
    CHECK(pager_create(CHILD_OWN, WINDOW, UPPER_SLOTS, CHILD_OBJECT, 0), ==, 0);
    offer_object(CHILD_OWN + 1, upper_client_pages, UPPER_BADGE + number);
    offer_object(CHILD_OWN + 2, UPPER_SLOTS, NEXT_BADGE + number);
    int32_t result = message_receive(&request, TICKS_FOREVER);
    while (result >= 0) {
        uint32_t tag = request.tag, page = request.words[0], slot_word = request.words[1];
        uint32_t *slot = pager_slot_memory(WINDOW, slot_word);
        if (tag == TAG_RELEASE) {
            result = message_receive(&request, TICKS_FOREVER);
            continue;
        }
        while (upper_is_mute[number])
            process_sleep(1);
        use_own_memory(number);
        move_words();
        if (request.badge >= NEXT_BADGE)
            serve_next(number, tag, page, slot);
        else
            serve_client(number, tag, page, slot);
        upper_answered[number]++;
        result = pager_answer_receive(&request, slot_word, 0);
    }
    return result;
}

void upper_start(uint32_t number, uint32_t spill)
{
    struct message offer = {.port = PORT, .accept = (uint8_t)UPPER(number)};
    uint32_t process = CHILD + number, pages = upper_own_pages + UPPER_SLOTS;

    base_object(OWN_OBJECT(number), pages, OWN_BADGE + number);
    make_child(process);
    map(process, OWN_OBJECT(number), OWN, pages, WRITE);
    CHECK(capability_give(process, spill, CHILD_OBJECT, RIGHT_READ | RIGHT_WRITE, 0), ==, 0);
    child_run(process, serve, number);
    CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
    offer = (struct message){.port = PORT, .accept = (uint8_t)NEXT(number)};
    CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
}

void upper_start_on_base(uint32_t number)
{
    base_object(SPILL(number), UPPER_SLOTS, SPILL_BADGE + number);
    upper_start(number, SPILL(number));
}

// --- their clients

static uint32_t rounds_of_clients;

static int32_t be_client(uint32_t number)
{
    uint32_t badge = UPPER_BADGE + number;

    for (uint32_t round = 1; round <= rounds_of_clients; round++) {
        while (upper_go < round)
            process_sleep(1);
        for (uint32_t page = 0; page < upper_client_pages; page++) {
            uint32_t *at = (uint32_t *)PLACE + page * PAGE_WORDS;
            upper_wrong += !page_is(at, badge, page, round - 1);
            page_fill(at, badge, page, round);
        }
    }
    upper_finished++;
    return 0;
}

void upper_start_client(uint32_t number, uint32_t rounds)
{
    uint32_t process = CHILD + 8 + number;

    rounds_of_clients = rounds;
    make_child(process);
    map(process, UPPER(number), PLACE, upper_client_pages, WRITE);
    child_run(process, be_client, number);
}

// --- the base

#define KEPT_MOST  128
#define BADGES     32
#define PAGES_MOST 80

static uint32_t memory[KEPT_MOST][PAGE_WORDS];
static uint32_t places[BADGES][PAGES_MOST], places_used; // 1 more than a page's place in `memory`

static uint32_t *place_of(uint32_t badge, uint32_t page)
{
    CHECK(page, <, (uint32_t)PAGES_MOST);
    if (places[badge][page] == 0) {
        CHECK(places_used, <, (uint32_t)KEPT_MOST);
        places[badge][page] = ++places_used;
    }
    return memory[places[badge][page] - 1];
}

void upper_serve_base(const struct message *request)
{
    uint32_t badge = request->badge, page = request->words[0];

    if (request->tag != TAG_FETCH && request->tag != TAG_STORE) {
        base_serve(request);
        return;
    }
    if (request->tag == TAG_FETCH && upper_base_delay != 0)
        process_sleep(upper_base_delay);
    if (request->tag == TAG_STORE) {
        memcpy(place_of(badge, page), base_slot(request), PAGE_BYTES);
        *(badge < OWN_BADGE ? &upper_spill_stores : &upper_own_stores) += 1;
    } else if (places[badge][page] != 0) {
        memcpy(base_slot(request), place_of(badge, page), PAGE_BYTES);
    }
    CHECK(pager_answer(request->words[1], 0), ==, 0);
}

void upper_serve_base_for(uint32_t ticks)
{
    struct message request;
    uint32_t end = (uint32_t)clock_read() + ticks;

    while ((uint32_t)clock_read() < end) {
        if (base_receive(&request, 1))
            upper_serve_base(&request);
    }
}

void upper_serve_base_until(uint32_t clients, uint32_t ticks)
{
    struct message request;
    uint32_t end = (uint32_t)clock_read() + ticks;

    while (upper_finished < clients) {
        if (base_receive(&request, 1))
            upper_serve_base(&request);
        CHECK((uint32_t)clock_read(), <, end); // nothing moves any more
    }
}
