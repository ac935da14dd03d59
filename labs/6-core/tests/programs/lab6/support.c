// SPDX-License-Identifier: MIT
#include "labs/6-core/tests/programs/lab6/support.h"

#include "common/string.h"

void make_child(uint32_t process, uint32_t quota_frames)
{
    child_make(process, "child", quota_frames);
    if (capability_inspect(PORT) >= 0)
        CHECK(capability_give(process, PORT, CHILD_PORT, RIGHT_SEND, process), ==, 0);
}

void make_core_child(uint32_t process, uint32_t quota_frames)
{
    make_child(process, quota_frames);
    CHECK(capability_give(process, HANDLE_CORE, CHILD_CORE, CORE_RIGHTS, 0), ==, 0);
}

void map(uint32_t process, uint32_t object, uint32_t address, uint32_t pages, uint32_t rights)
{
    int32_t result = object_map_into(process, object, address, pages, rights);
    CHECK(result, ==, 0);
}

int32_t read_word(uint32_t address)
{
    return *(const volatile int32_t *)address;
}

int32_t sleep_for_ever(uint32_t argument)
{
    (void)argument;
    return process_sleep(TICKS_FOREVER);
}

int32_t read_pages(uint32_t pages)
{
    uint32_t sum = 0;
    for (uint32_t i = 0;; i = (i + 1) % pages)
        sum += *(const volatile uint32_t *)(PLACE + i * PAGE_BYTES);
    return (int32_t)sum;
}

void await(const volatile uint32_t *flag)
{
    for (uint32_t i = 0; *flag == 0; i++) {
        CHECK(i, <, 100u); // it never comes
        process_sleep(1);
    }
}

void wait_in_tick(void)
{
    process_sleep(1);
    uint32_t start = test_instructions();
    process_sleep(1);
    uint32_t length = test_instructions() - start;
    while (test_instructions() - start < length + length / 10 * 7)
        continue;
}

// Intel 8259A data sheet, OCW1: the mask register is read at the controller's second port.
bool is_line_masked(uint32_t line)
{
    int32_t mask = test_call(TEST_READ_PORT, line < 8 ? 0x21 : 0xa1, 0, 0);
    return mask >> line % 8 & 1;
}

// Where QEMU's controllers show their mask registers, which those in a PC do not show at all.
bool is_channel_masked(uint32_t channel)
{
    int32_t mask = test_call(TEST_READ_PORT, channel < 4 ? 0x09 : 0xd2, 0, 0);
    return mask >> channel % 4 & 1;
}

#define INLINE_PAGES 999
#define LEAF_PAGES   1024

uint32_t structure_frames(uint32_t pages)
{
    return pages <= INLINE_PAGES ? 1 : 2 + (pages + LEAF_PAGES - 1) / LEAF_PAGES;
}
