// SPDX-License-Identifier: MIT
// Lab 4's mm/pager.h as an executable specification (kernel/test/specification.h): what each call
// may change of a view of the world (view.h). pages.c has what the contract allows, pages_calls.c
// makes the calls, pages_others.c does what others do meanwhile, sequences.c says which ones are
// tried.
#ifndef LABS_4_PAGER_IPC_TESTS_PAGES_H
#define LABS_4_PAGER_IPC_TESTS_PAGES_H

#include "kernel/test/specification.h"
#include "labs/4-pager-ipc/tests/view.h"

enum pages_function {
    CALL_FETCH,  // a page's place: pager_start_fetch
    CALL_EVICT,  // place, keep: pager_evict
    CALL_TAKE,   // pager: pager_take_request
    CALL_ANSWER, // pager, slot, generations more than its word has, status: pager_answer
    // What others do meanwhile:
    DO_TOUCH,   // process, place: a page fault, and so pager_start_fetch, or a wait
    DO_WRITE,   // process, place: writes to a page that is mapped
    DO_FILL,    // pager, slot: the pager writes into the window page
    DO_RECEIVE, // pager: it waits at its port, if there is nothing to receive; or no more
    DO_DISCARD, // place: nobody wants a page any more that is in transit
    DO_FORGET,  // place: the object goes, and comes again: the page is ABSENT
    DO_CLOCK,   // pager, its clock
    DO_AGE,     // pager, slot, generation: so many requests later
    DO_LEVEL,   // the level that `upper` is on
    PAGES_FUNCTIONS,
};

void pages_begin(void);
bool pages_perform(const struct specified_call *call);
bool pages_do(const struct specified_call *call, const struct view *before); // a DO_ but DO_TOUCH
void pages_print(const struct specified_call *call, char *text, size_t bytes);

// --- what the contract allows: each changes the view of before to what it must be afterwards, and
// returns the sentence.

// The slot that the next request gets, and whether it gets one.
bool pages_has_slot(const struct view *view, uint32_t pager, enum slot_state kind);
const char *pages_expect_fetch(struct view *view, uint32_t place, uint32_t frame);
const char *pages_expect_evict(struct view *view, uint32_t place, bool keep,
                               enum pager_evict *result);
// Whether there is one to take.
bool pages_expect_take(struct view *view, uint32_t pager, struct trap_frame *registers);
// *result is what it returns; SYSTEM_CALL_WAITS if it waits for the window page first.
const char *pages_expect_answer(struct view *view, uint32_t pager, uint32_t word, int32_t status,
                                int32_t *result);
// A process waits for a page that is in transit.
void pages_expect_wait(struct view *view, uint32_t process, uint32_t place);

// The pager has a slot that is idle: one who waits for it may look again.
void pages_expect_free_slot(struct view *view, uint32_t pager);

// The slot with that word, if its request is open and was received; else NOBODY.
uint32_t pages_find_request(const struct view *view, uint32_t pager, uint32_t word);

#endif
