// SPDX-License-Identifier: MIT
#include "mm/pagers/shortage.h"

#include "kernel/process/process.h"
#include "kernel/report/console.h"
#include "mm/pagers/crowd.h"
#include "mm/pagers/memory_wait.h"
#include "mm/pagers/pager_life.h"
#include "mm/pagers/pager_patience.h"
#include "mm/pagers/turn.h"
#include "mm/stealer.h"

#define LAPS_IN_VAIN 2
#define LENT_SHARE   16 // of all frames, one in sixteen

struct stealer stealer;
uint32_t shortage_watch;

static bool has_stealer;
static void (*verdict)(void); // NULL: nobody looks for the deadlock
static struct work steal_work, line_work;
static bool has_said_wired;  // since somebody began to wait
static uint32_t lap_start;   // stealer.passed when this tick's lap began
static uint32_t moved_until; // stealer.passed when something moved last
static uint32_t taken_until; // the same for frames: one was taken, or given to who waited

void shortage_init(void)
{
    stealer = (struct stealer){0};
    steal_work = line_work = (struct work){0};
    has_stealer = false;
    verdict = NULL;
    lap_start = moved_until = taken_until = 0;
    has_said_wired = false;
    shortage_watch = 1;
}

void shortage_start_stealer(void)
{
    has_stealer = true;
}

void shortage_start_verdict(void (*check_deadlock)(void))
{
    verdict = check_deadlock;
}

static bool steal_some(struct work *work)
{
    uint32_t moved = stealer.freed + stealer.stored, hand = stealer.hand, passed = stealer.passed;

    (void)work;
    if (stealer.passed - lap_start >= frame_table_entries || !stealer_is_needed())
        return true;
    // A process that uses all of its pages all the time would keep them for ever, and the others
    // would wait as long.
    stealer.is_forced = memory_wait_is_any() && stealer.passed - taken_until >= frame_table_entries;
    stealer.has_met_crowd = false;
    stealer_step();
    if (stealer.has_met_crowd)
        crowd_begin_visits(hand, stealer.passed - passed);
    if (stealer.freed + stealer.stored != moved)
        shortage_note_taken();
    return false;
}

bool shortage_look(void)
{
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    uint32_t low = reserve_steal_low();

    // Lab 5 is asked only when memory may be short: without it the system works as long as there is
    // memory.
    if (has_stealer && (counts.free <= low || stealer.is_running) && stealer_is_needed())
        work_add(&steal_work, steal_some);
    if (counts.free < low || memory_wait_is_any()) {
        shortage_watch = 1;
        return true;
    }
    shortage_watch = counts.free - low + 1;
    return false;
}

void shortage_note_progress(void)
{
    moved_until = stealer.passed;
}

void shortage_note_taken(void)
{
    moved_until = taken_until = stealer.passed;
}

void shortage_note_answer(void)
{
    shortage_note_progress();
    shortage_look();
}

static bool write_line(struct work *work)
{
    (void)work;
    return console_finish_line_some(&work_left);
}

// Says on the console that all memory is wired. Nobody can be made to give a frame back then, and
// it is nobody's fault; but a person at the machine should know what it waits for.
static void say_if_wired(void)
{
    struct reserve_counts counts;

    reserve_read_counts(&counts);
    if (has_said_wired || counts.used[FRAME_PAGED] != 0 || pager_core_owes() ||
        !console_line_is_finished())
        return;
    has_said_wired = true;
    work_add(&line_work, write_line);
    console_begin_line(
        "memory   %u of %u frames are free, and the last %u are kept back; all others are "
        "wired:\n         who waits for one waits until a core process gives some back\n",
        counts.free, counts.total, reserve_floor(CLASS_PAGED));
}

void shortage_tick(void)
{
    lap_start = stealer.passed;
    has_said_wired = has_said_wired && memory_wait_is_any();
    if (!shortage_look() || !has_stealer || !memory_wait_is_any() ||
        stealer.passed - moved_until < LAPS_IN_VAIN * frame_table_entries ||
        pager_patience_is_running())
        return;
    say_if_wired();
    struct process *holder = turn_find_waiting_holder();
    if (holder != NULL && !pager_core_owes()) {
        process_end(holder, END_TURN_STUCK, 0, holder->fault.address.value);
        shortage_note_progress();                   // what it had comes back bit by bit
    } else if (holder == NULL && verdict != NULL) { // a holder will answer, or its patience ends it
        verdict();
    }
}

// --- for lab 5 (mm/stealer.h)

bool stealer_keeps(const struct frame *frame, const struct region *region)
{
    const struct process *process = region_process(region);

    // The process was woken with this page, and has not waited for anything since.
    if (frame->marks & FRAME_FRESH && process->fault.fresh == frame &&
        (process->state == PROCESS_READY || process->state == PROCESS_RUNNING))
        return true;
    return turn_is_held_by(process) &&
           turn_keeps(process, region_address_of(region, frame->owner.page));
}

bool stealer_may_lend(void)
{
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    return counts.used[FRAME_LENT] < counts.total / LENT_SHARE;
}
