// SPDX-License-Identifier: MIT
#include "user/programs/init/names.h"

#include "common/string.h"
#include "user/handle.h"

#define NAMES_MOST 7 // of services

static struct {
    char name[PROCESS_NAME_BYTES];
    uint8_t handles[2]; // everybody's, and that of those whom init trusts; 0: there is none
} names[NAMES_MOST];
static uint32_t count;

// Its index, or `count` if there is none.
static uint32_t find(const char *name)
{
    uint32_t index = 0;
    while (index < count && strcmp(names[index].name, name) != 0)
        index++;
    return index;
}

static uint8_t handle_for(uint32_t index, bool is_trusted)
{
    const uint8_t *handles = names[index].handles;
    return handles[is_trusted && handles[true] != 0];
}

// A service that has ended leaves its name to the next one.
static void forget_ended(uint32_t index)
{
    for (uint32_t i = 0; i < 2; i++) {
        uint8_t *handle = &names[index].handles[i];
        if (*handle != 0 && capability_inspect(*handle) < 0) {
            handle_give_back(*handle);
            *handle = 0;
        }
    }
}

int32_t names_add(const struct message *message, uint32_t handle, bool for_trusted)
{
    char name[PROCESS_NAME_BYTES];

    service_take_name(message, name);
    int32_t inspected = capability_inspect(handle);
    if (inspected < 0 || (inspected & 0xff) != CAPABILITY_PORT)
        return E_KIND;
    uint32_t index = find(name);
    if (index == NAMES_MOST)
        return E_LIMIT;
    forget_ended(index);
    uint8_t *place = &names[index].handles[for_trusted];
    if (*place != 0)
        return E_OCCUPIED;
    uint8_t copy = handle_take();
    int32_t error = capability_copy(handle, copy, RIGHT_SEND | RIGHT_PASS, 0);
    if (error != 0) {
        handle_give_back(copy);
        return error;
    }
    *place = copy;
    memcpy(names[index].name, name, sizeof name);
    count += index == count;
    return 0;
}

int32_t names_find(struct message *message, bool is_trusted)
{
    char name[PROCESS_NAME_BYTES];

    service_take_name(message, name);
    uint32_t index = find(name);
    if (index == count || handle_for(index, false) == 0)
        return E_EMPTY;
    uint8_t handle = handle_for(index, is_trusted);
    if (capability_inspect(handle) < 0)
        return E_DEAD;
    message->capability = handle;
    return 0;
}

int32_t names_describe(struct message *message)
{
    uint32_t index = message->words[0];

    if (index >= count)
        return E_ARGUMENT;
    service_put_name(message, names[index].name);
    return 0;
}

int32_t names_copy(const char *name, uint32_t to)
{
    uint32_t index = find(name);

    if (index == count || handle_for(index, false) == 0)
        return E_EMPTY;
    return capability_copy(handle_for(index, true), to, RIGHT_SEND | RIGHT_PASS, 0);
}
