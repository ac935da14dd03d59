// SPDX-License-Identifier: MIT
// Two pages with names, a badge and a number each, that come to the same where somebody makes one
// word of both: with a factor for one of them, and a sum or an exclusive or.
#ifndef LABS_4_PAGER_IPC_TESTS_PROGRAMS_LAB4_ALIKE_H
#define LABS_4_PAGER_IPC_TESTS_PROGRAMS_LAB4_ALIKE_H

#include <stdint.h>

struct alike {
    uint32_t badge[2], number[2];
};

// Common factors: of shifts, and of well known functions that scatter words.
static const uint32_t alike_factors[] = {
    1,        31,       33,      37,    101,      1u << 8,    1u << 10,   1u << 12,   1u << 16,
    1u << 20, 1u << 24, 0x10001, 65599, 16777619, 0x9e3779b1, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35,
};

// Four for each factor.
#define ALIKE_COUNT (4 * (sizeof alike_factors / sizeof alike_factors[0]))

// `which`: below ALIKE_COUNT. `random`: below 65536.
static inline struct alike alike_make(uint32_t which, uint32_t random)
{
    uint32_t factor = alike_factors[which / 4], one = 70000 + 3 * random, other = one + random + 1;
    uint32_t with_one = 1000000 + 5 * random;
    uint32_t with_other = which / 2 % 2 == 0 ? with_one + (one - other) * factor
                                             : with_one ^ one * factor ^ other * factor;

    return which % 2 == 0 ? (struct alike){{one, other}, {with_one, with_other}}
                          : (struct alike){{with_one, with_other}, {one, other}};
}

#endif
