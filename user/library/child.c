// SPDX-License-Identifier: MIT
#include "user/child.h"

#include "user/print.h"
#include "user/service.h"
#include "user/system.h"

extern uint8_t program_text_start[], program_data_start[], program_end[];

struct start {
    int32_t (*function)(uint32_t argument);
    uint32_t argument;
};

static uint32_t pages(const uint8_t *from, const uint8_t *to)
{
    return (uint32_t)(to - from + PAGE_BYTES - 1) / PAGE_BYTES;
}

// Children draw on the share of the store that this program has, if it has one.
static int32_t give_store(uint32_t process)
{
    int32_t inspected = capability_inspect(HANDLE_STORE);

    if (inspected < 0 || (inspected & 0xff) != CAPABILITY_PORT)
        return 0;
    return capability_give(process, HANDLE_STORE, HANDLE_STORE, RIGHT_SEND | RIGHT_PASS, 0);
}

int32_t child_try_make(uint32_t process, const char *name, uint32_t quota_frames)
{
    int32_t error = process_create(process, quota_frames, name);
    if (error != 0)
        return error;
    error = object_map_into(process, HANDLE_SEGMENTS, (uint32_t)program_text_start,
                            pages(program_text_start, program_data_start), REGION_READ);
    if (error == 0)
        error = object_map_into(process, HANDLE_SEGMENTS + 1, (uint32_t)program_data_start,
                                pages(program_data_start, program_end), REGION_READ | REGION_WRITE);
    if (error == 0)
        error = give_store(process);
    if (error != 0) {
        process_end(process);
        capability_drop(process);
    }
    return error;
}

void child_make(uint32_t process, const char *name, uint32_t quota_frames)
{
    must(child_try_make(process, name, quota_frames), "making a child");
}

static _Noreturn void begin(struct start *start)
{
    process_exit(start->function(start->argument));
}

int32_t child_try_run_on(uint32_t process, uint8_t *stack, int32_t (*function)(uint32_t argument),
                         uint32_t argument)
{
    struct start *start = (struct start *)(void *)(stack + CHILD_STACK_BYTES) - 1;

    *start = (struct start){function, argument};
    // Where a caller would have left the return address: `begin` never returns.
    uint32_t top = (uint32_t)start - sizeof(uint32_t);
    return process_start(process, (uint32_t)begin, top, (uint32_t)start);
}

void child_run_on(uint32_t process, uint8_t *stack, int32_t (*function)(uint32_t argument),
                  uint32_t argument)
{
    must(child_try_run_on(process, stack, function, argument), "process_start");
}
