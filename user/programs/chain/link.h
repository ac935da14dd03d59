// SPDX-License-Identifier: MIT
// A link of the chain: a pager that keeps the pages of two objects in its own memory, which is
// paged. What it keeps is scrambled: every word turned by a number of bits.
#ifndef USER_PROGRAMS_CHAIN_LINK_H
#define USER_PROGRAMS_CHAIN_LINK_H

#include <stdint.h>

#include "user/system.h"

#define LINK_SLOTS  8
#define LINK_MEMORY 0x20000000u // where its memory is mapped: zeros, at first

// The handles under which it finds its spill, and a port to which it sends its two objects: the one
// with its pages, and then the one, of LINK_SLOTS pages, that can be another link's spill.
extern uint8_t link_spill, link_port;

#define LINK_PAGES_BITS 24

// Serves an object of `pages` pages; its memory has room for these and LINK_SLOTS more. `order` is
// LINK_ORDER(pages, bits). Returns when nobody uses that object any more.
#define LINK_ORDER(pages, bits) ((pages) | (uint32_t)(bits) << LINK_PAGES_BITS)

int32_t link_main(uint32_t order);

#endif
