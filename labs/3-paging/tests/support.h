// SPDX-License-Identifier: MIT
// What the tests of lab 3 share: an address space to try things on, and frames to map there.
#ifndef LABS_3_PAGING_TESTS_SUPPORT_H
#define LABS_3_PAGING_TESTS_SUPPORT_H

#include <stdint.h>

#include "kernel/test/test.h"
#include "mm/paging.h"

#define POOL_FRAMES 64
#define KERNEL_SLOT (KERNEL_BASE >> LARGE_PAGE_SHIFT)
#define TABLE_BYTES (PAGE_TABLE_ENTRIES * FRAME_BYTES) // that one table maps

// The address space of most tests, and a second one, which only flushes-other loads.
extern struct address_space test_space, other_space;

// Frames to map; each is filled with its own place in the pool.
extern struct frame *pool[POOL_FRAMES];

// Makes both spaces and the pool.
void start_spaces(void);

// Unmaps everything, ends both and frees the pool; checks that all frames are back. (Tests of what
// comes before paging_unmap leave it out.)
void end_spaces(void);

uint32_t free_frames_now(void);

// Puts something into each entry of the upper half of kernel_directory that is absent. Nothing more
// is mapped by that.
void fill_kernel_half(void);

// Checks that nobody has written to free frames since test_spoil_free_frames.
void check_free_frames(const char *when);

// Makes one more address space, or ends it with all that is mapped there.
void make_space(struct address_space *made);
void empty_space(struct address_space *used);

// Maps pool[index] at `address`, with a claim of one frame; whatever the claim still has goes back.
// Checks that paging_map said yes.
void map_page(struct address_space *in, uint32_t address, uint32_t index, uint32_t rights);

// Holds the tables of some pages, with as many frames as they lack.
void hold_pages(struct address_space *in, uint32_t address, uint32_t pages);

// The entry of a page, where there must be a table; and whether something is mapped there.
uint32_t entry_at(const struct address_space *in, uint32_t address);
bool is_mapped(const struct address_space *in, uint32_t address);

// Unmaps a page that is mapped, and returns its entry as it was.
uint32_t unmap_mapped(struct address_space *in, uint32_t address);

// What the loaded space lets the processor do at an address.
bool can_read(uint32_t address);
bool can_write(uint32_t address);

// Accesses that must work.
uint32_t read_word(uint32_t address);
void write_word(uint32_t address, uint32_t value);

// The frame number in an entry.
static inline uint32_t frame_in(uint32_t entry)
{
    return entry >> FRAME_SHIFT;
}

static inline uint32_t number_in_pool(uint32_t index)
{
    return frame_number_of(pool[index]).value;
}

// A random page-aligned user address.
uint32_t random_address(void);

#endif
