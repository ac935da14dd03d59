// SPDX-License-Identifier: MIT
// Words of a command line: separated by blanks, the program's own name first.
#ifndef USER_ARGUMENTS_H
#define USER_ARGUMENTS_H

#include <stdbool.h>
#include <stdint.h>

#define ARGUMENTS_MOST 12
#define ARGUMENT_BYTES 128

struct arguments {
    uint32_t count;
    bool has_more; // than ARGUMENTS_MOST; those are left out
    char *words[ARGUMENTS_MOST];
    char text[ARGUMENT_BYTES]; // where they lie
};

// Splits a line into words. Tabs and carriage returns are blanks, too.
void arguments_split(struct arguments *arguments, const char *line);

// What stands behind `key`, which ends in `=`, up to the end of the line; NULL if no word but the
// first begins with it.
const char *arguments_find(const char *line, const char *key);

// A copy of the first word of `text`, in a place that the next call uses again.
const char *arguments_word(const char *text);

// A decimal number. False if the word is anything else, or the number above `most`.
bool arguments_number(const char *word, uint32_t most, uint32_t *number);

// The number that is word `index`; `otherwise` if there is no such word. Ends the program with a
// message if it is no number from 1 to `most`.
uint32_t arguments_take_number(const struct arguments *arguments, uint32_t index, uint32_t most,
                               uint32_t otherwise);

#endif
