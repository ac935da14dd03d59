// SPDX-License-Identifier: MIT
// A machine of a few frames, all above 16 MiB, and what can be seen of two address spaces in it.
#include <stddef.h>

#include "common/string.h"
#include "kernel/machine/processor.h"
#include "kernel/test/frames.h"
#include "kernel/test/probe.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "labs/3-paging/tests/sentences.h"
#include "labs/3-paging/tests/specification.h"
#include "labs/3-paging/tests/support.h"

#define FIRST_FRAME ISA_DMA_LIMIT_FRAMES
#define FRAMES      14
#define OWN_FRAMES  PAGE_DEVICE // of the test's, to be mapped
#define END_FRAME   (FIRST_FRAME + FRAMES)
#define MARGIN      2 // entries of the frame table behind the last frame
#define MARKS       ((uint32_t)(PAGE_ACCESSED | PAGE_DIRTY))
#define FREE_BITS   0xe00u // bits 9 to 11 of an entry
#define GARBAGE     TEST_GARBAGE
#define WORD        0x5eed0000u
#define WORDS       (FRAME_BYTES / sizeof(uint32_t))
#define HELD_ENTRY  0x0405u // marks and mappings of a frame that somebody else holds

#define SLOT(n)    ((uint32_t)(n) << LARGE_PAGE_SHIFT)
#define PAGE(n, i) (SLOT(n) | (uint32_t)(i) << FRAME_SHIFT)

const uint32_t places[PLACES] = {USER_BASE,     PAGE(5, 1023), PAGE(6, 0),     PAGE(6, 511),
                                 PAGE(6, 1023), PAGE(511, 0),  PAGE(511, 1023)};
const struct window_pages windows[WINDOWS] = {
    [WINDOW_ACROSS] = {PAGE(5, 1023), 2},    [WINDOW_ONE] = {PAGE(6, 1023) + 4095, 1},
    [WINDOW_SLOT] = {PAGE(6, 0) + 5, 1024},  [WINDOW_MORE] = {PAGE(6, 0), 1025},
    [WINDOW_THREE] = {PAGE(5, 1023), 1026},  [WINDOW_TOP] = {PAGE(511, 1023) + 1, 1},
    [WINDOW_LOWEST] = {USER_BASE + 4095, 1},
};
const uint32_t slots[SLOTS] = {0, 5, 6, 7, 511};

struct tiny tiny __attribute__((aligned(FRAME_BYTES)));
uint32_t pages[PAGES];
struct looked looked[PLACES];

static _Alignas(FRAME_BYTES) uint32_t small_pages[PAGE_TABLE_ENTRIES]; // of the machine's RAM
static struct reserve_counts at_start;

// --- beginning

// The machine's RAM in pages of 4 KiB, so that the processor notes where it is written to.
static void map_small(void)
{
    uint32_t start = FIRST_FRAME << FRAME_SHIFT, slot = (KERNEL_BASE + start) >> LARGE_PAGE_SHIFT;

    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++)
        small_pages[i] = (start + (i << FRAME_SHIFT)) | PAGE_PRESENT | PAGE_WRITABLE;
    kernel_directory[slot] =
        physical_from_virtual(small_pages).value | PAGE_PRESENT | PAGE_WRITABLE;
    processor_invalidate_page((const void *)(KERNEL_BASE + start)); // it was a global one of 4 MiB
}

static void take_own_frames(void)
{
    for (uint32_t i = 0; i < OWN_FRAMES; i++) {
        struct frame *frame = reserve_alloc(CLASS_RESERVE, FRAME_CORE);
        CHECK(frame, !=, NULL);
        frame->head = FRAME_CORE | HELD_ENTRY << 8;
        pages[i] = physical_from_frame_number(frame_number_of(frame)).value;
        for (uint32_t word = 0; word < WORDS; word++)
            ((uint32_t *)frame_address(frame))[word] = WORD + i;
    }
    pages[PAGE_DEVICE] = 0xfffff000u;
    pages[PAGE_ZERO] = 0;
}

void tiny_begin(bool with_spaces)
{
    const struct memory_range range = {{FIRST_FRAME << FRAME_SHIFT}, {END_FRAME << FRAME_SHIFT}};

    test_frames_set_table(END_FRAME + MARGIN);
    map_small();
    fill_kernel_half();
    memset(virtual_from_physical((physical_address){0}), 0xff, FRAME_BYTES); // nobody's table
    for (uint32_t i = 0; i < FRAMES; i++) {
        uint32_t *memory = virtual_from_physical((physical_address){range.start.value});
        for (uint32_t word = 0; word < WORDS; word++)
            memory[i * WORDS + word] = GARBAGE;
    }
    tiny = (struct tiny){.loaded = NOBODY};
    test_state_begin((void *)TEST_ARENA_START, TEST_ARENA_BYTES);
    test_state_add(frame_table + FIRST_FRAME, (FRAMES + MARGIN) * sizeof *frame_table);
    test_state_add(frame_address(&frame_table[FIRST_FRAME]), FRAMES * FRAME_BYTES);
    test_state_add(&tiny, sizeof tiny);
    frame_init(&range, 1);
    reserve_init();
    take_own_frames();
    reserve_read_counts(&at_start);
    specification_abandoned = tiny_leave;
    specification_set_origin(with_spaces ? "spaces a and b, with nothing mapped" : "no space yet");
    for (uint32_t space = 0; with_spaces && space < SPACES; space++)
        paging_perform(&(struct specified_call){CALL_CREATE, false, {space, 1}});
}

// --- the processor

static bool is_of_machine(uint32_t number)
{
    return number >= FIRST_FRAME && number < END_FRAME;
}

uint32_t *tiny_find_entry(uint32_t space, uint32_t address)
{
    uint32_t entry = tiny.space[space].directory[address >> LARGE_PAGE_SHIFT];

    if (!(entry & PAGE_PRESENT) || !is_of_machine(entry >> FRAME_SHIFT))
        return NULL;
    uint32_t *table = virtual_from_physical((physical_address){entry & PAGE_FRAME});
    return &table[address >> FRAME_SHIFT & (PAGE_TABLE_ENTRIES - 1)];
}

void tiny_enter(void)
{
    if (tiny.loaded == NOBODY)
        return;
    const struct address_space *space = &tiny.space[tiny.loaded];
    tlb_space = space;
    processor_load_directory(physical_from_virtual(space->directory).value);
    for (uint32_t i = 0; i < PLACES; i++) {
        uint32_t entry = tiny.wanted[tiny.loaded].entry[i];
        volatile uint32_t *word = (volatile uint32_t *)places[i];
        if (!(entry & PAGE_ACCESSED))
            continue; // nothing of it is remembered
        uint32_t value = *word;
        if (entry & PAGE_DIRTY && entry & PAGE_WRITABLE)
            *word = value;
    }
}

void tiny_leave(void)
{
    tlb_space = NULL;
    processor_load_directory(physical_from_virtual(kernel_directory).value);
}

// A processor may remember that a page was read-only, and refuse a write once.
static bool can_write_back(uint32_t address, uint32_t word)
{
    uint32_t code;
    return test_probe_write((user_address){address}, word, &code) ||
           test_probe_write((user_address){address}, word, &code);
}

void tiny_look(void)
{
    for (uint32_t i = 0; i < PLACES && tiny.loaded != NOBODY; i++) {
        struct looked *look = &looked[i];
        volatile uint32_t *entry = tiny_find_entry(tiny.loaded, places[i]);
        uint32_t before = entry == NULL ? 0 : *entry, code;
        *look = (struct looked){0};
        look->can_read = test_probe_read((user_address){places[i]}, &look->word, &code);
        look->noted_access = entry != NULL && (*entry & PAGE_ACCESSED) != 0;
        look->can_write = look->can_read && can_write_back(places[i], look->word);
        look->noted_write = entry != NULL && (*entry & PAGE_DIRTY) != 0;
        if (entry != NULL && (before & PAGE_PRESENT))
            *entry = before;
    }
}

// --- what can be seen

static bool lies_in(const struct window_pages *window, uint32_t slot)
{
    uint32_t last = (window->address >> FRAME_SHIFT) + window->pages - 1;
    return slot >= window->address >> LARGE_PAGE_SHIFT &&
           slot <= last >> (LARGE_PAGE_SHIFT - FRAME_SHIFT);
}

uint32_t tiny_count_reasons(uint32_t space, uint32_t slot)
{
    const struct wanted *wanted = &tiny.wanted[space];
    uint32_t reasons = 0;

    for (uint32_t i = 0; i < PLACES; i++)
        reasons += wanted->entry[i] != 0 && places[i] >> LARGE_PAGE_SHIFT == slot;
    for (uint32_t i = 0; i < WINDOWS; i++)
        reasons += lies_in(&windows[i], slot) ? wanted->holds[i] : 0;
    return reasons;
}

uint32_t tiny_count_tables(uint32_t space)
{
    uint32_t tables = 0;
    for (uint32_t i = 0; i < SLOTS; i++)
        tables += tiny_count_reasons(space, slots[i]) != 0;
    return tables;
}

static char name_of(uint32_t space)
{
    return (char)('a' + space);
}

// All bits of entries [from, end) together: most entries are looked at in no other way.
static uint32_t all_bits(const uint32_t *entries, uint32_t from, uint32_t end)
{
    uint32_t all = 0;
    for (; from + 8 <= end; from += 8)
        all |= entries[from] | entries[from + 1] | entries[from + 2] | entries[from + 3] |
               entries[from + 4] | entries[from + 5] | entries[from + 6] | entries[from + 7];
    for (; from < end; from++)
        all |= entries[from];
    return all;
}

static void check_absent(const uint32_t *entries, uint32_t from, uint32_t end, const char *sentence,
                         const char *what, uint32_t space)
{
    while (from < end && (all_bits(entries, from, end) & PAGE_PRESENT) != 0) {
        SPECIFIED(entries[from] & PAGE_PRESENT, 0, specified_hexadecimal, sentence,
                  "PAGE_PRESENT in entry %u of %s in space %c, where nothing is mapped", from, what,
                  name_of(space));
        from++;
    }
}

// The frame that a directory or a table lies in.
static void check_frame(uint32_t number, uint32_t *used, const char *what, uint32_t where,
                        uint32_t space)
{
    SPECIFIED(is_of_machine(number), true, specified_boolean, SAYS_PHYSICAL,
              "whether frame 0x%x, of %s %u in space %c, is RAM", number, what, where,
              name_of(space));
    SPECIFIED(frame_table[number].state, FRAME_KERNEL, specified_number, SAYS_TABLES,
              "the state of frame %u, of %s %u in space %c (2 is FRAME_KERNEL, 3 FRAME_CORE)",
              number, what, where, name_of(space));
    SPECIFIED(*used >> (number - FIRST_FRAME) & 1, 0, specified_number, SAYS_TABLES,
              "other uses of frame %u, of %s %u in space %c", number, what, where, name_of(space));
    *used |= 1u << (number - FIRST_FRAME);
}

static void check_entry(uint32_t found, uint32_t wanted, uint32_t address, uint32_t space)
{
    SPECIFIED(found & (PAGE_FRAME | PAGING_RIGHTS | PAGE_PRESENT | PAGE_USER | MARKS), wanted,
              specified_hexadecimal, SAYS_ENTRY, "the entry of 0x%x in space %c", address,
              name_of(space));
    SPECIFIED(found & ~FREE_BITS, wanted, specified_hexadecimal, SAYS_OTHER_BITS,
              "the entry of 0x%x in space %c, but for its bits 9 to 11", address, name_of(space));
}

static void check_table(uint32_t space, uint32_t slot, uint32_t *used)
{
    const struct wanted *wanted = &tiny.wanted[space];
    uint32_t entry = tiny.space[space].directory[slot], from = 0;

    SPECIFIED(entry & PAGE_PRESENT, PAGE_PRESENT, specified_hexadecimal, SAYS_TABLES,
              "PAGE_PRESENT in entry %u of the directory of space %c, which needs a table", slot,
              name_of(space));
    check_frame(entry >> FRAME_SHIFT, used, "the table of slot", slot, space);
    SPECIFIED(entry & PAGE_LARGE, 0, specified_hexadecimal, SAYS_DIRECTORY_ALLOWS,
              "PAGE_LARGE in entry %u of the directory of space %c", slot, name_of(space));
    const uint32_t *table = tiny_find_entry(space, SLOT(slot));
    for (uint32_t i = 0; i < PLACES; i++) {
        if (places[i] >> LARGE_PAGE_SHIFT != slot || wanted->entry[i] == 0)
            continue;
        uint32_t needed = PAGE_USER | (wanted->entry[i] & PAGE_WRITABLE);
        SPECIFIED(entry & needed, needed, specified_hexadecimal, SAYS_DIRECTORY_ALLOWS,
                  "PAGE_USER (4) and PAGE_WRITABLE (2) in entry %u of the directory of space %c",
                  slot, name_of(space));
        uint32_t index = places[i] >> FRAME_SHIFT & (PAGE_TABLE_ENTRIES - 1);
        check_absent(table, from, index, SAYS_TABLES, "a table", space);
        check_entry(table[index], wanted->entry[i], places[i], space);
        from = index + 1;
    }
    check_absent(table, from, PAGE_TABLE_ENTRIES, SAYS_TABLES, "a table", space);
}

static void check_kernel_half(uint32_t space)
{
    const uint32_t *directory = tiny.space[space].directory;
    uint32_t different = 0;

    for (uint32_t i = KERNEL_SLOT; i < PAGE_TABLE_ENTRIES; i++)
        different |= directory[i] ^ kernel_directory[i];
    for (uint32_t i = KERNEL_SLOT; (different & ~MARKS) != 0 && i < PAGE_TABLE_ENTRIES; i++)
        SPECIFIED(directory[i] & ~MARKS, kernel_directory[i] & ~MARKS, specified_hexadecimal,
                  SAYS_UPPER_HALF, "entry %u of the directory of space %c", i, name_of(space));
}

static void check_space(uint32_t space, uint32_t *used)
{
    const struct address_space *made = &tiny.space[space];
    uint32_t from = 0;

    SPECIFIED(made->table_count, tiny_count_tables(space), specified_number, SAYS_TABLE_COUNT,
              "table_count of space %c", name_of(space));
    if (!tiny.wanted[space].exists) {
        SPECIFIED(made->directory, 0, specified_hexadecimal, SAYS_DESTROY,
                  "the directory of space %c", name_of(space));
        return;
    }
    check_frame(physical_from_virtual(made->directory).value >> FRAME_SHIFT, used, "the directory,",
                0, space);
    check_kernel_half(space);
    for (uint32_t i = 0; i < SLOTS; i++) {
        if (tiny_count_reasons(space, slots[i]) == 0)
            continue;
        check_absent(made->directory, from, slots[i], SAYS_GOES_BACK, "the directory", space);
        check_table(space, slots[i], used);
        from = slots[i] + 1;
    }
    check_absent(made->directory, from, KERNEL_SLOT, SAYS_GOES_BACK, "the directory", space);
}

static void check_books(uint32_t used)
{
    struct reserve_counts now;
    uint32_t frames = 0;

    for (; used != 0; used &= used - 1)
        frames++;

    reserve_read_counts(&now);
    SPECIFIED(now.used[FRAME_KERNEL], frames, specified_number, SAYS_TABLES,
              "frames in use as FRAME_KERNEL, by the books");
    SPECIFIED(now.free, at_start.free - frames, specified_number, SAYS_TABLES,
              "frames free, by the books");
    SPECIFIED(now.used[FRAME_CORE], OWN_FRAMES, specified_number, SAYS_TABLES,
              "frames in use as FRAME_CORE, by the books");
    SPECIFIED(now.claimed, 0, specified_number, SAYS_TABLES, "frames claimed, by the books");
    for (uint32_t i = 0; i < OWN_FRAMES; i++)
        SPECIFIED(frame_table[pages[i] >> FRAME_SHIFT].head, FRAME_CORE | HELD_ENTRY << 8,
                  specified_hexadecimal, SAYS_NOT_TOUCHED,
                  "state, marks and mappings of frame %u, which may be mapped",
                  pages[i] >> FRAME_SHIFT);
}

// What the processor did in the loaded space.
static void check_looked(void)
{
    for (uint32_t i = 0; i < PLACES; i++) {
        uint32_t entry = tiny.wanted[tiny.loaded].entry[i];
        SPECIFIED(looked[i].can_read, entry != 0, specified_boolean, SAYS_FLUSH,
                  "whether the processor can read at 0x%x after this call", places[i]);
        if (entry == 0)
            continue;
        SPECIFIED(looked[i].can_write, (entry & PAGE_WRITABLE) != 0, specified_boolean, SAYS_FLUSH,
                  "whether the processor can write at 0x%x after this call", places[i]);
        for (uint32_t page = 0; page < OWN_FRAMES; page++) {
            if (pages[page] == (entry & PAGE_FRAME))
                SPECIFIED(looked[i].word, WORD + page, specified_hexadecimal, SAYS_FLUSH,
                          "the word that the processor reads at 0x%x after this call", places[i]);
        }
        SPECIFIED(looked[i].noted_access, true, specified_boolean, SAYS_FLUSH,
                  "whether PAGE_ACCESSED is set at 0x%x after one more read", places[i]);
        SPECIFIED(looked[i].noted_write, (entry & (PAGE_WRITABLE | PAGE_DIRTY)) != 0,
                  specified_boolean, SAYS_FLUSH,
                  "whether PAGE_DIRTY is set at 0x%x after one more write", places[i]);
    }
}

void tiny_check(void)
{
    uint32_t used = 0;

    for (uint32_t space = 0; space < SPACES; space++)
        check_space(space, &used);
    check_books(used);
    if (tiny.loaded != NOBODY)
        check_looked();
    for (uint32_t i = 0; i < OWN_FRAMES; i++) {
        const uint32_t *memory = virtual_from_physical((physical_address){pages[i]});
        for (uint32_t word = 0; word < WORDS; word += WORDS - 1)
            SPECIFIED(memory[word], WORD + i, specified_hexadecimal, SAYS_NOT_TOUCHED,
                      "word %u of the memory of frame %u, which may be mapped", word,
                      pages[i] >> FRAME_SHIFT);
    }
}
