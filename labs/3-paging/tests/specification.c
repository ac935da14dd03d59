// SPDX-License-Identifier: MIT
// The relation: `tiny` says what is wanted before the call, `done` what the call did. Each function
// checks that, and notes what is wanted after it; tiny_check then looks at everything else.
#include "labs/3-paging/tests/specification.h"

#include "labs/3-paging/tests/sentences.h"

#define MARKS     (PAGE_ACCESSED | PAGE_DIRTY)
#define FREE_BITS 0xe00u

static void check_claim(const struct done *done, uint32_t taken, const char *sentence)
{
    SPECIFIED(done->claim_after, done->claim_before - taken, specified_number, sentence,
              "frames left in the claim");
}

// --- flushes

static bool is_in_slot(user_address address, uint32_t slot)
{
    return address.value >> LARGE_PAGE_SHIFT == slot;
}

static void check_flush_count(const struct done *done, uint32_t expected, const char *sentence)
{
    SPECIFIED(done->loads, 0, specified_number, SAYS_NO_LOAD, "calls of tlb_load");
    SPECIFIED(tlb_space, done->loaded_then, specified_hexadecimal, SAYS_NO_LOAD, "tlb_space");
    SPECIFIED(done->flushes, expected, specified_number, sentence, "calls of tlb_flush_page");
}

// One flush of this page, if the space is loaded and `needed`.
static void check_page_flush(const struct done *done, uint32_t space, uint32_t address, bool needed,
                             const char *sentence)
{
    uint32_t expected = space == tiny.loaded && needed;

    check_flush_count(done, expected, needed && !expected ? SAYS_NO_FLUSH : sentence);
    if (expected)
        SPECIFIED(done->flushed[0].value >> FRAME_SHIFT, address >> FRAME_SHIFT,
                  specified_hexadecimal, sentence, "the page that was flushed, by its number");
}

static void check_no_flush(const struct done *done)
{
    check_flush_count(done, 0, SAYS_NO_FLUSH);
}

// --- spaces

static void specify_create(uint32_t space, const struct done *done)
{
    check_no_flush(done);
    SPECIFIED(tiny.space[space].directory != NULL, true, specified_boolean, SAYS_CREATE,
              "whether space %c has a directory", 'a' + (char)space);
    SPECIFIED(tiny.space[space].table_count, 0, specified_number, SAYS_CREATE_COUNT,
              "table_count of space %c", 'a' + (char)space);
    check_claim(done, 1, SAYS_CREATE);
    for (uint32_t slot = 0; slot < KERNEL_BASE >> LARGE_PAGE_SHIFT; slot++)
        SPECIFIED(tiny.space[space].directory[slot] & PAGE_PRESENT, 0, specified_hexadecimal,
                  SAYS_CREATE, "PAGE_PRESENT in entry %u of the new directory", slot);
    tiny.wanted[space] = (struct wanted){.exists = true};
}

static void specify_destroy(uint32_t space, const struct done *done)
{
    check_no_flush(done);
    SPECIFIED(tiny.space[space].directory, 0, specified_hexadecimal, SAYS_DESTROY,
              "the directory of space %c", 'a' + (char)space);
    SPECIFIED(tiny.space[space].table_count, 0, specified_number, SAYS_DESTROY,
              "table_count of space %c", 'a' + (char)space);
    tiny.wanted[space] = (struct wanted){0};
}

// --- mappings

static void specify_map(const uint32_t *argument, const struct done *done)
{
    uint32_t space = argument[0], place = argument[1];
    bool needs_table = tiny_count_reasons(space, places[place] >> LARGE_PAGE_SHIFT) == 0;
    bool expected = !needs_table || done->claim_before > 0;

    specified_result(specified_boolean, done->result);
    SPECIFIED(done->result, expected, specified_boolean, SAYS_MAP_RETURNS,
              "what paging_map returned, %s table and with %u frames in the claim",
              needs_table ? "without a" : "with a", done->claim_before);
    check_claim(done, expected && needs_table, SAYS_MAP_CLAIM);
    check_no_flush(done);
    if (!expected)
        specified_failure();
    else
        tiny.wanted[space].entry[place] = tiny_page(argument[3]) | PAGE_PRESENT | PAGE_USER;
}

// The page is flushed if the processor can have used it, and something in the 4 MiB if their table
// goes back: by the same flush or by another one.
static void check_unmap_flushes(const struct done *done, uint32_t place, bool is_used,
                                bool table_goes)
{
    uint32_t page_flushes = 0, slot = places[place] >> LARGE_PAGE_SHIFT;

    check_flush_count(done, done->flushes, SAYS_UNMAP); // tlb_load was not called
    SPECIFIED(done->flushes != 0 || !(is_used || table_goes), true, specified_boolean, SAYS_UNMAP,
              "whether tlb_flush_page is called");
    SPECIFIED(done->flushes <= 1u + table_goes, true, specified_boolean, SAYS_NO_FLUSH,
              "whether %u calls of tlb_flush_page are not too many", done->flushes);
    for (uint32_t i = 0; i < done->flushes; i++) {
        page_flushes += (done->flushed[i].value ^ places[place]) < FRAME_BYTES;
        SPECIFIED(done->flushed[i].value >> LARGE_PAGE_SHIFT, slot, specified_number, SAYS_UNMAP,
                  "the slot of 0x%x, which is flushed", done->flushed[i].value);
    }
    SPECIFIED(page_flushes != 0 || !is_used, true, specified_boolean, SAYS_UNMAP,
              "whether 0x%x is flushed", places[place]);
    if (!table_goes)
        SPECIFIED(page_flushes, done->flushes, specified_number, SAYS_NO_FLUSH,
                  "flushes of 0x%x, among all that were made", places[place]);
}

static void specify_unmap(const uint32_t *argument, const struct done *done)
{
    uint32_t space = argument[0], place = argument[1], slot = places[place] >> LARGE_PAGE_SHIFT;
    uint32_t *wanted = &tiny.wanted[space].entry[place], was = *wanted;

    specified_result(specified_hexadecimal, done->result);
    SPECIFIED(done->result & ~FREE_BITS, was, specified_hexadecimal, SAYS_UNMAP_RETURNS,
              "what paging_unmap returned, but for bits 9 to 11");
    *wanted = 0;
    bool table_goes = tiny_count_reasons(space, slot) == 0;
    if (was == 0 || space != tiny.loaded)
        check_no_flush(done);
    else
        check_unmap_flushes(done, place, (was & PAGE_ACCESSED) != 0, table_goes);
    if (was == 0)
        specified_failure();
    if (was == 0 || table_goes)
        return;
    const uint32_t *entry = tiny_find_entry(space, places[place]);
    SPECIFIED(entry != NULL, true, specified_boolean, SAYS_TABLES,
              "whether there is a table for 0x%x, which is still needed", places[place]);
    SPECIFIED(*entry, 0, specified_hexadecimal, SAYS_UNMAP, "the entry of 0x%x", places[place]);
}

// --- holds

static void specify_hold(const uint32_t *argument, const struct done *done)
{
    uint32_t space = argument[0], tables = tiny_count_tables(space);

    check_no_flush(done);
    tiny.wanted[space].holds[argument[1]]++;
    check_claim(done, tiny_count_tables(space) - tables, SAYS_HOLD);
}

static void specify_release(const uint32_t *argument, const struct done *done)
{
    uint32_t space = argument[0], gone = 0, before[SLOTS];

    for (uint32_t i = 0; i < SLOTS; i++)
        before[i] = tiny_count_reasons(space, slots[i]);
    tiny.wanted[space].holds[argument[1]]--;
    for (uint32_t i = 0; i < SLOTS; i++) {
        if (before[i] == 0 || tiny_count_reasons(space, slots[i]) != 0)
            continue;
        gone++;
        uint32_t flushes = 0;
        for (uint32_t flush = 0; flush < done->flushes; flush++)
            flushes += is_in_slot(done->flushed[flush], slots[i]);
        SPECIFIED(flushes, space == tiny.loaded, specified_number, SAYS_RELEASE,
                  "flushes of addresses in slot %u, whose table goes back", slots[i]);
    }
    check_flush_count(done, space == tiny.loaded ? gone : 0, SAYS_RELEASE);
}

// --- changes

static void specify_rights(const uint32_t *argument, const struct done *done)
{
    uint32_t place = argument[1], rights = argument[3];
    uint32_t *wanted = &tiny.wanted[argument[0]].entry[place], was = *wanted;
    bool is_less =
        (was & ~rights & PAGE_WRITABLE) != 0 || (rights & ~was & PAGE_CACHE_DISABLED) != 0;

    specified_result(specified_boolean, done->result);
    SPECIFIED(done->result, was != 0, specified_boolean, SAYS_RIGHTS_RETURNS,
              "what paging_change_rights returned");
    check_page_flush(done, argument[0], places[place], was != 0 && is_less, SAYS_RIGHTS_FLUSH);
    if (was == 0)
        specified_failure();
    else
        *wanted = (was & ~(uint32_t)PAGING_RIGHTS) | rights;
    const uint32_t *entry = tiny_find_entry(argument[0], places[place]);
    if (was != 0 && entry != NULL)
        SPECIFIED(*entry & ~FREE_BITS, *wanted, specified_hexadecimal, SAYS_RIGHTS,
                  "the entry of 0x%x, but for its bits 9 to 11", places[place]);
}

static void specify_marks(const uint32_t *argument, const struct done *done)
{
    uint32_t place = argument[1], marks = argument[3];
    uint32_t *wanted = &tiny.wanted[argument[0]].entry[place], was = *wanted;

    specified_result(specified_hexadecimal, done->result);
    SPECIFIED(done->result, was & marks, specified_hexadecimal, SAYS_MARKS_RETURNS,
              "what paging_take_marks returned (0x20 PAGE_ACCESSED, 0x40 PAGE_DIRTY)");
    check_page_flush(done, argument[0], places[place], (was & marks) != 0, SAYS_MARKS_FLUSH);
    *wanted = was & ~marks;
    const uint32_t *entry = tiny_find_entry(argument[0], places[place]);
    if (was != 0 && entry != NULL)
        SPECIFIED(*entry & marks, 0, specified_hexadecimal, SAYS_MARKS,
                  "the marks that were asked for, in the entry of 0x%x", places[place]);
}

static void specify_access(uint32_t place, uint32_t marks)
{
    tiny.wanted[tiny.loaded].entry[place] |= marks;
}

void specify_call(const struct specified_call *call, const struct done *done)
{
    const uint32_t *argument = call->argument;

    switch ((enum function)call->function) {
    case CALL_CREATE:
        specify_create(argument[0], done);
        break;
    case CALL_DESTROY:
        specify_destroy(argument[0], done);
        break;
    case CALL_LOAD:
        tiny.loaded = argument[0];
        break;
    case CALL_READ:
        specify_access(argument[0], PAGE_ACCESSED);
        break;
    case CALL_WRITE:
        specify_access(argument[0], MARKS);
        break;
    case CALL_MAP:
        specify_map(argument, done);
        break;
    case CALL_UNMAP:
        specify_unmap(argument, done);
        break;
    case CALL_RIGHTS:
        specify_rights(argument, done);
        break;
    case CALL_MARKS:
        specify_marks(argument, done);
        break;
    case CALL_HOLD:
        specify_hold(argument, done);
        break;
    case CALL_RELEASE:
        specify_release(argument, done);
        break;
    case CALL_FIND_ENTRY:
    case CALL_COUNT:
    case CALL_FIND_MAPPED:
    case CALL_CLASSIFY:
        check_no_flush(done);
        break;
    }
    specified_ends();
}
