// SPDX-License-Identifier: MIT
#include "labs/7-store/tests/programs/lab7/support.h"

#include "common/string.h"

#define WORD_FACTOR 2654435761u

static uint32_t page_words[PAGE_WORDS], expected_words[PAGE_WORDS];

void fill_page(uint32_t *words, uint32_t value)
{
    words[0] = value;
    for (uint32_t i = 1; i < PAGE_WORDS; i++)
        words[i] = value == 0 ? 0 : (value * PAGE_WORDS + i) * WORD_FACTOR;
}

uint32_t value_of_page(const uint32_t *words, uint32_t bytes)
{
    fill_page(expected_words, words[0]);
    memset((uint8_t *)expected_words + bytes, 0, PAGE_BYTES - bytes);
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        CHECK(words[i], ==, expected_words[i]);
    return words[0];
}

void start_store(uint32_t disk_pages)
{
    disk_make(disk_pages * SECTORS_PER_PAGE);
    CHECK(own_store_format(&disk), ==, 0);
}

int32_t open_anew(void)
{
    CHECK(own_store_format(&other_disk), ==, 0);
    int32_t file = own_store_create("other");
    CHECK(file, >=, 0);
    CHECK(own_store_set_length((uint32_t)file, 2 * PAGE_BYTES), ==, 0);
    CHECK(store_value((uint32_t)file, 1, UINT32_MAX), ==, 0);
    return own_store_open(&disk);
}

int32_t store_value(uint32_t file, uint32_t page, uint32_t value)
{
    fill_page(page_words, value);
    return own_store_store(file, page, page_words);
}

// How many bytes of the file lie in the page.
static uint32_t bytes_in_page(uint32_t file, uint32_t page)
{
    struct store_name name;

    if (file == OWN_STORE_MEMORY)
        return PAGE_BYTES;
    CHECK(own_store_describe(file, &name), ==, 0);
    uint32_t from = page * PAGE_BYTES;
    if (name.bytes <= from)
        return 0;
    return name.bytes - from < PAGE_BYTES ? name.bytes - from : PAGE_BYTES;
}

int32_t fetch_value(uint32_t file, uint32_t page, uint32_t *value)
{
    memset(page_words, 0, sizeof page_words);
    int32_t error = own_store_fetch(file, page, page_words);
    if (error == 0)
        *value = value_of_page(page_words, bytes_in_page(file, page));
    return error;
}

void expect_value(uint32_t file, uint32_t page, uint32_t value)
{
    uint32_t found;

    CHECK(fetch_value(file, page, &found), ==, 0);
    CHECK(found, ==, value);
}

void expect_file(uint32_t file, const char *name, uint32_t bytes)
{
    struct store_name found;

    CHECK(own_store_describe(file, &found), ==, 0);
    CHECK(strcmp(found.name, name), ==, 0);
    CHECK(found.bytes, ==, bytes);
}

void shuffle(uint16_t *numbers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t other = test_random(i + 1);
        numbers[i] = numbers[other];
        numbers[other] = (uint16_t)i;
    }
}
