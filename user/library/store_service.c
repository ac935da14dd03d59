// SPDX-License-Identifier: MIT
#include "user/store_service.h"

#include <stddef.h>

#include "user/handle.h"
#include "user/pager.h"
#include "user/print.h"
#include "user/store_books.h"
#include "user/store_requests.h"

#define SUM_FACTOR 31

static const struct store_functions *store;
static uint32_t window_at, slot_count;
static uint8_t port;
static struct store_served served;

// --- pages

static int32_t fetch(uint32_t number, uint32_t page, void *memory)
{
    int32_t status = 0;

    served.fetches++;
    if (store_object(number)->is_stale)
        status = E_STALE;
    else if (store_books_was_stored(number, page))
        status = store->fetch(number, page, memory);
    served.not_fetched += status != 0;
    return status;
}

static void store_some(struct store_request *requests, uint32_t count)
{
    if (store->store_many != NULL) {
        store->store_many(requests, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        requests[i].status = store->store(requests[i].object, requests[i].page, requests[i].memory);
}

// Has the pages stored. Those of objects that are stale come first, and are not.
static void store_all(struct store_request *requests, uint32_t count)
{
    uint32_t stale = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (!store_object(requests[i].object)->is_stale)
            continue;
        struct store_request request = requests[i];
        requests[i] = requests[stale];
        request.status = E_STALE;
        requests[stale++] = request;
    }
    if (count > stale)
        store_some(requests + stale, count - stale);
    for (uint32_t i = 0; i < count; i++) {
        served.stores++;
        served.not_stored += requests[i].status != 0;
        if (requests[i].status == 0)
            store_books_set_stored(requests[i].object, requests[i].page);
    }
}

static uint32_t slot_word_of(const struct store_request *request, const uint32_t *slot_words)
{
    return slot_words[((uint32_t)request->memory - window_at) / PAGE_BYTES];
}

// Takes all requests to store that have arrived, so that the store can do them together. `message`
// is the first one, and then whatever else came; returns whether something did.
static bool gather_and_store(struct message *message)
{
    static struct store_request requests[PAGER_SLOTS_MOST];
    static uint32_t slot_words[PAGER_SLOTS_MOST];
    uint32_t count = 0;
    int32_t result = 0;

    do {
        uint32_t slot_word = message->words[1];
        slot_words[slot_word & SLOT_WORD_SLOT] = slot_word;
        requests[count++] = (struct store_request){
            .object = message->badge,
            .page = message->words[0],
            .memory = pager_slot_memory(window_at, slot_word),
        };
        if (count == slot_count)
            break;
        *message = (struct message){.port = port};
        result = message_receive(message, 0);
    } while (result >= 0 && message->tag == TAG_STORE);
    bool has_more = result >= 0 && count < slot_count;
    store_all(requests, count);
    for (uint32_t i = 0; i < count; i++)
        pager_answer(slot_word_of(&requests[i], slot_words), requests[i].status);
    return has_more;
}

static void serve(struct message *message)
{
    switch (message->tag) {
    case TAG_FETCH:
        pager_answer(message->words[1], fetch(message->badge, message->words[0],
                                              pager_slot_memory(window_at, message->words[1])));
        break;
    case TAG_RELEASE:
        store_requests_release(message->badge);
        break;
    default:
        store_requests_serve(message);
    }
}

int32_t store_service_run(void)
{
    for (;;) {
        struct message message = {.port = port};
        uint32_t ticks = store->idle == NULL ? TICKS_FOREVER : store->idle_ticks;
        int32_t result = message_receive(&message, ticks);
        if (result == E_TIMEOUT)
            store->idle();
        else if (result < 0)
            return result;
        else if (message.tag != TAG_STORE || gather_and_store(&message))
            serve(&message);
    }
}

// Public and trusted capabilities for the port: init hands out the one that is right.
static int32_t tell_init(void)
{
    uint8_t keeper = handle_take();
    int32_t error = capability_copy(port, keeper, RIGHT_SEND | RIGHT_PASS, STORE_CLIENT_KEEPER);
    if (error == 0)
        error = service_register_keeper(store->name, keeper);
    if (error == 0)
        error = service_register(store->name, port);
    handle_give_back(keeper);
    return error;
}

uint32_t store_sum_page(const void *memory)
{
    const uint32_t *words = memory;
    uint32_t sum = 0;

    for (uint32_t i = 0; i < PAGE_BYTES / sizeof(uint32_t); i++)
        sum = sum * SUM_FACTOR + words[i];
    return sum;
}

void store_service_start(const struct store_functions *functions, uint32_t window, uint32_t slots)
{
    store = functions;
    window_at = window;
    slot_count = slots;
    store_books_init(functions);
    port = handle_take();
    store_requests_init(functions, &served, port);
    must(port_create(port), "port_create");
    must(pager_create(port, window, slots, functions->spill, functions->device_ticks),
         "pager_create");
    must(tell_init(), "registering with init");
}
