// SPDX-License-Identifier: MIT
// The linker puts __wrap_page_fault_check_range and __wrap_page_fault_in in front of the given
// functions (--wrap): what they fault in stays, whatever becomes of the call.
#include "kernel/test/unchanged.h"

#include "common/string.h"
#include "kernel/calls/system_call.h"
#include "kernel/process/process.h"
#include "kernel/test/arena.h"
#include "kernel/test/call_table.h"
#include "kernel/test/shadow.h"
#include "kernel/test/test.h"
#include "mm/pagers/page_fault.h"
#include "mm/paging.h"

uint32_t unchanged_calls, unchanged_compared;
uint32_t unchanged_made[SYSTEM_CALL_NUMBERS],
    unchanged_failed[SYSTEM_CALL_NUMBERS][UNCHANGED_ERRORS];
bool unchanged_break_next;

static uint32_t every; // of so many calls one is looked at
static bool is_looking;

// --- the comparison

// The first word of a frame, from `word` on, that differs; WORDS_A_FRAME if none does.
static uint32_t find_difference(const uint32_t *left, const uint32_t *right, uint32_t word)
{
    while (word < WORDS_A_FRAME && left[word] == right[word])
        word++;
    return word;
}

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

    if (shadow_has_variables(number))
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
    const uint32_t *now = shadow_memory(number) + word, *before = shadow_before(number) + word;

    if (shadow_has_variables(number))
        return shadow_is_variable(now);
    return !is_hint(number, word, *now ^ *before);
}

static void compare_frame(const struct process *process, uint32_t number, uint32_t call,
                          int32_t result)
{
    const uint32_t *now = shadow_memory(number), *before = shadow_before(number);
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
    for (uint32_t i = shadow_next_written(0); i < arena_frames; i = shadow_next_written(i + 1))
        compare_frame(process, i, call, result);
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
        shadow_note();
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
        shadow_note();
    return result;
}

int32_t __wrap_page_fault_in(struct process *process, user_address address)
{
    int32_t result = __real_page_fault_in(process, address);
    if (is_looking)
        shadow_note();
    return result;
}

static system_call_function *const watched[SYSTEM_CALL_NUMBERS] = {
    [0 ... SYSTEM_CALL_NUMBERS - 1] = make_call,
};

void unchanged_start(uint32_t every_calls)
{
    every = every_calls;
    shadow_init();
    call_table = watched;
}
