// SPDX-License-Identifier: MIT
// The figures of labs 1 and 2.
#include <stddef.h>

#include "kernel/test/test.h"
#include "mm/reserve.h"

#define WARM  100
#define TIMES 1000

// One frame of class PAGED, allocated and freed, without the loop around it.
BENCH(frame_pair, 2)
{
    for (int i = 0; i < WARM; i++)
        reserve_free(reserve_alloc(CLASS_PAGED, FRAME_PAGED));
    uint32_t start = test_read_instructions();
    for (int i = 0; i < TIMES; i++)
        __asm__ volatile("" : : : "memory");
    uint32_t middle = test_read_instructions();
    for (int i = 0; i < TIMES; i++)
        reserve_free(reserve_alloc(CLASS_PAGED, FRAME_PAGED));
    uint32_t end = test_read_instructions();
    bench_report("frame-pair", (end - middle) - (middle - start), TIMES);
}
