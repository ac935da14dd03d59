// SPDX-License-Identifier: MIT
#include "kernel/process/account.h"

#include "kernel/process/process.h"
#include "kernel/report/panic.h"

#define ORDINARY_SHARE 4 // of all frames, one in four

uint32_t account_ordinary_frames;

uint32_t account_used_frames(const struct process *process)
{
    // What it was granted (mm/pagers/memory_wait.h) is not used yet, and mostly for a page.
    bool is_grant = process->fault_flags & FAULT_HAS_GRANT;
    return process->account.charged_frames + process->space.table_count +
           (is_grant ? 0 : process->claim.frames) + process->long_call.claim.frames;
}

bool account_has_room(const struct process *process, uint32_t frames)
{
    if (process->account.quota_frames == ACCOUNT_UNLIMITED)
        return true;
    uint32_t used = account_used_frames(process), quota = process->account.quota_frames;
    return used <= quota && frames <= quota - used; // `frames` may be any number
}

void account_charge(struct process *process, uint32_t frames)
{
    process->account.charged_frames += frames;
}

void account_refund(struct process *process, uint32_t frames)
{
    ASSERT(process->account.charged_frames, >=, frames);
    process->account.charged_frames -= frames;
}

uint32_t account_ordinary_most(void)
{
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    return counts.total / ORDINARY_SHARE;
}

int account_check_split(const struct process *creator, uint32_t quota_frames)
{
    if (creator->account.quota_frames != ACCOUNT_UNLIMITED)
        return account_has_room(creator, quota_frames) ? 0 : E_QUOTA;
    uint32_t most = account_ordinary_most();
    return quota_frames <= most && account_ordinary_frames <= most - quota_frames ? 0 : E_QUOTA;
}

void account_split(struct process *creator, struct process *process, uint32_t quota_frames)
{
    if (creator->account.quota_frames != ACCOUNT_UNLIMITED)
        creator->account.quota_frames -= quota_frames;
    else
        account_ordinary_frames += quota_frames;
    process->account.quota_frames = quota_frames;
}

void account_return(struct process *process)
{
    ASSERT(account_used_frames(process), ==, 0u);
    if (process->account.quota_frames == ACCOUNT_UNLIMITED)
        return;
    struct process *creator = process->creator;
    if (creator != NULL && creator->account.quota_frames != ACCOUNT_UNLIMITED)
        creator->account.quota_frames += process->account.quota_frames;
    else
        account_ordinary_frames -= process->account.quota_frames;
    process->account.quota_frames = 0;
}
