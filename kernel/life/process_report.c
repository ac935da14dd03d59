// SPDX-License-Identifier: MIT
#include "kernel/life/process_report.h"

#include "kernel/machine/segment.h"
#include "kernel/process/process.h"
#include "kernel/report/backtrace.h"
#include "kernel/report/console.h"

#define LINES_MOST 64 // the list may be what is broken

static void report(const struct process *process)
{
    const char *what = "is ready to run";

    if (process->state == PROCESS_RUNNING)
        what = "runs";
    else if (process->state == PROCESS_WAITING && process->wait < PROCESS_WAITS)
        what = process_wait_texts[process->wait];
    else if (process->state == PROCESS_WAITING)
        what = "for something that does not exist";
    else if (process->state == PROCESS_ENDED)
        what = "has ended";
    console_printf("  process %u (%s) %s%s", process->number, process->name,
                   process->state == PROCESS_WAITING ? "waits " : "", what);
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
