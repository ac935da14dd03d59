// SPDX-License-Identifier: MIT
// The linker puts these in front of the given functions (--wrap).
#include "kernel/test/pages.h"

#include <stddef.h>

#include "mm/pager.h"

void (*test_page_fail)(struct list *waiters, uint32_t reason);
void (*test_object_release)(struct object *object);

void __real_page_fail(struct list *waiters, uint32_t reason);
void __wrap_page_fail(struct list *waiters, uint32_t reason);
void __real_object_release_if_unused(struct object *object);
void __wrap_object_release_if_unused(struct object *object);

void __wrap_page_fail(struct list *waiters, uint32_t reason)
{
    (test_page_fail != NULL ? test_page_fail : __real_page_fail)(waiters, reason);
}

void __wrap_object_release_if_unused(struct object *object)
{
    (test_object_release != NULL ? test_object_release : __real_object_release_if_unused)(object);
}
