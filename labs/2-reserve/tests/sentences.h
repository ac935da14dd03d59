// SPDX-License-Identifier: MIT
// The sentences of mm/reserve.h that the tests quote, word for word (grade/contract looks).
#ifndef LABS_2_RESERVE_TESTS_SENTENCES_H
#define LABS_2_RESERVE_TESTS_SENTENCES_H

#define SAYS_NOTHING_ELSE                                                                          \
    "A call changes nothing but what it says: not the entries of other frames, not another "       \
    "claim, and not the memory of a frame, which in some tests does not exist."
#define SAYS_PROMISED                                                                              \
    "Frames that are promised are not free for anybody else, though nobody holds them yet; so "    \
    "whoever has a claim takes its frames one by one without any way to fail, and gives back "     \
    "what is left."

#define SAYS_ALWAYS                                                                                \
    "At any moment, between two calls, total = free + claimed + the sum of used[], and free + "    \
    "claimed = frame_count_free()."
#define SAYS_TOTAL   "frames that frame_init made free"
#define SAYS_FREE    "neither in use nor promised"
#define SAYS_CLAIMED "promised: the sum of all claims"
#define SAYS_USED    "handed out, by state; 0 for FRAME_RESERVED and FRAME_FREE"

#define SAYS_KERNEL_STOPS                                                                          \
    "Each is a bug of the kernel, so the kernel stops: the function that notices it calls "        \
    "reserve_misuse."
#define SAYS_WRONG_CLASS "not one of the classes; value: the class"
#define SAYS_CLAIM_HELD                                                                            \
    "a claim made in a struct claim that still holds frames; value: how many it holds"
#define SAYS_CLAIM_EMPTY "a frame taken from a claim that has none left; value: 0"
#define SAYS_WRONG_LEVEL "above LEVEL_HIGHEST; value: the level"
#define SAYS_WRONG_STATE                                                                           \
    "a change of state from or to one that is not of use: FRAME_RESERVED, FRAME_FREE, or any "     \
    "number that is no state; value: that state, the old one if both are"

#define SAYS_INIT                                                                                  \
    "Effect: all frames are free, none is claimed or in use, and the highest level in use is 0."

#define SAYS_CLAIM                                                                                 \
    "Effect: `claim->frames` = `frames`; that many frames are claimed and no longer free."
#define SAYS_CLAIM_OF_NONE "A claim of 0 frames always succeeds, however few are free."
#define SAYS_CLAIM_RETURNS                                                                         \
    "Returns: 0, or E_NO_MEMORY if after it fewer frames than the class's floor were free, with "  \
    "nothing changed."
#define SAYS_CLAIM_COST                                                                            \
    "Cost: constant, whatever the size of memory, however many frames are asked for, free, "       \
    "claimed or in use, and however many claims there are."

#define SAYS_TAKE                                                                                  \
    "Effect: as for frame_alloc; one frame is used instead of claimed, and `claim->frames` is "    \
    "less by one."
#define SAYS_TAKE_RETURNS "Returns: the frame, never NULL."
#define SAYS_TAKE_MISUSE  "Misuse: RESERVE_MISUSE_CLAIM_EMPTY; FRAME_MISUSE_STATE."

#define SAYS_RELEASE       "Effect: `claim->frames` = 0, and that many frames are free again."
#define SAYS_RELEASE_EMPTY "Nothing happens to an empty one."

#define SAYS_ALLOC "Effect: as for frame_alloc; one frame is used instead of free."
#define SAYS_ALLOC_RETURNS                                                                         \
    "Returns: the frame, or NULL if the class's floor forbids it, with nothing changed."
#define SAYS_ALLOC_MISUSE                                                                          \
    "Misuse: RESERVE_MISUSE_CLASS; FRAME_MISUSE_STATE, or NULL if the floor forbids the frame."

#define SAYS_RUN "Effect: as for frame_alloc_run; run->frames frames are used instead of free."
#define SAYS_RUN_RETURNS                                                                           \
    "Returns: the first frame, or NULL, with nothing changed, if the class's floor forbids that "  \
    "many or there is no such run."
#define SAYS_RUN_MISUSE                                                                            \
    "Misuse: RESERVE_MISUSE_CLASS; FRAME_MISUSE_STATE and FRAME_MISUSE_RUN, or NULL if the floor " \
    "forbids that many."

#define SAYS_FREE_EFFECT "Effect: it is FRAME_FREE, and free for everybody instead of used."
#define SAYS_FREE_MISUSE "Misuse: as for frame_free."

#define SAYS_CHANGE "Effect: frame->state = `state`, and the frame is used as that."
#define SAYS_CHANGE_REST                                                                           \
    "The rest of its entry is its holder's, and stays as it is: marks, mappings and owner."

#define SAYS_LEVEL        "Effect: the floor of CLASS_PAGED follows, up or down; all other floors stay."
#define SAYS_LEVEL_CLAIMS "No claim is touched, even if fewer frames than the floor are free then."
#define SAYS_FLOOR        "The floor of a class at this moment, in frames."
#define SAYS_STEAL                                                                                 \
    "Below STEAL_LOW free frames the page stealer starts, at STEAL_HIGH it stops (lab 5): low = "  \
    "floor of CLASS_PAGED + total / 32 high = low + total / 64 with both shares rounded down."

#define SAYS_COUNTS      "Effect: all of `counts` is set."
#define SAYS_CONSTANT    "Cost: constant, as for reserve_claim."
#define SAYS_ASKED_OFTEN "Cost: constant, as for reserve_claim: given code asks at each page fault."

#endif
