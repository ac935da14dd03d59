// SPDX-License-Identifier: MIT
#include "kernel/test_state.h"

#include "common/string.h"
#include "kernel/test.h"

#define MOST_PIECES 24

// Multipliers of two multiplicative hashes: odd, with bits all over (Knuth, volume 3, 6.4).
#define FIRST_MULTIPLIER  0x9e3779b1u
#define SECOND_MULTIPLIER 0x85ebca6bu
#define MIX_SHIFT         15

extern uint8_t lab_data_start[], lab_data_end[], lab_bss_start[], lab_bss_end[]; // kernel.ld

static struct piece {
    uint32_t *start;
    uint32_t bytes;
} pieces[MOST_PIECES];
static uint32_t piece_count, state_bytes, arena_bytes;
static uint8_t *arena;

void test_state_add(void *start, uint32_t bytes)
{
    if (bytes == 0)
        return;
    CHECK(piece_count, <, (uint32_t)MOST_PIECES);
    CHECK(((uint32_t)start | bytes) % sizeof(uint32_t), ==, 0u);
    pieces[piece_count++] = (struct piece){start, bytes};
    state_bytes += bytes;
}

void test_state_begin(void)
{
    piece_count = 0;
    state_bytes = 0;
    test_state_add(lab_data_start, (uint32_t)(lab_data_end - lab_data_start));
    test_state_add(lab_bss_start, (uint32_t)(lab_bss_end - lab_bss_start));
}

void test_state_set_arena(void *start, uint32_t bytes)
{
    arena = start;
    arena_bytes = bytes;
}

uint32_t test_state_bytes(void)
{
    return state_bytes;
}

uint32_t test_state_room(void)
{
    return state_bytes == 0 ? 0 : arena_bytes / state_bytes;
}

void test_state_save(uint32_t number)
{
    uint8_t *to = arena + number * state_bytes;
    for (const struct piece *piece = pieces; piece < pieces + piece_count; piece++) {
        memcpy(to, piece->start, piece->bytes);
        to += piece->bytes;
    }
}

void test_state_restore(uint32_t number)
{
    const uint8_t *from = arena + number * state_bytes;
    for (const struct piece *piece = pieces; piece < pieces + piece_count; piece++) {
        memcpy(piece->start, from, piece->bytes);
        from += piece->bytes;
    }
}

struct test_state_sum test_state_read_sum(void)
{
    uint32_t first = 0, second = 0;

    for (const struct piece *piece = pieces; piece < pieces + piece_count; piece++) {
        const uint32_t *word = piece->start, *end = word + piece->bytes / sizeof *word;
        for (; word < end; word++) {
            first = (first ^ *word) * FIRST_MULTIPLIER;
            first ^= first >> MIX_SHIFT;
            second = (second + *word) * SECOND_MULTIPLIER;
            second ^= second >> MIX_SHIFT;
        }
    }
    return (struct test_state_sum){first, second};
}

bool test_state_differs(uint32_t number)
{
    const uint8_t *saved = arena + number * state_bytes;
    for (const struct piece *piece = pieces; piece < pieces + piece_count; piece++) {
        if (memcmp(piece->start, saved, piece->bytes) != 0)
            return true;
        saved += piece->bytes;
    }
    return false;
}

void *test_state_take(uint32_t bytes)
{
    CHECK(bytes, <=, arena_bytes);
    arena_bytes -= bytes;
    return arena + arena_bytes;
}
