// SPDX-License-Identifier: MIT
// The sentences of the contracts that the tests quote, word for word (grade/contract looks).
#ifndef LABS_4_PAGER_IPC_TESTS_SENTENCES_H
#define LABS_4_PAGER_IPC_TESTS_SENTENCES_H

// mm/pager.h
#define SAYS_NOTHING_ELSE "Each changes what its comment says, and nothing else."
#define SAYS_REGISTERS    SAYS_NOTHING_ELSE
#define SAYS_FRAMES_MOVE  "Frames move; nothing is copied."
#define SAYS_OWNER                                                                                 \
    "frame->owner names the page that the frame is at the moment: in the window, pager->window "   \
    "and the slot's number, else the object and its page."
#define SAYS_FRAME_STATE                                                                           \
    "frame->state is FRAME_LENT in the window of a pager on level 0, and FRAME_PAGED everywhere "  \
    "else."
#define SAYS_DIRTY                                                                                 \
    "What lies in a slot's window page is dirty from the start (FRAME_DIRTY), so that no way out " \
    "of the window loses it; what a FETCH brings into its object is clean."
#define SAYS_SET_ENTRY                                                                             \
    "object->not_absent counts the pages that are not ABSENT, and a leaf in which all are is "     \
    "given up: object_set_entry sees to both."
#define SAYS_MAPPINGS "frame->mappings counts the address spaces that map such a page."
#define SAYS_SLOT_WAITERS                                                                          \
    "Processes that wait for its page, in the order in which they came: given code appends them."
#define SAYS_SLOT_PAGE    "FETCH, STORE: the page that it is for"
#define SAYS_OPENED_CLOCK "the pager's clock when the request began"
#define SAYS_IS_DELIVERED "the pager has received the request"
#define SAYS_OPEN_LIST    "Slots with a request that was not answered, the oldest first."
#define SAYS_NEXT_REQUEST                                                                          \
    "The link of the first of them that was not received; &open if there is none."
#define SAYS_IN_USE "how many open requests are of each kind; draining slots do not count"
#define SAYS_IDLE_LIST                                                                             \
    "They are idle in the order 0, 1, 2, ...; one that becomes idle again goes behind the others."
#define SAYS_SLOT_WORDS                                                                            \
    "The slot words of a slot's requests begin with generation 1, and each has the next one."
#define SAYS_HAS_SLOT                                                                              \
    "Whether a request of that kind, SLOT_FETCH or SLOT_STORE, can have a slot: one is idle, and " \
    "fewer than most_of_one_kind are in use for that kind."
#define SAYS_FETCH "The page is FETCHING in that slot, and the request is pending."
#define SAYS_FETCH_ZEROED                                                                          \
    "Effect: the frame is zeroed (frame_clear) and lies in the window, dirty, mapped writable "    \
    "there."
#define SAYS_FETCH_RETURNS "Returns: the slot, the first of the idle ones."
#define SAYS_OPEN_REQUESTS "object->open_requests is one less, then object_check_release."
#define SAYS_NOTIFY        "Calls pager_notify."
#define SAYS_EVICT_FREED   "it was clean: its frame is free, the page ABSENT"
#define SAYS_EVICT_STORING "it was dirty: the page is STORING"
#define SAYS_EVICT_NO_SLOT "it is dirty and there is no slot: it is RESIDENT still, mapped nowhere"
#define SAYS_EVICT_CLEAN   "with `keep`, it was clean: RESIDENT as it was, but mapped nowhere"
#define SAYS_KEEP                                                                                  \
    "With `keep` the entry says so, and the page comes back with the answer, if it can; and a "    \
    "clean page stays."
#define SAYS_TAKE                                                                                  \
    "Effect: EBX, ECX, EDX and ESI of `registers` are the request's tag, the object's badge, the " \
    "page and the slot word; EDI and EBP 0."
#define SAYS_TAKE_RETURNS "Returns: whether there was one; else nothing changed."
#define SAYS_FETCH_ANSWERED                                                                        \
    "FETCH, 0: the window page's frame moves to the object, FRAME_PAGED, clean, and the page is "  \
    "RESIDENT; page_supply maps it for the first waiter and wakes them all."
#define SAYS_ANSWER_WAITS                                                                          \
    "If the window page is not RESIDENT (it was evicted), nothing is done but page_fault_in for "  \
    "it: the call waits."
#define SAYS_FETCH_FAILED                                                                          \
    "FETCH, failed: the frame is freed, the page is ABSENT, and page_fail ends the waiters, "      \
    "END_FETCH_FAILED."
#define SAYS_STORED                                                                                \
    "STORE, 0: the frame is freed, the page is ABSENT, and its waiters are woken, to fetch it."
#define SAYS_KEPT                                                                                  \
    "If the entry says `keep` and the window page is RESIDENT, its frame goes back to the object " \
    "instead, clean, as with a FETCH."
#define SAYS_STORE_FAILED                                                                          \
    "STORE, failed: the frame is freed, the page is FAILED, page_fail ends the waiters, "          \
    "END_STORE_FAILED."
#define SAYS_DRAINING                                                                              \
    "In all: the slot is idle, or DRAINING as long as its window page is FETCHING or STORING: "    \
    "then that page's `discard` is set."
#define SAYS_CHECK_RELEASE SAYS_OPEN_REQUESTS
#define SAYS_SLOT_FREED    "A slot that is idle again is told to pager_slot_freed."
#define SAYS_DISCARDED                                                                             \
    "If it is to be discarded, its frame is freed and it is ABSENT, whatever the answer; and a "   \
    "slot that was DRAINING because of it is idle."
#define SAYS_STALE                                                                                 \
    "Returns: 0; E_STALE, with nothing changed, unless the slot word names an open request that "  \
    "was received; SYSTEM_CALL_WAITS, with nothing changed, if it waits for the window page."
#define SAYS_NO_FRAME_LOST SAYS_FRAMES_MOVE

#endif
