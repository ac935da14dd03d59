// SPDX-License-Identifier: MIT
#include "labs/2-reserve/tests/observed.h"

#include "common/format.h"
#include "common/string.h"
#include "kernel/test/frames.h"
#include "kernel/test/specification.h"
#include "kernel/test/test.h"
#include "labs/1-frames/tests/words.h"
#include "labs/2-reserve/tests/sentences.h"
#include "labs/2-reserve/tests/words.h"

#define MOST              1024
#define FEW               64 // frames of which all memory is looked at, after each call
#define GARBAGE           0xb5
#define WORD              0x5eed0000u // in the memory of a frame, with its number
#define LAST_WORD         (FRAME_BYTES / sizeof(uint32_t) - 1)
#define LOW_SHARE         32
#define HIGH_SHARE        64
#define ARENA_FIRST       ((TEST_ARENA_START - KERNEL_BASE) >> FRAME_SHIFT)
#define WORDS_OF_AN_ENTRY 4

struct observed_state observed;
struct reserve_counts observed_counts;

static const char *call;
static uint32_t window_first, window_end;
static struct frame before[MOST];
static struct claim claims_before[CLAIMS];

// --- the frame table, and the memory of its frames

// What lies in the arena is the tests' own, and behind it is none.
static bool has_memory(uint32_t number)
{
    return number >= ISA_DMA_LIMIT_FRAMES && number < ARENA_FIRST;
}

static uint32_t *memory_of(uint32_t number)
{
    return frame_address(&frame_table[number]);
}

void observed_set_window(uint32_t first, uint32_t end)
{
    CHECK(end - first, <=, (uint32_t)MOST);
    window_first = first;
    window_end = end;
    for (uint32_t number = first; number < end; number++) {
        if (has_memory(number))
            memory_of(number)[0] = memory_of(number)[LAST_WORD] = WORD + number;
    }
}

uint32_t observed_first(void)
{
    return window_first;
}

uint32_t observed_end(void)
{
    return window_end;
}

const struct frame *observed_before(const struct frame *frame)
{
    uint32_t number = words_number_at((uint32_t)frame);
    return number < window_first || number >= window_end ? NULL : &before[number - window_first];
}

bool observed_was_free(uint32_t number)
{
    return number >= window_first && number < window_end &&
           before[number - window_first].state == FRAME_FREE;
}

static void check_entry(uint32_t number, const struct frame *then)
{
    const struct frame *now = &frame_table[number];

    SPECIFIED(now->state, then->state, words_state, SAYS_NOTHING_ELSE,
              "the state of frame %u, after a call of %s for something else", number, call);
    if (then->state == FRAME_FREE)
        return;
    SPECIFIED(now->marks, then->marks, specified_hexadecimal, SAYS_NOTHING_ELSE,
              "marks of frame %u after %s", number, call);
    SPECIFIED(now->mappings, then->mappings, specified_hexadecimal, SAYS_NOTHING_ELSE,
              "mappings of frame %u after %s", number, call);
    if (then->state == FRAME_RESERVED)
        return;
    SPECIFIED(now->owner.object, then->owner.object, specified_hexadecimal, SAYS_NOTHING_ELSE,
              "owner.object of frame %u after %s", number, call);
    SPECIFIED(now->owner.page, then->owner.page, specified_hexadecimal, SAYS_NOTHING_ELSE,
              "owner.page of frame %u after %s", number, call);
}

static bool is_equal(const struct frame *left, const struct frame *right)
{
    const uint32_t *a = (const void *)left, *b = (const void *)right;
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2] && a[3] == b[3];
}

_Static_assert(sizeof(struct frame) == WORDS_OF_AN_ENTRY * sizeof(uint32_t), "see is_equal");

static void check_table(const struct frame *changed, uint32_t count)
{
    for (uint32_t number = window_first; number < window_end; number++) {
        const struct frame *now = &frame_table[number];
        bool is_changed = now >= changed && now < changed + count;
        if (!is_equal(now, &before[number - window_first]) && !is_changed)
            check_entry(number, &before[number - window_first]);
        if (has_memory(number) && (is_changed || window_end - window_first <= FEW))
            SPECIFIED(memory_of(number)[0] == WORD + number &&
                          memory_of(number)[LAST_WORD] == WORD + number,
                      true, specified_boolean, SAYS_NOTHING_ELSE,
                      "whether the memory of frame %u is untouched after %s", number, call);
    }
}

// --- the books

// All of it is set, and nothing behind it.
static struct reserve_counts read_counts(void)
{
    struct {
        struct reserve_counts counts;
        uint32_t behind;
    } read;

    memset(&read, GARBAGE, sizeof read);
    uint32_t behind = read.behind;
    reserve_read_counts(&read.counts);
    SPECIFIED(read.behind, behind, specified_hexadecimal, SAYS_NOTHING_ELSE,
              "the word behind the struct that reserve_read_counts fills");
    return read.counts;
}

void observed_look(const char *function)
{
    call = function;
    observed_counts = read_counts();
    memcpy(claims_before, observed.claim, sizeof claims_before);
    if (window_end > window_first)
        memcpy(before, &frame_table[window_first], (window_end - window_first) * sizeof *before);
    specified_begins();
}

uint32_t observed_floor(enum frame_class class)
{
    if (class == CLASS_RESERVE)
        return 0;
    if (class == CLASS_CORE)
        return RESERVE_FRAMES;
    uint32_t levels = class == CLASS_PAGED ? observed.level : class - CLASS_TURN_LOWEST;
    return CORE_FLOOR + TURN_FRAMES * levels;
}

// In 64 bits, where nothing wraps.
bool observed_is_forbidden(enum frame_class class, uint32_t frames)
{
    return (uint64_t)observed_floor(class) + frames > observed_counts.free;
}

static void check_counts(const struct reserve_counts *expected, const char *sentence)
{
    const struct reserve_counts now = read_counts();

    SPECIFIED(now.total, observed.total, specified_number, SAYS_TOTAL, "counts.total after %s",
              call);
    SPECIFIED(now.free, expected->free, specified_number, sentence, "counts.free after %s", call);
    SPECIFIED(now.claimed, expected->claimed, specified_number, sentence, "counts.claimed after %s",
              call);
    for (uint32_t state = 0; state < FRAME_STATES; state++) {
        if (now.used[state] != expected->used[state]) {
            char name[SPECIFIED_TEXT_BYTES];
            words_state(name, sizeof name, state);
            SPECIFIED(now.used[state], expected->used[state], specified_number,
                      state < FRAME_KERNEL ? SAYS_USED : sentence, "counts.used[%s] after %s", name,
                      call);
        }
    }
    SPECIFIED(now.free + now.claimed, frame_count_free(), specified_number, SAYS_ALWAYS,
              "free + claimed after %s, which must be frame_count_free()", call);
}

static void check_floors(void)
{
    uint32_t low = observed_floor(CLASS_PAGED) + observed.total / LOW_SHARE;

    for (enum frame_class class = 0; class < CLASSES; class ++)
        SPECIFIED(reserve_floor(class), observed_floor(class), specified_number,
                  class == CLASS_PAGED ? SAYS_LEVEL : SAYS_FLOOR,
                  "reserve_floor(%s) after %s, with the highest level %u", words_class_name(class),
                  call, observed.level);
    SPECIFIED(reserve_steal_low(), low, specified_number, SAYS_STEAL,
              "reserve_steal_low(), with a total of %u and the highest level %u", observed.total,
              observed.level);
    SPECIFIED(reserve_steal_high(), low + observed.total / HIGH_SHARE, specified_number, SAYS_STEAL,
              "reserve_steal_high(), with a total of %u and the highest level %u", observed.total,
              observed.level);
}

void observed_check(const struct observed_change *change)
{
    check_counts(&change->counts, change->sentence);
    check_floors();
    for (uint32_t i = 0; i < CLAIMS; i++) {
        if (&observed.claim[i] != change->claim)
            SPECIFIED(observed.claim[i].frames, claims_before[i].frames, specified_number,
                      SAYS_NOTHING_ELSE, "frames of another claim after %s", call);
    }
    check_table(change->frame, change->frames);
    specified_ends();
}
