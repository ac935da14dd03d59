// SPDX-License-Identifier: MIT
// Stacks for those who do not have their own: a file of its own, since all that memory is linked to
// whoever uses it.
#include "user/child.h"
#include "user/print.h"

static _Alignas(16) uint8_t stacks[CHILDREN_MOST][CHILD_STACK_BYTES];
static uint32_t stacks_used;

void child_run(uint32_t process, int32_t (*function)(uint32_t argument), uint32_t argument)
{
    if (stacks_used == CHILDREN_MOST)
        fail("there are no more than %d children\n", CHILDREN_MOST);
    child_run_on(process, stacks[stacks_used++], function, argument);
}
