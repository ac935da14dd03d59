// SPDX-License-Identifier: MIT
// A look at all processes at once.
#ifndef USER_PROGRAMS_SHELL_SURVEY_H
#define USER_PROGRAMS_SHELL_SURVEY_H

#include "user/system.h"

#define SURVEY_MOST 64

struct survey {
    uint32_t count;
    uint32_t left_out;                                 // there is no room for them here
    struct information_process processes[SURVEY_MOST]; // by ascending number
};

void survey_take(struct survey *survey);

// The process with that number, or NULL.
const struct information_process *survey_find(const struct survey *survey, uint32_t number);

// What a process is doing, in words.
const char *survey_text(const struct survey *survey, const struct information_process *process);

// What the page stealer has done since the start, in a line.
void survey_print_stealer(const struct information_frames *frames);

#endif
