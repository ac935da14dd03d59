// SPDX-License-Identifier: MIT
// The RAM store: a pager on level 0 that keeps pages in wired memory, so that something is always
// there at the end of every chain of pagers. What it keeps where is lab 6's (user/ram_store.h);
// what it is asked for: user/ram_memory.h; to whom it promises what: books.h.
//
// Command line: store=PERCENT of the free memory are taken for it at the start; else 65, or as much
// as leaves what some programs and pagers that are paged themselves need. (What is fetched from it
// stays in it too; so only what is larger than the memory that is left is of use.)
#include <stdbool.h>

#include "common/string.h"
#include "user/arguments.h"
#include "user/pager.h"
#include "user/print.h"
#include "user/programs/ramstore/books.h"
#include "user/ram_memory.h"

#define WINDOW       0x10000000u
#define ARENA        0x20000000u
#define SLOTS        32
#define SHARE        65 // percent
#define SHARE_MOST   90
#define SHARE_LEAST  25
#define LEFT_FRAMES  358 // for two programs of 48 frames, the shell, two levels of pagers, and pages
#define ARENA_MOST   65536 // pages, 256 MiB: more takes long to clear
#define MEMORY_TIMES 4     // an object has at most so many times the pages of the machine

enum { PORT = HANDLE_FREE, ARENA_OBJECT, FIRST_OBJECT };

_Static_assert(FIRST_OBJECT + BOOKS_OBJECTS_MOST <= HANDLE_LIBRARY, "a handle for each object");

static struct ram_memory_served served;

// An object's badge is its index in the books, which is used again when it has ended.
static int32_t fetch(uint32_t badge, uint32_t page, void *memory)
{
    served.fetches++;
    return ram_store_fetch(badge, page, memory);
}

static int32_t store(uint32_t badge, uint32_t page, const void *memory)
{
    int32_t error = books_store(badge, page, memory);

    served.stores++;
    if (error != 0)
        served.refused++;
    return error;
}

// Nobody has the object any more, unless it was given out again meanwhile.
static void release(uint32_t badge)
{
    if (!books_has(badge) || object_destroy(FIRST_OBJECT + badge) != 0)
        return;
    ram_store_release(badge);
    books_strike(badge);
}

// Objects whose maker ended before it got them: nobody ever had them, so no RELEASE tells of them.
static void collect_lost(void)
{
    for (uint32_t i = 0; i < BOOKS_OBJECTS_MOST; i++)
        release(i);
}

static int32_t create(struct message *message)
{
    uint32_t pages = message->words[0], flags = message->words[1], index;

    int32_t error = books_enter(pages, flags, &index);
    if (error == E_LIMIT || error == E_NO_MEMORY) {
        collect_lost();
        error = books_enter(pages, flags, &index);
    }
    if (error != 0)
        return error;
    error = object_create(FIRST_OBJECT + index, pages, index, 0);
    if (error != 0) {
        books_strike(index);
        return error;
    }
    message->capability = (uint8_t)(FIRST_OBJECT + index);
    return 0;
}

static void tell_counts(struct message *message)
{
    struct ram_store_counts counts;

    ram_store_read_counts(&counts);
    message->words[0] = counts.index_pages;
    message->words[1] = counts.free_pages;
    message->words[2] = counts.kept_pages;
    message->words[3] = counts.uniform_pages;
}

static void tell_promises(struct message *message)
{
    message->words[0] = books_count_promised();
    message->words[1] = books_capacity();
    message->words[2] = books_count_objects();
    message->words[3] = books_count_left();
}

static void answer(struct message *message)
{
    int32_t status = 0;

    message->capability = 0;
    switch (message->tag) {
    case RAM_MEMORY_CREATE:
        status = create(message);
        break;
    case RAM_MEMORY_COUNTS:
        tell_counts(message);
        break;
    case RAM_MEMORY_PROMISES:
        tell_promises(message);
        break;
    case RAM_MEMORY_SERVED:
        memcpy(message->words, &served, sizeof served);
        break;
    default:
        status = E_ARGUMENT;
    }
    service_set_status(message, status);
}

// How many pages the arena is to have.
static uint32_t choose_arena(const char *command_line, uint32_t free_frames)
{
    const char *word = arguments_find(command_line, "store=");
    uint32_t percent, pages;

    if (word != NULL && arguments_number(arguments_word(word), SHARE_MOST, &percent) &&
        percent != 0) {
        pages = free_frames / 100 * percent;
    } else {
        uint32_t share = free_frames / 100 * SHARE, least = free_frames / 100 * SHARE_LEAST;
        uint32_t left = free_frames > LEFT_FRAMES ? free_frames - LEFT_FRAMES : 0;
        pages = share < left ? share : left;
        pages = pages > least ? pages : least;
    }
    return pages < ARENA_MOST ? pages : ARENA_MOST;
}

static void take_arena(uint32_t pages)
{
    must(object_create_wired(ARENA_OBJECT, HANDLE_CORE, pages, 0, 0), "taking the arena");
    must(region_map(REGION_WORD(0, ARENA_OBJECT, REGION_READ | REGION_WRITE), ARENA, 0, pages,
                    TICKS_FOREVER),
         "mapping the arena");
    print("ramstore takes %u pages of memory\n", pages);
    ram_store_init((void *)ARENA, pages);
}

int32_t main(const char *command_line);

int32_t main(const char *command_line)
{
    static const struct pager_functions functions = {fetch, store, release, answer};
    struct information_frames frames;

    must(port_create(PORT), "port_create");
    must(information_frames(&frames), "information_frames");
    take_arena(choose_arena(command_line, frames.free));
    uint32_t most = frames.total * MEMORY_TIMES;
    books_init(most < OBJECT_PAGES_MOST ? most : OBJECT_PAGES_MOST);
    must(pager_create(PORT, WINDOW, SLOTS, 0, 0), "pager_create");
    must(service_register(SERVICE_RAM_STORE, PORT), "registering with init");
    return pager_serve(PORT, WINDOW, &functions);
}
