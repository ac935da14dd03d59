// SPDX-License-Identifier: MIT
#include "labs/5-stealer/tests/programs/lab5/support.h"

uint32_t base_progress[BASE_BADGES][BASE_PAGES];
uint32_t base_fetches, base_stores, base_wrong;
uint32_t base_stores_of[BASE_BADGES], base_fetches_of[BASE_BADGES];

// --- pages

#define STEP 0x01000193u // odd: no two words of a page are the same

static uint32_t first_word(uint32_t badge, uint32_t page, uint32_t version)
{
    return version << 20 | ((page * 0x9e37u + badge * 0x85ebu) & 0xfffffu);
}

uint32_t page_word(uint32_t badge, uint32_t page, uint32_t version, uint32_t index)
{
    return version == 0 ? 0 : first_word(badge, page, version) + index * STEP;
}

void page_fill(uint32_t *memory, uint32_t badge, uint32_t page, uint32_t version)
{
    uint32_t word = page_word(badge, page, version, 0), step = version == 0 ? 0 : STEP;

    for (uint32_t *at = memory; at < memory + PAGE_WORDS; at++) {
        *at = word;
        word += step;
    }
}

bool page_is(const uint32_t *memory, uint32_t badge, uint32_t page, uint32_t version)
{
    uint32_t word = page_word(badge, page, version, 0), step = version == 0 ? 0 : STEP;

    for (const uint32_t *at = memory; at < memory + PAGE_WORDS; at++) {
        if (*at != word)
            return false;
        word += step;
    }
    return true;
}

// Words from `from` on that are of that version, one after the other.
static uint32_t count_words(const uint32_t *memory, uint32_t badge, uint32_t page, uint32_t version,
                            uint32_t from)
{
    uint32_t word = page_word(badge, page, version, from), step = version == 0 ? 0 : STEP;
    uint32_t index = from;

    for (; index < PAGE_WORDS && memory[index] == word; index++)
        word += step;
    return index - from;
}

uint32_t page_read_progress(const uint32_t *memory, uint32_t badge, uint32_t page)
{
    uint32_t version = memory[0] >> 20;
    uint32_t words = count_words(memory, badge, page, version, 0);

    if (version == 0)
        return words == PAGE_WORDS ? 0 : UINT32_MAX;
    if (words == 0 || words + count_words(memory, badge, page, version - 1, words) != PAGE_WORDS)
        return UINT32_MAX;
    return (version - 1) * PAGE_WORDS + words;
}

void page_restore(uint32_t *memory, uint32_t badge, uint32_t page, uint32_t progress)
{
    uint32_t version = progress / PAGE_WORDS, words = progress % PAGE_WORDS;

    page_fill(memory, badge, page, version);
    for (uint32_t index = 0; index < words; index++)
        memory[index] = page_word(badge, page, version + 1, index);
}

// --- the base

void base_start(uint32_t slots)
{
    CHECK(port_create(PORT), ==, 0);
    CHECK(pager_create(PORT, WINDOW, slots, 0, 0), ==, 0);
}

void base_object(uint32_t handle, uint32_t pages, uint32_t badge)
{
    CHECK(object_create(handle, pages, badge, 0), ==, 0);
}

uint32_t *base_slot(const struct message *request)
{
    return pager_slot_memory(WINDOW, request->words[1]);
}

bool base_receive(struct message *request, uint32_t ticks)
{
    *request = (struct message){.port = PORT};
    int32_t result = message_receive(request, ticks);
    CHECK(result >= 0 || result == E_TIMEOUT, ==, true);
    return result >= 0;
}

static void store(const struct message *request)
{
    uint32_t badge = request->badge, page = request->words[0];
    uint32_t progress = page_read_progress(base_slot(request), badge, page);

    base_stores++;
    base_stores_of[badge]++;
    if (progress == UINT32_MAX || progress < base_progress[badge][page])
        base_wrong++;
    base_progress[badge][page] = progress;
}

void base_serve(const struct message *request)
{
    uint32_t page = request->words[0], slot_word = request->words[1];

    if (request->tag == TAG_FETCH) {
        base_fetches++;
        base_fetches_of[request->badge]++;
        if (base_progress[request->badge][page] != 0)
            page_restore(base_slot(request), request->badge, page,
                         base_progress[request->badge][page]);
        CHECK(pager_answer(slot_word, 0), ==, 0);
    } else if (request->tag == TAG_STORE) {
        store(request);
        CHECK(pager_answer(slot_word, 0), ==, 0);
    } else if (message_reply_handle(request) != 0) {
        struct message reply = {.tag = 1};
        message_reply(&reply, message_reply_handle(request));
    }
}

void base_serve_pending(void)
{
    struct message request;

    while (base_receive(&request, 1))
        base_serve(&request);
}

static bool is_running(uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (test_call(TEST_PROCESS_ENDED, first + i, 0, 0) == 0)
            return true;
    }
    return false;
}

void base_serve_while_running(uint32_t first, uint32_t count)
{
    for (;;) {
        base_serve_pending();
        if (!is_running(first, count))
            return;
    }
}

void base_serve_until(const volatile uint32_t *flag)
{
    struct message request;

    while (!*flag) {
        if (base_receive(&request, 1))
            base_serve(&request);
    }
}

void base_serve_for(uint32_t ticks)
{
    struct message request;
    uint32_t end = (uint32_t)clock_read() + ticks;

    while ((uint32_t)clock_read() < end) {
        if (base_receive(&request, 1))
            base_serve(&request);
    }
}

// --- children

void make_child(uint32_t process)
{
    child_make(process, "child", CHILD_QUOTA);
    CHECK(capability_give(process, PORT, CHILD_PORT, RIGHT_SEND | RIGHT_PASS, process), ==, 0);
}

void map(uint32_t process, uint32_t object, uint32_t address, uint32_t pages, uint32_t rights)
{
    int32_t result = object_map_into(process, object, address, pages, rights);
    CHECK(result, ==, 0);
}

void expect_exit(uint32_t process, int32_t status)
{
    CHECK(test_expect_end(process, END_EXIT), ==, status);
}

// --- the stealer and the books

struct test_stealer stealer_read(void)
{
    struct test_stealer state;
    CHECK(test_call(TEST_STEALER, (uint32_t)&state, 0, 0), ==, 0);
    return state;
}

uint32_t visit(uint32_t object, uint32_t page)
{
    return (uint32_t)test_call(TEST_VISIT, object, page, 0);
}

uint32_t page_state(uint32_t object, uint32_t page)
{
    return (uint32_t)test_call(TEST_PAGE_STATE, object, page, 0);
}

uint32_t page_marks(uint32_t object, uint32_t page)
{
    return (uint32_t)test_call(TEST_PAGE_MARKS, object, page, 0) & 0xff;
}

uint32_t page_mappings(uint32_t object, uint32_t page)
{
    return (uint32_t)test_call(TEST_PAGE_MARKS, object, page, 0) >> 8;
}

void take_frames_to(uint32_t left)
{
    uint32_t free = test_counts().free_frames;

    CHECK(free, >=, left);
    if (free > left)
        CHECK(test_call(TEST_TAKE_FRAMES, free - left, 0, 0), ==, (int32_t)left);
}
