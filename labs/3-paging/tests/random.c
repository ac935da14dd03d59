// SPDX-License-Identifier: MIT
// Lab 3: two thousand random steps, which steps.awk follows on the host. At the end the host walks
// the real tables in the machine's memory.
#include <stddef.h>

#include "kernel/machine/command_line.h"
#include "labs/3-paging/tests/support.h"

#define TABLES      6 // in which it all happens
#define FIRST_TABLE 3
#define PAGES_EACH  8

static uint32_t step_address(void)
{
    uint32_t table = FIRST_TABLE + 70 * test_random(TABLES), page = 127 * test_random(PAGES_EACH);
    return table << LARGE_PAGE_SHIFT | page << FRAME_SHIFT;
}

TEST(random_steps, 3)
{
    static uint32_t mapped[TABLES * PAGES_EACH];
    uint32_t steps = command_line_number("steps", 0), count = 0;
    const uint32_t all = sizeof mapped / sizeof mapped[0];

    start_spaces();
    for (uint32_t step = 0; step < steps; step++) {
        user_address address = {step_address()};
        uint32_t index = test_random(POOL_FRAMES), rights = test_random(2) * PAGE_WRITABLE;
        if (!is_mapped(&test_space, address.value)) {
            map_page(&test_space, address.value, index, rights);
            count++;
        } else if (test_random(3) == 0) {
            CHECK_THAT(paging_change_rights(&test_space, address, rights), ==, true,
                       "what paging_change_rights returned for 0x%x, which is mapped, in step %u",
                       address.value, step);
        } else {
            unmap_mapped(&test_space, address.value);
            count--;
        }
        CHECK(count, <=, all);
    }
    record_send("value", "mapped=%u", count);
}
