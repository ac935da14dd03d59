// SPDX-License-Identifier: MIT
#include "kernel/test/call_table.h"

system_call_function *const *call_table = system_call_table;
