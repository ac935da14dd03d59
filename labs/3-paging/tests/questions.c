// SPDX-License-Identifier: MIT
// What changes nothing is asked for all that matters at once, in each state.
#include "common/format.h"
#include "labs/3-paging/tests/sentences.h"
#include "labs/3-paging/tests/specification.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define SLOT(n)     ((uint32_t)(n) << LARGE_PAGE_SHIFT)

static uint32_t slot_of(uint32_t address)
{
    return address >> LARGE_PAGE_SHIFT;
}

// What is wanted at a page; 0 for any but the places.
static uint32_t wanted_at(uint32_t space, uint32_t address)
{
    for (uint32_t i = 0; i < PLACES; i++) {
        if ((places[i] ^ address) < FRAME_BYTES)
            return tiny.wanted[space].entry[i];
    }
    return 0;
}

// --- paging_find_entry

static void check_found(uint32_t space, uint32_t address)
{
    uint32_t found = (uint32_t)paging_find_entry(&tiny.space[space], (user_address){address});
    bool has_table = tiny_count_reasons(space, slot_of(address)) != 0;
    uint32_t expected = has_table ? (uint32_t)tiny_find_entry(space, address) : 0;

    SPECIFIED(found, expected, specified_hexadecimal, SAYS_FIND,
              "what paging_find_entry returned for 0x%x", address);
}

void ask_find_entry(uint32_t space)
{
    static const uint32_t bytes[] = {0, 1, FRAME_BYTES - 1};

    for (uint32_t i = 0; i < PLACES; i++) {
        for (uint32_t byte = 0; byte < COUNT(bytes); byte++)
            check_found(space, places[i] + bytes[byte]);
        check_found(space, places[i] ^ FRAME_BYTES);
    }
    check_found(space, SLOT(1));
    check_found(space, SLOT(510) + 4095);
}

// --- paging_count_missing_tables

static uint32_t count_missing(uint32_t space, uint32_t address, uint32_t page_count)
{
    uint32_t first = slot_of(address);
    uint32_t last = ((address >> FRAME_SHIFT) + page_count - 1) / PAGE_TABLE_ENTRIES;
    uint32_t missing = last - first + 1;

    for (uint32_t i = 0; i < SLOTS; i++)
        missing -= slots[i] >= first && slots[i] <= last && tiny_count_reasons(space, slots[i]) > 0;
    return missing;
}

void ask_count(uint32_t space)
{
    static const uint32_t starts[] = {
        USER_BASE,        USER_BASE + 4095, SLOT(4) + 5,        SLOT(5),         SLOT(6) - 4096,
        SLOT(6) - 1,      SLOT(6),          SLOT(6) + 4095,     SLOT(7) - 1,     SLOT(8) + 4096,
        SLOT(511) - 4096, SLOT(511) + 1,    KERNEL_BASE - 8192, KERNEL_BASE - 1,
    };
    static const uint32_t counts[] = {1,    2,    1008, 1009, 1022,  1023,   1024,
                                      1025, 2047, 2048, 2049, 65536, 524272, UINT32_MAX};

    for (uint32_t i = 0; i < COUNT(starts); i++) {
        uint32_t most = (KERNEL_BASE >> FRAME_SHIFT) - (starts[i] >> FRAME_SHIFT);
        for (uint32_t j = 0; j < COUNT(counts); j++) {
            uint32_t page_count = counts[j] == UINT32_MAX ? most : counts[j];
            if (page_count > most)
                continue;
            uint32_t found = paging_count_missing_tables(&tiny.space[space],
                                                         (user_address){starts[i]}, page_count);
            SPECIFIED(found, count_missing(space, starts[i], page_count), specified_number,
                      SAYS_COUNT, "tables that %u pages from 0x%x on lack", page_count, starts[i]);
        }
    }
}

// --- paging_find_mapped

void ask_find_mapped(uint32_t space)
{
    static const uint32_t bounds[] = {
        USER_BASE,
        USER_BASE + 4096,
        SLOT(5),
        SLOT(6) - 4096,
        SLOT(6),
        SLOT(6) + 4096,
        SLOT(6) + 511 * 4096,
        SLOT(7) - 4096,
        SLOT(7),
        SLOT(8) + 4096,
        SLOT(511),
        SLOT(511) + 4096,
        KERNEL_BASE - 8192,
        KERNEL_BASE - 4096,
        KERNEL_BASE,
    };

    for (uint32_t i = 0; i < COUNT(bounds); i++) {
        for (uint32_t j = i; j < COUNT(bounds); j++) {
            uint32_t expected = bounds[j];
            for (uint32_t place = PLACES; place-- > 0;) {
                if (places[place] >= bounds[i] && places[place] < bounds[j] &&
                    tiny.wanted[space].entry[place] != 0)
                    expected = places[place];
            }
            user_address found = paging_find_mapped(&tiny.space[space], (user_address){bounds[i]},
                                                    (user_address){bounds[j]});
            SPECIFIED(found.value, expected, specified_hexadecimal, SAYS_FIND_MAPPED,
                      "the first mapped page in [0x%x, 0x%x)", bounds[i], bounds[j]);
        }
    }
}

// --- paging_classify_fault

static enum paging_fault classify(uint32_t space, uint32_t address, uint32_t code, uint32_t rights)
{
    bool is_write = (code & PAGE_FAULT_WRITE) != 0;
    uint32_t entry = address < KERNEL_BASE ? wanted_at(space, address) : 0;

    if (code & PAGE_FAULT_RESERVED)
        return PAGING_FAULT_RESERVED_BIT;
    if (address >= KERNEL_BASE)
        return PAGING_FAULT_KERNEL_ADDRESS;
    if (rights == PAGING_NO_REGION)
        return PAGING_FAULT_NO_REGION;
    if (is_write && (rights & PAGE_WRITABLE) == 0)
        return PAGING_FAULT_READ_ONLY;
    bool allows = entry != 0 && (!is_write || (entry & PAGE_WRITABLE) != 0);
    return allows ? PAGING_FAULT_RESOLVED : PAGING_FAULT_ABSENT;
}

static void print_fault(char *text, size_t bytes, uint32_t fault)
{
    static const char *const names[] = {"PAGING_FAULT_ABSENT",         "PAGING_FAULT_RESOLVED",
                                        "PAGING_FAULT_NO_REGION",      "PAGING_FAULT_READ_ONLY",
                                        "PAGING_FAULT_KERNEL_ADDRESS", "PAGING_FAULT_RESERVED_BIT"};
    format_to_buffer(text, bytes, "%s", fault < COUNT(names) ? names[fault] : "no answer at all");
}

#define CODES  32 // the processor's five bits
#define RIGHTS 9  // with and without each of three bits, and no region

static const uint32_t rights_bits[] = {PAGE_WRITABLE, PAGE_CACHE_DISABLED, PAGE_WRITE_THROUGH};

static uint32_t rights_of(uint32_t number)
{
    uint32_t rights = 0;
    for (uint32_t bit = 0; bit < COUNT(rights_bits); bit++)
        rights |= number >> bit & 1 ? rights_bits[bit] : 0;
    return number == RIGHTS - 1 ? PAGING_NO_REGION : rights;
}

static void ask_classify_at(uint32_t space, uint32_t address)
{
    for (uint32_t i = 0; i < CODES * RIGHTS; i++) {
        uint32_t code = i / RIGHTS, rights = rights_of(i % RIGHTS);
        enum paging_fault found =
            paging_classify_fault(&tiny.space[space], (user_address){address}, code, rights);
        SPECIFIED(found, classify(space, address, code, rights), print_fault, SAYS_CLASSIFY,
                  "paging_classify_fault for 0x%x, error code 0x%x, rights 0x%x", address, code,
                  rights);
    }
}

void ask_classify(uint32_t space)
{
    static const uint32_t others[] = {0, KERNEL_BASE - 1, KERNEL_BASE, KERNEL_BASE + USER_BASE,
                                      UINT32_MAX};

    for (uint32_t i = 0; i < COUNT(others); i++)
        ask_classify_at(space, others[i]);
    ask_classify_at(space, places[PLACE_LOWEST]);
    ask_classify_at(space, places[PLACE_FIRST] + FRAME_BYTES - 1);
    ask_classify_at(space, places[PLACE_FIRST] + FRAME_BYTES);
}
