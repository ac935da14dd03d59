// SPDX-License-Identifier: MIT
#include "user/store_books.h"

#include "common/string.h"

#define RESERVE_PART 16 // of the memory, one part in so many is for new clients
#define RESERVE      4  // and so many objects
#define BITS_OF_BYTE 8

static const struct store_functions *store;
static struct store_object objects[STORE_OBJECTS_MOST];
static uint8_t stored[STORE_CAPACITY_MOST / BITS_OF_BYTE]; // a bit for each page of the memory

void store_books_init(const struct store_functions *functions)
{
    store = functions;
}

struct store_object *store_object(uint32_t number)
{
    return &objects[number];
}

static bool is_in_use(const struct store_object *object)
{
    return object->pages != 0 && !object->is_idle;
}

uint32_t store_books_count_objects(void)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < STORE_OBJECTS_MOST; i++)
        count += is_in_use(&objects[i]);
    return count;
}

// --- shares

static uint32_t count_objects_of(uint32_t client)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < STORE_OBJECTS_MOST; i++)
        count += is_in_use(&objects[i]) && objects[i].client == client;
    return count;
}

static uint32_t count_taken(void)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < STORE_OBJECTS_MOST; i++)
        count += objects[i].taken;
    return count;
}

// A client that has nothing yet, as a program has that is about to start. All may come to an end
// for those that have something.
static bool is_new(uint32_t client)
{
    return client >= STORE_CLIENT_FIRST_OWN && count_objects_of(client) == 0;
}

static bool may_have_object(uint32_t client)
{
    uint32_t left = STORE_OBJECTS_MOST - store_books_count_objects();

    return client == STORE_CLIENT_KEEPER || is_new(client) ||
           count_objects_of(client) + RESERVE < left;
}

uint32_t store_books_count_left(void)
{
    return store->count_left != NULL ? store->count_left() : store->capacity_pages - count_taken();
}

uint32_t store_books_share(uint32_t client, uint32_t left)
{
    uint32_t reserve = store->capacity_pages / RESERVE_PART;

    if (client == STORE_CLIENT_KEEPER || is_new(client))
        return left;
    return left > reserve ? left - reserve : 0;
}

uint32_t store_books_count_left_to(uint32_t client)
{
    return store_books_share(client, store_books_count_left());
}

// --- ranges of the store's memory

static void forget_stored(const struct store_object *object)
{
    for (uint32_t page = object->first; page < object->first + object->pages; page++)
        stored[page / BITS_OF_BYTE] &= (uint8_t)(~(1u << page % BITS_OF_BYTE));
}

bool store_books_was_stored(uint32_t number, uint32_t page)
{
    uint32_t place = objects[number].first + page;

    return objects[number].file != STORE_NO_FILE || store->promise != NULL ||
           (stored[place / BITS_OF_BYTE] >> place % BITS_OF_BYTE & 1) != 0;
}

void store_books_set_stored(uint32_t number, uint32_t page)
{
    uint32_t place = objects[number].first + page;

    if (objects[number].file == STORE_NO_FILE && store->promise == NULL)
        stored[place / BITS_OF_BYTE] |= (uint8_t)(1u << place % BITS_OF_BYTE);
}

// Where the first object that reaches into the range ends; 0 if there is none.
static uint32_t find_obstacle(uint32_t first, uint32_t pages)
{
    for (uint32_t i = 0; i < STORE_OBJECTS_MOST; i++) {
        const struct store_object *object = &objects[i];
        uint32_t end = object->first + object->pages;
        if (object->pages != 0 && object->file == STORE_NO_FILE && object->first < first + pages &&
            first < end)
            return end;
    }
    return 0;
}

int32_t store_books_take_range(struct store_object *object, uint32_t places)
{
    uint32_t first = 0, obstacle_end = find_obstacle(first, object->pages);

    while (obstacle_end != 0) {
        first = obstacle_end;
        obstacle_end = find_obstacle(first, object->pages);
    }
    if (first + object->pages > places)
        return E_NO_MEMORY; // what is left is in pieces
    object->first = first;
    object->taken = object->pages;
    forget_stored(object);
    return 0;
}

// --- objects

static int32_t check_memory(const struct store_object *object)
{
    if (store->promise != NULL && (object->flags & STORE_UNPROMISED) != 0)
        return 0;
    if (object->pages > store_books_count_left())
        return E_NO_MEMORY;
    return object->pages > store_books_count_left_to(object->client) ? E_QUOTA : 0;
}

int32_t store_books_enter(uint32_t client, uint32_t pages, uint32_t file, uint32_t flags,
                          uint32_t *number)
{
    struct store_object object = {.pages = pages, .client = client, .file = file, .flags = flags};
    uint32_t free = 0;
    int32_t error = 0;

    while (free < STORE_OBJECTS_MOST && objects[free].pages != 0)
        free++;
    if (free == STORE_OBJECTS_MOST || pages > OBJECT_PAGES_MOST)
        return E_LIMIT;
    if (!may_have_object(client))
        return E_QUOTA;
    if (file == STORE_NO_FILE) {
        error = check_memory(&object);
        if (error == 0)
            error = store->promise != NULL ? store->promise(&object, free)
                                           : store_books_take_range(&object, store->capacity_pages);
    }
    if (error != 0)
        return error;
    objects[free] = object;
    *number = free;
    return 0;
}

void store_books_strike(uint32_t number)
{
    objects[number] = (struct store_object){0};
}

uint32_t store_books_find_file(uint32_t file)
{
    uint32_t number = 0;

    while (number < STORE_OBJECTS_MOST &&
           (objects[number].pages == 0 || objects[number].file != file || objects[number].is_stale))
        number++;
    return number;
}

int32_t store_books_use(uint32_t number, uint32_t client)
{
    struct store_object *object = &objects[number];

    if (!object->is_idle)
        return 0;
    if (!may_have_object(client))
        return E_QUOTA;
    object->is_idle = false;
    object->client = client;
    return 0;
}

void store_forget_all(void)
{
    for (uint32_t i = 0; i < STORE_OBJECTS_MOST; i++)
        objects[i].is_stale = objects[i].pages != 0;
}
