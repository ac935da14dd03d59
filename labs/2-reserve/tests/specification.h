// SPDX-License-Identifier: MIT
// Lab 2 as an executable specification (kernel/test/specification.h): the contract of mm/reserve.h
// as a relation between what can be seen before a call and after it. Each function here makes one
// call and looks at all of it: the first sentence that is broken ends the test.
#ifndef LABS_2_RESERVE_TESTS_SPECIFICATION_H
#define LABS_2_RESERVE_TESTS_SPECIFICATION_H

#include "kernel/test/specification.h"
#include "labs/2-reserve/tests/observed.h"
#include "mm/reserve.h"

void checked_init(void);
int checked_claim(struct claim *claim, enum frame_class class, uint32_t frames);
struct frame *checked_take(struct claim *claim, enum frame_state state);
void checked_release(struct claim *claim);
struct frame *checked_alloc(enum frame_class class, enum frame_state state);
struct frame *checked_alloc_run(enum frame_class class, const struct frame_run *run,
                                enum frame_state state);
void checked_free(struct frame *frame);
void checked_change_state(struct frame *frame, enum frame_state state);
void checked_set_level(uint32_t level);
uint32_t checked_floor(enum frame_class class);

#endif
