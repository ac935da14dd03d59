// SPDX-License-Identifier: MIT
#include "labs/7-store/tests/programs/lab7/model.h"

#include "common/string.h"

#define FILES        2
#define PAGES        8 // all that files have on the disk
#define MEMORY_PAGES 4
#define NO_NUMBER    UINT32_MAX

// Of a page the first bytes are as they were stored, the others 0.
struct page {
    uint32_t value, bytes;
};

struct file {
    bool is_there;
    uint32_t bytes;
    struct page pages[PAGES];
};

enum call { CREATE, SET_LENGTH, STORE, SYNC, REVERT, REMOVE, STORE_TO_MEMORY };

// How often each comes.
static const enum call calls[] = {
    SET_LENGTH, SET_LENGTH, STORE, STORE, STORE, STORE,  STORE,  STORE,
    STORE,      SYNC,       SYNC,  SYNC,  SYNC,  REVERT, REMOVE, STORE_TO_MEMORY,
};

static struct file now[FILES], kept[FILES];
static struct file wanted[FILES]; // what the last call wanted the disk to have
static bool is_doubtful[FILES];   // that call failed
static uint32_t numbers[FILES];   // in the store
static const char *const names[FILES] = {"one", "two"};
static uint32_t memory_values[MEMORY_PAGES]; // 0: nothing that is known
static uint32_t state, next_value;

// The next call.
static enum call call;
static uint32_t which, page, bytes, value;

static uint32_t draw(uint32_t bound)
{
    state = state * 1103515245 + 12345;
    return (state >> 16) % bound;
}

void model_start(uint32_t seed)
{
    state = seed;
    next_value = 1;
    memset(now, 0, sizeof now);
    memset(kept, 0, sizeof kept);
    memset(is_doubtful, 0, sizeof is_doubtful);
    memset(memory_values, 0, sizeof memory_values);
    CHECK(own_store_format(&disk), ==, 0);
    CHECK(own_store_file_pages(), >=, (uint32_t)PAGES);
}

// --- calls

// Pages that there are for the file beside the others.
static uint32_t room_for(uint32_t file)
{
    uint32_t left = PAGES;

    for (uint32_t i = 0; i < FILES; i++) {
        uint32_t pages = store_pages(now[i].bytes), pages_kept = store_pages(kept[i].bytes);
        if (i != file)
            left -= pages > pages_kept ? pages : pages_kept;
    }
    return left;
}

static void choose(void)
{
    which = draw(FILES);
    call = calls[draw(sizeof calls / sizeof calls[0])];
    if (!now[which].is_there)
        call = CREATE;
    if (call == STORE && now[which].bytes == 0)
        call = SET_LENGTH;
    bytes = draw(room_for(which) * PAGE_BYTES / 2 + 1) * 2;
    page = draw(call == STORE ? store_pages(now[which].bytes) : MEMORY_PAGES);
    value = next_value++;
}

static bool changes_disk(void)
{
    return call == CREATE || call == SYNC || call == REMOVE;
}

static int32_t perform(void)
{
    uint32_t file = numbers[which];

    switch (call) {
    case CREATE: {
        int32_t created = own_store_create(names[which]);
        numbers[which] = created < 0 ? NO_NUMBER : (uint32_t)created;
        return created < 0 ? created : 0;
    }
    case SET_LENGTH:
        return own_store_set_length(file, bytes);
    case STORE:
        return store_value(file, page, value);
    case SYNC:
        return own_store_sync(file);
    case REVERT:
        own_store_revert(file);
        return 0;
    case REMOVE:
        return own_store_remove(file);
    default:
        return store_value(OWN_STORE_MEMORY, page, value);
    }
}

static void note_length(struct file *file)
{
    file->bytes = bytes;
    for (uint32_t i = 0; i < PAGES; i++) {
        uint32_t left = bytes > i * PAGE_BYTES ? bytes - i * PAGE_BYTES : 0;
        if (file->pages[i].bytes > left)
            file->pages[i].bytes = left;
    }
}

static void note_done(void)
{
    uint32_t left = now[which].bytes - page * PAGE_BYTES;

    switch (call) {
    case CREATE:
    case SYNC:
    case REMOVE:
        now[which] = kept[which] = wanted[which];
        is_doubtful[which] = false;
        break;
    case SET_LENGTH:
        note_length(&now[which]);
        break;
    case STORE:
        now[which].pages[page] = (struct page){value, left < PAGE_BYTES ? left : PAGE_BYTES};
        break;
    case REVERT:
        now[which] = kept[which];
        break;
    default:
        memory_values[page] = value;
    }
}

int32_t model_call_again(void)
{
    int32_t error = perform();

    if (error == 0)
        note_done();
    else if (changes_disk())
        is_doubtful[which] = true;
    else if (call == STORE_TO_MEMORY)
        memory_values[page] = 0;
    return error;
}

int32_t model_call(void)
{
    choose();
    if (changes_disk()) {
        wanted[which] = now[which];
        wanted[which].is_there = true;
        if (call == REMOVE)
            memset(&wanted[which], 0, sizeof wanted[which]);
    }
    return model_call_again();
}

// --- looking

static uint32_t find_number(const char *name, uint32_t *length)
{
    struct store_name found;

    for (uint32_t number = 0; number < OWN_STORE_FILES_MOST; number++) {
        if (own_store_describe(number, &found) == 0 && strcmp(found.name, name) == 0) {
            *length = found.bytes;
            return number;
        }
    }
    return NO_NUMBER;
}

// Whether the store tells of the file what it must. If the call that made it failed, nobody knows
// its number yet.
static bool is_described(uint32_t i, const struct file *file)
{
    uint32_t length = 0, number = find_number(names[i], &length);

    if (!file->is_there)
        return number == NO_NUMBER;
    if (numbers[i] == NO_NUMBER)
        numbers[i] = number;
    return number != NO_NUMBER && number == numbers[i] && length == file->bytes;
}

// Where the page differs from what was stored; PAGE_WORDS: nowhere.
static uint32_t find_difference(const uint32_t *words, const struct page *stored)
{
    uint32_t expected[PAGE_WORDS], i = 0;

    fill_page(expected, stored->value);
    memset((uint8_t *)expected + stored->bytes, 0, PAGE_BYTES - stored->bytes);
    while (i < PAGE_WORDS && words[i] == expected[i])
        i++;
    return i;
}

// How many pages differ; adds to `lost` those that cannot be had.
static uint32_t count_different(uint32_t i, const struct file *file, uint32_t *lost)
{
    static uint32_t words[PAGE_WORDS];
    uint32_t different = 0;

    for (uint32_t at = 0; file->is_there && at < store_pages(file->bytes); at++) {
        memset(words, 0, sizeof words);
        int32_t error = own_store_fetch(numbers[i], at, words);
        if (error != 0)
            CHECK(error, ==, E_PAGER);
        *lost += error != 0;
        different += error == 0 && find_difference(words, &file->pages[at]) != PAGE_WORDS;
    }
    return different;
}

static void expect(uint32_t i, const struct file *file, uint32_t *lost)
{
    bool is_as_it_was = is_described(i, file);

    CHECK(is_as_it_was, ==, true);
    CHECK(count_different(i, file, lost), ==, 0u);
}

// Files that the store has.
static uint32_t count_described(void)
{
    struct store_name name;
    uint32_t count = 0;

    for (uint32_t number = 0; number < OWN_STORE_FILES_MOST; number++)
        count += own_store_describe(number, &name) == 0;
    return count;
}

void model_expect_now(void)
{
    uint32_t lost = 0;

    for (uint32_t i = 0; i < FILES; i++)
        expect(i, &now[i], &lost);
    CHECK(lost, ==, 0u);
    CHECK(count_described(), ==, now[0].is_there + now[1].is_there + 0u);
    for (uint32_t at = 0; at < MEMORY_PAGES; at++) {
        if (memory_values[at] != 0)
            expect_value(OWN_STORE_MEMORY, at, memory_values[at]);
    }
}

void model_expect_kept(void)
{
    uint32_t lost = 0;

    memset(memory_values, 0, sizeof memory_values);
    for (uint32_t i = 0; i < FILES; i++) {
        bool is_wanted = is_doubtful[i] && is_described(i, &wanted[i]) &&
                         count_different(i, &wanted[i], &lost) == 0;
        if (is_wanted)
            kept[i] = wanted[i];
        expect(i, &kept[i], &lost);
        now[i] = kept[i];
        is_doubtful[i] = false;
    }
    CHECK(lost, ==, 0u);
}
