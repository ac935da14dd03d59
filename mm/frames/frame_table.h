// SPDX-License-Identifier: MIT
// Where the frame table lies. Its entries are lab 1's (mm/frame.h).
#ifndef MM_FRAMES_FRAME_TABLE_H
#define MM_FRAMES_FRAME_TABLE_H

#include <stdbool.h>

#include "mm/boot/memory_map.h"

// Takes the memory for the table out of `map`, high up, and sets frame_table and
// frame_table_entries to cover the whole map. The entries hold garbage until frame_init.
// Returns false, with nothing changed, if no range is large enough.
bool frame_table_place(struct memory_map *map);

#endif
