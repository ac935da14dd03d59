// SPDX-License-Identifier: MIT
// The kernel's half of the fuzzing: grade/tests/programs/fuzz/ makes random system calls, and this
// looks at them. tools/fuzz starts it; on the command line stand
//
//     ram=MIB       the machine that is fuzzed: QEMU has twice that and some more
//     every=N       one call in N is looked at: when it fails, it must have changed nothing
//     break=BOOK    makes one book wrong (kernel/test/audit_break.c), to see that the audit notices
#include "kernel/test/fuzz.h"
#include "common/string.h"
#include "kernel/calls/system_call.h"
#include "kernel/capability/capability.h"
#include "kernel/machine/command_line.h"
#include "kernel/machine/machine.h"
#include "kernel/stage.h"
#include "kernel/test/arena.h"
#include "kernel/test/audit.h"
#include "kernel/test/test.h"
#include "kernel/test/unchanged.h"
#include "kernel/test/user.h"

#define LAB_ALL    6
#define NAME_BYTES 32

// An audit takes as long as there are frames: the more there are, the more calls are made before
// the next one, from 64 in a machine of 4 MiB to 1,024 in one of 64. At the start it is fewer, for
// failures that are shrunk.
#define FRAMES_A_CALL 16

// How many generations are left before the upper half changes, which happens while calls are made.
#define GENERATIONS_LEFT 1000

static char broken[NAME_BYTES]; // the book that is to be made wrong; empty: none, or none any more

// Makes the book wrong, if there is something of it now, and looks whether that is noticed.
static void break_book(void)
{
    if (broken[0] == '\0')
        return;
    if (strcmp(broken, "failed-call") == 0) {
        unchanged_break_next = true;
        broken[0] = '\0';
    } else if (audit_break(broken)) {
        audit_all();
        broken[0] = '\0';
    }
}

static bool is_time(uint32_t calls_audited)
{
    uint32_t apart = frame_table_entries / FRAMES_A_CALL;

    if (apart > calls_audited)
        apart = calls_audited;
    return unchanged_calls - calls_audited >= apart;
}

int32_t fuzz_audit(bool always)
{
    static uint32_t audited; // so many calls were made before the last audit

    machine_start_watchdog(); // anew: whoever comes here makes progress
    if (always || is_time(audited)) {
        audited = unchanged_calls;
        audit_all();
        break_book();
    }
    return (int32_t)unchanged_calls;
}

// By their number: what was made, and how often each error came.
static void report_calls(void)
{
    for (uint32_t i = 0; i < SYSTEM_CALL_NUMBERS; i++) {
        if (unchanged_made[i] != 0)
            record_send("calls", "number=%u made=%u", i, unchanged_made[i]);
        for (uint32_t error = 0; error < UNCHANGED_ERRORS; error++) {
            if (unchanged_failed[i][error] != 0)
                record_send("errors", "number=%u error=%u count=%u", i, error,
                            unchanged_failed[i][error]);
        }
    }
}

TEST(fuzz, 0)
{
    arena_init();
    audit_init();
    command_line_copy("break", broken, sizeof broken);
    stage_run_up_to(LAB_ALL);
    capability_latest_generation = UINT32_MAX - GENERATIONS_LEFT;
    unchanged_start(command_line_number("every", 1));
    test_run_modules(LAB_ALL);
    record_send("value", "calls=%u", unchanged_calls);
    record_send("value", "compared=%u", unchanged_compared);
    report_calls();
    audit_report_seen();
}
