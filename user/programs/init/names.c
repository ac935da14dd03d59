// SPDX-License-Identifier: MIT
#include "user/programs/init/names.h"

#include "common/string.h"
#include "user/service.h"

static char names[NAMES_MOST][PROCESS_NAME_BYTES];
static uint32_t count;

// Its index, or `count` if there is none.
static uint32_t find(const char *name)
{
    uint32_t index = 0;
    while (index < count && strcmp(names[index], name) != 0)
        index++;
    return index;
}

int32_t names_add(const struct message *message, uint32_t handle)
{
    char name[PROCESS_NAME_BYTES];

    service_take_name(message, name);
    int32_t inspected = capability_inspect(handle);
    if (inspected < 0 || (inspected & 0xff) != CAPABILITY_PORT)
        return E_KIND;
    if (find(name) != count)
        return E_OCCUPIED;
    if (count == NAMES_MOST)
        return E_LIMIT;
    int32_t error = capability_copy(handle, NAMES_FIRST + count, RIGHT_SEND | RIGHT_PASS, 0);
    if (error != 0)
        return error;
    memcpy(names[count++], name, sizeof name);
    return 0;
}

int32_t names_find(struct message *message)
{
    char name[PROCESS_NAME_BYTES];

    service_take_name(message, name);
    uint32_t index = find(name);
    if (index == count)
        return E_EMPTY;
    if (capability_inspect(NAMES_FIRST + index) < 0)
        return E_DEAD;
    message->capability = (uint8_t)(NAMES_FIRST + index);
    return 0;
}

int32_t names_copy(const char *name, uint32_t to)
{
    uint32_t index = find(name);
    return index == count ? E_EMPTY
                          : capability_copy(NAMES_FIRST + index, to, RIGHT_SEND | RIGHT_PASS, 0);
}
