// SPDX-License-Identifier: MIT
// ps, pagers and top.
#include <stddef.h>

#include "common/format.h"
#include "common/string.h"
#include "user/keyboard.h"
#include "user/print.h"
#include "user/programs/shell/command.h"
#include "user/programs/shell/survey.h"

#define TOP_ROWS   16
#define TOP_TICKS  TICKS_PER_SECOND // between two pictures
#define BAR_LENGTH 50
#define PERCENT    100

#define INDENT_MOST 8 // a column for each step down the tree of processes

static struct survey now, before;

static const char *level_text(const struct information_process *process)
{
    static char text[12];

    if (process->level < 0)
        return process->is_core ? "core" : "-";
    format_to_buffer(text, sizeof text, "%s%d", process->is_core ? "core " : "", process->level);
    return text;
}

static const char *quota_text(const struct information_process *process)
{
    static char text[24];

    if (process->quota_frames == QUOTA_UNLIMITED)
        format_to_buffer(text, sizeof text, "%u", process->used_frames);
    else
        format_to_buffer(text, sizeof text, "%u/%u", process->used_frames, process->quota_frames);
    return text;
}

// `depth`: how far below the root of the tree that is shown.
static void print_process(const struct information_process *process, uint32_t ticks, uint32_t depth)
{
    char name[INDENT_MOST + PROCESS_NAME_BYTES];
    uint32_t indent = depth < INDENT_MOST ? depth : INDENT_MOST;

    memset(name, ' ', indent);
    memcpy(name + indent, process->name, PROCESS_NAME_BYTES);
    print("%4u  %-12s %-7s %5u  %-8s %5u  %s\n", process->number, name, level_text(process), ticks,
          quota_text(process), process->present_pages, survey_text(&now, process));
}

static void print_title(const char *ticks)
{
    print("   N  %-12s %-7s %5s  %-8s %5s  %s\n", "NAME", "LEVEL", ticks, "FRAMES", "PAGES",
          "STATE");
}

// Those that a process made, each with its own behind it. `creator` 0: those that the boot loader
// made, and those whose creator there is no room for.
static void print_tree(uint32_t creator, uint32_t depth)
{
    for (uint32_t i = 0; i < now.count; i++) {
        const struct information_process *process = &now.processes[i];
        uint32_t above = survey_find(&now, process->creator) == NULL ? 0 : process->creator;
        if (above != creator)
            continue;
        print_process(process, process->ticks_used, depth);
        print_tree(process->number, depth + 1);
    }
}

int32_t command_processes(const struct arguments *arguments)
{
    (void)arguments;
    survey_take(&now);
    print_title("TICKS");
    print_tree(0, 0);
    if (now.left_out != 0)
        print("      and %u more\n", now.left_out);
    return 0;
}

static void print_pager(const struct information_process *process)
{
    struct information_pager pager;
    char patience[16];

    if (information_pager(process->place, process->number, &pager) != 0)
        return;
    if (pager.patience_ticks == TICKS_FOREVER)
        format_to_buffer(patience, sizeof patience, "-");
    else
        format_to_buffer(patience, sizeof patience, "%u/%u", pager.oldest_ticks,
                         pager.patience_ticks);
    print("%4u  %-12s %5u %6u %8u %7u %5u  %-10s %7u\n", process->number, process->name,
          pager.level, pager.slots, pager.fetches, pager.stores, pager.undelivered, patience,
          pager.waiting);
}

int32_t command_pagers(const struct arguments *arguments)
{
    (void)arguments;
    survey_take(&now);
    print("   N  %-12s %5s %6s %8s %7s %5s  %-10s %7s\n", "NAME", "LEVEL", "SLOTS", "FETCHES",
          "STORES", "NEW", "PATIENCE", "WAITING");
    for (uint32_t i = 0; i < now.count; i++) {
        if (now.processes[i].level >= 0)
            print_pager(&now.processes[i]);
    }
    return 0;
}

// --- top

// Ticks since the picture before.
static uint32_t recent_ticks(const struct information_process *process)
{
    const struct information_process *earlier = survey_find(&before, process->number);
    return process->ticks_used - (earlier == NULL ? 0 : earlier->ticks_used);
}

static void print_bar(const char *name, uint32_t part, uint32_t whole)
{
    char bar[BAR_LENGTH + 1];
    uint32_t full = whole == 0 ? 0 : part * BAR_LENGTH / whole;

    memset(bar, ' ', BAR_LENGTH);
    memset(bar, '#', full > BAR_LENGTH ? BAR_LENGTH : full);
    bar[BAR_LENGTH] = '\0';
    print("%-8s [%s] %u of %u\n", name, bar, part, whole);
}

// The busiest of those not shown yet; now.count if all are.
static uint32_t find_busiest(const bool *shown)
{
    uint32_t best = now.count;

    for (uint32_t i = 0; i < now.count; i++) {
        if (!shown[i] && (best == now.count ||
                          recent_ticks(&now.processes[i]) > recent_ticks(&now.processes[best])))
            best = i;
    }
    return best;
}

// The first picture is of all since the start.
static void print_busiest(bool is_first)
{
    bool shown[SURVEY_MOST] = {false};

    print_title(is_first ? "TICKS" : "RECENT");
    for (uint32_t row = 0; row < TOP_ROWS; row++) {
        uint32_t best = find_busiest(shown);
        if (best == now.count)
            return;
        shown[best] = true;
        print_process(&now.processes[best], recent_ticks(&now.processes[best]), 0);
    }
}

static void print_picture(bool clears, bool is_first)
{
    struct information_frames frames;

    survey_take(&now);
    if (information_frames(&frames) != 0)
        return;
    if (clears)
        print("\033[H\033[2J");
    print_bar("memory", frames.total - frames.free, frames.total);
    print_bar("accounts", frames.ordinary_frames, frames.ordinary_most);
    survey_print_stealer(&frames);
    print_busiest(is_first);
    before = now;
}

// Returns whether that is asked for before it is time for the next picture.
static bool is_over(void)
{
    uint32_t end = (uint32_t)clock_read() + TOP_TICKS;

    for (;;) {
        int32_t left = (int32_t)(end - (uint32_t)clock_read());
        if (left <= 0)
            return false;
        int32_t key = keyboard_read((uint32_t)left);
        if (key == 'q' || key == KEY_CONTROL('C'))
            return true;
        if (key < 0 && key != E_TIMEOUT)
            process_sleep((uint32_t)left); // there are no keys
    }
}

int32_t command_top(const struct arguments *arguments)
{
    uint32_t times = 0;

    if (arguments->count > 1 &&
        (!arguments_number(arguments->words[1], UINT32_MAX, &times) || times == 0)) {
        print("top: '%s' is no number of times\n", arguments->words[1]);
        return 1;
    }
    bool endless = arguments->count == 1;
    before.count = 0;
    for (bool is_first = true;; is_first = false) {
        print_picture(endless, is_first);
        if ((!endless && --times == 0) || is_over())
            return 0;
    }
}
