// SPDX-License-Identifier: MIT
// The given kernel, from the inside: text, the command line, memory maps, the timer, and every way
// in which a kernel can go wrong.
#include <stddef.h>

#include "common/format.h"
#include "common/string.h"
#include "kernel/machine/boot_info.h"
#include "kernel/machine/command_line.h"
#include "kernel/machine/processor.h"
#include "kernel/machine/timer.h"
#include "kernel/report/console.h"
#include "kernel/report/panic.h"
#include "kernel/test/map.h"
#include "kernel/test/test.h"
#include "mm/boot/boot_memory.h"

#define TEXT_BYTES 200

TEST(machine_boot, 0)
{
    record_send("value", "bytes=0x%llx ranges=%u", memory_map_bytes(&boot_memory_map),
                boot_memory_map.count);
}

TEST(machine_format, 0)
{
    static char text[TEXT_BYTES];
    size_t length = format_to_buffer(text, sizeof text,
                                     "%d|%5u|%-5u|%05d|%05d|%x|%08x|%llx|%s|%6s|%-6s|%c|%%|%p",
                                     -2147483647 - 1, 42u, 42u, 42, -42, 0xbeefu, 0xbeefu,
                                     0x123456789abcdefULL, "text", "ab", "ab", 'z', (void *)0x1000);
    record_send("value", "length=%u text=%s", length, text);
    CHECK(length, ==, strlen(text));
    char small[5];
    CHECK(format_to_buffer(small, sizeof small, "%s", "longer than it"), ==, 14u);
    CHECK(strlen(small), ==, 4u);
}

TEST(machine_command_line, 0)
{
    static char words[] = "uneon.elf  seed=12 name=abcdefghij big=4294967296 most=4294967295 "
                          "bad=12x empty= seed=99 xname=no";
    char name[8], none[] = "", erased[] = "key=one mind=the xkey=gap key=two";
    command_line_init(words);
    CHECK(command_line_number("seed", 7), ==, 12u);
    CHECK(command_line_number("none", 7), ==, 7u);
    CHECK(command_line_number("big", 7), ==, 7u);
    CHECK(command_line_number("most", 7), ==, 4294967295u);
    CHECK(command_line_number("bad", 7), ==, 7u);
    CHECK(command_line_number("empty", 7), ==, 7u);
    CHECK(command_line_copy("name", name, sizeof name), ==, true);
    CHECK(strcmp(name, "abcdefg"), ==, 0);
    CHECK(command_line_is("name", "abcdefghij"), ==, true);
    CHECK(command_line_is("name", "abcdefghi"), ==, false);
    CHECK(command_line_is("name", "abcdefghijk"), ==, false);
    command_line_init(none);
    CHECK(command_line_is("name", ""), ==, false);
    command_line_init(erased);
    command_line_erase("key");
    command_line_erase("none");
    CHECK(strcmp(erased, "        mind=the xkey=gap        "), ==, 0);
}

TEST(machine_memory_map, 0)
{
    static struct memory_map map;
    char key[8];
    for (uint32_t i = 1; format_to_buffer(key, sizeof key, "map%u", i), test_read_map(key, &map);
         i++) {
        record_send("map", "number=%u unreachable=0x%llx", i, map.unreachable_bytes);
        for (uint32_t j = 0; j < map.count; j++)
            record_send("range", "start=0x%x end=0x%x", map.ranges[j].start.value,
                        map.ranges[j].end.value);
    }
}

TEST(machine_modules, 0)
{
    for (uint32_t i = 0; i < boot_info.module_count; i++) {
        const struct boot_module *module = &boot_info.modules[i];
        const char *contents = virtual_from_physical(module->range.start);
        uint32_t sum = 0;
        for (uint32_t j = 0; j < module->range.end.value - module->range.start.value; j++)
            sum += (uint8_t)contents[j];
        for (uint32_t j = 0; j < boot_memory_map.count; j++) {
            const struct memory_range *range = &boot_memory_map.ranges[j];
            CHECK(range->end.value <= module->range.start.value ||
                      range->start.value >= module->range.end.value,
                  ==, true);
        }
        record_send("value", "sum=%u text=%s", sum, module->command_line);
    }
}

TEST(machine_timer, 0)
{
    uint32_t start = timer_ticks();
    while (timer_ticks() == start)
        interrupts_wait();
    uint32_t before = test_read_instructions();
    while (timer_ticks() - start < 1 + TICKS_PER_SECOND / 10)
        interrupts_wait();
    record_send("value", "instructions=%u", test_read_instructions() - before);
}

TEST(machine_panic, 0)
{
    uint32_t left = test_random(1000), right = left + 1;
    ASSERT(left, ==, right);
}

static void __attribute__((noinline)) write_to_null(void)
{
    volatile uint32_t *volatile pointer = NULL; // volatile: the compiler must not know
    // cppcheck-suppress nullPointer
    pointer[4] = 1;
}

TEST(machine_null_pointer, 0)
{
    write_to_null();
}

extern uint8_t image_start[];

TEST(machine_read_only, 0)
{
    *(volatile uint8_t *)(image_start + test_random(1000)) = 1;
}

TEST(machine_divide, 0)
{
    uint32_t high = 0, low = 1;
    __asm__ volatile("divl %2" : "+a"(low), "+d"(high) : "r"(0));
}

TEST(machine_opcode, 0)
{
    __asm__ volatile("ud2");
}

TEST(machine_protection, 0)
{
    __asm__ volatile("mov %0, %%fs" : : "r"(0x1230)); // a selector that does not exist
}

static volatile bool endless = true;

static uint32_t __attribute__((noinline)) recurse(uint32_t depth)
{
    volatile uint32_t room[64];
    room[depth % 64] = depth;
    return (endless ? recurse(depth + 1) : 0) + room[depth % 64];
}

TEST(machine_stack_overflow, 0)
{
    record_send("value", "depth=%u", recurse(0));
}

static void __attribute__((noinline)) spin(void)
{
    interrupts_disable();
    for (;;)
        __asm__ volatile("");
}

TEST(machine_hang, 0)
{
    spin();
}

TEST(machine_reset, 0)
{
    static const struct {
        uint16_t limit;
        uint32_t base;
    } __attribute__((packed)) none = {0, 0};
    __asm__ volatile("lidt %0; int3" : : "m"(none));
}

TEST(machine_flood, 0)
{
    for (;;)
        console_printf("flood, flood, flood, flood, flood, flood, flood, flood, flood, flood\n");
}
