// SPDX-License-Identifier: MIT
// The world of lab 4's tests (labs/4-pager-ipc/tests/world.h), with eleven pages in frames that the
// test chose, and everything that a visit of the hand may change there.
//
//     x      3 pages, 12 regions: of three processes, several each, some of which map a part only
//     alone  5 pages, and one region, of pages 1 to 3, between regions of x and y
//     spill  page 0, a window page of `upper`, which has a request in that slot
//     y      2 pages behind `upper`, 4 regions
//     big    page 1500, in a leaf of its own, 3 regions
//
// Requires: a machine of 16 MiB.
#ifndef LABS_5_STEALER_TESTS_CLOCK_H
#define LABS_5_STEALER_TESTS_CLOCK_H

#include "labs/4-pager-ipc/tests/world.h"
#include "mm/stealer.h"

enum clock_page {
    X_0,
    X_1,
    X_2,
    ALONE_0,
    ALONE_1,
    ALONE_3,
    ALONE_4,
    SPILL_0,
    Y_0,
    Y_1,
    BIG_1500,
    CLOCK_PAGES
};

#define CLOCK_MAPPINGS 40 // at most

// Where a page can be mapped.
struct clock_mapping {
    enum clock_page page;
    const struct region *region;
    uint32_t *entry;
};
extern struct clock_mapping clock_mappings[CLOCK_MAPPINGS];
extern uint32_t clock_mapping_count;

struct clock_view {
    struct stealer stealer;
    struct {
        uint8_t state; // enum page_state
        bool keep;
        uint8_t marks, frame_state;
        uint16_t mappings;
    } page[CLOCK_PAGES];
    uint32_t entry[CLOCK_MAPPINGS];
    bool keeps[CLOCK_MAPPINGS];       // what stealer_keeps says
    bool keeps_stale[CLOCK_MAPPINGS]; // and once FRAME_FRESH has gone
    uint32_t free_frames, lent_frames;
    uint32_t slots[PAGERS]; // that stores can have
};

// Makes it: all pages are RESIDENT and mapped nowhere, and one frame too few is free to do without
// the stealer. Saves it as state 0.
void clock_make(int upper_level);

// The pager on level 0 answers some of its requests, so that slots and frames are free again.
void clock_answer(uint32_t count);

// From now on `alone` has a second region, of both its pages. The mappings are numbered anew.
void clock_share_alone(void);

struct object *clock_object(enum clock_page page);
struct frame *clock_frame(enum clock_page page);

// Sets what the processor and the hand have noted: bits PAGE_ACCESSED and PAGE_DIRTY.
#define CLOCK_UNMAPPED UINT32_MAX
void clock_set_mapping(uint32_t mapping, uint32_t noted);

// Gives frames back, or takes some, until so many are free; or lent. Undone with the state.
void clock_set_free(uint32_t frames);
void clock_set_lent(uint32_t frames);

void clock_read(struct clock_view *view);

// That a visit of the page was right. *now is what is left for those after it: frames and slots.
// Returns what must have come of the visit.
enum steal clock_check_visit(const struct clock_view *before, const struct clock_view *after,
                             enum clock_page page, struct clock_view *now);

// That nothing has happened to the page.
void clock_check_same(const struct clock_view *before, const struct clock_view *after,
                      enum clock_page page);

// The counters that visits count.
void clock_check_counters(const struct clock_view *after, const struct stealer *expected);

// The address of a mapping.
user_address clock_address(const struct clock_mapping *mapping);

// A name, as in "page 1 of x".
const char *clock_page_name(enum clock_page page);

#endif
