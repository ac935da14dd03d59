// SPDX-License-Identifier: MIT
// The sentences of the contracts that the tests quote, word for word (grade/contract looks).
#ifndef LABS_4_PAGER_IPC_TESTS_SENTENCES_H
#define LABS_4_PAGER_IPC_TESTS_SENTENCES_H

// mm/pager.h
#define SAYS_NOTHING_ELSE "Each changes what its comment says, and nothing else."
#define SAYS_REGISTERS    SAYS_NOTHING_ELSE
#define SAYS_FRAMES_MOVE  "Frames move; nothing is copied."
#define SAYS_OWNER                                                                                 \
    "A frame's owner names the page that it is at the moment: in the window, pager->window and "   \
    "the slot's number, else the object and its page."
#define SAYS_FRAME_STATE                                                                           \
    "Its state is FRAME_LENT in the window of a pager on level 0, and FRAME_PAGED everywhere "     \
    "else."
#define SAYS_DIRTY                                                                                 \
    "What lies in a slot's window page is dirty from the start (FRAME_DIRTY), so that no way out " \
    "of the window loses it; what a FETCH brings into its object is clean."
#define SAYS_SET_ENTRY                                                                             \
    "An object counts its pages that are not ABSENT (not_absent), and gives a leaf up in which "   \
    "all are: object_set_entry sees to both."
#define SAYS_MAPPINGS "The frame's `mappings` counts the address spaces that map such a page."
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
#define SAYS_OPEN_REQUESTS                                                                         \
    "The object has one open request less (open_requests), and then object_check_release is "      \
    "called."
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

// kernel/ipc.h
#define SAYS_SEND                                                                                  \
    "Effect: if the port's owner waits to receive from it, the message is delivered (below), and " \
    "the owner's receive completes."
#define SAYS_SEND_WAITS                                                                            \
    "Otherwise the sender waits, WAIT_SEND, at the end of port->senders, for at most `timeout` "   \
    "ticks."
#define SAYS_SEND_RETURNS                                                                          \
    "Returns: 0 when delivered; E_SELF if it is the sender's own port; what "                      \
    "message_check_passing says; E_TIMEOUT if it would have to wait and `timeout` is 0; "          \
    "SYSTEM_CALL_WAITS."
#define SAYS_CALL                                                                                  \
    "The same, and then waits for the reply, WAIT_REPLY, on the list ipc.callers of the owner "    \
    "(in "                                                                                         \
    "any order)."
#define SAYS_CALL_WAITS   "While it waits to send it is WAIT_CALL."
#define SAYS_CALL_RETURNS "Returns: as above, but SYSTEM_CALL_WAITS when delivered."
#define SAYS_TIMEOUT      "The timeout goes on from one wait to the other."
#define SAYS_NOTICE_FIRST "Effect: what the kernel has comes first (port_take_notice)."
#define SAYS_RECEIVE_CHECKS                                                                        \
    "Then the senders, in order: one whose capabilities no longer hold (message_check) is "        \
    "completed with that error, and the next one comes; at most IPC_SLICE of these, then the "     \
    "process yields (ipc_look_again)."
#define SAYS_RECEIVE_DELIVERS "A message is delivered, and a WAIT_SEND completes with 0."
#define SAYS_RECEIVE_WAITS                                                                         \
    "If there is none, the process waits, WAIT_RECEIVE, with ipc.port = port, for at most "        \
    "`timeout` ticks."
#define SAYS_REPLY                                                                                 \
    "Effect: tag and words are delivered to the caller, whose ECX becomes 0; a capability is "     \
    "passed."
#define SAYS_REPLY_RETURNS                                                                         \
    "Returns: 0; E_DEAD if `reply` names no process (ipc_process_of_reply), or one that has "      \
    "ended (process_is_over); else E_STALE unless that process waits for a reply, of this one's, " \
    "to that very call; then what message_check_passing says, and the caller waits on."
#define SAYS_FAIL_SENDERS                                                                          \
    "Completes processes that wait to send through `port` with E_DEAD: at most IPC_SLICE of them."
#define SAYS_FAIL_CALLERS "The same for those that wait for a reply of `server`."
#define SAYS_WORDS                                                                                 \
    "Delivering, in all cases: tag, words and the badge of the sender's capability for the port "  \
    "go into the receiver's registers."
#define SAYS_COMPLETE SAYS_WORDS
#define SAYS_PASSED   "A capability that goes along is passed."
#define SAYS_CALLS                                                                                 \
    "A caller's ipc.calls is one more with each call that is delivered (before its handle is "     \
    "made), its ipc.server is the receiver, and the number in its EAX becomes that of "            \
    "message_await_reply (kernel/abi/system_call_numbers.h): that stage is over."

#endif
