// SPDX-License-Identifier: MIT
// Lab 3, from ring 3: each of these runs the scenario of the same name in programs/lab3/, with
// wired segments and without messages.
#include "kernel/test/user.h"
#include "kernel/test/test.h"

#define SCENARIO(name)                                                                             \
    TEST(name, 3)                                                                                  \
    {                                                                                              \
        test_run_modules(3);                                                                       \
    }

SCENARIO(user_command_line)
SCENARIO(user_isolation)
SCENARIO(user_shared)
SCENARIO(user_read_only)
SCENARIO(user_no_region)
SCENARIO(user_kernel_address)
SCENARIO(user_privileged)
SCENARIO(user_rights_change)
SCENARIO(user_unmap)
SCENARIO(user_device)
SCENARIO(user_kernel_writes)
SCENARIO(user_frames_back)
SCENARIO(user_claims_fail)
SCENARIO(user_quota)
SCENARIO(user_wired_ends)
SCENARIO(user_turns)
SCENARIO(user_wait)
