// SPDX-License-Identifier: MIT
#include "kernel/report/panic.h"
#include "mm/reserve.h"

void reserve_misuse(enum reserve_misuse misuse, uint32_t value)
{
    switch (misuse) {
    case RESERVE_MISUSE_CLASS:
        panic("reserve misuse: class %u does not exist", value);
    case RESERVE_MISUSE_CLAIM_HELD:
        panic("reserve misuse: a claim that still holds %u frames was made again", value);
    case RESERVE_MISUSE_CLAIM_EMPTY:
        panic("reserve misuse: a frame was taken from an empty claim");
    case RESERVE_MISUSE_LEVEL:
        panic("reserve misuse: level %u is above the highest", value);
    case RESERVE_MISUSE_STATE:
        panic("reserve misuse: a frame went from or to state %u, which is not one of use", value);
    }
    panic("reserve misuse %u", (uint32_t)misuse);
}
