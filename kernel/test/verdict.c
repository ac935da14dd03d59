// SPDX-License-Identifier: MIT
// The linker puts these in front of the given functions (--wrap).
#include "kernel/test/verdict.h"

#include <stddef.h>

#include "kernel/capability/capability.h"
#include "mm/pagers/deadlock.h"

void (*test_deadlock_report)(const struct pager *culprit, uint32_t ticks);
bool test_no_generation;
uint32_t test_latest_generation;

_Noreturn void __real_deadlock_report(const struct pager *culprit, uint32_t ticks);
_Noreturn void __wrap_deadlock_report(const struct pager *culprit, uint32_t ticks);
uint32_t __real_capability_new_generation(void);
uint32_t __wrap_capability_new_generation(void);

void __wrap_deadlock_report(const struct pager *culprit, uint32_t ticks)
{
    if (test_deadlock_report != NULL)
        test_deadlock_report(culprit, ticks);
    __real_deadlock_report(culprit, ticks);
}

uint32_t __wrap_capability_new_generation(void)
{
    if (!test_no_generation)
        test_latest_generation = __real_capability_new_generation();
    return test_no_generation ? 0 : test_latest_generation;
}
