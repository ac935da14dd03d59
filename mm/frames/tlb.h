// SPDX-License-Identifier: MIT
// The processor's cache of translations (TLB), and which address space it works with.
//
// It holds translations of one address space only, the one that is loaded: loading another one
// forgets them all, but for the kernel's global pages. It never holds "not present".
// Source: Intel SDM volume 3, "Caching Translation Information".
#ifndef MM_FRAMES_TLB_H
#define MM_FRAMES_TLB_H

#include <stddef.h>

#include "kernel/machine/processor.h"
#include "mm/address/types.h"
#include "mm/paging.h"

// The loaded address space; NULL while it is the kernel's own, without a user part.
extern const struct address_space *tlb_space;

// How many pages were flushed, how often an address space was loaded, and which addresses were
// flushed last: the n-th one, counted from 0, is in tlb_flushed[n % TLB_FLUSHED]. Tests read these.
#define TLB_FLUSHED 16
extern uint32_t tlb_page_flushes, tlb_loads;
extern user_address tlb_flushed[TLB_FLUSHED];

// Makes `space`, or for NULL the kernel's own, the one that the processor works with.
// Effect: nothing of another user address space is left in the TLB.
static inline void tlb_load(const struct address_space *space)
{
    const uint32_t *directory = space == NULL ? kernel_directory : space->directory;

    tlb_space = space;
    tlb_loads++;
    processor_load_directory(physical_from_virtual(directory).value);
}

// Forgets the translation of one page of the loaded address space.
static inline void tlb_flush_page(user_address address)
{
    tlb_flushed[tlb_page_flushes++ % TLB_FLUSHED] = address;
    processor_invalidate_page((const void *)address.value);
}

#endif
