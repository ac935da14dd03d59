// SPDX-License-Identifier: MIT
// What the scenarios of lab 7 share: pages that can be told from each other.
#ifndef LABS_7_STORE_TESTS_PROGRAMS_LAB7_SUPPORT_H
#define LABS_7_STORE_TESTS_PROGRAMS_LAB7_SUPPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "labs/7-store/tests/programs/lab7/disk.h"
#include "user/own_store.h"
#include "user/store_service.h"
#include "user/testing/test.h"

#define PAGE_WORDS (PAGE_BYTES / sizeof(uint32_t))
#define DISK_PAGES 256 // unless a test says otherwise

// A page is known by its value, which is its first word; none of the others is like another one. A
// page of value 0 is all zeros.
void fill_page(uint32_t *words, uint32_t value);

// The value of a page of which only the first `bytes` are kept. Ends the test if that is no page
// with a value.
uint32_t value_of_page(const uint32_t *words, uint32_t bytes);

// A new disk, and a store on it.
void start_store(uint32_t disk_pages);

// Opens the disk as if the program had just begun: what the store knew it has forgotten, since it
// had another disk meanwhile.
int32_t open_anew(void);

// Stores and fetches a page by its value.
int32_t store_value(uint32_t file, uint32_t page, uint32_t value);
int32_t fetch_value(uint32_t file, uint32_t page, uint32_t *value);

// Sees to it that the page has this value.
void expect_value(uint32_t file, uint32_t page, uint32_t value);

// Sees to it that the file is there, and how long it is.
void expect_file(uint32_t file, const char *name, uint32_t bytes);

// Numbers from 0 to count - 1 in random order.
void shuffle(uint16_t *numbers, uint32_t count);

#endif
