// SPDX-License-Identifier: MIT
#include "user/programs/shell/survey.h"

#include <stddef.h>

#include "common/format.h"
#include "common/string.h"
#include "user/print.h"

static void add(struct survey *survey, const struct information_process *process)
{
    uint32_t place = survey->count;

    if (survey->count == SURVEY_MOST) {
        survey->left_out++;
        return;
    }
    for (; place > 0 && survey->processes[place - 1].number > process->number; place--)
        survey->processes[place] = survey->processes[place - 1];
    survey->processes[place] = *process;
    survey->count++;
}

void survey_take(struct survey *survey)
{
    struct information_process process;
    int32_t place = 0;

    survey->count = survey->left_out = 0;
    do {
        place = information_process((uint32_t)place, &process);
        if (place >= 0 && process.number != 0)
            add(survey, &process);
    } while (place > 0);
}

const struct information_process *survey_find(const struct survey *survey, uint32_t number)
{
    for (uint32_t i = 0; i < survey->count; i++) {
        if (survey->processes[i].number == number)
            return &survey->processes[i];
    }
    return NULL;
}

const char *survey_text(const struct survey *survey, const struct information_process *process)
{
    static const char *const states[] = {
#define STATE_TEXT(name, text) text,
        PROCESS_STATE_LIST(STATE_TEXT)
#undef STATE_TEXT
    };
    static const char *const waits[] = {
#define WAIT_TEXT(name, text) text,
        PROCESS_WAIT_LIST(WAIT_TEXT)
#undef WAIT_TEXT
    };
    static char text[48];

    if (process->state != PROCESS_WAITING)
        return process->state < PROCESS_STATES ? states[process->state] : "?";
    const char *what = process->wait < PROCESS_WAITS ? waits[process->wait] : "for something";
    const struct information_process *other = survey_find(survey, process->waits_for);
    if (other == NULL)
        format_to_buffer(text, sizeof text, "waits %s", what);
    else
        format_to_buffer(text, sizeof text, "waits %s of %s (%u)", what, other->name,
                         other->number);
    return text;
}

void survey_print_stealer(const struct information_frames *frames)
{
    print("  the page stealer went %u times round, freed %u pages and had %u stored\n",
          frames->stealer_laps, frames->stealer_freed, frames->stealer_stored);
}
