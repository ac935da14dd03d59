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
#include "mm/frames/tlb.h"
#include "mm/pagers/page_fault.h"
#include "mm/paging.h"

#define WORDS_A_FRAME (FRAME_BYTES / sizeof(uint32_t))

// The linker script's marks.
extern uint32_t lab_data_start[], lab_data_end[], process_data_start[], process_data_end[];
extern uint32_t lab_bss_start[], lab_bss_end[], process_bss_start[], process_bss_end[];

uint32_t unchanged_calls, unchanged_compared;
uint32_t unchanged_made[SYSTEM_CALL_NUMBERS],
    unchanged_failed[SYSTEM_CALL_NUMBERS][UNCHANGED_ERRORS];
bool unchanged_break_next;

static uint32_t every; // of so many calls one is looked at
static bool is_looking;
static uint8_t *shadow; // of the lower half, frame by frame

// --- variables

static const struct variables {
    uint32_t *start, *end;
} variables[] = {
    {lab_data_start, lab_data_end},
    {process_data_start, process_data_end},
    {lab_bss_start, lab_bss_end},
    {process_bss_start, process_bss_end},
};

#define VARIABLES (sizeof variables / sizeof variables[0])

static uint32_t number_at(const void *address)
{
    return ((uint32_t)address - KERNEL_BASE) >> FRAME_SHIFT;
}

// Whether some of the variables lie in the frame; the rest of the image is not looked at.
static bool has_variables(uint32_t number)
{
    for (uint32_t i = 0; i < VARIABLES; i++) {
        const struct variables *part = &variables[i];
        if (part->start != part->end && number >= number_at(part->start) &&
            number <= number_at(part->end - 1))
            return true;
    }
    return false;
}

static bool is_variable(const uint32_t *word)
{
    for (uint32_t i = 0; i < VARIABLES; i++) {
        if (word >= variables[i].start && word < variables[i].end)
            return true;
    }
    return false;
}

// Which translations were flushed is no book; nor is how many generations there were: a call that
// needs one may find out later that it cannot go on.
static bool is_no_book(const uint32_t *word)
{
    uint32_t at = (uint32_t)word;

    if (word == &tlb_page_flushes || word == &tlb_loads ||
        at - (uint32_t)tlb_flushed < sizeof tlb_flushed)
        return true;
    return at - (uint32_t)&capability_latest_generation < sizeof capability_latest_generation;
}

// --- frames

static bool is_book(uint32_t number)
{
    uint32_t table = frame_number_of(frame_of_memory(frame_table)).value;
    uint32_t table_bytes = frame_table_entries * (uint32_t)sizeof(struct frame);

    if (number - table <= (table_bytes - 1) >> FRAME_SHIFT)
        return true;
    return frame_table[number].state == FRAME_KERNEL || has_variables(number);
}

#define GROUP 32u // entries that are looked at together

static bool is_group_written(const uint32_t *entries)
{
    uint32_t marks = 0;

    for (uint32_t i = 0; i < GROUP; i += 8)
        marks |= entries[i] | entries[i + 1] | entries[i + 2] | entries[i + 3] | entries[i + 4] |
                 entries[i + 5] | entries[i + 6] | entries[i + 7];
    return marks & PAGE_DIRTY;
}

// The next frame from `number` on that was written to; arena_frames if there is none.
static uint32_t next_written(uint32_t number)
{
    while (number < arena_frames) {
        if (number % GROUP == 0 && !is_group_written(&arena_entries[number]))
            number += GROUP;
        else if (arena_entries[number] & PAGE_DIRTY)
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

// Eight words at a time: QEMU takes as long for one word of `rep movs`. (volatile: the compiler
// would make memcpy of it.)
static void copy_frame(volatile uint32_t *to, const uint32_t *from)
{
    for (uint32_t i = 0; i < WORDS_A_FRAME; i += 8) {
        to[i] = from[i];
        to[i + 1] = from[i + 1];
        to[i + 2] = from[i + 2];
        to[i + 3] = from[i + 3];
        to[i + 4] = from[i + 4];
        to[i + 5] = from[i + 5];
        to[i + 6] = from[i + 6];
        to[i + 7] = from[i + 7];
    }
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
            copy_frame(shadow_of(i), memory_of(i));
        arena_entries[i] &= ~(uint32_t)PAGE_DIRTY;
        processor_invalidate_page(memory_of(i));
    }
}

// --- the comparison

#define NOTICE_BYTE (offsetof(struct port, has_notice) % sizeof(uint32_t))
#define NOTICE_MASK (0xffu << NOTICE_BYTE * 8)

// A port's has_notice is a hint: a process that looks for a notice and finds none takes the hint
// away.
static bool is_hint(uint32_t number, uint32_t word, uint32_t difference)
{
    uint32_t at = word * (uint32_t)sizeof(uint32_t) - (uint32_t)offsetof(struct process, ports);

    return frame_holds(&frame_table[number], KERNEL_FRAME_PROCESS) &&
           at < sizeof(struct port) * PORTS_MOST &&
           at % sizeof(struct port) == offsetof(struct port, has_notice) - NOTICE_BYTE &&
           (difference & ~NOTICE_MASK) == 0;
}

static const char *name_frame(uint32_t number)
{
    const struct frame *frame = &frame_table[number];

    if (has_variables(number))
        return "the variable at";
    if (frame->state != FRAME_KERNEL)
        return "the frame table's word at";
    if (frame_holds(frame, KERNEL_FRAME_PROCESS))
        return "the word of a process at";
    if (frame_holds(frame, KERNEL_FRAME_OBJECT))
        return "the word of a memory object at";
    return "the word of a page table, pager or directory at";
}

// Whether the difference of a word means that a book was changed.
static bool is_change(uint32_t number, uint32_t word)
{
    const uint32_t *now = memory_of(number) + word, *before = shadow_of(number) + word;

    if (has_variables(number))
        return is_variable(now) && !is_no_book(now);
    return !is_hint(number, word, *now ^ *before);
}

static void compare_frame(const struct process *process, uint32_t number, uint32_t call,
                          int32_t result)
{
    const uint32_t *now = memory_of(number), *before = shadow_of(number);
    uint32_t word = find_difference(now, before, 0);

    while (word < WORDS_A_FRAME && !is_change(number, word))
        word = find_difference(now, before, word + 1);
    if (word < WORDS_A_FRAME)
        CHECK_THAT(now[word], ==, before[word],
                   "%s 0x%08x after system call %u of process %u (%s), which returned %d: a call "
                   "that fails has changed nothing",
                   name_frame(number), (uint32_t)(now + word), call, process->number, process->name,
                   result);
}

static void compare(const struct process *process, uint32_t call, int32_t result)
{
    for (uint32_t i = next_written(0); i < arena_frames; i = next_written(i + 1)) {
        if (is_book(i))
            compare_frame(process, i, call, result);
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

// Some calls in a row are looked at, and then none for a while: from one to the next little is
// written, so little has to be noted.
#define LOOKS_IN_A_ROW 16

static bool is_looked_at(const struct process *process, uint32_t number)
{
    if (every == 0 || unchanged_calls / LOOKS_IN_A_ROW % every != 0)
        return false;
    // What a long call did in earlier slices stays done.
    return process->long_call.progress == 0 && !may_tell_senders(process, number);
}

static int32_t make_call(struct process *process)
{
    uint32_t number = process->registers.eax & (SYSTEM_CALL_NUMBERS - 1);

    if (number == SYSTEM_CALL_TEST)
        return system_call_test(process);
    unchanged_calls += !process->is_core;
    unchanged_made[number] += !process->is_core;
    is_looking = is_looked_at(process, number);
    if (is_looking)
        note();
    int32_t result = system_call_table[number](process);
    bool has_failed = result < 0 && result != SYSTEM_CALL_WAITS;
    if (has_failed && !process->is_core)
        unchanged_failed[number][(uint32_t)-result % UNCHANGED_ERRORS]++;
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

// Whether some of the range will be faulted in, since the process cannot use it as it is.
static bool needs_fault(const struct process *process, user_address address, uint32_t bytes,
                        bool write)
{
    uint32_t rights = write ? PAGE_PRESENT | PAGE_WRITABLE : PAGE_PRESENT;
    uint32_t end = address.value + bytes;

    if (end < address.value || end > USER_END)
        return false;
    for (uint32_t at = address.value & PAGE_FRAME; at < end; at += FRAME_BYTES) {
        const uint32_t *entry = paging_find_entry(&process->space, (user_address){at});
        if (entry == NULL || (*entry & rights) != rights)
            return true;
    }
    return false;
}

int32_t __wrap_page_fault_check_range(struct process *process, user_address address, uint32_t bytes,
                                      bool write)
{
    bool faults = is_looking && needs_fault(process, address, bytes, write);
    int32_t result = __real_page_fault_check_range(process, address, bytes, write);
    if (faults)
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
    for (uint32_t i = 0; i < arena_frames; i++) // all that there is counts as written to
        arena_entries[i] |= PAGE_DIRTY;
    call_table = watched;
}
