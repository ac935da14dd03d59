// SPDX-License-Identifier: MIT
// The sentences of mm/frame.h that the tests quote, word for word (grade/contract looks).
#ifndef LABS_1_FRAMES_TESTS_SENTENCES_H
#define LABS_1_FRAMES_TESTS_SENTENCES_H

#define SAYS_WRITES_ENTRIES                                                                        \
    "The functions read and write entries of the table, and variables of frame.c."
#define SAYS_TOUCHES_NOTHING_ELSE                                                                  \
    "They touch neither what lies before the table or behind it, nor the memory of the frames: "   \
    "that may be in use, and in some tests the frames are those of a larger machine, and their "   \
    "memory does not exist."
#define SAYS_HANDED_OUT_CLEAN "A frame is handed out with both 0."
#define SAYS_TABLE            "The table, one entry for each frame from physical address 0 on."
#define SAYS_KERNEL_STOPS                                                                          \
    "Each is a bug of the kernel, so the kernel stops: the function that notices it calls "        \
    "frame_misuse."
#define SAYS_FREED_TWICE "freed, but it is FRAME_FREE already"
#define SAYS_FOREIGN     "freed, but it is FRAME_RESERVED: it never was the allocator's"
#define SAYS_NO_FRAME    "freed, but it does not point to the start of an entry of the table"
#define SAYS_STATE                                                                                 \
    "asked for in a state that is not one of use: FRAME_RESERVED, FRAME_FREE, or any number that " \
    "is no state"
#define SAYS_IMPOSSIBLE_RUN                                                                        \
    "a run of 0 frames; an alignment that is no power of two (0 is none); a boundary that is "     \
    "neither 0 nor a power of two; more frames than the boundary, if it is not 0"
#define SAYS_MISUSED_FRAME                                                                         \
    "`frame` is the pointer that cannot be freed; for the last two misuses it is not looked at."

#define SAYS_INIT                                                                                  \
    "Effect: a frame that lies in one range with all its bytes is FRAME_FREE, every other entry "  \
    "of the table FRAME_RESERVED; marks and mappings are 0 in all."
#define SAYS_INIT_COST "Cost: at most 100 instructions an entry, where there are few ranges."

#define SAYS_ALLOC       "Takes one free frame."
#define SAYS_ALLOC_STATE "Effect: the frame has the state `state`, and marks and mappings 0."
#define SAYS_HIGH_FIRST                                                                            \
    "As long as a frame at or above 16 MiB is free, it is such a one: those below are for ISA "    \
    "DMA, which reaches no others."
#define SAYS_ALLOC_RETURNS "Returns: the frame, or NULL if none is free, with nothing changed."
#define SAYS_ALLOC_COST                                                                            \
    "Cost: constant, whatever the size of memory and however many frames are free, low or high."

#define SAYS_FREE_STATE   "Effect: the frame is FRAME_FREE."
#define SAYS_FREE_RETURNS "Returns: the state that it had."
#define SAYS_FREE_COST    "Cost: constant, as for frame_alloc."

#define SAYS_RUN "Takes a run of free frames."
#define SAYS_RUN_STATE                                                                             \
    "Effect: each frame of the run has the state `state`, and marks and mappings 0."
#define SAYS_RUN_FOUND    "If a run that fits exists anywhere, one is found; which one, is open."
#define SAYS_RUN_ALIGNED  "the first frame's number is a multiple of this power of two"
#define SAYS_RUN_LIMIT    "all lie below it, and in the table, which may end before it"
#define SAYS_RUN_BOUNDARY "none but the first may be a multiple of this power of two; 0: any may."
#define SAYS_RUN_COST                                                                              \
    "Cost: may grow with the number of frames below `limit`, but not with that of the others."

#define SAYS_FREE_RUN_STATE "Effect: each is FRAME_FREE."

#define SAYS_COUNT      "The number of frames that are FRAME_FREE."
#define SAYS_COUNT_COST "Cost: constant."

#endif
