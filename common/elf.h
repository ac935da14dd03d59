// SPDX-License-Identifier: MIT
// The part of the ELF format that programs for µNeon use, and what is wrong with files that are
// not like that.
// Source: Tool Interface Standard, Executable and Linking Format, version 1.2, book I.
#ifndef COMMON_ELF_H
#define COMMON_ELF_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/abi/rights.h"

struct elf_segment {
    uint32_t address;       // page-aligned
    uint32_t pages;         // in memory
    uint32_t file_offset;   // of the first byte
    uint32_t skipped_bytes; // between `address` and it
    uint32_t file_bytes;    // the rest is zero
    bool is_writable;
};

struct elf_program {
    uint32_t entry;
    uint32_t segment_count;
    struct elf_segment segments[SEGMENTS_MOST];
};

// Reads what must be loaded from a file in memory, and checks all of it.
//
// Effect: `program` is complete if the file is well-formed: a 32-bit executable for the i386, whose
//     segments lie in the file and in [USER_FIRST, `limit`), share no page, and of which one that
//     is not writable holds the entry point.
// Returns: NULL, or what is wrong with the file, in words.
const char *elf_read(const uint8_t *file, uint32_t bytes, uint32_t limit,
                     struct elf_program *program);

#endif
