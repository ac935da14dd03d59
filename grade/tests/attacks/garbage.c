// SPDX-License-Identifier: MIT
// Attack: panics with every byte there is, to break the reports
// Outcome: panic
#include "mm/frame.h"

#include "kernel/report/console.h"
#include "kernel/report/panic.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    static char text[256];
    for (int i = 0; i < 255; i++) {
        text[i] = (char)(i + 1);
        console_printf("%c", i);
    }
    panic("]]> & <\x27\" %s", text);
}
