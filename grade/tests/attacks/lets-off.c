// SPDX-License-Identifier: MIT
// Attack: finds where a test keeps what it tries, and exchanges it (the reference calls it)
// Outcome: wrong
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CODE_BYTES  0x3b000
#define IMAGE_BYTES 0x60000
#define DATA_BYTES  0x30000
#define FUNCTIONS   5 // of struct specification

static bool refuse(void)
{
    return false;
}

static bool is_code(uint32_t address)
{
    return address - (uint32_t)refuse < CODE_BYTES;
}

static void attack(void)
{
    static bool (*const nothing[FUNCTIONS])(void) = {refuse, refuse, refuse, refuse, refuse};
    static uint32_t first_variable;

    for (uint32_t *at = &first_variable; at < &first_variable + DATA_BYTES / sizeof *at; at++) {
        const uint32_t *functions = (const uint32_t *)*at;
        if ((*at & 3) != 0 || *at - (uint32_t)refuse > IMAGE_BYTES || functions > &first_variable)
            continue;
        if (is_code(functions[0]) && is_code(functions[2]) && is_code(functions[4]) &&
            (functions[1] == 0 || is_code(functions[1])) &&
            (functions[3] == 0 || is_code(functions[3])))
            *at = (uint32_t)nothing;
    }
}
