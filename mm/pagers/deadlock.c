// SPDX-License-Identifier: MIT
#include "mm/pagers/deadlock.h"

#include "kernel/process/process.h"
#include "kernel/process/process_report.h"
#include "kernel/report/console.h"
#include "kernel/report/panic.h"
#include "mm/pagers/pager_life.h"

static void print_frames(void)
{
    struct reserve_counts counts;

    reserve_read_counts(&counts);
    console_printf("frames   %u: %u free, %u claimed; kernel %u, core %u, paged %u, lent %u\n",
                   counts.total, counts.free, counts.claimed, counts.used[FRAME_KERNEL],
                   counts.used[FRAME_CORE], counts.used[FRAME_PAGED], counts.used[FRAME_LENT]);
    console_printf("floors   paged %u; the page stealer runs below %u\n",
                   reserve_floor(CLASS_PAGED), reserve_steal_low());
}

static const struct slot *oldest_of(const struct pager *pager)
{
    return LIST_ITEM(pager->open.next, struct slot, link);
}

static uint32_t age_of(const struct pager *pager)
{
    return (uint16_t)(pager->clock - oldest_of(pager)->opened_clock);
}

static uint32_t count_open(const struct pager *pager)
{
    uint32_t count = 0;
    for (const struct list *at = pager->open.next; at != &pager->open; at = at->next)
        count++;
    return count;
}

static void print_pager(const struct pager *pager)
{
    const struct process *process = pager->process;

    console_printf("pager    process %u (%s), whose device may take %u ticks: ", process->number,
                   process->name, pager->patience_ticks);
    if (list_is_empty(&pager->open)) {
        console_printf("owes nothing\n");
        return;
    }
    const struct slot *slot = oldest_of(pager);
    console_printf("owes %u, the oldest since %u ticks:\n         page %u of badge %u, to %s, %s\n",
                   count_open(pager), age_of(pager), slot->page, slot->object->badge,
                   slot->state == SLOT_FETCH ? "fetch" : "store",
                   slot->is_delivered ? "received" : "not received");
}

void deadlock_report(const struct pager *culprit, uint32_t ticks)
{
    console_printf("\nOut of memory: nothing has moved for %u ticks.\n", ticks);
    print_frames();
    for (const struct pager *pager = pager_next_core(NULL); pager != NULL;
         pager = pager_next_core(pager))
        print_pager(pager);
    process_report_all();
    if (culprit != NULL && list_is_empty(&culprit->open))
        panic("core_check_deadlock reported process %u (%s), which owes no answer",
              culprit->process->number, culprit->process->name);
    if (culprit == NULL)
        panic("out of memory, and no core pager owes anything: that is a bug of the kernel");
    panic("out of memory: process %u (%s) owes %u answers, the oldest for %u ticks",
          culprit->process->number, culprit->process->name, count_open(culprit), age_of(culprit));
}
