// SPDX-License-Identifier: MIT
// crash HOW: does what a program must not do. The kernel ends it, with a line that says why.
#include "common/string.h"
#include "user/arguments.h"
#include "user/print.h"
#include "user/system.h"

enum { KERNEL = 0x80100000 };

static void touch(uint32_t address)
{
    *(volatile uint32_t *)address = 0;
}

static void read_null(void)
{
    print("crash: reads a field through a null pointer\n");
    __asm__ volatile("mov (%0), %0" : : "r"(sizeof(uint32_t)));
}

static void write_kernel(void)
{
    print("crash: writes to the kernel's memory\n");
    touch(KERNEL);
}

static void write_text(void)
{
    print("crash: writes to its own text\n");
    touch((uint32_t)write_text);
}

static void divide(void)
{
    print("crash: divides by zero\n");
    __asm__ volatile("div %0" : : "r"(0) : "eax", "edx");
}

static void stop(void)
{
    print("crash: turns interrupts off\n");
    __asm__ volatile("cli");
}

static void use_stack(void)
{
    print("crash: uses more stack than there is\n");
    for (uint32_t address = (uint32_t)__builtin_frame_address(0);; address -= PAGE_BYTES)
        touch(address);
}

static void loop(void)
{
    print("crash: runs for ever, until Ctrl-C\n");
    for (;;)
        __asm__ volatile("");
}

static const struct {
    const char *name;
    void (*run)(void);
} ways[] = {
    {"null", read_null}, {"kernel", write_kernel}, {"text", write_text}, {"divide", divide},
    {"stop", stop},      {"stack", use_stack},     {"loop", loop},
};

int32_t main(const char *command_line)
{
    struct arguments arguments;

    arguments_split(&arguments, command_line);
    const char *how = arguments.count > 1 ? arguments.words[1] : ways[0].name;
    for (uint32_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (strcmp(ways[i].name, how) == 0)
            ways[i].run();
    }
    fail("crash: how? null, kernel, text, divide, stop, stack or loop\n");
}
