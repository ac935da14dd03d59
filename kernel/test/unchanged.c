// SPDX-License-Identifier: MIT
// The linker puts __wrap_page_fault_check_range and __wrap_page_fault_in in front of the given
// functions (--wrap): what they fault in stays, whatever becomes of the call.
#include "kernel/test/unchanged.h"

#include "common/string.h"
#include "kernel/calls/system_call.h"
#include "kernel/machine/processor.h"
#include "kernel/process/process.h"
#include "kernel/test/arena.h"
#include "kernel/test/call_table.h"
#include "kernel/test/test.h"
#include "kernel/test/verdict.h"
#include "mm/frames/tlb.h"
#include "mm/pagers/page_fault.h"

#define WORDS_A_FRAME (FRAME_BYTES / sizeof(uint32_t))
#define GROUP         8u // entries that are looked at together

// The linker script's marks.
extern uint8_t image_start[], image_end[];
extern uint32_t lab_data_start[], lab_data_end[], process_data_start[], process_data_end[];
extern uint32_t lab_bss_start[], lab_bss_end[], process_bss_start[], process_bss_end[];

uint32_t unchanged_calls, unchanged_compared;
uint32_t unchanged_made[SYSTEM_CALL_NUMBERS], unchanged_failed[SYSTEM_CALL_NUMBERS];
bool unchanged_break_next;

static uint32_t every; // of so many calls one is looked at
static bool is_looking;
static uint8_t *shadow; // of the lower half, frame by frame

// --- variables

static struct variables {
    uint32_t *start, *end, *copy;
} variables[] = {
    {lab_data_start, lab_data_end, NULL},
    {process_data_start, process_data_end, NULL},
    {lab_bss_start, lab_bss_end, NULL},
    {process_bss_start, process_bss_end, NULL},
};

#define VARIABLES (sizeof variables / sizeof variables[0])

static uint32_t bytes_of(const struct variables *part)
{
    return (uint32_t)((uint8_t *)part->end - (uint8_t *)part->start);
}

// Which translations were flushed is no book; nor is how many generations there were: a call that
// needs one may find out later that it cannot go on.
static bool is_no_book(const uint32_t *word, uint32_t before)
{
    uint32_t at = (uint32_t)word;

    if (word == &tlb_page_flushes || word == &tlb_loads ||
        at - (uint32_t)tlb_flushed < sizeof tlb_flushed)
        return true;
    return *word == before + 1 && *word == test_latest_generation;
}

// --- frames

// Frames that belong to neither the image nor the first MiB of devices.
static bool is_book(uint32_t number)
{
    uint32_t table = frame_number_of(frame_of_memory(frame_table)).value;
    uint32_t table_bytes = frame_table_entries * (uint32_t)sizeof(struct frame);

    if (number - table <= (table_bytes - 1) >> FRAME_SHIFT)
        return true;
    return frame_table[number].state == FRAME_KERNEL;
}

// The next frame from `number` on that was written to; arena_frames if there is none.
static uint32_t next_written(uint32_t number)
{
    uint32_t image = ((uint32_t)image_start - KERNEL_BASE) >> FRAME_SHIFT;
    uint32_t behind = ((uint32_t)image_end - KERNEL_BASE + FRAME_BYTES - 1) >> FRAME_SHIFT;

    while (number < arena_frames) {
        const uint32_t *entry = &arena_entries[number];
        if (number % GROUP == 0 && number + GROUP <= arena_frames &&
            ((entry[0] | entry[1] | entry[2] | entry[3] | entry[4] | entry[5] | entry[6] |
              entry[7]) &
             PAGE_DIRTY) == 0)
            number += GROUP;
        else if (number - image < behind - image)
            number = behind;
        else if (*entry & PAGE_DIRTY)
            return number;
        else
            number++;
    }
    return arena_frames;
}

static uint32_t *memory_of(uint32_t number)
{
    return virtual_from_physical((physical_address){number << FRAME_SHIFT});
}

static uint32_t *shadow_of(uint32_t number)
{
    return (uint32_t *)(void *)(shadow + (number << FRAME_SHIFT));
}

static void copy_words(uint32_t *to, const uint32_t *from, uint32_t words)
{
    __asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
}

// The first word of a frame, from `word` on, that differs; WORDS_A_FRAME if none does.
static uint32_t find_difference(const uint32_t *left, const uint32_t *right, uint32_t word)
{
    while (word < WORDS_A_FRAME && left[word] == right[word])
        word++;
    return word;
}

// Notes how everything is.
static void note(void)
{
    for (uint32_t i = next_written(0); i < arena_frames; i = next_written(i + 1)) {
        if (is_book(i))
            copy_words(shadow_of(i), memory_of(i), WORDS_A_FRAME);
        arena_entries[i] &= ~(uint32_t)PAGE_DIRTY;
        processor_invalidate_page(memory_of(i));
    }
    for (uint32_t i = 0; i < VARIABLES; i++)
        copy_words(variables[i].copy, variables[i].start, bytes_of(&variables[i]) / 4);
}

// --- the comparison

#define NOTICE_BYTE (offsetof(struct port, has_notice) % sizeof(uint32_t))
#define NOTICE_MASK (0xffu << NOTICE_BYTE * 8)

// That there may be a notice at a port is a hint, which whoever looks and finds none takes away.
static bool is_hint(uint32_t number, uint32_t word, uint32_t difference)
{
    uint32_t at = word * (uint32_t)sizeof(uint32_t) - (uint32_t)offsetof(struct process, ports);

    return frame_holds(&frame_table[number], KERNEL_FRAME_PROCESS) &&
           at < sizeof(struct port) * PORTS_MOST &&
           at % sizeof(struct port) == offsetof(struct port, has_notice) - NOTICE_BYTE &&
           (difference & ~NOTICE_MASK) == 0;
}

static void fail(const struct process *process, uint32_t number, int32_t result, const char *what,
                 uint32_t where, uint32_t now, uint32_t before)
{
    CHECK_THAT(now, ==, before,
               "%s 0x%08x after system call %u of process %u (%s), which returned %d: a call that "
               "fails has changed nothing",
               what, where, number, process->number, process->name, result);
}

static const char *name_frame(uint32_t number)
{
    const struct frame *frame = &frame_table[number];

    if (frame->state != FRAME_KERNEL)
        return "the frame table's word at";
    if (frame_holds(frame, KERNEL_FRAME_PROCESS))
        return "the word of a process at";
    if (frame_holds(frame, KERNEL_FRAME_OBJECT))
        return "the word of a memory object at";
    return "the word of a page table, pager or directory at";
}

static void compare(const struct process *process, uint32_t number, int32_t result)
{
    for (uint32_t i = next_written(0); i < arena_frames; i = next_written(i + 1)) {
        if (!is_book(i))
            continue;
        const uint32_t *now = memory_of(i), *before = shadow_of(i);
        uint32_t word = find_difference(now, before, 0);
        while (word < WORDS_A_FRAME && is_hint(i, word, now[word] ^ before[word]))
            word = find_difference(now, before, word + 1);
        if (word < WORDS_A_FRAME)
            fail(process, number, result, name_frame(i), (uint32_t)(now + word), now[word],
                 before[word]);
    }
    for (uint32_t i = 0; i < VARIABLES; i++) {
        const struct variables *part = &variables[i];
        uint32_t words = bytes_of(part) / 4;
        for (uint32_t word = 0; word < words; word++) {
            if (part->start[word] != part->copy[word] &&
                !is_no_book(&part->start[word], part->copy[word]))
                fail(process, number, result, "the variable at", (uint32_t)&part->start[word],
                     part->start[word], part->copy[word]);
        }
    }
}

// --- the calls

// A receive tells senders whose capabilities do not hold any more before it finds that there is no
// message; that is done.
static bool may_tell_senders(const struct process *process, uint32_t number)
{
    if (number != SYSTEM_CALL_NUMBER_message_receive)
        return false;
    for (uint32_t i = 0; i < PORTS_MOST; i++) {
        if (!list_is_empty(&process->ports[i].senders))
            return true;
    }
    return false;
}

static bool is_looked_at(const struct process *process, uint32_t number)
{
    if (every == 0 || unchanged_calls % every != 0)
        return false;
    // What a long call did in earlier slices stays done.
    return process->long_call.progress == 0 && !may_tell_senders(process, number);
}

static int32_t make_call(struct process *process)
{
    uint32_t number = process->registers.eax & (SYSTEM_CALL_NUMBERS - 1);

    if (number == SYSTEM_CALL_TEST)
        return system_call_test(process);
    unchanged_calls++;
    unchanged_made[number]++;
    is_looking = is_looked_at(process, number);
    if (is_looking)
        note();
    int32_t result = system_call_table[number](process);
    bool has_failed = result < 0 && result != SYSTEM_CALL_WAITS;
    unchanged_failed[number] += has_failed;
    if (has_failed && is_looking) {
        if (unchanged_break_next)
            process->ticks_used++;
        unchanged_break_next = false;
        unchanged_compared++;
        compare(process, number, result);
    }
    is_looking = false;
    return result;
}

int32_t __real_page_fault_check_range(struct process *process, user_address address, uint32_t bytes,
                                      bool write);
int32_t __wrap_page_fault_check_range(struct process *process, user_address address, uint32_t bytes,
                                      bool write);
int32_t __real_page_fault_in(struct process *process, user_address address);
int32_t __wrap_page_fault_in(struct process *process, user_address address);

int32_t __wrap_page_fault_check_range(struct process *process, user_address address, uint32_t bytes,
                                      bool write)
{
    int32_t result = __real_page_fault_check_range(process, address, bytes, write);
    if (is_looking)
        note();
    return result;
}

int32_t __wrap_page_fault_in(struct process *process, user_address address)
{
    int32_t result = __real_page_fault_in(process, address);
    if (is_looking)
        note();
    return result;
}

static system_call_function *const watched[SYSTEM_CALL_NUMBERS] = {
    [0 ... SYSTEM_CALL_NUMBERS - 1] = make_call,
};

void unchanged_start(uint32_t every_calls)
{
    every = every_calls;
    shadow = arena_take(arena_frames << FRAME_SHIFT);
    for (uint32_t i = 0; i < VARIABLES; i++)
        variables[i].copy = arena_take(bytes_of(&variables[i]));
    for (uint32_t i = 0; i < arena_frames; i++) { // all that there is counts as written to
        arena_entries[i] |= PAGE_DIRTY;
    }
    call_table = watched;
}
