// SPDX-License-Identifier: MIT
#include <stddef.h>

#include "common/string.h"
#include "user/store.h"

static char other_name[PROCESS_NAME_BYTES]; // of the store under HANDLE_OTHER_STORE

static const char *find_slash(const char *name)
{
    while (*name != '\0' && *name != '/')
        name++;
    return *name == '/' ? name : NULL;
}

void store_file_know(const char *store)
{
    memset(other_name, 0, sizeof other_name);
    memcpy(other_name, store, strlen(store));
}

static int32_t find_other(const char *name, uint32_t *store)
{
    if (strcmp(name, SERVICE_BOOT_FILES) == 0) {
        *store = HANDLE_BOOT_FILES;
        return service_find(name, HANDLE_BOOT_FILES);
    }
    if (strcmp(name, other_name) != 0) {
        capability_drop(HANDLE_OTHER_STORE);
        store_file_know(name);
    }
    *store = HANDLE_OTHER_STORE;
    return service_find(name, HANDLE_OTHER_STORE);
}

// The store of a name, whose own part `*name` is then.
static int32_t find_store(const char **name, uint32_t *store)
{
    const char *slash = find_slash(*name);
    char store_name[PROCESS_NAME_BYTES] = "";

    if (slash == NULL)
        return find_other(SERVICE_BOOT_FILES, store);
    uint32_t length = (uint32_t)(slash - *name);
    if (length >= PROCESS_NAME_BYTES)
        return E_EMPTY;
    memcpy(store_name, *name, length);
    *name = slash + 1;
    return find_other(store_name, store);
}

static int32_t ask_by_name(struct message *message, const char *name, uint32_t *store)
{
    int32_t error = find_store(&name, store);
    if (error != 0)
        return error;
    if (strlen(name) >= PROCESS_NAME_BYTES)
        return E_EMPTY;
    message->port = (uint8_t)*store;
    service_put_name(message, name);
    return service_call(message);
}

static int32_t open_file(struct store_file *file, const char *name, uint32_t to, uint32_t tag)
{
    struct message message = {.accept = (uint8_t)to, .tag = tag};

    int32_t error = ask_by_name(&message, name, &file->store);
    file->object = to;
    file->bytes = message.words[0];
    file->number = message.words[1];
    return error;
}

int32_t store_file_open(struct store_file *file, const char *name, uint32_t to)
{
    return open_file(file, name, to, STORE_OPEN);
}

int32_t store_file_open_to_write(struct store_file *file, const char *name, uint32_t to)
{
    return open_file(file, name, to, STORE_OPEN_TO_WRITE);
}

int32_t store_file_set_length(struct store_file *file, uint32_t bytes)
{
    struct message message = {
        .port = (uint8_t)file->store,
        .tag = STORE_SET_LENGTH,
        .words = {file->number, bytes},
    };

    int32_t error = service_call(&message);
    if (error == 0)
        file->bytes = bytes;
    return error;
}

int32_t store_file_sync(const struct store_file *file)
{
    struct message message = {
        .port = (uint8_t)file->store,
        .tag = STORE_SYNC,
        .words = {file->number},
    };

    int32_t error = object_sync(file->object);
    return error != 0 ? error : service_call(&message);
}

int32_t store_file_remove(const char *name)
{
    struct message message = {.tag = STORE_REMOVE};
    uint32_t store;

    return ask_by_name(&message, name, &store);
}

int32_t store_file_describe(const char *store_name, uint32_t index, char *name, uint32_t *bytes)
{
    struct message message = {.tag = STORE_NAME, .words = {index}};
    uint32_t store;

    int32_t error = find_other(store_name, &store);
    if (error != 0)
        return error;
    message.port = (uint8_t)store;
    error = service_call(&message);
    if (error != 0)
        return error;
    service_take_name(&message, name);
    message = (struct message){.port = (uint8_t)store, .tag = STORE_LENGTH, .words = {index}};
    error = service_call(&message);
    *bytes = message.words[0];
    return error;
}
