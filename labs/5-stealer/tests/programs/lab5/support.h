// SPDX-License-Identifier: MIT
// What the scenarios of lab 5 share. The boot process is a pager on level 0, the "base". It keeps
// of each page no more than a number, from which every word of it can be computed, and checks every
// word of every page that it is to store.
//
// Pages are written as a whole, word by word from the first on, in one version after the other.
// They may be stolen in the middle of that: then the first words are of the new version, and the
// others of the one before. So the number that says it all, a page's `progress`, is how many words
// were written to it in all: PAGE_WORDS for each version.
#ifndef LABS_5_STEALER_TESTS_PROGRAMS_LAB5_SUPPORT_H
#define LABS_5_STEALER_TESTS_PROGRAMS_LAB5_SUPPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "user/child.h"
#include "user/pager.h"
#include "user/testing/test.h"

// Handles of the boot process.
#define PORT   16
#define OBJECT 17 // and up
#define CHILD  40 // and up
#define HELD   63

// Where things are mapped.
#define WINDOW 0x10000000u
#define PLACE  0x20000000u
#define OWN    0x30000000u // a paged pager's own memory

#define READ  REGION_READ
#define WRITE (REGION_READ | REGION_WRITE)

#define PAGE_WORDS  (PAGE_BYTES / sizeof(uint32_t))
#define BASE_BADGES 24
#define BASE_PAGES  2048

// A child's handles.
#define CHILD_PORT   1 // send to the boot process
#define CHILD_OBJECT 2
#define CHILD_OWN    8 // and up: for itself

// --- pages that are made from a version

// Writes a whole page; version 0 is zeros.
void page_fill(uint32_t *memory, uint32_t badge, uint32_t page, uint32_t version);

// Whether every word is right.
bool page_is(const uint32_t *memory, uint32_t badge, uint32_t page, uint32_t version);

// One word of it.
uint32_t page_word(uint32_t badge, uint32_t page, uint32_t version, uint32_t index);

// The progress of a page that page_fill writes; UINT32_MAX if some word is not as it must be.
uint32_t page_read_progress(const uint32_t *memory, uint32_t badge, uint32_t page);

// Makes a page that had that progress.
void page_restore(uint32_t *memory, uint32_t badge, uint32_t page, uint32_t progress);

// --- the base

extern uint32_t base_progress[BASE_BADGES][BASE_PAGES];
extern uint32_t base_fetches, base_stores, base_wrong;
extern uint32_t base_stores_of[BASE_BADGES], base_fetches_of[BASE_BADGES];

void base_start(uint32_t slots);
void base_object(uint32_t handle, uint32_t pages, uint32_t badge);
uint32_t *base_slot(const struct message *request);

// The next request or message, at most `ticks` away. False if none came.
bool base_receive(struct message *request, uint32_t ticks);

// Handles it: fetches, stores or replies, and answers.
void base_serve(const struct message *request);

// Serves what is there, until nothing has come for a tick.
void base_serve_pending(void);

// Serves until all of `count` processes from `first` on have ended; a tick at a time.
void base_serve_while_running(uint32_t first, uint32_t count);

// Serves until the flag is set.
void base_serve_until(const volatile uint32_t *flag);

// Serves what comes within so many ticks.
void base_serve_for(uint32_t ticks);

// --- children

void make_child(uint32_t process);
void map(uint32_t process, uint32_t object, uint32_t address, uint32_t pages, uint32_t rights);
void expect_exit(uint32_t process, int32_t status);

// --- the stealer and the books

// Values of enum steal (mm/stealer.h) and enum page_state (mm/objects/object.h).
enum { KEPT, FREED, STOLEN, REFUSED };
enum { ABSENT, FETCHING, RESIDENT, STORING, FAILED };
enum { MARK_DIRTY = 1, MARK_FRESH = 2, MARK_GRACE = 4 };

struct test_stealer stealer_read(void);
uint32_t visit(uint32_t object, uint32_t page);
uint32_t page_state(uint32_t object, uint32_t page);
uint32_t page_marks(uint32_t object, uint32_t page);
uint32_t page_mappings(uint32_t object, uint32_t page);

// Takes frames away until `left` are free.
void take_frames_to(uint32_t left);

#endif
