// SPDX-License-Identifier: MIT
// What a terminal of 80 columns and 24 rows shows of a text: 23 lines around the cursor, and below
// them a line that says where one is.
#ifndef USER_PROGRAMS_EDIT_SCREEN_H
#define USER_PROGRAMS_EDIT_SCREEN_H

#include "user/programs/edit/text.h"

#define SCREEN_ROWS    24
#define SCREEN_LINES   (SCREEN_ROWS - 1)
#define SCREEN_COLUMNS 80

// Draws all of it. `message` stands in the last row behind the file's name; it may be empty.
void screen_draw(const struct text *text, const char *name, const char *message);

// Leaves the picture, with the cursor in an empty row below it.
void screen_leave(void);

#endif
