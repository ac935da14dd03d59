// SPDX-License-Identifier: MIT
#include "labs/2-reserve/tests/words.h"

#include "common/format.h"
#include "kernel/test/catch.h"
#include "labs/1-frames/tests/words.h"

void words_class(char *text, size_t bytes, uint32_t class)
{
    static const char *const names[] = {"CLASS_RESERVE", "CLASS_CORE", "CLASS_PAGED"};

    if (class < CLASS_TURN_LOWEST)
        format_to_buffer(text, bytes, "%s", names[class]);
    else if (class <= CLASS_TURN_HIGHEST)
        format_to_buffer(text, bytes, "CLASS_TURN(%u)", class - CLASS_TURN_LOWEST + 1);
    else if (class == CLASSES)
        format_to_buffer(text, bytes, "CLASSES");
    else
        format_to_buffer(text, bytes, "%d", (int)class);
}

const char *words_class_name(enum frame_class class)
{
    static char name[24];
    words_class(name, sizeof name, class);
    return name;
}

void words_result(char *text, size_t bytes, uint32_t result)
{
    if ((int)result == E_NO_MEMORY)
        format_to_buffer(text, bytes, "E_NO_MEMORY");
    else
        format_to_buffer(text, bytes, "%d", (int)result);
}

void words_reserve_misuse(char *text, size_t bytes, uint32_t misuse)
{
    static const char *const names[] = {"RESERVE_MISUSE_CLASS", "RESERVE_MISUSE_CLAIM_HELD",
                                        "RESERVE_MISUSE_CLAIM_EMPTY", "RESERVE_MISUSE_LEVEL",
                                        "RESERVE_MISUSE_STATE"};
    uint32_t index = misuse - CAUGHT_RESERVE_MISUSE;

    if (index < sizeof names / sizeof names[0])
        format_to_buffer(text, bytes, "%s", names[index]);
    else
        words_misuse(text, bytes, misuse);
}

void words_granted(char *text, size_t bytes, uint32_t value)
{
    format_to_buffer(text, bytes, "%s", value != 0 ? "granted" : "refused");
}
