// SPDX-License-Identifier: MIT
#include "user/service.h"

#include "common/string.h"

#define STATUS_BITS 31 // of a tag; the highest is the kernel's

void service_put_name(struct message *message, const char *name)
{
    char *to = (char *)message->words;

    memset(to, 0, PROCESS_NAME_BYTES);
    for (uint32_t i = 0; i < PROCESS_NAME_BYTES - 1 && name[i] != '\0'; i++)
        to[i] = name[i];
}

void service_take_name(const struct message *message, char *name)
{
    memcpy(name, message->words, PROCESS_NAME_BYTES);
    name[PROCESS_NAME_BYTES - 1] = '\0';
}

int32_t service_status(const struct message *message)
{
    return (int32_t)(message->tag << (32 - STATUS_BITS)) >> (32 - STATUS_BITS);
}

void service_set_status(struct message *message, int32_t status)
{
    message->tag = (uint32_t)status & (TAG_KERNEL - 1);
}

int32_t service_call(struct message *message)
{
    int32_t result = message_call(message, TICKS_FOREVER);
    return result < 0 ? result : service_status(message);
}

static uint32_t init_handle = HANDLE_INIT;

void service_ask_through(uint32_t handle)
{
    init_handle = handle;
}

int32_t service_find(const char *name, uint32_t to)
{
    struct message message = {
        .port = (uint8_t)init_handle, .accept = (uint8_t)to, .tag = INIT_FIND};

    if (capability_inspect(to) >= 0)
        return 0;
    service_put_name(&message, name);
    return service_call(&message);
}

int32_t service_describe(uint32_t index, char *name)
{
    struct message message = {.port = HANDLE_INIT, .tag = INIT_NAME, .words = {index}};

    int32_t error = service_call(&message);
    service_take_name(&message, name);
    return error;
}

static int32_t tell(uint32_t tag, const char *name, uint32_t capability)
{
    struct message message = {
        .port = (uint8_t)init_handle,
        .capability = (uint8_t)capability,
        .tag = tag,
    };

    service_put_name(&message, name);
    return service_call(&message);
}

int32_t service_register(const char *name, uint32_t port)
{
    return tell(INIT_REGISTER, name, port);
}

int32_t service_register_keeper(const char *name, uint32_t capability)
{
    return tell(INIT_REGISTER_KEEPER, name, capability);
}
