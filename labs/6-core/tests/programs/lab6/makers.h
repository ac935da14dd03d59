// SPDX-License-Identifier: MIT
// Processes that make things with the core right of the boot process, for the tests of taking back.
#ifndef LABS_6_CORE_TESTS_PROGRAMS_LAB6_MAKERS_H
#define LABS_6_CORE_TESTS_PROGRAMS_LAB6_MAKERS_H

#include "labs/6-core/tests/programs/lab6/support.h"

#define PAGES   600
#define QUOTA   (PAGES + 60)
#define IO      0x300
#define CHANNEL 2
#define LINE    CLOCK_LINE

// What a maker makes lies under these.
#define MEMORY      CHILD_OWN
#define RUN         (CHILD_OWN + 1)
#define INTERRUPT   (CHILD_OWN + 2)
#define IO_RANGE    (CHILD_OWN + 3)
#define DEVICE      (CHILD_OWN + 4)
#define MAKERS_PORT (CHILD_OWN + 5)

// How many have made what they were to make; and whether they may go on.
extern volatile uint32_t made, go_on;

// Makes one of each, for itself: memory of so many pages, a run, a device's memory, a line, ports.
void make_all(uint32_t pages);

// Makes one of each, maps and fills its memory, has CHILD_OTHER map it too, and waits. Afterwards
// nothing of it is there or charged to it; and it touches its memory.
int32_t maker(uint32_t pages);

// Starts a maker, and a reader of what it makes, `process` + 1.
void start_maker(uint32_t process, int32_t (*function)(uint32_t), uint32_t pages);

// All that make_all makes can be had, and interrupts or moves nothing. `handle` is free.
void expect_all_free(uint32_t handle);

#endif
