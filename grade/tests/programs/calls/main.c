// SPDX-License-Identifier: MIT
// For grade/tests/system.bats: an ordinary program that asks the kernel and the services for what
// it must not get, and compares what they tell. Prints what is wrong; its status is how often.
#include <stdbool.h>

#include "common/string.h"
#include "kernel/abi/process_state.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/store.h"

enum { OBJECT = HANDLE_FREE, PORT, MANY };
enum { PLACE = 0x50000000, KERNEL = 0x80000000 };

#define UNPROMISED_PAGES 300
#define LONG_TEXT_BYTES  (3 * CONSOLE_BYTES_MOST + 1) // with the final 0

static int32_t wrong;

#define CHECK(found, expected) check(#found, (int32_t)(found), (int32_t)(expected))

static void check(const char *text, int32_t found, int32_t expected)
{
    if (found == expected)
        return;
    print("calls: %s is %d, not %d\n", text, found, expected);
    wrong++;
}

static volatile uint32_t *word_of(uint32_t page)
{
    return (volatile uint32_t *)(PLACE + page * PAGE_BYTES);
}

// --- the kernel

static void ask_for_bad_places(void)
{
    static const uint32_t places[] = {0, 0x00400000, KERNEL - 8, KERNEL, 0xfffffff0};

    for (uint32_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        void *place = (void *)places[i]; // nothing is there, or it may only be read
        CHECK(information_frames(place), E_ADDRESS);
        CHECK(information_map(0, place, INFORMATION_MAP_MOST), E_ADDRESS);
        CHECK(information_process(0, place), E_ADDRESS);
        CHECK(information_region(0, 0, 0, place), E_ADDRESS);
        CHECK(information_pager(0, 0, place), E_ADDRESS);
        CHECK(console_read(PORT, place, 10), E_ADDRESS);
    }
}

static void ask_for_rights(void)
{
    char byte;

    CHECK(console_read(PORT, &byte, 1), E_EMPTY);
    CHECK(console_read(HANDLE_SELF, &byte, 1), E_KIND);
    CHECK(console_read(99, &byte, 1), E_HANDLE);
    CHECK(process_create(PORT, PROCESS_FRAMES_LEAST, "forged\n"), E_ARGUMENT);
    CHECK(process_create(PORT, PROCESS_FRAMES_LEAST, "\033[2J"), E_ARGUMENT);
    CHECK(process_create(PORT, PROCESS_FRAMES_LEAST,
                         "\x9b"
                         "2J"),
          E_ARGUMENT);
    CHECK(machine_off(PORT, 0), E_EMPTY);
    CHECK(machine_off(HANDLE_SELF, 0), E_KIND);
    CHECK(information_place(PORT), E_EMPTY);
    CHECK(information_place(HANDLE_INIT), E_KIND);
}

static void look_at_oneself(void)
{
    struct information_process self;
    struct information_region region;
    struct information_pager pager;
    uint32_t place = (uint32_t)information_place(HANDLE_SELF), regions = 0, end = 0;

    CHECK(information_process(place, &self), place + 1);
    CHECK(self.place, place);
    CHECK(strcmp(self.name, "calls"), 0);
    CHECK(self.state, PROCESS_RUNNING);
    CHECK(self.level, -1);
    CHECK(self.is_core, 0);
    CHECK(self.used_frames <= self.quota_frames, true);
    CHECK(information_pager(place, self.number, &pager), E_STATE);
    CHECK(information_pager(place, self.number + 1, &pager), E_STALE);
    CHECK(information_region(place, self.number + 1, 0, &region), E_STALE);
    CHECK(information_region(0, self.number, 0, &region), E_STALE);
    CHECK(information_region(UINT32_MAX, self.number, 0, &region), E_STALE);
    for (; information_region(place, self.number, regions, &region) == 0; regions++) {
        CHECK(region.address >= end, true);
        end = region.address + region.pages * PAGE_BYTES;
    }
    CHECK(regions, self.regions);
    CHECK(information_region(place, self.number, regions, &region), E_ARGUMENT);
    CHECK(information_process(UINT32_MAX, &self), 0);
    CHECK(self.number, 0);
}

// A process finds its own children, and theirs, and nobody else.
static void find_processes(void)
{
    struct information_process self, child;
    uint32_t place = (uint32_t)information_place(HANDLE_SELF);

    CHECK(information_process(place, &self), place + 1);
    CHECK(process_find(HANDLE_SELF, place, self.number), E_OCCUPIED);
    CHECK(process_find(MANY, place, self.number), E_RIGHTS);
    CHECK(process_find(MANY, place, self.number + 1), E_STALE);
    CHECK(process_find(MANY, 0, self.number), E_STALE);
    CHECK(process_find(MANY, UINT32_MAX, self.number), E_STALE);
    CHECK(process_create(OBJECT, PROCESS_FRAMES_LEAST, "child"), 0);
    CHECK(information_process((uint32_t)information_place(OBJECT), &child) > 0, true);
    CHECK(child.creator, self.number);
    CHECK(process_find(MANY, child.place, child.number), 0);
    CHECK(process_end(MANY), 0);
    CHECK(process_end(OBJECT), E_DEAD);
    CHECK(capability_drop(MANY), 0);
    CHECK(capability_drop(OBJECT), 0);
    // Of its creator a process knows place and number, and gets no capability.
    for (int32_t at = 0; (at = information_process((uint32_t)at, &child)) > 0;) {
        if (child.number != 0 && child.number == self.creator)
            CHECK(process_find(MANY, child.place, child.number), E_RIGHTS);
    }
}

static uint32_t count_present(void)
{
    struct information_process self = {0};
    CHECK(information_process((uint32_t)information_place(HANDLE_SELF), &self) > 0, true);
    return self.present_pages;
}

// An object that is mapped twice is in memory once.
static void map_twice(void)
{
    CHECK(store_memory_make(OBJECT, PLACE, 4, 0), 0);
    for (uint32_t page = 0; page < 4; page++)
        *word_of(page) = page;
    count_present(); // its code is there from now on
    uint32_t before = count_present();
    CHECK(object_map_patiently(0, OBJECT, PLACE + 4 * PAGE_BYTES, 4, REGION_READ, 100), 0);
    CHECK(count_present(), before);
    CHECK(region_unmap(0, PLACE + 4 * PAGE_BYTES), 0);
    CHECK(region_unmap(0, PLACE), 0);
    CHECK(capability_drop(OBJECT), 0);
}

// What the map shows is what the counts say, while nothing else runs.
static void count_frames(void)
{
    static uint8_t map[INFORMATION_MAP_MOST];
    static struct information_frames frames;
    uint32_t counted[FRAME_USES] = {0}, first = 0, all = 0;
    int32_t count;

    map[0] = 0; // there from now on
    CHECK(information_frames(&frames), 0);
    while ((count = information_map(first, map, UINT32_MAX)) > 0) {
        for (int32_t i = 0; i < count; i++)
            counted[map[i] & FRAME_INFORMATION_USE]++;
        first += (uint32_t)count;
    }
    CHECK(count, 0);
    CHECK(first, frames.table_entries);
    CHECK(counted[FRAME_USE_FREE], frames.free + frames.claimed);
    for (uint32_t use = FRAME_USE_KERNEL; use < FRAME_USES; use++) {
        CHECK(counted[use], frames.used[use]);
        all += frames.used[use];
    }
    CHECK(frames.free + frames.claimed + all, frames.total);
    CHECK(information_map(frames.table_entries, map, 1), 0);
    CHECK(information_map(UINT32_MAX, map, 1), 0);
    CHECK(information_map(0, map, 0), 0);
}

// --- the services

static int32_t ask(uint32_t port, uint32_t tag, uint32_t word, uint32_t accept)
{
    struct message message = {
        .port = (uint8_t)port,
        .accept = (uint8_t)accept,
        .tag = tag,
        .words = {word},
    };
    return service_call(&message);
}

static void ask_init(void)
{
    CHECK(service_find("ended", MANY), E_DEAD);
    CHECK(service_find("nobody", MANY), E_EMPTY);
    CHECK(service_register("other", HANDLE_STORE), E_RIGHTS);
    CHECK(ask(HANDLE_INIT, INIT_PROCESS, 0, MANY), E_ARGUMENT);
    CHECK(ask(HANDLE_INIT, INIT_FOREGROUND, 0, 0), E_ARGUMENT);
    CHECK(ask(HANDLE_INIT, INIT_SHELL_ENDED, 0, 0), E_ARGUMENT);
    CHECK(ask(HANDLE_INIT, 12345, 0, 0), E_ARGUMENT);
    CHECK(ask(HANDLE_INIT, INIT_NAME, UINT32_MAX, 0), E_ARGUMENT);
    CHECK(service_register_keeper("other", HANDLE_STORE), E_RIGHTS);
    CHECK(ask(HANDLE_STORE, STORE_SHARE, 0, MANY), E_RIGHTS);
}

static void ask_files(void)
{
    struct store_file file;
    char name[PROCESS_NAME_BYTES];
    uint32_t bytes;

    CHECK(store_file_open(&file, "nothing", OBJECT), E_EMPTY);
    CHECK(store_file_open(&file, "", OBJECT), E_EMPTY);
    CHECK(store_file_open(&file, "nowhere/calls", OBJECT), E_EMPTY);
    CHECK(store_file_open_to_write(&file, "calls", OBJECT), E_RIGHTS);
    CHECK(store_file_remove("calls"), E_RIGHTS);
    CHECK(store_file_describe(SERVICE_BOOT_FILES, UINT32_MAX, name, &bytes), E_ARGUMENT);
    CHECK(ask(HANDLE_BOOT_FILES, 12345, 0, 0), E_ARGUMENT);
    CHECK(ask(HANDLE_BOOT_FILES, STORE_LENGTH, UINT32_MAX, 0), E_ARGUMENT);
    CHECK(store_file_open(&file, "bootfs/calls", OBJECT), 0);
    CHECK(object_map_patiently(0, OBJECT, PLACE, 1, REGION_READ | REGION_WRITE, 1), E_RIGHTS);
    CHECK(capability_drop(OBJECT), 0);
}

static void ask_store(void)
{
    uint32_t count = 0;
    int32_t error;

    CHECK(store_memory_create(OBJECT, 0, 0), E_ARGUMENT);
    CHECK(store_memory_create(OBJECT, 1, 2), E_ARGUMENT);
    CHECK(store_memory_create(OBJECT, UINT32_MAX, 0), E_LIMIT);
    CHECK(store_memory_create(OBJECT, UINT32_MAX, STORE_UNPROMISED), E_LIMIT);
    CHECK(store_memory_create(OBJECT, 4000, 0), E_NO_MEMORY);
    CHECK(ask(HANDLE_STORE, 12345, 0, 0), E_ARGUMENT);
    // As many as there can be; those that nobody takes are found again.
    for (uint32_t i = 0; i < 100; i++)
        CHECK(ask(HANDLE_STORE, STORE_MEMORY, 1, 0), 0);
    while ((error = store_memory_create(MANY + count, 1, 0)) == 0)
        count++;
    CHECK(error, E_QUOTA);
    CHECK(count > 12, true);
    for (uint32_t i = 0; i < count; i++)
        CHECK(capability_drop(MANY + i), 0);
    CHECK(store_memory_make(OBJECT, PLACE, 1, 0), 0);
    *(volatile uint32_t *)PLACE = 1;
}

static uint32_t count_left(void)
{
    struct store_state state = {0};
    CHECK(store_read_state(HANDLE_STORE, &state), 0);
    return state.promises.left;
}

// Pages that take a page of the store each; others that take none.
static void write_pages(uint32_t from, uint32_t to, uint32_t value)
{
    for (uint32_t page = from; page < to; page++) {
        word_of(page)[0] = value;
        word_of(page)[1] = 0;
    }
}

// What is kept of memory that was not promised is not promised to anybody else; and it can be
// stored again when all else is.
static void promise_the_rest(void)
{
    uint32_t left = count_left();

    CHECK(store_memory_make(OBJECT, PLACE, UNPROMISED_PAGES, STORE_UNPROMISED), 0);
    CHECK(count_left(), left);
    write_pages(0, UNPROMISED_PAGES - 1, 1);
    CHECK(object_sync(OBJECT), 0);
    CHECK(count_left(), left - (UNPROMISED_PAGES - 1));
    CHECK(store_memory_create(MANY, count_left() + 1, 0), E_QUOTA);
    CHECK(store_memory_create(MANY, count_left(), 0), 0);
    CHECK(count_left(), 0);
    write_pages(0, UNPROMISED_PAGES - 1, 2);
    write_pages(UNPROMISED_PAGES - 1, UNPROMISED_PAGES, 0);
    CHECK(object_sync(OBJECT), 0);
    write_pages(UNPROMISED_PAGES - 1, UNPROMISED_PAGES, 1);
    CHECK(object_sync(OBJECT), E_PAGER);
    write_pages(0, UNPROMISED_PAGES / 2, 0);
    object_sync(OBJECT);
    CHECK(count_left(), UNPROMISED_PAGES / 2);
    CHECK(capability_drop(MANY), 0);
}

// More than the console takes with one call.
static void print_long_text(void)
{
    char text[LONG_TEXT_BYTES];

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    print("calls: %s is written to its end\n", text);
}

// --- the library

// All handles of the program can be taken, each once, and again when it was given back, empty.
static void take_handles(void)
{
    bool is_taken[CAPABILITIES_MOST] = {false};
    uint8_t handle, last = 0;
    uint32_t count = 0;

    for (; (handle = handle_take()) != 0 && count < CAPABILITIES_MOST; count++, last = handle) {
        CHECK(handle < HANDLE_FREE || handle >= HANDLE_LIBRARY || is_taken[handle], false);
        is_taken[handle] = true;
    }
    CHECK(count, HANDLE_LIBRARY - HANDLE_FREE);
    CHECK(capability_copy(HANDLE_SELF, last, RIGHT_READ, 0), 0);
    handle_give_back(last);
    CHECK(capability_inspect(last), E_EMPTY);
    CHECK(handle_take(), last);
    CHECK(handle_take(), 0);
    for (handle = HANDLE_FREE; handle < HANDLE_LIBRARY; handle++)
        handle_give_back(handle);
}

int32_t main(const char *command_line)
{
    (void)command_line;
    if (capability_inspect(HANDLE_CORE) >= 0) { // a boot process: a service that ends at once
        must(port_create(PORT), "port_create");
        return service_register("ended", PORT);
    }
    take_handles();
    CHECK(store_file_open(&(struct store_file){0}, "calls", OBJECT),
          0); // so that all services are known
    CHECK(store_memory_create(PORT, 1, 0), 0);
    CHECK(capability_drop(OBJECT), 0);
    CHECK(capability_drop(PORT), 0);
    ask_for_bad_places();
    ask_for_rights();
    look_at_oneself();
    find_processes();
    count_frames();
    map_twice();
    ask_init();
    ask_files();
    ask_store();
    CHECK(region_unmap(0, PLACE), 0);
    CHECK(capability_drop(OBJECT), 0);
    promise_the_rest();
    print_long_text();
    print("calls: %d answers are not as they must be\n", wrong);
    return wrong;
}
