// SPDX-License-Identifier: MIT
// Everything that can be seen of the world (world.h): what lab 4's functions may change, and what
// they may not. As numbers, so that two views can be compared.
#ifndef LABS_4_PAGER_IPC_TESTS_VIEW_H
#define LABS_4_PAGER_IPC_TESTS_VIEW_H

#include "labs/4-pager-ipc/tests/world.h"

#define NOBODY 0xff // a process or a slot that is none

struct view_list {
    uint8_t count;
    uint8_t item[6]; // processes, or slots
};

struct view_page {
    uint8_t state; // enum page_state
    bool discard, keep;
    uint32_t number; // of its frame, or its slot
    // RESIDENT: its frame
    uint8_t frame_state;
    bool is_dirty;     // as far as frame->marks says
    bool is_written;   // as far as the page table entries say
    uint16_t mappings; // frame->mappings
    const struct object *owner;
    uint32_t owner_page;
    uint32_t contents[2]; // the first and the last word
    // Where it is mapped: for each client, or in [0] for the pager whose window page it is, the
    // frame's address, writable or not.
    uint32_t mapped[CLIENTS];
};

struct view_slot {
    uint8_t state; // enum slot_state
    bool is_delivered;
    const struct object *object;
    uint32_t page, word;
    uint16_t opened_clock;
    struct view_list waiters;
};

struct view_pager {
    struct view_slot slot[SLOTS];
    struct view_list idle, open, slot_waiters;
    uint8_t pending; // the place in `open` of the first one that was not received
    uint32_t fetches, stores;
    bool has_notice;
};

struct view_process {
    uint8_t state, wait;
    uint32_t failed; // the reason that page_fail was called with, or 0
    struct trap_frame registers;
    const struct pager *offered; // given code's: the pager that has woken it for a slot, or NULL
};

struct view_object {
    uint32_t open_requests, not_absent;
    bool is_released; // object_check_release was called
};

struct view {
    struct view_page page[WORLD_PAGES];
    struct view_pager pager[PAGERS];
    struct view_process process[WORLD_PROCESSES];
    struct view_object object[WORLD_OBJECTS];
};

// How the world is now. A list that is broken, or leads elsewhere, ends the test.
void view_read(struct view *view);

// That `found` is as `expected`. `sentence` is what the contract says of the pages `changed` (two
// places among world_pages), and of what the call is about.
void view_check(const struct view *found, const struct view *expected, const char *sentence,
                const uint32_t changed[2]);

// Slots that have had a request: what the words of others are is open.
// (Whole words: they are part of the state that is saved.)
#define VIEW_SLOT_PLACES 4
extern bool view_slot_was_used[PAGERS][VIEW_SLOT_PLACES];

// What the watched functions were called with since: view_begin_call sets it to nothing.
void view_begin_call(void);

// The calls of lab 4's functions are watched from now on.
void view_begin(void);

void view_list_append(struct view_list *list, uint32_t item);
uint32_t view_list_take(struct view_list *list, uint32_t place);

#endif
