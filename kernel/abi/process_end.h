// SPDX-License-Identifier: MIT
// How a process ended. Its parent waits for this, and the kernel prints it.
#ifndef KERNEL_ABI_PROCESS_END_H
#define KERNEL_ABI_PROCESS_END_H

#include <stdint.h>

// REASON(name, what is printed)
#define END_REASON_LIST(REASON)                                                                    \
    REASON(END_EXIT, "it ended itself")                                                            \
    REASON(END_KILLED, "it was ended by another process")                                          \
    REASON(END_NO_REGION, "nothing is mapped there")                                               \
    REASON(END_READ_ONLY, "it may only read there")                                                \
    REASON(END_KERNEL_ADDRESS, "that address is the kernel's")                                     \
    REASON(END_EXCEPTION, "the processor refused an instruction")                                  \
    REASON(END_QUOTA, "its account has no frame left for a page table")                            \
    REASON(END_PAGER_QUOTA, "the pager's account has no frame left for the object's directory")    \
    REASON(END_PATIENCE, "the pager did not supply the page in time")                              \
    REASON(END_FETCH_FAILED, "the pager could not fetch the page")                                 \
    REASON(END_STORE_FAILED, "the page is lost: its pager could not store it")                     \
    REASON(END_PAGER_DIED, "the pager of that memory has ended")                                   \
    REASON(END_REVOKED, "that memory was taken back")                                              \
    REASON(END_IDLE_SLOT, "there is no request in that slot of its window")                        \
    REASON(END_PAGER_STUCK, "it did not answer a request in time")                                 \
    REASON(END_SPILL_DIED, "the pager behind its window has ended")                                \
    REASON(END_TURN_STUCK, "it cannot answer a request with the memory that there is")             \
    REASON(END_CREATOR_ENDED, "the process that made it has ended")

#define END_REASON_VALUE(name, text) name,

enum end_reason { END_REASON_LIST(END_REASON_VALUE) END_REASONS };

#undef END_REASON_VALUE

struct process_end {
    uint32_t reason;  // enum end_reason
    int32_t status;   // END_EXIT: what it passed; END_EXCEPTION: the processor's vector; else 0
    uint32_t address; // where it touched memory, if that was the reason; else its instruction
};

#endif
