// SPDX-License-Identifier: MIT
#include "kernel/test/user.h"
#include "kernel/leave.h"

#include "kernel/life/loader.h"
#include "kernel/machine/stack.h"
#include "kernel/process/process_report.h"
#include "kernel/stage.h"
#include "kernel/test/stretch.h"
#include "kernel/test/test.h"
#include "kernel/thread/schedule.h"
#include "kernel/thread/timeout.h"
#include "kernel/trap_entry.h"

#define STACK_SPARE 256 // words

static void *return_point[5];
static enum test_stop stop_reason;
uint32_t test_stop_number;

void test_stop_programs(enum test_stop reason)
{
    stop_reason = reason;
    __builtin_longjmp(return_point, 1);
}

// While nothing is pending, all timeouts are on the wheel.
static void stop_if_idle(void)
{
    for (uint32_t i = 0; i < TIMEOUT_BUCKETS; i++) {
        if (!list_is_empty(&timeout_wheel[i]))
            return;
    }
    test_stop_programs(TEST_STOPPED_IDLE);
}

// The kernel's entries use the stack below this function's frame as long as it waits here.
__attribute__((noinline)) enum test_stop test_run_programs(void)
{
    if (__builtin_setjmp(return_point) == 0) {
        kernel_entry_stack = ((uint32_t)__builtin_frame_address(0) - STACK_SPARE * 4) & ~15u;
        leave_idle_hook = stop_if_idle;
        stretch_begin();
        trap_leave();
    }
    kernel_entry_stack = (uint32_t)kernel_stack_top;
    return stop_reason;
}

void test_run_modules(int lab)
{
    stage_run_up_to(lab);
    loader_start_modules();
    enum test_stop reason = test_run_programs();
    if (reason == TEST_STOPPED_IDLE)
        process_report_all();
    CHECK(reason, ==, (enum test_stop)TEST_STOPPED_DONE);
}

void test_set_stop_result(int32_t result)
{
    process_current->registers.eax = (uint32_t)result;
}

struct process *test_find_process(uint32_t place)
{
    struct list *at = process_list.next;
    for (; place > 0; place--)
        at = at->next;
    return LIST_ITEM(at, struct process, all);
}
