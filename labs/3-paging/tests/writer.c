// SPDX-License-Identifier: MIT
// Lab 3: bits gathered while somebody writes. A program counts up in random words of eight pages;
// at each tick of the clock the kernel saves every page whose dirty bit it finds set, and clears
// the bit. If at the end a page differs from what was saved last, though its bit is clear, then a
// write was lost.
#include <stddef.h>

#include "common/string.h"
#include "kernel/life/loader.h"
#include "kernel/machine/timer.h"
#include "kernel/stage.h"
#include "kernel/test/test.h"
#include "kernel/test/user.h"

#define WRITER_PAGES 8
#define WRITER_START 0x30000000u

static uint32_t saved[WRITER_PAGES][FRAME_BYTES / sizeof(uint32_t)];
static uint32_t saves;
static struct process *writer;

static struct frame *frame_at(uint32_t page)
{
    user_address address = {WRITER_START + page * FRAME_BYTES};
    return &frame_table[*paging_find_entry(&writer->space, address) >> FRAME_SHIFT];
}

static void save_dirty_pages(void)
{
    for (uint32_t page = 0; page < WRITER_PAGES; page++) {
        user_address address = {WRITER_START + page * FRAME_BYTES};
        if (paging_take_marks(&writer->space, address, PAGE_DIRTY) == 0)
            continue;
        memcpy(saved[page], frame_address(frame_at(page)), FRAME_BYTES);
        saves++;
    }
}

TEST(user_writer, 3)
{
    uint32_t sum = 0;

    stage_run_up_to(3);
    loader_start_modules();
    CHECK((uint32_t)test_run_programs(), ==, (uint32_t)TEST_STOPPED_CALL); // it has its pages
    writer = process_current;
    timer_call_each_tick(save_dirty_pages);
    CHECK((uint32_t)test_run_programs(), ==, (uint32_t)TEST_STOPPED_CALL); // it is through
    save_dirty_pages();
    for (uint32_t page = 0; page < WRITER_PAGES; page++) {
        const uint32_t *memory = frame_address(frame_at(page));
        for (uint32_t i = 0; i < FRAME_BYTES / sizeof *memory; i++) {
            CHECK(saved[page][i], ==, memory[i]);
            sum += memory[i];
        }
    }
    CHECK((uint32_t)test_run_programs(), ==, (uint32_t)TEST_STOPPED_DONE);
    CHECK(saves, >, 40u);
    record_send("value", "sum=%u writes=%u", sum, test_stop_number);
}
