// SPDX-License-Identifier: MIT
#include "user/store_requests.h"

#include <stddef.h>

#include "common/string.h"
#include "user/handle.h"
#include "user/store_books.h"

static const struct store_functions *store;
static const struct store_served *served;
static uint32_t last_client = STORE_CLIENT_FIRST_OWN - 1;
static uint8_t service_port, lent; // lent: what a reply takes along, unless that is new memory

void store_requests_init(const struct store_functions *functions, const struct store_served *counts,
                         uint8_t port)
{
    store = functions;
    served = counts;
    service_port = port;
    lent = handle_take();
}

// --- objects

static void forget(uint32_t number)
{
    const struct store_object *object = store_object(number);

    handle_give_back(object->handle);
    if (object->file == STORE_NO_FILE && store->forget != NULL)
        store->forget(number);
    store_books_strike(number);
}

// Ends an object, unless somebody has it.
static void destroy(uint32_t number)
{
    const struct store_object *object = store_object(number);

    if (object->pages != 0 && object_destroy(object->handle) == 0)
        forget(number);
}

// Nobody has the object any more. A file's pages stay in memory as long as there is room, for who
// opens it next; but not those of a length that was never synced.
void store_requests_release(uint32_t number)
{
    struct store_object *object = store_object(number);

    if (object->pages == 0)
        return;
    uint32_t file = object->file;
    bool is_unsynced = file != STORE_NO_FILE && !object->is_stale && store->is_unsynced != NULL &&
                       store->is_unsynced(file);
    if (file != STORE_NO_FILE && !object->is_stale && !is_unsynced) {
        object->is_idle = true;
        return;
    }
    destroy(number);
    if (is_unsynced && object->pages == 0)
        store->revert(file);
}

// Ends all objects that nobody has, those too whose maker ended before it got them.
static void collect_lost(void)
{
    for (uint32_t i = 0; i < STORE_OBJECTS_MOST; i++)
        destroy(i);
}

static int32_t make_object(const struct message *message, uint32_t pages, uint32_t file,
                           uint32_t flags, uint32_t *number)
{
    uint32_t client = message->badge;

    int32_t error = store_books_enter(client, pages, file, flags, number);
    if (error == E_LIMIT || error == E_NO_MEMORY || error == E_QUOTA) {
        collect_lost();
        error = store_books_enter(client, pages, file, flags, number);
    }
    if (error != 0)
        return error;
    struct store_object *object = store_object(*number);
    object->handle = handle_take();
    error = object_create(object->handle, pages, *number,
                          file != STORE_NO_FILE && store->sync != NULL ? OBJECT_KEEP : 0);
    if (error != 0)
        forget(*number);
    return error;
}

static int32_t make_memory(struct message *message)
{
    uint32_t pages = message->words[0], flags = message->words[1], number;

    if (pages == 0 || (flags & ~(uint32_t)STORE_UNPROMISED) != 0)
        return E_ARGUMENT;
    int32_t error = make_object(message, pages, STORE_NO_FILE, flags, &number);
    if (error == 0)
        message->capability = store_object(number)->handle;
    return error;
}

// --- files

static uint32_t count_names(void)
{
    return store->names == NULL ? 0 : *store->name_count;
}

// The number of the file with that name; count_names() if there is none.
static uint32_t find_name(const char *name)
{
    uint32_t file = 0;

    while (file < count_names() && (*name == '\0' || strcmp(store->names[file].name, name) != 0))
        file++;
    return file;
}

// Finds the file's object, or makes one.
static int32_t find_object(const struct message *message, uint32_t file, uint32_t *number)
{
    uint32_t pages = store->file_pages_most;

    if (pages == 0)
        pages = store_pages(store->names[file].bytes);
    *number = store_books_find_file(file);
    if (*number == STORE_OBJECTS_MOST)
        return make_object(message, pages, file, 0, number);
    return store_books_use(*number, message->badge);
}

static int32_t open_file(struct message *message, bool to_write)
{
    char name[PROCESS_NAME_BYTES];
    uint32_t number;

    service_take_name(message, name);
    uint32_t file = find_name(name);
    if (to_write && store->create == NULL)
        return E_RIGHTS;
    if (to_write && *name == '\0')
        return E_ARGUMENT;
    if (to_write && file == count_names()) {
        int32_t created = store->create(name);
        if (created < 0)
            return created;
        file = (uint32_t)created;
    }
    if (file == count_names() || (store->names[file].bytes == 0 && !to_write))
        return E_EMPTY;
    int32_t error = find_object(message, file, &number);
    if (error != 0)
        return error;
    error = capability_copy(store_object(number)->handle, lent,
                            RIGHT_READ | RIGHT_PASS | (to_write ? RIGHT_WRITE : 0), 0);
    if (error != 0)
        return error;
    message->capability = lent;
    message->words[0] = store->names[file].bytes;
    message->words[1] = file;
    return 0;
}

static int32_t describe_file(struct message *message)
{
    uint32_t file = message->words[0];

    if (file >= count_names())
        return E_ARGUMENT;
    if (message->tag == STORE_NAME)
        service_put_name(message, store->names[file].name);
    else
        message->words[0] = store->names[file].bytes;
    return 0;
}

static int32_t change_file(const struct message *message)
{
    uint32_t file = message->words[0];

    if (store->sync == NULL || file >= count_names() || store->names[file].name[0] == '\0')
        return E_ARGUMENT;
    if (message->tag == STORE_SYNC)
        return store->sync(file);
    return store->set_length(file, message->words[1]);
}

static int32_t remove_file(const struct message *message)
{
    char name[PROCESS_NAME_BYTES];

    service_take_name(message, name);
    uint32_t file = find_name(name);
    if (file == count_names())
        return E_EMPTY;
    if (store->remove == NULL)
        return E_RIGHTS;
    uint32_t number = store_books_find_file(file);
    if (number != STORE_OBJECTS_MOST) {
        destroy(number);
        if (store_object(number)->pages != 0)
            return E_BUSY;
    }
    return store->remove(file);
}

// --- the store itself

static int32_t make_share(struct message *message)
{
    if (message->badge != STORE_CLIENT_KEEPER)
        return E_RIGHTS;
    int32_t error = capability_copy(service_port, lent, RIGHT_SEND | RIGHT_PASS, last_client + 1);
    if (error != 0)
        return error;
    last_client++;
    message->capability = lent;
    return 0;
}

static int32_t tell_promises(struct message *message)
{
    uint32_t promised = 0;

    for (uint32_t i = 0; i < STORE_OBJECTS_MOST; i++) {
        const struct store_object *object = store_object(i);
        if (object->file == STORE_NO_FILE && (object->flags & STORE_UNPROMISED) == 0)
            promised += object->pages;
    }
    struct store_promises promises = {
        .promised = promised,
        .capacity = store->capacity_pages,
        .objects = store_books_count_objects(),
        .left = store_books_count_left_to(message->badge),
    };
    memcpy(message->words, &promises, sizeof promises);
    return 0;
}

static int32_t do_request(struct message *message)
{
    switch (message->tag) {
    case STORE_MEMORY:
        return make_memory(message);
    case STORE_OPEN:
    case STORE_OPEN_TO_WRITE:
        return open_file(message, message->tag == STORE_OPEN_TO_WRITE);
    case STORE_SET_LENGTH:
    case STORE_SYNC:
        return change_file(message);
    case STORE_REMOVE:
        return remove_file(message);
    case STORE_NAME:
    case STORE_LENGTH:
        return describe_file(message);
    default:
        return E_ARGUMENT;
    }
}

static int32_t answer_request(struct message *message)
{
    switch (message->tag) {
    case STORE_PROMISES:
        return tell_promises(message);
    case STORE_SERVED:
        memcpy(message->words, served, sizeof *served);
        return 0;
    case STORE_DEVICE:
    case STORE_COUNTS:
        return store->tell == NULL ? E_ARGUMENT : store->tell(message->tag, message->words);
    case STORE_SHARE:
        return make_share(message);
    default:
        break;
    }
    int32_t error = store->prepare == NULL ? 0 : store->prepare(message->tag);
    return error != 0 ? error : do_request(message);
}

// What somebody asks for who is not the kernel.
void store_requests_serve(struct message *message)
{
    uint32_t reply = message_reply_handle(message);

    message->capability = 0;
    service_set_status(message, answer_request(message));
    uint32_t made = message->capability;
    int32_t result = reply == 0 ? 0 : message_reply(message, reply);
    capability_drop(lent); // who asked has it, if anybody
    if (result != 0 && made != 0) {
        // It may be the capability that is no good: then whoever asked learns of it.
        message->capability = 0;
        service_set_status(message, result);
        message_reply(message, reply);
    }
    // Nobody has the object if who asked is gone, wants no reply, or has no room for a capability.
    for (uint32_t i = 0; made != 0 && i < STORE_OBJECTS_MOST; i++) {
        if (store_object(i)->handle == made)
            destroy(i);
    }
}
