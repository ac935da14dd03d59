// SPDX-License-Identifier: MIT
// The program of lab 3's tests in ring 3: scenarios that need no messages and no pager.
#include "labs/3-paging/tests/programs/lab3/scenarios.h"
#include "user/testing/test.h"

int32_t main(const char *command_line)
{
    static const struct scenario scenarios[] = {
        {"user-command-line", user_command_line},
        {"user-isolation", user_isolation},
        {"user-shared", user_shared},
        {"user-read-only", user_read_only},
        {"user-no-region", user_no_region},
        {"user-kernel-address", user_kernel_address},
        {"user-privileged", user_privileged},
        {"user-rights-change", user_rights_change},
        {"user-unmap", user_unmap},
        {"user-device", user_device},
        {"user-kernel-writes", user_kernel_writes},
        {"user-frames-back", user_frames_back},
        {"user-claims-fail", user_claims_fail},
        {"user-quota", user_quota},
        {"user-wired-ends", user_wired_ends},
        {"user-turns", user_turns},
        {"user-wait", user_wait},
        {"user-writer", user_writer},
    };
    test_main(command_line, scenarios, sizeof scenarios / sizeof scenarios[0]);
}
