// SPDX-License-Identifier: MIT
#include "user/programs/init/names.h"

#include "common/string.h"
#include "user/programs/init/handles.h"
#include "user/service.h"

static struct {
    char name[PROCESS_NAME_BYTES];
    bool is_there, is_there_for_trusted;
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

static uint32_t handle_of(uint32_t index, bool for_trusted)
{
    return INIT_HANDLE_FIRST_NAME + 2 * index + for_trusted;
}

// A service that has ended leaves its name to the next one.
static void forget_ended(uint32_t index)
{
    if (names[index].is_there && capability_inspect(handle_of(index, false)) < 0) {
        capability_drop(handle_of(index, false));
        names[index].is_there = false;
    }
    if (names[index].is_there_for_trusted && capability_inspect(handle_of(index, true)) < 0) {
        capability_drop(handle_of(index, true));
        names[index].is_there_for_trusted = false;
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
    bool *is_there = for_trusted ? &names[index].is_there_for_trusted : &names[index].is_there;
    if (*is_there)
        return E_OCCUPIED;
    int32_t error =
        capability_copy(handle, handle_of(index, for_trusted), RIGHT_SEND | RIGHT_PASS, 0);
    if (error != 0)
        return error;
    *is_there = true;
    memcpy(names[index].name, name, sizeof name);
    count += index == count;
    return 0;
}

int32_t names_find(struct message *message, bool is_trusted)
{
    char name[PROCESS_NAME_BYTES];

    service_take_name(message, name);
    uint32_t index = find(name);
    if (index == count || !names[index].is_there)
        return E_EMPTY;
    uint32_t handle = handle_of(index, is_trusted && names[index].is_there_for_trusted);
    if (capability_inspect(handle) < 0)
        return E_DEAD;
    message->capability = (uint8_t)handle;
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

    if (index == count || !names[index].is_there)
        return E_EMPTY;
    return capability_copy(handle_of(index, names[index].is_there_for_trusted), to,
                           RIGHT_SEND | RIGHT_PASS, 0);
}
