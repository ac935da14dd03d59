// SPDX-License-Identifier: MIT
#include "user/error_text.h"

#include "kernel/abi/error.h"
#include "kernel/abi/process_end.h"

const char *error_text(int32_t error)
{
    switch (error) {
#define ERROR_CASE(name, value, text)                                                              \
    case name:                                                                                     \
        return text;
        ERROR_LIST(ERROR_CASE)
#undef ERROR_CASE
    default:
        return "an unknown error";
    }
}

const char *end_text(uint32_t reason)
{
    static const char *const texts[] = {
#define REASON_TEXT(name, text) text,
        END_REASON_LIST(REASON_TEXT)
#undef REASON_TEXT
    };
    return reason < sizeof texts / sizeof texts[0] ? texts[reason] : "an unknown reason";
}
