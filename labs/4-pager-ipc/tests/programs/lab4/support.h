// SPDX-License-Identifier: MIT
// What the scenarios of lab 4 share: the boot process as a pager on level 0 (the "base"), step by
// step, and children that touch memory.
#ifndef LABS_4_PAGER_IPC_TESTS_PROGRAMS_LAB4_SUPPORT_H
#define LABS_4_PAGER_IPC_TESTS_PROGRAMS_LAB4_SUPPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "user/child.h"
#include "user/pager.h"
#include "user/testing/test.h"

// Handles of the boot process.
#define PORT   16
#define OBJECT 17
#define SPARE  18 // to 29
#define CHILD  30 // to 62

// Where things are mapped.
#define WINDOW 0x10000000u
#define PLACE  0x20000000u

#define READ  REGION_READ
#define WRITE (REGION_READ | REGION_WRITE)

#define BASE_BADGES 8
#define BASE_PAGES  32
#define PAGE_WORDS  (PAGE_BYTES / sizeof(uint32_t))

// A child's handles: what tests give it.
#define CHILD_PORT   1 // send to the boot process
#define CHILD_OBJECT 2
#define CHILD_OWN    8 // and up: for itself

// --- the base

// What the base keeps of each page, and what it has done.
extern uint32_t base_memory[BASE_BADGES][BASE_PAGES][PAGE_WORDS];
extern uint32_t base_fetches, base_stores, base_releases;

// Makes the boot process a pager with `slots` slots, at WINDOW, on PORT.
void base_start(uint32_t slots);

// Makes an object of it.
void base_object(uint32_t handle, uint32_t pages, uint32_t badge, uint32_t flags);

// The same, and holds on to it, so that it is not released when nobody maps it.
void base_held_object(uint32_t handle, uint32_t pages, uint32_t badge, uint32_t flags);
#define HELD 63 // the handle of what holds on to it

// Waits for the next request, notice or message, at most `ticks`. False if none came.
bool base_receive(struct message *request, uint32_t ticks);

// Checks what it is.
void base_expect(struct message *request, uint32_t tag, uint32_t badge, uint32_t page);

// The window page of a request.
uint32_t *base_slot(const struct message *request);

// Fills the slot from base_memory or saves it there; counts.
void base_handle(const struct message *request);

// The same and the answer, with status 0.
void base_serve(const struct message *request);

// Serves all that comes until the flag is set and nothing comes for two ticks.
void base_serve_until(const volatile uint32_t *flag);

// Serves until a process has ended.
void base_serve_while_running(uint32_t process);

// Waits until the base has been told of `count` releases in all.
void base_await_releases(uint32_t count);

// All is well still: a new child has a page of a new object fetched, writes to it, has it stored
// and finds what it wrote. Needs the handles PROBE and PROBE + 1, and that nothing else is under
// way.
void base_check_service(void);
#define PROBE 60

// Nothing comes for a few ticks.
void base_expect_nothing(void);

// Has the kernel evict a page of an object; checks what that comes to.
void evict(uint32_t object, uint32_t page, uint32_t expected);

uint32_t page_state(uint32_t object, uint32_t page);

// Values of enum pager_evict and enum page_state (mm/pager.h, mm/objects/object.h).
enum { FREED, STORING_NOW, NO_SLOT, CLEAN };
enum { ABSENT, FETCHING, RESIDENT, STORING, FAILED };

// --- children

// Makes a child, with PORT under CHILD_PORT and `badge`.
void make_child(uint32_t process, uint32_t badge);

// Maps pages of an object at an address of a process, with patience without end.
void map(uint32_t process, uint32_t object, uint32_t address, uint32_t first_page, uint32_t pages,
         uint32_t rights);

// What a child does to memory: `touch_address`, then it ends with what it read.
int32_t read_word(uint32_t address);
int32_t write_word(uint32_t address); // writes WRITTEN
#define WRITTEN 0x600df00du

// Makes a child that has 16 pages of an object at PLACE.
void make_client(uint32_t process, uint32_t object, uint32_t patience);

int32_t call_it(uint32_t argument); // through CHILD_PORT, with the argument as tag and first word
int32_t send_it(uint32_t argument);

// --- pagers on level 1

#define SPILL       (SPARE + 8) // the base's object behind the window
#define SPILL_BADGE 7
#define UPPER       (SPARE + 9) // an object of the pager on level 1
#define UPPER_BADGE 60
#define UPPER_PAGES 16

// Starts a child that becomes a pager on level 1 with `slots` slots, its window at WINDOW and its
// spill the base's object SPILL; then it does what `behave` says. The object that it serves comes
// to lie under UPPER.
void start_upper(uint32_t process, uint32_t slots, uint32_t patience, int32_t (*behave)(uint32_t));

// What it behaves with: its port, and requests there.
#define UPPER_PORT CHILD_OWN
bool upper_receive(struct message *request);

// What a client of it does: adds to words all over UPPER_PAGES pages at PLACE, for long. Returns 0
// if none of that was lost.
int32_t work_in_pages(uint32_t seed);
extern volatile uint32_t work_in_pages_done;

// Waits until a process waits for something: enum process_wait (kernel/process/process.h).
enum {
    FOR_NOTHING,
    TO_SEND,
    TO_CALL,
    FOR_REPLY,
    TO_RECEIVE,
    FOR_TIME,
    FOR_END,
    FOR_PAGE,
    FOR_SLOT,
    FOR_FRAMES,
    FOR_SYNC
};
void await_wait(uint32_t process, uint32_t wait);

#endif
