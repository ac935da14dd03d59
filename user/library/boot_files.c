// SPDX-License-Identifier: MIT
#include "user/boot_files.h"

static int32_t ask(struct message *message)
{
    int32_t error = service_find(SERVICE_BOOT_FILES, HANDLE_BOOT_FILES);
    if (error != 0)
        return error;
    message->port = HANDLE_BOOT_FILES;
    return service_call(message);
}

int32_t boot_file_open(const char *name, uint32_t to, uint32_t *bytes)
{
    struct message message = {.accept = (uint8_t)to, .tag = BOOT_FILES_OPEN};

    service_put_name(&message, name);
    int32_t error = ask(&message);
    *bytes = message.words[0];
    return error;
}

int32_t boot_file_describe(uint32_t index, char *name, uint32_t *bytes)
{
    struct message message = {.tag = BOOT_FILES_NAME, .words = {index}};

    int32_t error = ask(&message);
    if (error != 0)
        return error;
    service_take_name(&message, name);
    message = (struct message){.tag = BOOT_FILES_LENGTH, .words = {index}};
    error = ask(&message);
    *bytes = message.words[0];
    return error;
}
