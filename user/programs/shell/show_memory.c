// SPDX-License-Identifier: MIT
// mem and map.
#include "common/format.h"
#include "common/string.h"
#include "user/print.h"
#include "user/programs/shell/command.h"
#include "user/programs/shell/survey.h"

#define KIB_PER_PAGE (PAGE_BYTES / 1024)

#define MAP_COLUMNS 64
#define MAP_ROWS    16
#define MAP_CELLS   (MAP_COLUMNS * MAP_ROWS)

static const struct {
    char letter;
    const char *text;
} uses[] = {
#define USE_TEXT(name, letter, text) {letter, text},
    FRAME_USE_LIST(USE_TEXT)
#undef USE_TEXT
};

static void print_frames(uint32_t frames, const char *what)
{
    print("%8u %8u KiB  %s\n", frames, frames * KIB_PER_PAGE, what);
}

int32_t command_memory(const struct arguments *arguments)
{
    struct information_frames frames;

    (void)arguments;
    int32_t error = information_frames(&frames);
    if (error != 0)
        return error;
    print("  frames\n");
    print_frames(frames.total, "in all");
    print_frames(frames.free, "free");
    print_frames(frames.claimed, "promised, and not taken yet");
    for (uint32_t use = FRAME_USE_KERNEL; use < FRAME_USES; use++)
        print_frames(frames.used[use], uses[use].text);
    print("  free frames, from which on they are for\n");
    print_frames(frames.steal_high, "everybody; the page stealer rests");
    print_frames(frames.steal_low, "everybody; below it the page stealer starts");
    print_frames(frames.paged_floor, "pages of memory objects");
    print_frames(frames.core_floor, "pagers whose turn it is");
    print_frames(frames.reserve_frames, "core processes; below it, the kernel");
    survey_print_stealer(&frames);
    print("  accounts of ordinary processes: %u of at most %u frames\n", frames.ordinary_frames,
          frames.ordinary_most);
    return 0;
}

// --- map

// Counts, of the frames from `first` on, those of each use, and the dirty ones. Returns how many
// there are.
static uint32_t count_uses(uint32_t first, uint32_t frames, uint32_t *of_use, uint32_t *dirty)
{
    uint8_t map[INFORMATION_MAP_MOST];
    uint32_t done = 0;

    while (done < frames) {
        int32_t count = information_map(first + done, map, frames - done);
        if (count <= 0)
            break;
        for (int32_t i = 0; i < count; i++) {
            uint32_t use = map[i] & FRAME_INFORMATION_USE;
            of_use[use < FRAME_USES ? use : 0]++;
            *dirty += (map[i] & FRAME_INFORMATION_DIRTY) != 0;
        }
        done += (uint32_t)count;
    }
    return done;
}

// The letter of what most of the frames are used for; a capital if most of these are dirty. 0 if
// there are no such frames.
static char summarize(uint32_t first, uint32_t frames)
{
    uint32_t of_use[FRAME_USES] = {0}, dirty = 0, most = 0;

    if (count_uses(first, frames, of_use, &dirty) == 0)
        return '\0';
    for (uint32_t use = 1; use < FRAME_USES; use++) {
        if (of_use[use] > of_use[most])
            most = use;
    }
    bool capital = most == FRAME_USE_PAGED && dirty * 2 > of_use[most];
    return capital ? 'P' : uses[most].letter;
}

static void print_row(uint32_t first, uint32_t frames_a_cell)
{
    char row[MAP_COLUMNS + 1] = "";

    for (uint32_t column = 0; column < MAP_COLUMNS; column++) {
        row[column] = summarize(first + column * frames_a_cell, frames_a_cell);
        if (row[column] == '\0')
            break;
    }
    print("  %6u  %s\n", first, row);
}

static int32_t print_picture(void)
{
    struct information_frames frames;

    int32_t error = information_frames(&frames);
    if (error != 0)
        return error;
    uint32_t a_cell = (frames.table_entries + MAP_CELLS - 1) / MAP_CELLS;
    print("   FRAME  each character is what most of %u frames are used for\n", a_cell);
    for (uint32_t first = 0; first < frames.table_entries; first += a_cell * MAP_COLUMNS)
        print_row(first, a_cell);
    for (uint32_t use = 0; use < FRAME_USES; use++)
        print("          '%c' %s%s\n", uses[use].letter, uses[use].text,
              use == FRAME_USE_PAGED ? "; 'P' written to" : "");
    return 0;
}

static const char *region_text(const struct information_region *region, const struct survey *survey)
{
    static const char *const kinds[] = {
        [REGION_KIND_PAGED] = "",         [REGION_KIND_WIRED] = "wired",
        [REGION_KIND_DEVICE] = "device",  [REGION_KIND_WINDOW] = "its window",
        [REGION_KIND_GONE] = "has ended",
    };
    static char text[64];
    const struct information_process *pager = survey_find(survey, region->pager);

    if (pager == NULL)
        return kinds[region->kind];
    format_to_buffer(text, sizeof text, "object %u of %s (%u)%s%s", region->badge, pager->name,
                     pager->number, *kinds[region->kind] == '\0' ? "" : ", ", kinds[region->kind]);
    return text;
}

static int32_t print_regions(const struct information_process *process, const struct survey *survey)
{
    struct information_region region;

    print("    ADDRESS    PAGES  OF OBJECT'S  IN MEMORY\n");
    for (uint32_t i = 0; information_region(process->place, process->number, i, &region) == 0; i++)
        print("  0x%08x %8u %12u %10u  %s %s\n", region.address, region.pages, region.object_pages,
              region.present_pages, region.rights & REGION_WRITE ? "rw" : "r-",
              region_text(&region, survey));
    return 0;
}

int32_t command_map(const struct arguments *arguments)
{
    static struct survey survey;
    const struct information_process *process = NULL;
    uint32_t number;

    if (arguments->count == 1)
        return print_picture();
    survey_take(&survey);
    if (arguments_number(arguments->words[1], UINT32_MAX, &number))
        process = survey_find(&survey, number);
    if (process != NULL)
        return print_regions(process, &survey);
    print("map: there is no process '%s'; `ps` lists them\n", arguments->words[1]);
    return 1;
}
