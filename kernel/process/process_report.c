// SPDX-License-Identifier: MIT
#include "kernel/process/process_report.h"

#include "kernel/machine/segment.h"
#include "kernel/process/process.h"
#include "kernel/report/backtrace.h"
#include "kernel/report/console.h"

#define LINES_MOST 64 // the list may be what is broken

static const char *const states[PROCESS_STATES] = {
#define STATE_TEXT(name, text) text,
    PROCESS_STATE_LIST(STATE_TEXT)
#undef STATE_TEXT
};

static void report(const struct process *process)
{
    bool is_waiting = process->state == PROCESS_WAITING;

    console_printf("  process %u (%s) %s", process->number, process->name,
                   process->state < PROCESS_STATES ? states[process->state] : "has no state");
    if (is_waiting)
        console_printf(" %s", process->wait < PROCESS_WAITS ? process_wait_texts[process->wait]
                                                            : "for something that does not exist");
    if (is_waiting &&
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
