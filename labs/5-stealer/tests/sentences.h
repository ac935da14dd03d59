// SPDX-License-Identifier: MIT
// The sentences of mm/stealer.h that the tests quote, word for word (grade/contract looks).
#ifndef LABS_5_STEALER_TESTS_SENTENCES_H
#define LABS_5_STEALER_TESTS_SENTENCES_H

#define SAYS_VISITED "Effect: stealer.visited is one more."
#define SAYS_END                                                                                   \
    "A page of an object that is at its end (stealer_may_take says no) stays as it is; at "        \
    "most its accessed bits are cleared, and FRAME_FRESH with them."
#define SAYS_GRACE                                                                                 \
    "Otherwise, a window page (object->backs) without FRAME_GRACE gets that mark, and stays for "  \
    "this lap as it is."
#define SAYS_USED                                                                                  \
    "Used (PAGE_ACCESSED): the note is cleared (paging_take_marks), FRAME_FRESH goes, and the "    \
    "mapping stays."
#define SAYS_COUNTS_AS_UNUSED                                                                      \
    "But after that, the mapping of a window page counts as unused all the same, however often "   \
    "its pager touches it, and while stealer.is_forced any one does."
#define SAYS_UNUSED "Unused: it stays if stealer_keeps says so."
#define SAYS_TAKEN                                                                                 \
    "Else it is taken: paging_unmap, and the frame's count `mappings` and mark FRAME_DIRTY are "   \
    "what they must be then."
#define SAYS_REGIONS                                                                               \
    "A region of the object (object->regions) that covers the page has one or none, at "           \
    "region_address_of in the address space of its process (region_process); a process can have "  \
    "several such regions."
#define SAYS_LEAVES                                                                                \
    "A page that has a mapping left stays, and one that has none leaves its object, with its "     \
    "first visit too: pager_evict, without `keep`."
#define SAYS_REFUSED                                                                               \
    "But it is refused, and pager_evict not called, if it is dirty, its pager is on level 0, and " \
    "stealer_may_lend says no; and it is refused if pager_evict finds no slot."
#define SAYS_STAYS_RESIDENT "A page that is refused stays RESIDENT."
#define SAYS_COUNTED        "As it comes out, stealer.freed, .stored or .refused is one more."
#define SAYS_NOTHING_ELSE   "Nothing else of stealer changes."
#define SAYS_RETURNS        "Returns: what came of it."

#define SAYS_NEEDED                                                                                \
    "(It looks whether it is needed before the slice, and after each frame that it freed, "        \
    "unless the cost ends the slice there.)"
#define SAYS_RUNNING                                                                               \
    "Effect: stealer.is_running becomes true if fewer than reserve_steal_low() frames are free, "  \
    "and "                                                                                         \
    "false if reserve_steal_high() or more are; in between it stays as it was."
#define SAYS_VISITS                                                                                \
    "One slice: the hand goes on, visits the PAGED frames that it meets, and goes on from the "    \
    "end of the table at its beginning, until the slice has cost STEALER_SLICE, or the stealer "   \
    "is not needed any more."
#define SAYS_ENDS                                                                                  \
    "Effect: the slice ends behind the first frame with which its cost is STEALER_SLICE or more: " \
    "1 for a frame that is passed over, stealer_visit_cost for one that is visited. stealer.hand " \
    "is the frame behind that one; stealer.passed counts all of them."
#define SAYS_HAND SAYS_ENDS

#endif
