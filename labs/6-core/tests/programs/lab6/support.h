// SPDX-License-Identifier: MIT
// What the scenarios of lab 6 share. The boot process is a core process; its children are ordinary
// processes, and have of the core right what it gives them.
#ifndef LABS_6_CORE_TESTS_PROGRAMS_LAB6_SUPPORT_H
#define LABS_6_CORE_TESTS_PROGRAMS_LAB6_SUPPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "user/child.h"
#include "user/testing/test.h"

// Handles of the boot process.
#define PORT   16
#define OBJECT 17
#define SPARE  18 // to 29
#define CHILD  30 // to 62

// A child's handles: what tests give it.
#define CHILD_PORT  1 // send to the boot process
#define CHILD_CORE  2
#define CHILD_OTHER 3 // another process
#define CHILD_OWN   8 // and up: for itself

#define PLACE      0x20000000u
#define PAGE_WORDS (PAGE_BYTES / sizeof(uint32_t))

#define READ  REGION_READ
#define WRITE (REGION_READ | REGION_WRITE)

#define CORE_RIGHTS (RIGHT_WRITE | RIGHT_PASS)

// The PC's clock: an interrupt line, two I/O ports, and memory of its own.
// Source: Motorola MC146818A data sheet.
#define CLOCK_LINE  8
#define CLOCK_INDEX 0x70
#define CLOCK_DATA  0x71

// Makes a child; the same with the core right.
void make_child(uint32_t process, uint32_t quota_frames);
void make_core_child(uint32_t process, uint32_t quota_frames);

void map(uint32_t process, uint32_t object, uint32_t address, uint32_t pages, uint32_t rights);

// What a child does to memory, and what it ends with.
int32_t read_word(uint32_t address);
int32_t sleep_for_ever(uint32_t argument);
// Reads the first word of each page at PLACE, over and over.
int32_t read_pages(uint32_t pages);

// Waits until a child has set a flag.
void await(const volatile uint32_t *flag);

// So that who starts now has only three tenths of a tick until this process goes on.
void wait_in_tick(void);

// Whether something is masked, as the controllers' registers say.
bool is_line_masked(uint32_t line);
bool is_channel_masked(uint32_t channel);

// Frames that the kernel's structures of a wired object take.
uint32_t structure_frames(uint32_t pages);

#endif
