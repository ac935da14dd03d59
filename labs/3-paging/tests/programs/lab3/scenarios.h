// SPDX-License-Identifier: MIT
// The scenarios, and what they share.
#ifndef LABS_3_PAGING_TESTS_PROGRAMS_LAB3_SCENARIOS_H
#define LABS_3_PAGING_TESTS_PROGRAMS_LAB3_SCENARIOS_H

#include <stdint.h>

#define CHILD  20 // handles
#define OTHER  21
#define MEMORY 22

#define PLACE 0x20000000u // where a scenario maps things

void user_command_line(const char *arguments);
void user_isolation(const char *arguments);
void user_shared(const char *arguments);
void user_read_only(const char *arguments);
void user_no_region(const char *arguments);
void user_kernel_address(const char *arguments);
void user_privileged(const char *arguments);
void user_rights_change(const char *arguments);
void user_unmap(const char *arguments);
void user_device(const char *arguments);
void user_kernel_writes(const char *arguments);
void user_frames_back(const char *arguments);
void user_claims_fail(const char *arguments);
void user_quota(const char *arguments);
void user_wired_ends(const char *arguments);
void user_turns(const char *arguments);
void user_wait(const char *arguments);
void user_writer(const char *arguments);

// Starts a child that does one thing, and checks that it is ended for `reason` at `address`.
void expect_end(int32_t (*function)(uint32_t argument), uint32_t argument, uint32_t reason,
                uint32_t address);

// Frames and accounts are as they were: `before` is what test_counts() said.
struct test_counts;
void expect_same(const struct test_counts *before);

// What children do.
int32_t read_word(uint32_t address);
int32_t write_word(uint32_t address);

#endif
