// SPDX-License-Identifier: MIT
#include "user/page_pack.h"

#include "kernel/abi/limits.h"

#define WORD_BYTES 4
#define WORDS      (PAGE_BYTES / WORD_BYTES)
#define PIECE_MOST 128 // bytes that one header is for
#define ROW_LEAST  3   // equal bytes, so that counting them saves something
#define ROW_HEADER 257 // a row's header is this without its length

// Where in the page the byte is that comes at `index` in the order for packing.
static uint32_t place_of(uint32_t index)
{
    return index % WORDS * WORD_BYTES + index / WORDS;
}

// How many equal bytes begin at `index`, up to PIECE_MOST.
static uint32_t count_equal(const uint8_t *page, uint32_t index)
{
    uint8_t byte = page[place_of(index)];
    uint32_t count = 1;

    while (count < PIECE_MOST && index + count < PAGE_BYTES &&
           page[place_of(index + count)] == byte)
        count++;
    return count;
}

// How many bytes come from `index` on before the next row of equal ones, up to PIECE_MOST.
static uint32_t count_unequal(const uint8_t *page, uint32_t index)
{
    uint32_t count = 0;

    while (count < PIECE_MOST && index + count < PAGE_BYTES &&
           count_equal(page, index + count) < ROW_LEAST)
        count++;
    return count;
}

uint32_t page_pack(const void *memory, uint8_t *packed, uint32_t most)
{
    const uint8_t *page = memory;
    uint32_t bytes = 0, count;

    for (uint32_t index = 0; index < PAGE_BYTES; index += count) {
        count = count_equal(page, index);
        bool is_row = count >= ROW_LEAST;
        if (!is_row)
            count = count_unequal(page, index);
        uint32_t copied = is_row ? 1 : count;
        if (bytes + 1 + copied > most)
            return 0;
        packed[bytes++] = (uint8_t)(is_row ? ROW_HEADER - count : count - 1);
        for (uint32_t i = 0; i < copied; i++)
            packed[bytes++] = page[place_of(index + i)];
    }
    return bytes;
}

bool page_unpack(const uint8_t *packed, uint32_t bytes, void *memory)
{
    uint8_t *page = memory;
    uint32_t at = 0, count;

    for (uint32_t index = 0; index < PAGE_BYTES; index += count) {
        if (at == bytes)
            return false;
        uint8_t header = packed[at++];
        bool is_row = header >= PIECE_MOST;
        count = is_row ? ROW_HEADER - (uint32_t)header : header + 1u;
        uint32_t copied = is_row ? 1 : count;
        if (count > PAGE_BYTES - index || count > PIECE_MOST || copied > bytes - at)
            return false;
        for (uint32_t i = 0; i < count; i++)
            page[place_of(index + i)] = packed[is_row ? at : at + i];
        at += copied;
    }
    return true;
}
