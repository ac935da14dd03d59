// SPDX-License-Identifier: MIT
// Before each call to be tried the state (kernel/test/state.h) is put back, so that trying one does
// not disturb the next. A sum over the state tells which states were visited already. Lengths are
// gone through one after the other, so that the first sequence that breaks something is a shortest
// one.
#include "kernel/test/specification.h"

#include <stdarg.h>

#include "common/format.h"
#include "common/string.h"
#include "kernel/machine/machine.h"
#include "kernel/report/console.h"
#include "kernel/test/catch.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"

#define MOST_CALLS     12
#define MOST_WALKED    8192
#define RESULT_BYTES   48
#define ORIGIN_BYTES   128
#define VISITED_SHIFT  17 // of the table of visited states
#define VISITED_PLACES (1u << VISITED_SHIFT)
#define PROBES         8
#define SMALL_BYTES    16384 // what may be copied before every call of a random sequence

_Static_assert(MOST_CALLS < TEST_STATES, "a state for each call");

void (*specification_abandoned)(void);

static const struct specification *tried;
static const struct specified_call *calls; // the sequence that is being made
static uint32_t call_count;
static bool was_allowed, has_failed, is_open, is_performed, is_reporting, has_result;
static uint32_t begun, ended; // of what is compared
static char result[RESULT_BYTES], origin[ORIGIN_BYTES];

// The latest thing that was broken, in words.
static struct broken {
    char subject[SPECIFIED_TEXT_BYTES], found[RESULT_BYTES], expected[RESULT_BYTES];
    const char *sentence;
} broken;

// --- words

void specified_number(char *text, size_t bytes, uint32_t value)
{
    format_to_buffer(text, bytes, "%u", value);
}

void specified_hexadecimal(char *text, size_t bytes, uint32_t value)
{
    format_to_buffer(text, bytes, "0x%x", value);
}

void specified_boolean(char *text, size_t bytes, uint32_t value)
{
    format_to_buffer(text, bytes, "%s", value == 0 ? "false" : "true");
}

void specified_result(specified_format *format, uint32_t value)
{
    if (!is_reporting)
        return;
    format(result, sizeof result, value);
    has_result = true;
}

void specified_begins(void)
{
    is_open = true;
    begun++;
}

void specified_ends(void)
{
    ended += is_open;
    is_open = false;
}

void specified_all_ended(void)
{
    CHECK(ended, ==, begun);
}

void specified_failure(void)
{
    has_failed = true;
}

static void put_in_origin(void *context, char character)
{
    uint32_t *length = context;
    if (*length < ORIGIN_BYTES - 1)
        origin[(*length)++] = character;
}

void specification_set_origin(const char *format, ...)
{
    uint32_t length = 0;
    va_list arguments;

    memset(origin, 0, sizeof origin);
    va_start(arguments, format);
    format_to_sink(put_in_origin, &length, format, arguments);
    va_end(arguments);
    call_count = 0;
}

static void report_origin(void)
{
    if (origin[0] == '\0')
        return;
    record_send("call", "text=// %s", origin);
    console_printf("  // %s\n", origin);
}

static void report_call(const struct specified_call *call)
{
    char text[SPECIFIED_TEXT_BYTES];
    tried->print(call, text, sizeof text);
    record_send("call", "text=%s;%s%s", text, has_result ? " // " : "", has_result ? result : "");
    console_printf("  %s;%s%s\n", text, has_result ? " // " : "", has_result ? result : "");
}

static _Noreturn void end_broken(void)
{
    record_send("broken", "text=%s|%s|%s|%s", broken.subject, broken.expected, broken.found,
                broken.sentence);
    console_printf("\nThe contract says: %s\n  %s is %s, expected %s\n", broken.sentence,
                   broken.subject, broken.found, broken.expected);
    machine_end(MACHINE_FINISHED);
}

static void put_in_subject(void *context, char character)
{
    uint32_t *length = context;
    if (*length < SPECIFIED_TEXT_BYTES - 1)
        broken.subject[(*length)++] = character;
}

void specification_broken(uint32_t found, uint32_t expected, specified_format *format,
                          const char *sentence, const char *subject, ...)
{
    uint32_t length = 0;
    va_list arguments;

    memset(&broken, 0, sizeof broken);
    va_start(arguments, subject);
    format_to_sink(put_in_subject, &length, subject, arguments);
    va_end(arguments);
    format(broken.found, sizeof broken.found, found);
    format(broken.expected, sizeof broken.expected, expected);
    broken.sentence = sentence;
    test_catch_leave();
    if (!is_reporting)
        report_origin();
    if (call_count > 0)
        report_call(&calls[call_count - 1]);
    end_broken();
}

// For a panic, a fault or a hang that nothing catches: what led there.
static void report_before_end(void)
{
    has_result = false;
    if (!is_reporting)
        report_origin();
    for (uint32_t i = is_reporting ? call_count - 1 : 0; i < call_count; i++)
        report_call(&calls[i]);
}

// --- one call

extern const char test_text_start[], test_text_end[];

// What is tried is in memory that a lab can write to; what it does is not.
static bool is_test_code(const void *function)
{
    return (const char *)function >= test_text_start && (const char *)function < test_text_end;
}

static bool enumerate(uint32_t index, struct specified_call *call)
{
    CHECK(is_test_code((const void *)tried->enumerate), ==, true);
    return tried->enumerate(index, call);
}

static void perform(void *call)
{
    CHECK(is_test_code((const void *)tried->perform), ==, true);
    was_allowed = tried->perform(call);
    is_performed = true;
}

static void check_misuse(void *call)
{
    CHECK(is_test_code((const void *)tried->misused), ==, true);
    tried->misused(call, caught_misuse, caught_value);
}

static enum caught catch_call(struct specified_call call)
{
    was_allowed = true;
    has_failed = is_open = is_performed = false;
    enum caught how = test_catch(perform, &call);
    if (how != CAUGHT_NOTHING && specification_abandoned != NULL)
        specification_abandoned();
    if (how == CAUGHT_MISUSE && tried->misused == NULL)
        return CAUGHT_END;
    if (how != CAUGHT_MISUSE)
        return how;
    how = test_catch(check_misuse, &call);
    return how == CAUGHT_NOTHING ? CAUGHT_MISUSE : how;
}

// A lab's function may return to somewhere behind what judges it.
static uint32_t calls_begun, calls_judged;

// How the call ended. CAUGHT_MISUSE: in a misuse that it had to end in.
static enum caught take_call(struct specified_call call)
{
    calls_begun++;
    enum caught how = catch_call(call);
    if (test_catch_is_over() && (how != CAUGHT_NOTHING || (is_performed && !is_open)))
        calls_judged++;
    return how;
}

static void check_all_were_judged(void)
{
    CHECK(calls_judged, ==, calls_begun);
}

// One call in the midst of others: a misuse is undone, and they go on.
static enum caught step(struct specified_call call)
{
    bool is_small = tried->misused != NULL && test_state_copied_bytes() <= SMALL_BYTES;

    if (is_small)
        test_state_save(1);
    enum caught how = take_call(call);
    if (how == CAUGHT_MISUSE) {
        CHECK(is_small, ==, true);
        test_state_restore(1);
    }
    return how;
}

// Makes the calls once more, telling each, so that what was found happens for real.
static _Noreturn void report(const struct specified_call *list, uint32_t count, enum caught how)
{
    struct broken first = broken;

    calls = list;
    is_reporting = true;
    report_origin();
    test_state_restore(0);
    for (call_count = 1; call_count < count; call_count++) {
        has_result = false;
        if (step(list[call_count - 1]) == CAUGHT_NOTHING && was_allowed)
            report_call(&list[call_count - 1]);
    }
    has_result = false;
    if (how == CAUGHT_END) {
        tried->perform(&list[count - 1]); // ends in the panic or the fault
        first =
            (struct broken){"the end of this", "another", "", "It happened once, and not again"};
    } else if (take_call(list[count - 1]) == CAUGHT_BROKEN) {
        first = broken;
    }
    broken = first;
    report_call(&list[count - 1]);
    end_broken();
}

static void begin(const struct specification *specification)
{
    tried = specification;
    test_catch_report = report_before_end;
    test_state_save(0);
}

// --- all sequences

static struct specified_call sequence[MOST_CALLS];
static uint32_t calls_made, states_seen;

// For each visited state the greatest number of calls that were tried behind it.
struct visited {
    struct test_state_sum sum;
    uint32_t calls_behind;
};
static struct visited *visited;

// Notes that so many calls are tried in this state, and returns how many were before.
static uint32_t note_visit(uint32_t calls_behind)
{
    struct test_state_sum sum = test_state_read_sum();

    for (uint32_t probe = 0; probe < PROBES; probe++) {
        struct visited *place = &visited[(sum.first + probe) % VISITED_PLACES];
        if (place->calls_behind == 0) {
            *place = (struct visited){sum, calls_behind};
            states_seen++;
            return 0;
        }
        if (place->sum.first == sum.first && place->sum.second == sum.second) {
            uint32_t before = place->calls_behind;
            place->calls_behind = before < calls_behind ? calls_behind : before;
            return before;
        }
    }
    return 0; // no place: it may be visited again
}

// Whether a call that failed has changed something all the same, though it cannot be seen yet.
static bool left_trace(uint32_t done)
{
    return has_failed && test_state_differs(done);
}

// Tries each call behind the `done` calls made already, and what may follow. Calls with nothing
// behind them are tried when the state is seen for the first time.
static void explore(uint32_t done, uint32_t length)
{
    struct specified_call call;
    uint32_t tried_before = length == 1 ? 0 : note_visit(length - done);

    if (tried_before >= length - done)
        return;
    test_state_save(done);
    for (uint32_t index = 0; enumerate(index, &call); index++) {
        if (tried_before > 0 && call.is_last)
            continue;
        test_state_restore(done);
        sequence[done] = call;
        call_count = done + 1;
        enum caught how = take_call(call);
        if (how == CAUGHT_BROKEN || how == CAUGHT_END)
            report(sequence, done + 1, how);
        calls_made++;
        if (how != CAUGHT_MISUSE && was_allowed && done + 1 < length &&
            (!call.is_last || left_trace(done)))
            explore(done + 1, length);
    }
}

void specification_explore(const struct specification *specification, uint32_t least_calls,
                           uint32_t most_calls, uint32_t budget)
{
    uint32_t length = 0, start = test_read_instructions();

    CHECK(most_calls, <=, (uint32_t)MOST_CALLS);
    record_send("exploring", "calls=%u", most_calls);
    visited = test_state_take(VISITED_PLACES * sizeof *visited);
    begin(specification);
    calls = sequence;
    if (most_calls > 1) // else there is one state only
        memset(visited, 0, VISITED_PLACES * sizeof *visited);
    states_seen = calls_made = 0;
    while (length < least_calls ||
           (length < most_calls && test_read_instructions() - start < budget)) {
        test_state_restore(0);
        explore(0, ++length);
    }
    test_state_restore(0);
    check_all_were_judged();
    record_send("explored", "length=%u calls=%u states=%u instructions=%u", length, calls_made,
                states_seen, test_read_instructions() - start);
}

// --- a random sequence

static struct specified_call *walked;

// Makes the calls from the beginning, without those in [skip, skip_end). Returns the place behind
// the one that fails, 0 if none does.
static uint32_t find_failure(const struct specified_call *list, uint32_t count, uint32_t skip,
                             uint32_t skip_end, enum caught *how)
{
    test_state_restore(0);
    for (uint32_t i = 0; i < count; i++) {
        if (i >= skip && i < skip_end)
            continue;
        *how = step(list[i]);
        if (*how == CAUGHT_BROKEN || *how == CAUGHT_END)
            return i + 1;
    }
    return 0;
}

// Leaves out what can be left out, in pieces that become shorter and shorter (A. Zeller, R.
// Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002).
static uint32_t shorten(struct specified_call *list, uint32_t count, enum caught how)
{
    const char *sentence = broken.sentence;

    for (uint32_t piece = count / 2; piece > 0; piece /= 2) {
        for (uint32_t start = 0; start + piece < count;) {
            enum caught now;
            uint32_t end = find_failure(list, count, start, start + piece, &now);
            if (end <= start + piece || now != how ||
                (how == CAUGHT_BROKEN && broken.sentence != sentence)) {
                start += piece;
                continue;
            }
            memmove(&list[start], &list[start + piece], (end - start - piece) * sizeof *list);
            count = end - piece;
        }
    }
    enum caught last;
    find_failure(list, count, 0, 0, &last); // for the words of what is broken
    return count;
}

void specification_walk(const struct specification *specification, uint32_t count)
{
    CHECK(count, <=, (uint32_t)MOST_WALKED);
    record_send("exploring", "calls=%u", count);
    walked = test_state_take(MOST_WALKED * sizeof *walked);
    begin(specification);
    calls = walked;
    for (uint32_t i = 0; i < count; i++) {
        specification->draw(&walked[i]);
        call_count = i + 1;
        enum caught how = step(walked[i]);
        if (how == CAUGHT_BROKEN || how == CAUGHT_END)
            report(walked, shorten(walked, i + 1, how), how);
    }
    check_all_were_judged();
    record_send("walked", "calls=%u", count);
}
