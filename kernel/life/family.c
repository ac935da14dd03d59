// SPDX-License-Identifier: MIT
#include "kernel/life/family.h"

uint32_t family_depth(const struct process *process)
{
    uint32_t depth = 0;

    for (; process->creator != NULL; process = process->creator)
        depth++;
    return depth;
}

bool family_is_within(const struct process *process, const struct process *ancestor)
{
    while (process != NULL && process != ancestor)
        process = process->creator;
    return process != NULL;
}

int family_check_adoption(const struct process *child, const struct process *parent)
{
    if (process_is_over(child))
        return E_DEAD;
    if (child->creator == NULL)
        return E_STATE;
    if (family_depth(parent) > family_depth(child->creator))
        return E_LIMIT;
    return account_check_move(child, parent);
}

void family_adopt(struct process *child, struct process *parent)
{
    account_move(child, parent);
    list_remove(&child->in_creator);
    child->creator = parent;
    list_append(&parent->children, &child->in_creator);
}
