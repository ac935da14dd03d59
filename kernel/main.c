// SPDX-License-Identifier: MIT
// Brings the system up, stage by stage, and says so.
#include <stdbool.h>
#include <stdint.h>

#include "kernel/capability_targets.h"
#include "kernel/leave.h"
#include "kernel/life/loader.h"
#include "kernel/life/teardown.h"
#include "kernel/machine/boot_info.h"
#include "kernel/machine/command_line.h"
#include "kernel/machine/interrupt.h"
#include "kernel/machine/machine.h"
#include "kernel/machine/processor.h"
#include "kernel/machine/segment.h"
#include "kernel/machine/timer.h"
#include "kernel/process/process.h"
#include "kernel/process/process_report.h"
#include "kernel/report/console.h"
#include "kernel/report/fault.h"
#include "kernel/report/record.h"
#include "kernel/stage.h"
#include "kernel/test/test.h"
#include "kernel/thread/schedule.h"
#include "kernel/thread/timeout.h"
#include "kernel/thread/work.h"
#include "kernel/trap_entry.h"
#include "mm/boot/boot_memory.h"
#include "mm/core.h"
#include "mm/frame.h"
#include "mm/objects/object_life.h"
#include "mm/pagers/memory_wait.h"
#include "mm/pagers/object_end.h"
#include "mm/pagers/pager_life.h"
#include "mm/pagers/pager_patience.h"
#include "mm/pagers/shortage.h"
#include "mm/pagers/turn.h"
#include "mm/reserve.h"

_Noreturn void kernel_main(uint32_t magic, physical_address information);

extern uint32_t boot_entry_time; // kernel/machine/boot.asm

static void start_console(void)
{
    console_init();
    console_printf("uNeon, a teaching operating system\n");
    if (!boot_info.from_multiboot) {
        console_printf("It was started by something that is not a Multiboot loader.\n");
        machine_end(MACHINE_UNSUITABLE);
    }
    if (boot_info.command_line_cut)
        console_printf("The command line is too long; only its first %u bytes count.\n",
                       (uint32_t)BOOT_COMMAND_LINE_BYTES - 1);
}

static void start_segments(void)
{
    segment_init(trap_double_fault_entry);
}

static void start_traps(void)
{
    trap_init(trap_entry_table);
    fault_print_processes = process_report_fault;
}

static void start_interrupts(void)
{
    interrupt_init();
    timer_init();
}

static void start_frames(void)
{
    frame_init(boot_memory_map.ranges, boot_memory_map.count);
}

static struct work tick_work;
static uint32_t ticks_left; // that are not done yet
static bool is_charged;     // the one that is being done

// What a tick brings. Pagers are first, before anybody is woken or displaced, since the tick counts
// for the process that ran.
static bool do_tick(struct work *work)
{
    (void)work;
    if (!is_charged) {
        if (!pager_tick_some())
            return false;
        schedule_tick();
        is_charged = true;
    }
    if (!timeout_end_some())
        return false;
    memory_wait_tick();
    shortage_tick();
    is_charged = false;
    ticks_left--;
    return ticks_left == 0;
}

// The interrupt does a slice of the tick, and the way out of the kernel does the rest.
static void tick(void)
{
    bool is_first = ticks_left++ == 0;

    timeout_tick();
    if (is_first && !do_tick(&tick_work))
        work_add_urgent(&tick_work, do_tick);
}

static void start_ticks(void)
{
    timer_call_each_tick(tick);
}

// Lab 6 alone gives objects channels.
static void start_objects(void)
{
    object_init();
    object_release_channel = core_release_channel;
}

static void start_verdict(void)
{
    shortage_start_verdict(core_check_deadlock);
}

static const struct stage {
    int lab; // whose functions it needs; 0: none
    const char *name;
    void (*run)(void);
} stages[] = {
    {0, "console", start_console},
    {0, "segments", start_segments},
    {0, "traps", start_traps},
    {0, "watchdog", machine_start_watchdog},
    {0, "memory", boot_memory_init},
    {0, "interrupts", start_interrupts},
    {1, "frames", start_frames},
    {2, "reserve", reserve_init},
    {3, "work", work_init},
    {3, "scheduler", schedule_init},
    {3, "timeouts", timeout_init},
    {3, "processes", process_init},
    {3, "ends", teardown_init},
    {3, "capabilities", capability_targets_init},
    {3, "objects", start_objects},
    {3, "waiters for frames", memory_wait_init},
    {3, "waiters for pages", page_waiters_init},
    {3, "pagers", pager_life_init},
    {3, "turns", turn_init},
    {3, "shortage", shortage_init},
    {3, "ticks", start_ticks},
    {5, "stealer", shortage_start_stealer},
    {6, "verdict", start_verdict},
};

#define STAGES (sizeof stages / sizeof stages[0])

static uint32_t stages_done;

void stage_run_up_to(int lab)
{
    while (stages_done < STAGES && stages[stages_done].lab <= lab) {
        stages[stages_done].run();
        stages_done++;
    }
}

static void print_summary(void)
{
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    console_printf("frames   %u of %u free\n"
                   "floors   the page stealer starts below %u free frames, and leaves the last %u\n"
                   "         to core processes\n",
                   counts.free, counts.total, reserve_steal_low(), (uint32_t)CORE_FLOOR);
}

// Instructions since the entry: until the first character, and until now.
static void record_boot(void)
{
    uint32_t first = (uint32_t)console_first_byte_time() - boot_entry_time;
    uint32_t ready = (uint32_t)processor_read_time_stamp() - boot_entry_time;
    record_send("boot", "first=%u ready=%u", first >> TIME_STAMP_SHIFT, ready >> TIME_STAMP_SHIFT);
}

static void say_if_nothing_runs(void)
{
    if (!list_is_empty(&process_list))
        return;
    if (boot_info.module_count == 0)
        console_printf(
            "The boot loader brought no programs along: it needs boot.tar as a module (in QEMU "
            "-initrd\nboot.tar, in GRUB module boot.tar). make run does all that.\n");
    else
        console_printf("None of the %u boot modules is a program that could be started.\n",
                       boot_info.module_count);
}

// Without processes nothing can happen any more.
static void end_with_last_process(void)
{
    if (!list_is_empty(&process_list))
        return;
    if (command_line_is("at_end", "exit"))
        machine_end(process_core_failures == 0 ? MACHINE_FINISHED : MACHINE_FAILED);
    console_printf("\nNo program is left. The machine can be turned off.\n");
    leave_idle_hook = NULL;
}

void kernel_main(uint32_t magic, physical_address information)
{
    boot_info_copy(magic, information);
    command_line_init(boot_info.command_line);
    record_init();
    stage_run_up_to(0);
    test_run();
    stage_run_up_to(STAGE_LAB_ALL);
    record_boot();
    print_summary();
    loader_start_modules();
    say_if_nothing_runs();
    leave_idle_hook = end_with_last_process;
    trap_leave();
}
