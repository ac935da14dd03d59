// SPDX-License-Identifier: MIT
// The sentences of mm/paging.h that the tests quote, word for word (grade/contract looks).
#ifndef LABS_3_PAGING_TESTS_SENTENCES_H
#define LABS_3_PAGING_TESTS_SENTENCES_H

#define SAYS_TABLES                                                                                \
    "An address space has one page directory, a frame of state FRAME_KERNEL, and a page table, "   \
    "another such frame, for each 4 MiB in which something is mapped, or that are held "           \
    "(paging_hold_tables)."
#define SAYS_GOES_BACK "With the last mapping or hold the table goes back to the reserve, at once."
#define SAYS_UPPER_HALF                                                                            \
    "The upper half of every directory is the kernel's and the same in all: a copy of "            \
    "kernel_directory's."
#define SAYS_PHYSICAL "Entries hold physical addresses."
#define SAYS_DIRECTORY_ALLOWS                                                                      \
    "A directory entry that leads to a table allows ring 3 all that the table's entries allow."
#define SAYS_ENTRY                                                                                 \
    "A table's entry that maps a page holds the frame's physical address, PAGE_PRESENT, "          \
    "PAGE_USER, the page's rights, and what the processor noted: PAGE_ACCESSED and PAGE_DIRTY."
#define SAYS_OTHER_BITS "Its bits 9 to 11 are paging.c's, all others are 0."
#define SAYS_NOT_TOUCHED                                                                           \
    "The mapped frames are not paging.c's: neither their memory nor their entries of the frame "   \
    "table, where others count who maps them."
#define SAYS_FLUSH                                                                                 \
    "A translation that allows more than its entry does now must be flushed (tlb_flush_page), "    \
    "and so must anything within a table that goes back, by a flush of some address in its 4 "     \
    "MiB, and a translation whose accessed or dirty bit was cleared, since the processor sets "    \
    "the bit only when it reads the entry again."
#define SAYS_NO_FLUSH    "Nothing else is flushed, and nothing at all in a space that is not loaded."
#define SAYS_NO_LOAD     "No function loads a space."
#define SAYS_TABLE_COUNT "page tables it has now; given code charges them to an account"

#define SAYS_CREATE                                                                                \
    "Effect: takes one frame, as FRAME_KERNEL, for the directory: its lower half is empty, its "   \
    "upper half the kernel's."
#define SAYS_CREATE_COUNT "There are no tables yet: space->table_count = 0."
#define SAYS_DESTROY      "Effect: all its frames are free; space->directory = NULL, table_count = 0."
#define SAYS_FIND                                                                                  \
    "The page table entry of `address`, as the kernel sees it; NULL if there is no table for it."
#define SAYS_COUNT   "How many page tables the `pages` pages from `address` on still lack: 0 to 512."
#define SAYS_HOLD    "Effect: takes that many frames as FRAME_KERNEL, all entries absent."
#define SAYS_RELEASE "A table that nothing keeps goes back, with one flush."
#define SAYS_MAP     "Effect: user programs reach the frame at `address`; accessed and dirty are clear."
#define SAYS_MAP_CLAIM                                                                             \
    "A missing table is made with one frame of the claim; otherwise the claim, which may be "      \
    "NULL, is left alone."
#define SAYS_MAP_RETURNS                                                                           \
    "Returns: true; or false, with nothing changed, if the table is missing and the claim holds "  \
    "no frame for it."
#define SAYS_UNMAP "Effect: the entry is 0, and no translation of it is left: one flush."
#define SAYS_UNMAP_RETURNS                                                                         \
    "Returns: the entry as it was, with the processor's last word on PAGE_ACCESSED and "           \
    "PAGE_DIRTY; 0 if nothing was mapped, with nothing changed."
#define SAYS_RIGHTS "Effect: as if mapped with these; accessed and dirty stay."
#define SAYS_RIGHTS_FLUSH                                                                          \
    "Flushes once if rights were removed (writing, or the cache), even if the page was never "     \
    "accessed; otherwise does not flush."
#define SAYS_RIGHTS_RETURNS "Returns: whether something was mapped there; else nothing changed."
#define SAYS_MARKS                                                                                 \
    "Effect: these bits are clear, so that the next access, or write, sets them again."
#define SAYS_MARKS_FLUSH   "Flushes, once, if one of them was set; else not."
#define SAYS_MARKS_RETURNS "Returns: those of them that were set; 0 if nothing is mapped there."
#define SAYS_FIND_MAPPED   "The first mapped page in [from, end), or `end` if there is none."
#define SAYS_CLASSIFY                                                                              \
    "If several answers fit, the first of RESERVED_BIT, KERNEL_ADDRESS, NO_REGION, READ_ONLY, "    \
    "and then of ABSENT and RESOLVED as the entry is now."
#endif
