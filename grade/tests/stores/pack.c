// SPDX-License-Identifier: MIT
// For grade/tests/stores.bats, on the host: packs and unpacks pages of many kinds, and unpacks what
// is none (user/page_pack.h). Prints for each kind how many bytes the last page of it took, and
// ends with 1 at the first mistake.
#include "user/page_pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/abi/limits.h"

#define WORDS   (PAGE_BYTES / sizeof(uint32_t))
#define ROUNDS  200
#define GUARD   0xa5 // stands around everything that is written to
#define GUARDED 64

static uint32_t page[WORDS];
static uint8_t packed_guarded[PAGE_BYTES + 2 * GUARDED], page_guarded[PAGE_BYTES + 2 * GUARDED];

enum kind { ZEROS, SAME, COUNTING, ADDRESSES, RECORDS, SPARSE, BYTES, NOISE, KINDS };

static const char *const kind_names[KINDS] = {"zeros",   "same",   "counting", "addresses",
                                              "records", "sparse", "bytes",    "noise"};

static uint32_t word_of(enum kind kind, uint32_t i, uint32_t seed)
{
    uint32_t noise = (uint32_t)random() << 16 ^ (uint32_t)random();

    switch (kind) {
    case ZEROS:
        return 0;
    case SAME:
        return seed;
    case COUNTING:
        return seed + i;
    case ADDRESSES:
        return (seed & 0xffff0000) + noise % 0x4000;
    case RECORDS:
        return i / 64 * seed + i % 64;
    case SPARSE:
        return noise % 16 == 0 ? noise : 0;
    case BYTES:
        return noise % 4 * 0x01010101;
    default:
        return noise;
    }
}

static void fail(const char *what)
{
    printf("%s\n", what);
    exit(1);
}

static void check_guards(const uint8_t *guarded, uint32_t bytes)
{
    for (uint32_t i = 0; i < GUARDED; i++) {
        if (guarded[i] != GUARD || guarded[GUARDED + bytes + i] != GUARD)
            fail("something was written beside the place for it");
    }
}

static uint32_t pack(uint32_t most)
{
    memset(packed_guarded, GUARD, sizeof packed_guarded);
    uint32_t bytes = page_pack(page, packed_guarded + GUARDED, most);
    check_guards(packed_guarded, most);
    if (bytes > most)
        fail("it took more than it may");
    return bytes;
}

static bool unpack(const uint8_t *from, uint32_t bytes)
{
    // The last byte is the last one of a block, so that a tool for such things sees who reads on.
    uint8_t *copy = malloc(bytes + 1);
    memcpy(copy + 1, from, bytes);
    memset(page_guarded, GUARD, sizeof page_guarded);
    bool is_page = page_unpack(copy + 1, bytes, page_guarded + GUARDED);
    check_guards(page_guarded, PAGE_BYTES);
    free(copy);
    return is_page;
}

static uint32_t try_page(enum kind kind)
{
    uint32_t seed = (uint32_t)random();

    for (uint32_t i = 0; i < WORDS; i++)
        page[i] = word_of(kind, i, seed);
    uint32_t bytes = pack(PAGE_BYTES);
    if (bytes == 0)
        return 0;
    if (!unpack(packed_guarded + GUARDED, bytes) ||
        memcmp(page_guarded + GUARDED, page, PAGE_BYTES) != 0)
        fail("a page came back as another one");
    if (unpack(packed_guarded + GUARDED, bytes - 1))
        fail("a page without its last byte is none");
    if (pack(bytes) != bytes || pack(bytes - 1) != 0)
        fail("it does not know how much it takes");
    return bytes;
}

int main(void)
{
    for (uint32_t kind = 0; kind < KINDS; kind++) {
        uint32_t bytes = 0;
        for (uint32_t round = 0; round < ROUNDS; round++)
            bytes = try_page((enum kind)kind);
        printf("%s %u\n", kind_names[kind], bytes);
    }
    for (uint32_t round = 0; round < ROUNDS * KINDS; round++) {
        uint8_t nonsense[PAGE_BYTES];
        for (uint32_t i = 0; i < sizeof nonsense; i++)
            nonsense[i] = (uint8_t)random();
        unpack(nonsense, (uint32_t)random() % (PAGE_BYTES + 1));
    }
    return 0;
}
