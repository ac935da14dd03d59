// SPDX-License-Identifier: MIT
// What mm/stealer.h allows a visit to change.
#include "common/format.h"
#include "kernel/test/specification.h"
#include "labs/5-stealer/tests/clock.h"
#include "labs/5-stealer/tests/sentences.h"
#include "mm/address/page_bits.h"

#define LENT_SHARE 16

static void format_page_state(char *text, size_t bytes, uint32_t state);
static void format_entry(char *text, size_t bytes, uint32_t entry);

static void check_entry(uint32_t number, uint32_t found, uint32_t expected, const char *sentence)
{
    const struct clock_mapping *mapping = &clock_mappings[number];
    const struct process *process = region_process(mapping->region);
    uint32_t name = 0;

    while (name < WORLD_PROCESSES - 1 && world.process[name] != process)
        name++;
    SPECIFIED(found, expected, format_entry, sentence,
              "the page table entry of %s at 0x%x of process %s", clock_page_name(mapping->page),
              (unsigned)clock_address(mapping).value, world_process_names[name]);
}

static void check_frame(const struct clock_view *after, enum clock_page page, uint32_t mappings,
                        uint32_t marks, const char *sentence)
{
    SPECIFIED(after->page[page].mappings, mappings, specified_number, SAYS_TAKEN,
              "`mappings` of the frame of %s", clock_page_name(page));
    SPECIFIED(after->page[page].marks, marks, specified_hexadecimal, sentence,
              "the marks (DIRTY 1, FRESH 2, GRACE 4) of the frame of %s", clock_page_name(page));
}

static void check_state(const struct clock_view *after, enum clock_page page, uint32_t state,
                        const char *sentence)
{
    SPECIFIED(after->page[page].state, state, format_page_state, sentence, "the state of %s",
              clock_page_name(page));
}

static void check_as_it_is(const struct clock_view *before, const struct clock_view *after,
                           enum clock_page page, uint32_t may_clear, const char *sentence)
{
    for (uint32_t i = 0; i < clock_mapping_count; i++) {
        if (clock_mappings[i].page == page)
            check_entry(i, after->entry[i] | (before->entry[i] & may_clear), before->entry[i],
                        sentence);
    }
    check_state(after, page, before->page[page].state, sentence);
}

void clock_check_same(const struct clock_view *before, const struct clock_view *after,
                      enum clock_page page)
{
    check_as_it_is(before, after, page, 0, SAYS_NOTHING_ELSE);
    if (before->page[page].state == PAGE_RESIDENT)
        check_frame(after, page, before->page[page].mappings, before->page[page].marks,
                    SAYS_NOTHING_ELSE);
}

static bool is_used(const struct clock_view *view, enum clock_page page)
{
    bool used = false;

    for (uint32_t i = 0; i < clock_mapping_count; i++)
        used |= clock_mappings[i].page == page && (view->entry[i] & PAGE_ACCESSED);
    return used;
}

// One that is taken is in no entry; one that stays is as it was, but that a use may be forgotten.
// Where another mapping was used, FRAME_FRESH has gone before this one is looked at, or has not.
static bool check_mapping(const struct clock_view *before, const struct clock_view *after,
                          uint32_t number, bool other_used, bool counts_as_unused)
{
    uint32_t entry = before->entry[number], found = after->entry[number];
    // That it was written to may be noted in the frame before the mapping goes.
    if (found != 0 && after->page[clock_mappings[number].page].marks & FRAME_DIRTY)
        found |= entry & PAGE_DIRTY;
    bool used = (entry & PAGE_ACCESSED) != 0;

    if (used && !counts_as_unused) {
        check_entry(number, found, entry & ~(uint32_t)PAGE_ACCESSED, SAYS_USED);
        return true;
    }
    bool may_stay = used ? before->keeps_stale[number] : before->keeps[number];
    bool may_go = used || other_used ? !before->keeps_stale[number] : !before->keeps[number];
    if (found == 0 && may_go)
        return false;
    const char *sentence = !may_stay ? (used ? SAYS_COUNTS_AS_UNUSED : SAYS_TAKEN) : SAYS_UNUSED;
    uint32_t noted = found & PAGE_ACCESSED ? 0 : PAGE_ACCESSED;
    check_entry(number, found, may_stay ? entry & ~noted : 0, sentence);
    return true;
}

static enum steal check_leaving(const struct clock_view *after, enum clock_page page, bool is_dirty,
                                struct clock_view *now)
{
    struct reserve_counts books;
    uint32_t level = clock_object(page)->pager == world.pager[0] ? 0 : 1;

    if (!is_dirty) {
        now->free_frames += page == BIG_1500 ? 2 : 1; // with its leaf
        check_state(after, page, PAGE_ABSENT, SAYS_LEAVES);
        SPECIFIED(after->page[page].frame_state, FRAME_FREE, specified_number, SAYS_LEAVES,
                  "the state of the frame that %s had (1: FRAME_FREE)", clock_page_name(page));
        return STEAL_FREED;
    }
    reserve_read_counts(&books);
    bool may_lend = level > 0 || now->lent_frames < books.total / LENT_SHARE;
    if (!may_lend || now->slots[level] == 0) {
        check_state(after, page, PAGE_RESIDENT, may_lend ? SAYS_STAYS_RESIDENT : SAYS_REFUSED);
        return STEAL_REFUSED;
    }
    now->lent_frames += level == 0;
    now->slots[level]--;
    check_state(after, page, PAGE_STORING, SAYS_LEAVES);
    SPECIFIED(after->page[page].keep, false, specified_boolean, SAYS_LEAVES, "`keep` of %s",
              clock_page_name(page));
    return STEAL_STORING;
}

static enum steal check_walk(const struct clock_view *before, const struct clock_view *after,
                             enum clock_page page, struct clock_view *now)
{
    bool counts_as_unused = clock_object(page)->backs != NULL || before->stealer.is_forced;
    bool used = is_used(before, page);
    uint32_t marks = before->page[page].marks, left = 0, taken = 0, noted = 0;

    for (uint32_t i = 0; i < clock_mapping_count; i++) {
        if (clock_mappings[i].page != page)
            continue;
        if (before->entry[i] == 0) {
            check_entry(i, after->entry[i], 0, SAYS_REGIONS);
            continue;
        }
        noted |= before->entry[i];
        if (check_mapping(before, after, i, used, counts_as_unused))
            left++;
        else
            taken |= before->entry[i];
    }
    if (used)
        marks &= ~(uint32_t)FRAME_FRESH;
    if (taken & PAGE_DIRTY)
        marks |= FRAME_DIRTY;
    if (left == 0) {
        enum steal result = check_leaving(after, page, marks & FRAME_DIRTY, now);
        if (result == STEAL_REFUSED)
            check_frame(after, page, 0, marks, SAYS_TAKEN);
        return result;
    }
    check_state(after, page, PAGE_RESIDENT, SAYS_LEAVES);
    if (noted & PAGE_DIRTY) // it may be noted before the mapping goes
        marks |= after->page[page].marks & FRAME_DIRTY;
    check_frame(after, page, left, marks,
                (marks ^ after->page[page].marks) & FRAME_FRESH ? SAYS_USED : SAYS_TAKEN);
    return STEAL_KEPT;
}

enum steal clock_check_visit(const struct clock_view *before, const struct clock_view *after,
                             enum clock_page page, struct clock_view *now)
{
    const struct object *object = clock_object(page);
    uint32_t marks = before->page[page].marks;
    enum steal result = STEAL_KEPT;

    now->stealer.visited++;
    if (process_is_over(object->maker) || object->is_revoked || object_is_crowded(object)) {
        check_as_it_is(before, after, page, PAGE_ACCESSED, SAYS_END);
        uint32_t may_go = is_used(before, page) ? FRAME_FRESH : 0;
        check_frame(after, page, before->page[page].mappings,
                    marks & ~(may_go & ~after->page[page].marks), SAYS_END);
    } else if (object->backs != NULL && !(marks & FRAME_GRACE)) {
        check_as_it_is(before, after, page, 0, SAYS_GRACE);
        check_frame(after, page, before->page[page].mappings, marks | FRAME_GRACE, SAYS_GRACE);
    } else {
        result = check_walk(before, after, page, now);
    }
    now->stealer.freed += result == STEAL_FREED;
    now->stealer.stored += result == STEAL_STORING;
    now->stealer.refused += result == STEAL_REFUSED;
    return result;
}

void clock_check_counters(const struct clock_view *after, const struct stealer *expected)
{
    const struct stealer *found = &after->stealer;

    SPECIFIED(found->visited, expected->visited, specified_number, SAYS_VISITED, "stealer.visited");
    SPECIFIED(found->freed, expected->freed, specified_number, SAYS_COUNTED, "stealer.freed");
    SPECIFIED(found->stored, expected->stored, specified_number, SAYS_COUNTED, "stealer.stored");
    SPECIFIED(found->refused, expected->refused, specified_number, SAYS_COUNTED, "stealer.refused");
    SPECIFIED(found->is_forced, expected->is_forced, specified_boolean, SAYS_NOTHING_ELSE,
              "stealer.is_forced");
}

// --- words

static void format_page_state(char *text, size_t bytes, uint32_t state)
{
    static const char *const states[] = {"ABSENT", "FETCHING", "RESIDENT", "STORING", "FAILED"};
    if (state < sizeof states / sizeof states[0])
        format_to_buffer(text, bytes, "%s", states[state]);
    else
        specified_number(text, bytes, state);
}

static void format_entry(char *text, size_t bytes, uint32_t entry)
{
    if (entry == 0)
        format_to_buffer(text, bytes, "0 (not mapped)");
    else
        format_to_buffer(text, bytes, "0x%x%s%s", (unsigned)entry,
                         entry & PAGE_ACCESSED ? " accessed" : "",
                         entry & PAGE_DIRTY ? " dirty" : "");
}
