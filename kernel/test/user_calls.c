// SPDX-License-Identifier: MIT
// The calls that only programs of tests make: kernel/abi/test_calls.h.
#include "kernel/test/user.h"

#include <stddef.h>

#include "kernel/abi/test_calls.h"
#include "kernel/calls/system_call.h"
#include "kernel/machine/processor.h"
#include "kernel/machine/timer.h"
#include "kernel/report/backtrace.h"
#include "kernel/report/panic.h"
#include "kernel/test/core.h"
#include "kernel/test/frames.h"
#include "kernel/test/fuzz.h"
#include "kernel/test/stealer.h"
#include "kernel/test/test.h"
#include "mm/core.h"
#include "mm/objects/object_life.h"
#include "mm/pager.h"
#include "mm/pagers/page_fault.h"

#define TEXT_BYTES 128

// --- claims that fail

static uint32_t claims_to_failure; // 0: none fails

int __real_reserve_claim(struct claim *claim, enum frame_class class, uint32_t frames);
int __wrap_reserve_claim(struct claim *claim, enum frame_class class, uint32_t frames);

int __wrap_reserve_claim(struct claim *claim, enum frame_class class, uint32_t frames)
{
    if (claims_to_failure != 0 && frames != 0 && --claims_to_failure == 0)
        return E_NO_MEMORY;
    return __real_reserve_claim(claim, class, frames);
}

// --- the calls

struct arguments {
    uint32_t a, b, c;
};

static int32_t copy_text(struct process *process, uint32_t address, char *text)
{
    for (uint32_t i = 0; i < TEXT_BYTES; i++) {
        int32_t error = page_fault_check_range(process, (user_address){address + i}, 1, false);
        if (error != 0)
            return error;
        text[i] = ((const char *)address)[i];
        if (text[i] == '\0')
            return 0;
    }
    text[TEXT_BYTES - 1] = '\0';
    return 0;
}

static int32_t report(struct process *process, struct arguments *arguments)
{
    char key[TEXT_BYTES];
    int32_t error = copy_text(process, arguments->a, key);
    if (error == 0)
        record_send("value", "%s=%u", key, arguments->b);
    return error;
}

// The texts are constants of a wired program, so they are there.
static int32_t fail(struct process *process, struct arguments *arguments)
{
    static char file[TEXT_BYTES], text[TEXT_BYTES], relation[TEXT_BYTES];
    const struct test_failure *failure = (const struct test_failure *)arguments->a;

    copy_text(process, (uint32_t)failure->file, file);
    copy_text(process, (uint32_t)failure->text, text);
    copy_text(process, (uint32_t)failure->relation, relation);
    backtrace_print_program(process->space.directory, process->registers.ebp,
                            process->registers.eip);
    test_fail(file, (int)failure->line, text, failure->found, relation, failure->expected);
}

static int32_t done(struct process *process, struct arguments *arguments)
{
    (void)process, (void)arguments;
    test_stop_programs(TEST_STOPPED_DONE);
}

static int32_t stop_call(struct process *process, struct arguments *arguments)
{
    process->registers.eax = 0;
    test_stop_number = arguments->a;
    test_stop_programs(TEST_STOPPED_CALL);
}

static int32_t evict(struct process *process, struct arguments *arguments)
{
    struct object *object;
    int error = object_find(process, arguments->a, 0, &object);
    if (error != 0)
        return error;
    const struct page_entry *entry = object_find_entry(object, arguments->b);
    if (entry == NULL || entry->state != PAGE_RESIDENT)
        return E_STATE;
    return (int32_t)pager_evict(object, arguments->b, arguments->c != 0);
}

static int32_t page_state(struct process *process, struct arguments *arguments)
{
    struct object *object;
    int error = object_find(process, arguments->a, 0, &object);
    if (error != 0)
        return error;
    const struct page_entry *entry = object_find_entry(object, arguments->b);
    return entry == NULL ? PAGE_ABSENT : entry->state;
}

static uint32_t count_list(const struct list *list)
{
    uint32_t count = 0;
    for (const struct list *at = list->next; at != list; at = at->next)
        count++;
    return count;
}

static int32_t read_counts(struct process *process, struct arguments *arguments)
{
    struct test_counts *to = (struct test_counts *)arguments->a;
    struct reserve_counts books;

    int32_t error = page_fault_check_range(process, (user_address){arguments->a}, sizeof *to, true);
    if (error != 0)
        return error;
    reserve_read_counts(&books);
    *to = (struct test_counts){
        .free_frames = books.free,
        .claimed_frames = books.claimed,
        .kernel_frames = books.used[FRAME_KERNEL],
        .core_frames = books.used[FRAME_CORE],
        .paged_frames = books.used[FRAME_PAGED],
        .lent_frames = books.used[FRAME_LENT],
        .ordinary_frames = account_ordinary_frames,
        .processes = count_list(&process_list),
        .quota_frames = process->account.quota_frames,
        .charged_frames = process->account.charged_frames,
        .table_count = process->space.table_count,
        .regions = process->region_count,
        .objects = count_list(&process->objects),
    };
    for (uint32_t i = 0; i < CAPABILITIES_MOST; i++)
        to->capabilities += process->capabilities[i].kind != CAPABILITY_NONE;
    for (uint32_t i = 0; i < PORTS_MOST; i++)
        to->ports += process->ports[i].generation != 0;
    return 0;
}

static int32_t fail_claim(struct process *process, struct arguments *arguments)
{
    (void)process;
    claims_to_failure = arguments->a;
    return 0;
}

static int32_t random_number(struct process *process, struct arguments *arguments)
{
    (void)process;
    return (int32_t)test_random(arguments->a);
}

static int32_t instructions(struct process *process, struct arguments *arguments)
{
    (void)process, (void)arguments;
    return (int32_t)(test_read_instructions() & INT32_MAX);
}

static int32_t figure(struct process *process, struct arguments *arguments)
{
    char name[TEXT_BYTES];
    int32_t error = copy_text(process, arguments->a, name);
    if (error == 0)
        bench_report(name, arguments->b, arguments->c);
    return error;
}

static int32_t stub(struct process *process, struct arguments *arguments)
{
    static char function[TEXT_BYTES], handout[TEXT_BYTES];

    copy_text(process, arguments->a, function);
    copy_text(process, arguments->c, handout);
    panic_stub(function, (int)arguments->b, handout);
}

struct frame *test_taken[TEST_TAKEN_MOST];
uint32_t test_taken_count;

// All frames below 16 MiB, in runs of ever fewer.
static void take_low_frames(void)
{
    struct frame_run run = {16, 1, {ISA_DMA_LIMIT_FRAMES}, 0};

    for (; run.frames > 0; run.frames /= 2) {
        struct frame *first = reserve_alloc_run(CLASS_RESERVE, &run, FRAME_KERNEL);
        for (; first != NULL; first = reserve_alloc_run(CLASS_RESERVE, &run, FRAME_KERNEL)) {
            for (uint32_t i = 0; i < run.frames && test_taken_count < TEST_TAKEN_MOST; i++)
                test_taken[test_taken_count++] = &first[i];
        }
    }
}

static int32_t take_frames(struct process *process, struct arguments *arguments)
{
    enum frame_state state = arguments->b != 0 ? FRAME_LENT : FRAME_KERNEL;
    struct reserve_counts books;

    (void)process;
    if (arguments->a == 0) {
        while (test_taken_count > 0)
            reserve_free(test_taken[--test_taken_count]);
    }
    if (arguments->a == TEST_LOW_FRAMES)
        take_low_frames();
    for (uint32_t i = 0; i < arguments->a && arguments->a != TEST_LOW_FRAMES; i++) {
        struct frame *frame =
            test_taken_count == TEST_TAKEN_MOST ? NULL : reserve_alloc(CLASS_RESERVE, state);
        if (frame == NULL)
            break;
        test_taken[test_taken_count++] = frame;
    }
    reserve_read_counts(&books);
    return (int32_t)books.free;
}

static int32_t spoil_frames(struct process *process, struct arguments *arguments)
{
    (void)process, (void)arguments;
    test_spoil_free_frames();
    return 0;
}

static int32_t time(struct process *process, struct arguments *arguments)
{
    (void)process, (void)arguments;
    return (int32_t)timer_ticks();
}

static int32_t process_wait_of(struct process *process, struct arguments *arguments)
{
    struct process *target;
    int error = capability_find_process(process, arguments->a, 0, &target);
    return error != 0 ? error : target->wait;
}

static int32_t process_ended(struct process *process, struct arguments *arguments)
{
    struct process *target;
    int error = capability_find_process(process, arguments->a, 0, &target);
    return error != 0 ? error : target->state == PROCESS_ENDED;
}

static int32_t make_memory(struct process *process, struct arguments *arguments)
{
    return test_make_memory(process, arguments->a, arguments->b);
}

static int32_t make_device(struct process *process, struct arguments *arguments)
{
    return test_make_device(process, arguments->a, arguments->b, arguments->c);
}

static int32_t interrupt(struct process *process, struct arguments *arguments)
{
    return test_interrupt(process, arguments->a, arguments->b);
}

static int32_t page_frame(struct process *process, struct arguments *arguments)
{
    struct object *object;
    int error = object_find(process, arguments->a, 0, &object);
    if (error != 0)
        return error;
    const struct page_entry *entry = object_find_entry(object, arguments->b);
    return entry == NULL || entry->state != PAGE_RESIDENT ? E_STATE : (int32_t)entry->number;
}

static int32_t read_frame(struct process *process, struct arguments *arguments)
{
    (void)process;
    if (arguments->a >= frame_table_entries || arguments->b >= FRAME_BYTES / sizeof(uint32_t))
        return E_ARGUMENT;
    return ((const int32_t *)frame_address(&frame_table[arguments->a]))[arguments->b];
}

static int32_t check_deadlock(struct process *process, struct arguments *arguments)
{
    (void)process, (void)arguments;
    core_check_deadlock();
    return 0;
}

static int32_t read_port(struct process *process, struct arguments *arguments)
{
    (void)process;
    return port_read_byte((uint16_t)arguments->a);
}

static int32_t read_stealer(struct process *process, struct arguments *arguments)
{
    return test_stealer_read(process, arguments->a);
}

static int32_t visit(struct process *process, struct arguments *arguments)
{
    struct capability *capability; // the object's maker may be at its end
    int error = capability_find(process, arguments->a, CAPABILITY_OBJECT, 0, &capability);
    return error != 0 ? error : test_stealer_visit(capability->target, arguments->b);
}

static int32_t step(struct process *process, struct arguments *arguments)
{
    (void)process, (void)arguments;
    return test_stealer_step();
}

static int32_t page_marks(struct process *process, struct arguments *arguments)
{
    struct object *object;
    int error = object_find(process, arguments->a, 0, &object);
    return error != 0 ? error : test_page_marks(object, arguments->b);
}

static int32_t audit(struct process *process, struct arguments *arguments)
{
    (void)process;
    return fuzz_audit(arguments->a != 0);
}

static int32_t (*const calls[])(struct process *process, struct arguments *arguments) = {
    [TEST_REPORT] = report,
    [TEST_FAIL] = fail,
    [TEST_DONE] = done,
    [TEST_STOP] = stop_call,
    [TEST_EVICT] = evict,
    [TEST_PAGE_STATE] = page_state,
    [TEST_COUNTS] = read_counts,
    [TEST_FAIL_CLAIM] = fail_claim,
    [TEST_RANDOM] = random_number,
    [TEST_INSTRUCTIONS] = instructions,
    [TEST_FIGURE] = figure,
    [TEST_STUB] = stub,
    [TEST_TAKE_FRAMES] = take_frames,
    [TEST_SPOIL_FRAMES] = spoil_frames,
    [TEST_TIME] = time,
    [TEST_PROCESS_WAIT] = process_wait_of,
    [TEST_PROCESS_ENDED] = process_ended,
    [TEST_MAKE_MEMORY] = make_memory,
    [TEST_MAKE_DEVICE] = make_device,
    [TEST_INTERRUPT] = interrupt,
    [TEST_PAGE_FRAME] = page_frame,
    [TEST_READ_FRAME] = read_frame,
    [TEST_CHECK_DEADLOCK] = check_deadlock,
    [TEST_READ_PORT] = read_port,
    [TEST_STEALER] = read_stealer,
    [TEST_VISIT] = visit,
    [TEST_STEP] = step,
    [TEST_PAGE_MARKS] = page_marks,
    [TEST_AUDIT] = audit,
};

int32_t system_call_test(struct process *process)
{
    const struct trap_frame *registers = &process->registers;
    struct arguments arguments = {registers->ecx, registers->edx, registers->esi};

    if (registers->ebx >= sizeof calls / sizeof calls[0])
        return E_ARGUMENT;
    return calls[registers->ebx](process, &arguments);
}
