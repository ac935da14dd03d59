// SPDX-License-Identifier: MIT
// Executable specifications. A lab's contract is written as a relation: from all that can be seen
// before a call, the call, and all that can be seen after it, the test says whether the contract
// allows that, and if not, which sentence of it is broken. (What the contract leaves open, the
// relation leaves open.) The driver makes the calls:
//
//   specification_explore   all sequences of calls up to a length, on a tiny machine: the short
//                           ones first, and none from a state that was visited before.
//   specification_walk      a long random sequence, on any machine.
//
// What breaks a sentence, panics or faults is shortened to the fewest calls with which it still
// happens, and reported as calls in C with the first difference.
#ifndef KERNEL_TEST_SPECIFICATION_H
#define KERNEL_TEST_SPECIFICATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPECIFIED_ARGUMENTS  5
#define SPECIFIED_TEXT_BYTES 96

// One call: which function, and its arguments, as the lab's specification sees fit.
struct specified_call {
    uint32_t function;
    bool is_last; // one of many alike: nothing is tried behind it, unless it failed and left traces
    uint32_t argument[SPECIFIED_ARGUMENTS];
};

// What the driver must know of a lab.
struct specification {
    // The calls that are tried after each sequence: sets *call to the one with this index. Returns
    // false if there are no more.
    bool (*enumerate)(uint32_t index, struct specified_call *call);

    // A call for a random sequence, from test_random.
    void (*draw)(struct specified_call *call);

    // Makes the call and checks it: SPECIFIED for each thing that can be seen. Returns false, with
    // nothing done, if the contract does not allow the call in this state.
    bool (*perform)(const struct specified_call *call);

    // The call ended in a misuse (frame_misuse, reserve_misuse): checks that it had to, and was the
    // one that the contract names. NULL if the lab knows none.
    void (*misused)(const struct specified_call *call, uint32_t misuse, uint32_t value);

    // The call as C.
    void (*print)(const struct specified_call *call, char *text, size_t bytes);
};

// A value in words: of a state, an error, a frame.
typedef void specified_format(char *text, size_t bytes, uint32_t value);

// One thing that can be seen: `found` must be `expected`, because the contract says `sentence`,
// word for word. What follows says what it is, as for console_printf.
#define SPECIFIED(found, expected, format, sentence, ...)                                          \
    do {                                                                                           \
        uint32_t specified_found = (uint32_t)(found), specified_expected = (uint32_t)(expected);   \
        if (specified_found != specified_expected)                                                 \
            specification_broken(specified_found, specified_expected, format, sentence,            \
                                 __VA_ARGS__);                                                     \
    } while (0)

_Noreturn void specification_broken(uint32_t found, uint32_t expected, specified_format *format,
                                    const char *sentence, const char *subject, ...)
    __attribute__((format(printf, 5, 6)));

// What the sequences of calls begin with, in words, for the report.
void specification_set_origin(const char *format, ...) __attribute__((format(printf, 1, 2)));

// What the call that is being made returned, for the report.
void specified_result(specified_format *format, uint32_t value);

// Around a call of a lab's function: the first in front of it, the second where everything was
// compared that can be seen after it. So nobody can return to behind what compares. Calls that say
// neither are not looked at for that.
void specified_begins(void);
void specified_ends(void);

// For tests that make their calls themselves, with specified_begins and specified_ends around each:
// fails if one was begun and not compared.
void specified_all_ended(void);

// The call that is being made failed, and should have changed nothing.
void specified_failure(void);

// Common formats.
specified_format specified_number, specified_hexadecimal, specified_boolean;

// Called when a call did not come back (it panicked, faulted or broke a sentence), before the state
// is put back: for what is no memory, as the page directory that is loaded. NULL: nothing to do.
extern void (*specification_abandoned)(void);

// Both work on the state that kernel/test/state.h was told of, and begin with it as it is. It may
// be large where only what was written to is copied.

// Goes through all sequences of up to `least_calls` calls, and goes on to `most_calls`, but begins
// no greater length once `budget` instructions are used up. Records how far it came, and ends the
// test if something is broken.
void specification_explore(const struct specification *specification, uint32_t least_calls,
                           uint32_t most_calls, uint32_t budget);

// Makes `calls` random calls in one sequence. Where the state is small, they may end in misuses,
// each of which is undone.
void specification_walk(const struct specification *specification, uint32_t calls);

#endif
