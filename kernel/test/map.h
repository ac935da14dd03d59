// SPDX-License-Identifier: MIT
// Memory maps that a test gets from its command line instead of from the firmware.
#ifndef KERNEL_TEST_MAP_H
#define KERNEL_TEST_MAP_H

#include <stdbool.h>

#include "mm/boot/memory_map.h"

// Reads `key`=ENTRY,ENTRY,... where an entry is u:START-END (usable) or r:START-END (reserved), in
// hexadecimal bytes, [START, END). Returns false without the key or with anything else in it.
bool test_read_map(const char *key, struct memory_map *map);

// Starts the frame allocator afresh with the map in map=. Requires: its ranges lie within the frame
// table of the machine that the test runs on. Fails the test if the map cannot be read.
void test_start_frames(void);

#endif
