// SPDX-License-Identifier: MIT
// What the scenarios of grade/tests/stretch.bats share. The boot process is a pager on level 0, the
// "base", which answers everything that it is asked, and keeps the first pages of one object.
#ifndef GRADE_TESTS_PROGRAMS_STRETCH_SUPPORT_H
#define GRADE_TESTS_PROGRAMS_STRETCH_SUPPORT_H

#include <stdint.h>

#include "user/child.h"
#include "user/pager.h"
#include "user/testing/test.h"

// Handles of the boot process; a child has its objects under the same.
enum { PORT = 16, OBJECT = 17, MADE = 56, SPARE = 57, CHILD = 61 };

#define WINDOW 0x10000000u
#define PLACE  0x20000000u // where objects are mapped

#define READ_WRITE (REGION_READ | REGION_WRITE)

// Each test's crowd: so many processes, which map so many pages of an object four times each.
#define CROWD       200
#define SHARERS     64 // times PAIR_REGIONS_MOST is OBJECT_REGIONS_MOST
#define SHARED      16 // pages
#define CROWD_QUOTA 8

void base_start(uint32_t slots);
void base_object(uint32_t handle, uint32_t pages, uint32_t flags);

// The next request, if one comes within so many ticks; answers one with `status`; and all that come
// within so many ticks.
bool base_receive(struct message *request, uint32_t ticks);
void base_answer(const struct message *request, int32_t status);
void base_serve_for(uint32_t ticks);

// Makes a child under the handle CHILD, and starts it; from then on nobody has a capability for it.
// In between it can be given memory.
void child_prepare(void);
void child_start(int32_t (*run)(uint32_t argument), uint32_t argument);

// Maps the first `pages` pages of an object in CHILD, so many times, at PLACE and then every 16
// pages.
void child_map(uint32_t object, uint32_t pages, uint32_t times, uint32_t patience_ticks);
void *child_place(uint32_t region, uint32_t page);

// Has SHARERS children write to SHARED pages of the object in PAIR_REGIONS_MOST regions each.
// Afterwards each touches them again whenever share_round changes.
void share(uint32_t object);
extern volatile uint32_t share_round;

int32_t sleep_for_ever(uint32_t unused);
int32_t touch(uint32_t address); // reads a word, and ends

// Takes frames away until `left` are free.
void take_frames_to(uint32_t left);
void give_frames_back(void);

// --- the scenarios

#define SCENARIO_LIST(SCENARIO)                                                                    \
    SCENARIO(console, "console")                                                                   \
    SCENARIO(ends, "ends")                                                                         \
    SCENARIO(sleepers, "sleepers")                                                                 \
    SCENARIO(information, "information")                                                           \
    SCENARIO(pagers, "pagers")                                                                     \
    SCENARIO(dependents, "dependents")                                                             \
    SCENARIO(family, "family")                                                                     \
    SCENARIO(senders, "senders")                                                                   \
    SCENARIO(synchronize, "synchronize")                                                           \
    SCENARIO(steal, "steal")                                                                       \
    SCENARIO(take_back, "take-back")                                                               \
    SCENARIO(search_for_run, "search-for-run")                                                     \
    SCENARIO(wait_for_page, "wait-for-page")                                                       \
    SCENARIO(wait_for_error, "wait-for-error")                                                     \
    SCENARIO(wait_for_slot, "wait-for-slot")                                                       \
    SCENARIO(wait_for_frames, "wait-for-frames")                                                   \
    SCENARIO(release, "release")                                                                   \
    SCENARIO(visit, "visit")

#define SCENARIO_FUNCTION(name, text) void name(const char *arguments);
SCENARIO_LIST(SCENARIO_FUNCTION)
#undef SCENARIO_FUNCTION

#endif
