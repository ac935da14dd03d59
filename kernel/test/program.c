// SPDX-License-Identifier: MIT
// For programs of the project's own tests (grade/tests/programs), in the complete kernel.
#include "kernel/test/test.h"
#include "kernel/test/user.h"

TEST(program, 6)
{
    test_run_modules(6);
}
