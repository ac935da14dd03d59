// SPDX-License-Identifier: MIT
#include "user/ram_memory.h"

#include "common/string.h"
#include "user/error_text.h"

static int32_t ask(struct message *message)
{
    int32_t error = service_find(SERVICE_RAM_STORE, HANDLE_RAM_STORE);
    if (error != 0)
        return error;
    message->port = HANDLE_RAM_STORE;
    return service_call(message);
}

int32_t ram_memory_create(uint32_t to, uint32_t pages, uint32_t flags)
{
    struct message message = {
        .accept = (uint8_t)to,
        .tag = RAM_MEMORY_CREATE,
        .words = {pages, flags},
    };
    return ask(&message);
}

int32_t ram_memory_make(uint32_t to, uint32_t address, uint32_t pages, uint32_t flags)
{
    int32_t error = ram_memory_create(to, pages, flags);
    if (error != 0)
        return error;
    return region_map(REGION_WORD(0, to, REGION_READ | REGION_WRITE), address, 0, pages,
                      TICKS_FOREVER);
}

const char *ram_memory_error_text(int32_t error)
{
    if (error == E_NO_MEMORY)
        return "that is more than the RAM store has left to promise (`store` tells how much)";
    if (error == E_LIMIT)
        return "the RAM store makes no object that large, or no more of them";
    return error_text(error);
}

static int32_t ask_for_words(uint32_t tag, uint32_t *words, uint32_t bytes)
{
    struct message message = {.tag = tag};

    int32_t error = ask(&message);
    memcpy(words, message.words, bytes);
    return error;
}

int32_t ram_memory_read_state(struct ram_memory_state *state)
{
    struct ram_store_counts *counts = &state->counts;

    int32_t error =
        ask_for_words(RAM_MEMORY_COUNTS, &counts->index_pages, MESSAGE_WORDS * sizeof(uint32_t));
    if (error == 0)
        error =
            ask_for_words(RAM_MEMORY_PROMISES, &state->promises.promised, sizeof state->promises);
    if (error == 0)
        error = ask_for_words(RAM_MEMORY_SERVED, &state->served.fetches, sizeof state->served);
    counts->arena_pages = counts->index_pages + counts->free_pages + counts->kept_pages;
    return error;
}
