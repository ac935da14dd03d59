// SPDX-License-Identifier: MIT
#include "labs/1-frames/tests/words.h"

#include "common/format.h"
#include "mm/frame.h"

void words_state(char *text, size_t bytes, uint32_t state)
{
    static const char *const names[] = {"FRAME_RESERVED", "FRAME_FREE",  "FRAME_KERNEL",
                                        "FRAME_CORE",     "FRAME_PAGED", "FRAME_LENT",
                                        "FRAME_STATES"};
    if (state < sizeof names / sizeof names[0])
        format_to_buffer(text, bytes, "%s", names[state]);
    else
        format_to_buffer(text, bytes, "%d", (int)state);
}

void words_misuse(char *text, size_t bytes, uint32_t misuse)
{
    static const char *const names[] = {"FRAME_MISUSE_FREED_TWICE", "FRAME_MISUSE_FOREIGN",
                                        "FRAME_MISUSE_NO_FRAME", "FRAME_MISUSE_STATE",
                                        "FRAME_MISUSE_RUN"};
    if (misuse < sizeof names / sizeof names[0])
        format_to_buffer(text, bytes, "%s", names[misuse]);
    else if (misuse == NO_MISUSE)
        format_to_buffer(text, bytes, "none");
    else
        format_to_buffer(text, bytes, "misuse %u", misuse);
}

uint32_t words_number_at(uint32_t address)
{
    uint32_t offset = address - (uint32_t)frame_table;
    uint32_t number = offset / sizeof(struct frame);
    return offset % sizeof(struct frame) != 0 || number >= frame_table_entries ? NO_FRAME : number;
}

void words_frame(char *text, size_t bytes, uint32_t address)
{
    uint32_t number = words_number_at(address);

    if (address == 0)
        format_to_buffer(text, bytes, "NULL");
    else if (number != NO_FRAME)
        format_to_buffer(text, bytes, "frame %u", number);
    else
        format_to_buffer(text, bytes, "0x%x, which is no frame", address);
}

void words_some(char *text, size_t bytes, uint32_t value)
{
    format_to_buffer(text, bytes, "%s", value != 0 ? "a frame" : "NULL");
}

void words_free(char *text, size_t bytes, uint32_t value)
{
    format_to_buffer(text, bytes, "%s", value != 0 ? "a free frame" : "one that was not free");
}

void words_high(char *text, size_t bytes, uint32_t value)
{
    format_to_buffer(text, bytes, "%s", value != 0 ? "a high frame" : "a low frame");
}
