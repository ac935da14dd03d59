// SPDX-License-Identifier: MIT
// What programs of tests can ask the kernel for, with the system call of number TEST_CALL_NUMBER:
// EBX says what, and ECX, EDX, ESI, EDI are arguments. Only kernels with tests in them have that
// call; in others it fails with E_NO_CALL.
#ifndef KERNEL_ABI_TEST_CALLS_H
#define KERNEL_ABI_TEST_CALLS_H

#include <stdint.h>

#define TEST_CALL_NUMBER 255 // the last one that fits into a byte

// For TEST_TAKE_FRAMES: all frames below 16 MiB.
#define TEST_LOW_FRAMES UINT32_MAX

enum test_call {
    TEST_REPORT, // (text key, number): a `value` record
    TEST_FAIL,   // (struct test_failure *): a check does not hold; ends the test
    TEST_DONE,   // (): the test is over
    TEST_STOP,   // (number): back to the kernel's half of the test, which may come back
    TEST_EVICT,  // (object, page, keep): pager_evict; returns enum pager_evict, or E_STATE if the
                 // page is not RESIDENT
    TEST_PAGE_STATE,    // (object, page): enum page_state
    TEST_COUNTS,        // (struct test_counts *)
    TEST_FAIL_CLAIM,    // (number): the number-th claim from now on fails; 0: none does
    TEST_RANDOM,        // (bound): test_random
    TEST_INSTRUCTIONS,  // (): how many were executed, under icount
    TEST_FIGURE,        // (text name, total, times): bench_report
    TEST_STUB,          // (text function, lab, text handout): a stub was reached; ends the machine
    TEST_TAKE_FRAMES,   // (number, lent): takes that many free frames away, as FRAME_LENT if `lent`
                        // is not 0, or gives them all back if 0; returns how many are still free
    TEST_SPOIL_FRAMES,  // (): fills all free frames with garbage
    TEST_TIME,          // (): ticks
    TEST_PROCESS_WAIT,  // (process): enum process_wait of a process
    TEST_PROCESS_ENDED, // (process): whether it has ended, and all that it had is back
    TEST_MAKE_MEMORY,   // (to, pages): a whole wired object of zeroed pages, under the free handle
                        // `to`
    TEST_MAKE_DEVICE,   // (to, pages, address): the same of device memory
    TEST_INTERRUPT,     // (port, line): as if the interrupt line, bound to that port, had fired
    TEST_PAGE_FRAME,    // (object, page): the number of its frame, or E_STATE
    TEST_READ_FRAME,    // (frame, word): a word of its memory
    TEST_CHECK_DEADLOCK, // (): core_check_deadlock
    TEST_READ_PORT,      // (port): a byte from an I/O port, as the kernel reads it
    TEST_STEALER,        // (struct test_stealer *)
    TEST_VISIT,      // (object, page): stealer_visit; returns enum steal, or E_STATE if the page
                     // is not RESIDENT
    TEST_STEP,       // (): stealer_step
    TEST_PAGE_MARKS, // (object, page): a RESIDENT page's marks, and its mappings times 256
    TEST_AUDIT,      // (always): compares all books of the kernel with each other, if it is time or
                     // always; returns how many calls were made. Only where the test is `fuzz`
                     // (kernel/test/fuzz.c)
};

// The page stealer's state, and what it goes by.
struct test_stealer {
    uint32_t hand, is_running, passed, visited, freed, stored, refused;
    uint32_t frames; // in the frame table
    uint32_t total_frames, free_frames, paged_floor, low, high;
};

// A check that does not hold, in a program.
struct test_failure {
    const char *file;
    const char *text;
    const char *relation;
    uint32_t line, found, expected;
};

// The books of the whole system, and the caller's own.
struct test_counts {
    uint32_t free_frames, claimed_frames, kernel_frames, core_frames, paged_frames, lent_frames;
    uint32_t ordinary_frames; // of all ordinary accounts
    uint32_t processes;
    uint32_t quota_frames, charged_frames, table_count, regions, capabilities, ports, objects;
};

#endif
