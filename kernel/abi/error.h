// SPDX-License-Identifier: MIT
// The error codes that kernel and user programs share. Every one is negative; 0 is success.
#ifndef KERNEL_ABI_ERROR_H
#define KERNEL_ABI_ERROR_H

enum error {
    E_OK = 0,
    E_NO_MEMORY = -1, // the class's floor (mm/reserve.h) forbids taking that many frames
};

#endif
