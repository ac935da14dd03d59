// SPDX-License-Identifier: MIT
#include "mm/frames/tlb.h"

const struct address_space *tlb_space;
uint32_t tlb_page_flushes, tlb_loads;
user_address tlb_flushed[TLB_FLUSHED];
