// SPDX-License-Identifier: MIT
// The error codes that kernel and user programs share. Every one is negative; 0 and above is
// success.
#ifndef KERNEL_ABI_ERROR_H
#define KERNEL_ABI_ERROR_H

// ERROR(name, value, what it means)
#define ERROR_LIST(ERROR)                                                                          \
    ERROR(E_NO_MEMORY, -1, "the class's floor (mm/reserve.h) forbids taking that many frames")     \
    ERROR(E_QUOTA, -2, "the account has no frames left for it")                                    \
    ERROR(E_LIMIT, -3, "a fixed limit is reached (kernel/abi/limits.h)")                           \
    ERROR(E_HANDLE, -4, "no handle has that number")                                               \
    ERROR(E_EMPTY, -5, "there is no capability under that handle")                                 \
    ERROR(E_STALE, -6, "what it named was revoked, answered or is gone")                           \
    ERROR(E_KIND, -7, "a capability of another kind is needed")                                    \
    ERROR(E_RIGHTS, -8, "the capability does not have the right")                                  \
    ERROR(E_OCCUPIED, -9, "that handle is in use already")                                         \
    ERROR(E_ARGUMENT, -10, "an argument makes no sense")                                           \
    ERROR(E_ADDRESS, -11, "not a range of user addresses, or not free, or nothing there")          \
    ERROR(E_LEVEL, -12, "the level of the pager behind it is not below the process's own")         \
    ERROR(E_TAG, -13, "that tag is the kernel's")                                                  \
    ERROR(E_DEAD, -14, "the partner has ended")                                                    \
    ERROR(E_TIMEOUT, -15, "the time is over")                                                      \
    ERROR(E_SELF, -16, "a process cannot wait for itself")                                         \
    ERROR(E_BUSY, -17, "somebody still uses it")                                                   \
    ERROR(E_NO_CALL, -18, "no system call has that number")                                        \
    ERROR(E_PAGER, -19, "the pager could not store it")                                            \
    ERROR(E_STATE, -20, "not in the state that this needs")

#define ERROR_VALUE(name, value, text) name = value,

enum error { E_OK = 0, ERROR_LIST(ERROR_VALUE) };

#undef ERROR_VALUE

#endif
