// SPDX-License-Identifier: MIT
// The store as others see it: through messages and memory. The test itself plays init's part.
#include "common/string.h"
#include "labs/7-store/tests/programs/lab7/scenarios.h"
#include "labs/7-store/tests/programs/lab7/support.h"
#include "user/child.h"

// Handles.
enum { KEEPER = HANDLE_FREE, PUBLIC, SHARE, OBJECT, OTHER, CHILD };

#define PLACE         0x20000000u
#define OTHER_PLACE   0x28000000u
#define CLIENT_QUOTA  40
#define MEMORY_PAGES  120
#define FRAMES_LEFT   150 // less than two clients want
#define REGISTER_WAIT (5 * TICKS_PER_SECOND)
#define READERS       (DISK_PAGES / 8)

// The store comes up, and tells of itself.
static void find_store(void)
{
    for (uint32_t handle = KEEPER; handle <= PUBLIC; handle++) {
        struct message message = {.port = HANDLE_INIT, .accept = (uint8_t)handle};
        CHECK(message_receive(&message, REGISTER_WAIT), >=, 0);
        CHECK(message.tag, ==, (uint32_t)(handle == KEEPER ? INIT_REGISTER_KEEPER : INIT_REGISTER));
        uint32_t reply = message_reply_handle(&message);
        message.capability = 0;
        service_set_status(&message, 0);
        CHECK(message_reply(&message, reply), ==, 0);
    }
    CHECK(store_make_share(KEEPER, SHARE), ==, 0);
}

static struct store_promises read_promises(void)
{
    struct store_state state;

    CHECK(store_read_state(KEEPER, &state), ==, 0);
    return state.promises;
}

static void map(uint32_t process, uint32_t object, uint32_t address, uint32_t pages)
{
    CHECK(object_map_into(process, object, address, pages, REGION_READ | REGION_WRITE), ==, 0);
}

// Nobody has the object any more: after a while the store has heard of it.
static void drop(uint32_t object, uint32_t left)
{
    CHECK(capability_drop(object), ==, 0);
    for (uint32_t i = 0; i < 20 && read_promises().left != left; i++)
        process_sleep(1);
    CHECK(read_promises().left, ==, left);
}

// --- memory

// Writes to all pages and reads them, in steps that leave none out. Returns how many are wrong.
static int32_t work(uint32_t base)
{
    uint32_t wrong = 0;

    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < MEMORY_PAGES; i++)
            fill_page((uint32_t *)(PLACE + i * 7 % MEMORY_PAGES * PAGE_BYTES), base + i + round);
        for (uint32_t i = 0; i < MEMORY_PAGES; i++) {
            const uint32_t *page = (const uint32_t *)(PLACE + i * 7 % MEMORY_PAGES * PAGE_BYTES);
            wrong += value_of_page(page, PAGE_BYTES) != base + i + round;
        }
    }
    return (int32_t)wrong;
}

// All words of some pages are 0. Returns how many are not.
static int32_t count_set(uint32_t pages)
{
    uint32_t set = 0;

    for (uint32_t i = 0; i < pages * PAGE_WORDS; i++)
        set += ((const uint32_t *)PLACE)[i] != 0;
    return (int32_t)set;
}

// Runs a function in a process that has the object mapped, and says how that ended.
static struct process_end run_client(uint32_t object, uint32_t pages,
                                     int32_t (*function)(uint32_t argument), uint32_t argument)
{
    struct process_end end;

    child_make(CHILD, "client", CLIENT_QUOTA);
    map(CHILD, object, PLACE, pages);
    child_run(CHILD, function, argument);
    while (test_call(TEST_PROCESS_ENDED, CHILD, 0, 0) == 0)
        process_sleep(1); // the page stealer works in ticks
    CHECK(process_wait(CHILD, &end), ==, 0);
    CHECK(capability_drop(CHILD), ==, 0);
    return end;
}

static void expect_client(uint32_t object, uint32_t pages, int32_t (*function)(uint32_t argument),
                          uint32_t argument)
{
    struct process_end end = run_client(object, pages, function, argument);

    CHECK(end.reason, ==, (uint32_t)END_EXIT);
    CHECK(end.status, ==, 0);
}

// Two programs with more memory than there is; then what one had is another one's, and zero.
void service_memory(const char *arguments)
{
    (void)arguments;
    find_store();
    CHECK(store_memory_create_from(KEEPER, OBJECT, 0, 0), ==, E_ARGUMENT);
    uint32_t left = read_promises().left;
    CHECK(left, >=, DISK_PAGES / 2u);
    CHECK(store_memory_create_from(KEEPER, OBJECT, 1, 6), ==, E_ARGUMENT);
    CHECK(store_memory_create_from(KEEPER, OBJECT, left + 1, 0), ==, E_NO_MEMORY);
    CHECK(read_promises().left, ==, left);
    CHECK(store_memory_create_from(SHARE, OBJECT, MEMORY_PAGES, 0), ==, 0);
    uint32_t free_frames = (uint32_t)test_call(TEST_TAKE_FRAMES, 1, 0, 0);
    CHECK(free_frames, >, (uint32_t)FRAMES_LEFT);
    test_call(TEST_TAKE_FRAMES, free_frames - FRAMES_LEFT, 0, 0);
    for (uint32_t round = 0; round < 2; round++) {
        expect_client(OBJECT, MEMORY_PAGES, work, 1000);
        for (uint32_t page = 0; page < MEMORY_PAGES; page++)
            test_call(TEST_EVICT, OBJECT, page, 0);
    }
    drop(OBJECT, left);
    CHECK(store_memory_create_from(KEEPER, OBJECT, left, 0), ==, 0);
    CHECK(store_memory_create_from(SHARE, OTHER, 1, 0), ==, E_NO_MEMORY);
    expect_client(OBJECT, left, count_set, left);
    drop(OBJECT, left);
    struct store_state state;
    CHECK(store_read_state(PUBLIC, &state), ==, 0);
    CHECK(state.served.fetches, >, (uint32_t)MEMORY_PAGES);
    CHECK(state.served.stores, >, (uint32_t)MEMORY_PAGES);
    CHECK(state.served.not_fetched + state.served.not_stored, ==, 0u);
    test_report("done", 1);
}

// --- a page that cannot be read

static int32_t write_all(uint32_t pages)
{
    for (uint32_t page = 0; page < pages; page++)
        fill_page((uint32_t *)(PLACE + page * PAGE_BYTES), page + 1);
    return 0;
}

static int32_t read_some(uint32_t first)
{
    uint32_t wrong = 0;

    for (uint32_t page = first; page < first + MEMORY_PAGES / READERS; page++)
        wrong +=
            value_of_page((const uint32_t *)(PLACE + page * PAGE_BYTES), PAGE_BYTES) != page + 1;
    return (int32_t)wrong;
}

// Ends those who need it, and nobody else.
void service_errors(const char *arguments)
{
    uint32_t failed = 0;

    (void)arguments;
    find_store();
    CHECK(store_memory_create_from(KEEPER, OBJECT, 0, 0), ==, E_ARGUMENT); // it opens the disk
    uint32_t pages = read_promises().left;
    CHECK(store_memory_create_from(KEEPER, OBJECT, pages, 0), ==, 0);
    expect_client(OBJECT, pages, write_all, pages);
    for (uint32_t page = 0; page < pages; page++) {
        test_call(TEST_EVICT, OBJECT, page, 0);
        process_sleep(1); // the store has it
    }
    for (uint32_t reader = 0; reader < READERS; reader++) {
        struct process_end end =
            run_client(OBJECT, pages, read_some, reader * (MEMORY_PAGES / READERS));
        if (end.reason == END_EXIT)
            CHECK(end.status, ==, 0);
        else
            CHECK(end.reason, ==, (uint32_t)END_FETCH_FAILED);
        failed += end.reason != END_EXIT;
    }
    CHECK(failed, >, 0u);
    CHECK(failed, <, READERS * 3u / 4);
    test_report("done", 1);
}

// --- files

#define NOTES_BYTES (2 * PAGE_BYTES + 100)
#define TRIES       400

static int32_t open_file(const char *name, uint32_t tag, uint32_t to, struct message *message)
{
    *message = (struct message){.port = SHARE, .accept = (uint8_t)to, .tag = tag};
    service_put_name(message, name);
    return service_call(message);
}

static int32_t ask(uint32_t through, uint32_t tag, uint32_t first, uint32_t second)
{
    struct message message = {
        .port = (uint8_t)through, .accept = OTHER, .tag = tag, .words = {first, second}};
    int32_t error = service_call(&message);

    capability_drop(OTHER);
    return error;
}

// Whatever is asked for gets an answer, and nothing comes of it. (A name has no bytes above 127
// here, and the numbers are none of a file.)
static void ask_anything(void)
{
    for (uint32_t i = 0; i < TRIES; i++) {
        uint32_t tag = test_random(STORE_SHARE + 4), word = 0x80000000u | test_random(1000000);
        if (tag == STORE_OPEN_TO_WRITE || tag == STORE_SHARE)
            continue;
        int32_t error = ask(i % 2 ? SHARE : PUBLIC, tag, word, test_random(1000000));
        if (tag != STORE_PROMISES && tag != STORE_SERVED)
            CHECK(error, <, 0);
    }
    CHECK(ask(SHARE, STORE_SHARE, 0, 0), ==, E_RIGHTS);
}

static int32_t write_notes(uint32_t base)
{
    for (uint32_t page = 0; page < store_pages(NOTES_BYTES); page++)
        fill_page((uint32_t *)(PLACE + page * PAGE_BYTES), base + page);
    return 0;
}

// The file is what was written through its memory.
static void expect_notes(uint32_t base)
{
    const uint32_t *words = (const uint32_t *)OTHER_PLACE;

    for (uint32_t page = 0; page < 2; page++)
        CHECK(value_of_page(words + page * PAGE_WORDS, PAGE_BYTES), ==, base + page);
    CHECK(words[2 * PAGE_WORDS], ==, base + 2);
}

void service_files(const char *arguments)
{
    uint32_t base = 1 + test_random(10000);
    struct message message;

    (void)arguments;
    find_store();
    CHECK(open_file("notes", STORE_OPEN, OBJECT, &message), ==, E_EMPTY);
    CHECK(open_file("notes", STORE_OPEN_TO_WRITE, OBJECT, &message), ==, 0);
    CHECK(message.words[0], ==, 0u);
    uint32_t file = message.words[1];
    CHECK(ask(SHARE, STORE_SET_LENGTH, file, UINT32_MAX), ==, E_NO_MEMORY);
    CHECK(ask(SHARE, STORE_SET_LENGTH, file, NOTES_BYTES), ==, 0);
    expect_client(OBJECT, store_pages(NOTES_BYTES), write_notes, base);
    for (uint32_t page = 0; page < 3; page++)
        test_call(TEST_EVICT, OBJECT, page, 1);
    CHECK(ask(SHARE, STORE_SYNC, file, 0), ==, 0);
    ask_anything();
    CHECK(ask(SHARE, STORE_LENGTH, file, 0), ==, 0);
    // a longer one that nobody syncs
    CHECK(ask(SHARE, STORE_SET_LENGTH, file, 4 * PAGE_BYTES), ==, 0);
    CHECK(capability_drop(OBJECT), ==, 0);
    process_sleep(5);
    CHECK(open_file("notes", STORE_OPEN, OBJECT, &message), ==, 0);
    CHECK(message.words[0], ==, (uint32_t)NOTES_BYTES);
    CHECK(message.words[1], ==, file);
    CHECK(object_map(OBJECT, OTHER_PLACE, 3, REGION_READ), ==, 0);
    expect_notes(base);
    struct message removal = {.port = SHARE, .tag = STORE_REMOVE};
    service_put_name(&removal, "notes");
    CHECK(service_call(&removal), ==, E_BUSY);
    test_report("base", base);
}
