// SPDX-License-Identifier: MIT
#include "kernel/life/process_report.h"

#include "kernel/machine/segment.h"
#include "kernel/process/process.h"
#include "kernel/report/backtrace.h"
#include "kernel/report/console.h"

#define LINES_MOST 64 // the list may be what is broken

static const char *const waits[] = {
    [WAIT_NONE] = "waits for nothing",
    [WAIT_SEND] = "waits to send a message (WAIT_SEND)",
    [WAIT_CALL] = "waits to send, and for the reply then (WAIT_CALL)",
    [WAIT_REPLY] = "waits for a reply (WAIT_REPLY)",
    [WAIT_RECEIVE] = "waits for a message (WAIT_RECEIVE)",
    [WAIT_SLEEP] = "sleeps (WAIT_SLEEP)",
    [WAIT_END] = "waits for another process to end (WAIT_END)",
    [WAIT_PAGE] = "waits for a page (WAIT_PAGE)",
    [WAIT_SLOT] = "waits for a slot of a pager (WAIT_SLOT)",
    [WAIT_FRAMES] = "waits for free frames (WAIT_FRAMES)",
    [WAIT_SYNC] = "waits for pages to be stored (WAIT_SYNC)",
};

static void report(const struct process *process)
{
    const char *what = "is ready to run";

    if (process->state == PROCESS_RUNNING)
        what = "runs";
    else if (process->state == PROCESS_WAITING && process->wait < sizeof waits / sizeof waits[0])
        what = waits[process->wait];
    else if (process->state == PROCESS_WAITING)
        what = "waits for something that does not exist";
    else if (process->state == PROCESS_ENDED)
        what = "has ended";
    console_printf("  process %u (%s) %s", process->number, process->name, what);
    if (process->state == PROCESS_WAITING &&
        (process->wait == WAIT_PAGE || process->wait == WAIT_SLOT || process->wait == WAIT_FRAMES))
        console_printf(", for its access to 0x%08x", process->fault.address.value);
    console_printf("\n");
}

void process_report_all(void)
{
    uint32_t lines = 0;

    if (process_list.next == NULL) // no process was ever started
        return;
    console_printf("Processes:\n");
    for (const struct list *at = process_list.next; at != &process_list && lines < LINES_MOST;
         at = at->next, lines++)
        report(LIST_ITEM(at, const struct process, all));
}

// Only the watchdog ends the machine while a program runs.
static void report_program(const struct trap_frame *frame)
{
    if (process_current == NULL)
        return;
    console_printf("  in process %u (%s)\n", process_current->number, process_current->name);
    backtrace_print_program(process_current->space.directory, frame->ebp, frame->eip);
}

void process_report_fault(const struct trap_frame *frame)
{
    if (frame->cs & SELECTOR_LEVEL)
        report_program(frame);
    if (frame->vector == TRAP_NON_MASKABLE)
        process_report_all();
}
