// SPDX-License-Identifier: MIT
#include "user/store.h"

#include "common/string.h"
#include "user/error_text.h"

// --- memory

int32_t store_memory_create_from(uint32_t store, uint32_t to, uint32_t pages, uint32_t flags)
{
    struct message message = {
        .port = (uint8_t)store,
        .accept = (uint8_t)to,
        .tag = STORE_MEMORY,
        .words = {pages, flags},
    };
    return service_call(&message);
}

int32_t store_memory_create(uint32_t to, uint32_t pages, uint32_t flags)
{
    int32_t error = service_find(SERVICE_RAM_STORE, HANDLE_STORE);
    return error != 0 ? error : store_memory_create_from(HANDLE_STORE, to, pages, flags);
}

int32_t store_memory_make(uint32_t to, uint32_t address, uint32_t pages, uint32_t flags)
{
    int32_t error = store_memory_create(to, pages, flags);
    if (error != 0)
        return error;
    return object_map(to, address, pages, REGION_READ | REGION_WRITE);
}

const char *store_memory_error_text(int32_t error)
{
    if (error == E_NO_MEMORY)
        return "that is more than the store has left to promise (`store` tells how much)";
    if (error == E_LIMIT)
        return "the store makes no object that large, or no more of them";
    return store_error_text(error);
}

const char *store_error_text(int32_t error)
{
    switch (error) {
    case E_QUOTA:
        return "this program's share of the store is used up";
    case E_STATE:
        return "there is no disk";
    case E_STALE:
        return "the disk was changed";
    case E_RIGHTS:
        return "it can only be read";
    case E_EMPTY:
        return "there is no such file";
    case E_NO_MEMORY:
        return "the disk is full";
    case E_BUSY:
        return "somebody has it";
    case E_PAGER:
        return "the device failed, or what is on the disk contradicts itself";
    case E_ARGUMENT:
        return "that cannot be a name there";
    case E_KIND:
        return "the disk is of a kind that is not known here";
    case E_DEAD:
        return "the store has ended, and starts again with the machine only";
    default:
        return error_text(error);
    }
}

// --- the store itself

int32_t store_read_words(uint32_t store, uint32_t tag, uint32_t *words)
{
    struct message message = {.port = (uint8_t)store, .tag = tag};

    int32_t error = service_call(&message);
    memcpy(words, message.words, sizeof message.words);
    return error;
}

int32_t store_read_state(uint32_t store, struct store_state *state)
{
    int32_t error = store_read_words(store, STORE_PROMISES, &state->promises.promised);
    if (error == 0)
        error = store_read_words(store, STORE_SERVED, &state->served.fetches);
    return error;
}

int32_t store_make_share(uint32_t store, uint32_t to)
{
    struct message message = {
        .port = (uint8_t)store,
        .accept = (uint8_t)to,
        .tag = STORE_SHARE,
    };
    return service_call(&message);
}
