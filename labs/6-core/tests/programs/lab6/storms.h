// SPDX-License-Identifier: MIT
// A core pager that keeps the first word of each page, and clients that need more pages than there
// are frames.
#ifndef LABS_6_CORE_TESTS_PROGRAMS_LAB6_STORMS_H
#define LABS_6_CORE_TESTS_PROGRAMS_LAB6_STORMS_H

#include "labs/6-core/tests/programs/lab6/support.h"
#include "user/pager.h"

#define WINDOW 0x10000000u
#define SLOTS  8
#define PAGES  6000 // more than there are frames

#define FOR_FRAMES 9 // enum process_wait (kernel/process/process.h)

// So that something in the machine still waits for time to pass: else the test is over.
#define LONG 1000 // ticks

// How long a device may take, in most of these tests, in ticks.
#define LIMIT 150

// How many requests were answered.
extern uint32_t served;

// The caller becomes the pager, with OBJECT of PAGES pages.
void start_pager(uint32_t device_ticks);

// Waits for a request or a notice.
bool receive(struct message *request, uint32_t ticks);

void serve(const struct message *request);
void serve_requests(uint32_t count);
void serve_while_running(uint32_t process);

// The device does not write any more: what is to be stored stays in its slots. It reads still.
_Noreturn void write_nothing(void);

// Serves whatever is not to be stored, until nothing comes any more; `held` is the rest.
void hold_stores(void);
extern struct message held[SLOTS];
extern uint32_t held_count;

// It does nothing any more.
_Noreturn void hang(void);

// Counts up in all of `pages` pages at PLACE, storm_rounds times; with storm_pauses it lets others
// do the same now and then. Returns the sum of what it wrote.
int32_t storm(uint32_t pages);
extern volatile uint32_t storm_rounds;
extern volatile bool storm_pauses;

// Makes a client that does that to OBJECT.
void start_storm(uint32_t process, uint32_t pages);

#endif
