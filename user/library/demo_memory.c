// SPDX-License-Identifier: MIT
#include "user/demo_memory.h"

#include "common/format.h"
#include "common/string.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/store.h"

#define PAGES_PER_MIB   256u
#define MIB_MOST        128u // what the quota of a program has page tables for
#define PERCENT_UNASKED 125u
#define PERCENT_MOST    1000u
#define PAGES_MOST      (MIB_MOST * PAGES_PER_MIB)
#define SETTLING_TICKS  20 // at most
#define OTHER_PAGES     24u

// What is free for programs. What those had that have just ended goes back bit by bit: waits until
// that is over.
static uint32_t count_free(void)
{
    struct information_frames frames;
    uint32_t free = 0;

    for (uint32_t i = 0; i < SETTLING_TICKS; i++) {
        must(information_frames(&frames), "information_frames");
        uint32_t now = frames.free > frames.paged_floor ? frames.free - frames.paged_floor : 0;
        if (now == free)
            break;
        free = now;
        process_sleep(1);
    }
    return free;
}

static uint32_t share_of_free(const char *program, uint32_t percent, uint32_t most)
{
    uint32_t free = count_free(), pages = free * percent / 100;

    if (pages > most)
        pages = most;
    if (pages <= PAGES_MOST)
        return pages;
    print("%s: takes only %u pages, what its quota has page tables for; %u were free\n", program,
          PAGES_MOST, free);
    return PAGES_MOST;
}

// What its store can promise one more program, which may want some pages for other things.
static uint32_t count_left(void)
{
    struct store_state state;

    must(store_read_state(HANDLE_STORE, &state), "asking the store");
    return state.promises.left > OTHER_PAGES ? state.promises.left - OTHER_PAGES : 0;
}

uint32_t demo_memory_choose(const struct arguments *arguments)
{
    uint32_t number;

    if (arguments->count < 2)
        return share_of_free(arguments->words[0], PERCENT_UNASKED, count_left());
    char *word = arguments->words[1];
    size_t length = strlen(word);
    if (word[length - 1] != '%') {
        if (length > 1 && word[length - 1] == 'm')
            word[length - 1] = '\0';
        return arguments_take_number(arguments, 1, MIB_MOST, 0) * PAGES_PER_MIB;
    }
    word[length - 1] = '\0';
    if (!arguments_number(word, PERCENT_MOST, &number) || number == 0)
        fail("%s: '%s%%' is not a share from 1%% to %u%%\n", arguments->words[0], word,
             PERCENT_MOST);
    return share_of_free(arguments->words[0], number, UINT32_MAX);
}

uint32_t demo_memory_take(const struct arguments *arguments, uint32_t flags)
{
    uint32_t pages = demo_memory_choose(arguments);

    int32_t error = store_memory_make(handle_take(), DEMO_MEMORY, pages, flags);
    if (error != 0)
        fail("%s: %u pages of memory cannot be had: %s\n", arguments->words[0], pages,
             store_memory_error_text(error));
    return pages;
}

const char *demo_time(uint32_t start)
{
    static char text[16];
    uint32_t ticks = (uint32_t)clock_read() - start;

    format_to_buffer(text, sizeof text, "%u.%02u s", ticks / TICKS_PER_SECOND,
                     ticks % TICKS_PER_SECOND);
    return text;
}
