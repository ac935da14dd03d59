// SPDX-License-Identifier: MIT
// The RAM store: keeps pages in wired memory, so that something is always there at the end of every
// chain of pagers. What it keeps where is lab 6's (user/ram_store.h); to whom it promises what:
// books.h.
//
// Command line: store=PERCENT of the free memory are taken for it at the start; else 65, or as much
// as leaves what some programs and pagers that are paged themselves need. (What is fetched from it
// stays in it too; so only what is larger than the memory that is left is of use.)
#include <stddef.h>

#include "user/arguments.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/programs/ramstore/books.h"
#include "user/ram_store.h"
#include "user/store_service.h"

#define WINDOW       0x10000000u
#define ARENA        0x20000000u
#define SLOTS        32
#define SHARE        65 // percent
#define SHARE_MOST   90
#define SHARE_LEAST  25
#define LEFT_FRAMES  358 // for two programs of 48 frames, the shell, two levels of pagers, and pages
#define ARENA_MOST   65536 // pages, 256 MiB: more takes long to clear
#define MEMORY_TIMES 4     // an object has at most so many times the pages of the machine

static int32_t tell(uint32_t tag, uint32_t *words)
{
    struct ram_store_counts counts;

    if (tag != STORE_COUNTS)
        return E_EMPTY;
    ram_store_read_counts(&counts);
    words[0] = counts.index_pages;
    words[1] = counts.free_pages;
    words[2] = counts.kept_pages;
    words[3] = counts.uniform_pages;
    return 0;
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
    uint8_t object = handle_take();

    must(object_create_wired(object, HANDLE_CORE, pages, 0, 0), "taking the arena");
    must(object_map(object, ARENA, pages, REGION_READ | REGION_WRITE), "mapping the arena");
    print("ramstore takes %u pages of memory\n", pages);
    ram_store_init((void *)ARENA, pages);
}

int32_t main(const char *command_line)
{
    static struct store_functions functions = {
        .name = SERVICE_RAM_STORE,
        .fetch = ram_store_fetch,
        .store = books_store,
        .promise = books_promise,
        .forget = books_forget,
        .count_left = books_count_left,
        .tell = tell,
    };
    struct information_frames frames;

    must(information_frames(&frames), "information_frames");
    take_arena(choose_arena(command_line, frames.free));
    uint32_t most = frames.total * MEMORY_TIMES;
    books_init(most < OBJECT_PAGES_MOST ? most : OBJECT_PAGES_MOST);
    functions.capacity_pages = books_capacity();
    store_service_start(&functions, WINDOW, SLOTS);
    return store_service_run();
}
