// SPDX-License-Identifier: MIT
#include "kernel/process/account.h"

#include "kernel/process/process.h"
#include "kernel/report/panic.h"

#define ORDINARY_SHARE 4  // of all frames, one in four
#define SPARE_SHARE    16 // and one in sixteen
#define SPARE_MOST     64

uint32_t account_ordinary_frames;

uint32_t account_used_frames(const struct process *process)
{
    // Frames of a grant (mm/pagers/memory_wait.h) are not used yet, and are mostly for a page,
    // which no account pays for.
    bool is_grant = process->fault_flags & FAULT_HAS_GRANT;
    return process->account.charged_frames + process->space.table_count +
           (is_grant ? 0 : process->claim.frames) + process->long_call.claim.frames;
}

bool account_has_room(const struct process *process, uint32_t frames)
{
    if (process->account.quota_frames == QUOTA_UNLIMITED)
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

// All frames that core processes pay for, pages of wired memory too. Core processes are made before
// all others (kernel/life/loader.h), so they are first in the list.
static uint32_t count_core_frames(void)
{
    uint32_t frames = 0;

    for (const struct list *at = process_list.next; at != &process_list; at = at->next) {
        const struct process *process = LIST_ITEM(at, struct process, all);
        if (!process->is_core)
            break;
        frames += account_used_frames(process);
    }
    return frames;
}

bool account_fits(uint32_t more_frames, uint32_t floor_frames)
{
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    uint32_t promised =
        count_core_frames() + account_ordinary_frames + floor_frames + ACCOUNT_PAGES_FRAMES;

    return promised <= counts.total && more_frames <= counts.total - promised;
}

uint32_t account_spare_frames(void)
{
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    uint32_t share = counts.total / SPARE_SHARE;
    return share < SPARE_MOST ? share : SPARE_MOST;
}

int account_check_split(const struct process *creator, uint32_t quota_frames)
{
    if (creator->account.quota_frames != QUOTA_UNLIMITED)
        return account_has_room(creator, quota_frames) ? 0 : E_QUOTA;
    uint32_t most = account_ordinary_most();
    bool is_within = quota_frames <= most && account_ordinary_frames <= most - quota_frames;
    return is_within && account_fits(quota_frames, reserve_floor(CLASS_PAGED)) ? 0 : E_QUOTA;
}

// `creator` NULL is the boot loader, whose processes have no limit either.
static bool is_limited(const struct process *creator)
{
    return creator != NULL && creator->account.quota_frames != QUOTA_UNLIMITED;
}

static void take_from(struct process *creator, uint32_t quota_frames)
{
    if (is_limited(creator))
        creator->account.quota_frames -= quota_frames;
    else
        account_ordinary_frames += quota_frames;
}

static void give_back(struct process *creator, uint32_t quota_frames)
{
    if (is_limited(creator))
        creator->account.quota_frames += quota_frames;
    else
        account_ordinary_frames -= quota_frames;
}

void account_split(struct process *creator, struct process *process, uint32_t quota_frames)
{
    take_from(creator, quota_frames);
    process->account.quota_frames = quota_frames;
}

void account_return(struct process *process)
{
    ASSERT(account_used_frames(process), ==, 0u);
    if (process->account.quota_frames == QUOTA_UNLIMITED)
        return;
    give_back(process->creator, process->account.quota_frames);
    process->account.quota_frames = 0;
}

int account_check_move(const struct process *process, const struct process *creator)
{
    bool is_promised = !is_limited(process->creator) && !is_limited(creator);
    if (creator == process->creator || is_promised)
        return 0;
    return account_check_split(creator, process->account.quota_frames);
}

void account_move(const struct process *process, struct process *creator)
{
    give_back(process->creator, process->account.quota_frames);
    take_from(creator, process->account.quota_frames);
}
