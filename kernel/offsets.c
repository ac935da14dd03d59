// SPDX-License-Identifier: MIT
// What the assembler sources need to know of the C headers. Compiled to assembly only; the Makefile
// turns each string that starts with "=>" into a line of offsets.inc.
#include <stddef.h>

#include "kernel/abi/message.h"
#include "kernel/calls/system_call.h"
#include "kernel/machine/machine.h"
#include "kernel/machine/segment.h"
#include "kernel/machine/serial.h"
#include "kernel/machine/stack.h"
#include "kernel/machine/trap.h"
#include "kernel/test/stretch.h"
#include "kernel/thread/thread.h"
#include "mm/address/layout.h"
#include "mm/address/page_bits.h"

#define DEFINE(name, value)                                                                        \
    __asm__ volatile("\n.ascii \"=> " name " %c0\"" : : "i"((unsigned long long)(uint32_t)(value)))

void offsets(void);

void offsets(void)
{
    DEFINE("KERNEL_BASE", KERNEL_BASE);
    DEFINE("DIRECT_MAP_BYTES", DIRECT_MAP_BYTES);
    DEFINE("IMAGE_LOAD_BYTES", IMAGE_LOAD_BYTES);
    DEFINE("MINIMUM_RAM_MIB", MINIMUM_RAM_MIB);
    DEFINE("MACHINE_UNSUITABLE", MACHINE_UNSUITABLE);
    DEFINE("MACHINE_END_PORT", MACHINE_END_PORT);
    DEFINE("SERIAL_CONSOLE", SERIAL_CONSOLE);
    DEFINE("FRAME_BYTES", FRAME_BYTES);
    DEFINE("LARGE_PAGE_SHIFT", LARGE_PAGE_SHIFT);
    DEFINE("LARGE_PAGE_BYTES", LARGE_PAGE_BYTES);
    DEFINE("KERNEL_DATA_SELECTOR", KERNEL_DATA_SELECTOR);
    DEFINE("KERNEL_STACK_BYTES", KERNEL_STACK_BYTES);
    DEFINE("KERNEL_STACK_GUARD_BYTES", KERNEL_STACK_GUARD_BYTES);
    DEFINE("TRAP_VECTORS", TRAP_VECTORS);
    DEFINE("TRAP_SYSTEM_CALL", TRAP_SYSTEM_CALL);
    DEFINE("TRAP_PAGE_FAULT", TRAP_PAGE_FAULT);
    DEFINE("TRAP_FRAME_CS", offsetof(struct trap_frame, cs));
    DEFINE("TRAP_FRAME_EAX", offsetof(struct trap_frame, eax));
    DEFINE("TRAP_FRAME_EIP", offsetof(struct trap_frame, eip));
    DEFINE("TRAP_FRAME_EFLAGS", offsetof(struct trap_frame, eflags));
    DEFINE("TRAP_FRAME_USER_ESP", offsetof(struct trap_frame, user_esp));
    DEFINE("TRAP_FRAME_BYTES", sizeof(struct trap_frame));
    DEFINE("TASK_ESP0", offsetof(struct task_state, esp0));
    DEFINE("TASK_EIP", offsetof(struct task_state, eip));
    DEFINE("TASK_EFLAGS", offsetof(struct task_state, eflags));
    DEFINE("TASK_EAX", offsetof(struct task_state, eax));
    DEFINE("SYSTEM_CALL_WAITS", SYSTEM_CALL_WAITS);
    DEFINE("SYSTEM_CALL_BYTES", SYSTEM_CALL_BYTES);
    DEFINE("TAG_RELEASE", TAG_RELEASE);
    DEFINE("STRETCH_TRAP", STRETCH_TRAP);
    DEFINE("SELECTOR_LEVEL", SELECTOR_LEVEL);
    DEFINE("USER_DATA_SELECTOR", USER_DATA_SELECTOR);
    DEFINE("PAGE_PRESENT", PAGE_PRESENT);
    DEFINE("PAGE_WRITABLE", PAGE_WRITABLE);
    DEFINE("PAGE_LARGE", PAGE_LARGE);
    DEFINE("PAGE_GLOBAL", PAGE_GLOBAL);
}
