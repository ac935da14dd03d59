// SPDX-License-Identifier: MIT
// The loops that the figures measure. A message call's EAX is what kernel/abi/message.h says.
#ifndef LABS_4_PAGER_IPC_TESTS_PROGRAMS_FIGURES_RAW_H
#define LABS_4_PAGER_IPC_TESTS_PROGRAMS_FIGURES_RAW_H

#include <stdint.h>

void raw_null(uint32_t times);
void raw_yield(uint32_t number, uint32_t times);
void raw_call(uint32_t call, uint32_t times);
_Noreturn void raw_answer_calls(uint32_t receive, uint32_t reply_receive);

// A pager that does nothing but answer.
_Noreturn void raw_serve_requests(uint32_t receive, uint32_t answer_receive);

// Sleeps until the next tick and returns the time stamp's lower half.
uint32_t raw_sleep_and_read(uint32_t number);

#endif
