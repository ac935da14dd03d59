// SPDX-License-Identifier: MIT
// Lab 2: the reserve. What each function must do stands in mm/reserve.h; how to go about it, in
// handouts/2-reserve.md. Replace each LAB_STUB by your code; add what variables and static
// functions you like.
#include "mm/reserve.h"

#include "kernel/report/panic.h"

void reserve_init(void)
{
    LAB_STUB(2, "2-reserve");
}

int reserve_claim(struct claim *claim, enum frame_class class, uint32_t frames)
{
    (void)claim, (void)class, (void)frames;
    LAB_STUB(2, "2-reserve");
}

struct frame *reserve_take(struct claim *claim, enum frame_state state)
{
    (void)claim, (void)state;
    LAB_STUB(2, "2-reserve");
}

void reserve_release(struct claim *claim)
{
    (void)claim;
    LAB_STUB(2, "2-reserve");
}

struct frame *reserve_alloc(enum frame_class class, enum frame_state state)
{
    (void)class, (void)state;
    LAB_STUB(2, "2-reserve");
}

struct frame *reserve_alloc_run(enum frame_class class, const struct frame_run *run,
                                enum frame_state state)
{
    (void)class, (void)run, (void)state;
    LAB_STUB(2, "2-reserve");
}

void reserve_free(struct frame *frame)
{
    (void)frame;
    LAB_STUB(2, "2-reserve");
}

void reserve_change_state(struct frame *frame, enum frame_state state)
{
    (void)frame, (void)state;
    LAB_STUB(2, "2-reserve");
}

void reserve_set_highest_level(uint32_t level)
{
    (void)level;
    LAB_STUB(2, "2-reserve");
}

uint32_t reserve_floor(enum frame_class class)
{
    (void)class;
    LAB_STUB(2, "2-reserve");
}

uint32_t reserve_steal_low(void)
{
    LAB_STUB(2, "2-reserve");
}

uint32_t reserve_steal_high(void)
{
    LAB_STUB(2, "2-reserve");
}

void reserve_read_counts(struct reserve_counts *counts)
{
    (void)counts;
    LAB_STUB(2, "2-reserve");
}
