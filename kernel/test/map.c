// SPDX-License-Identifier: MIT
#include "kernel/test/map.h"

#include <stddef.h>

#include "kernel/machine/boot_info.h"
#include "kernel/machine/command_line.h"
#include "kernel/test/test.h"
#include "mm/frame.h"

static const char *read_hexadecimal(const char *at, uint64_t *value)
{
    *value = 0;
    for (;; at++) {
        if (*at >= '0' && *at <= '9')
            *value = *value << 4 | (uint32_t)(*at - '0');
        else if (*at >= 'a' && *at <= 'f')
            *value = *value << 4 | (uint32_t)(*at - 'a' + 10);
        else
            return at;
    }
}

// The character behind the entry, or NULL.
static const char *read_entry(const char *at, struct memory_entry *entry)
{
    if ((at[0] != 'u' && at[0] != 'r') || at[1] != ':')
        return NULL;
    entry->usable = at[0] == 'u';
    at = read_hexadecimal(at + 2, &entry->start);
    if (*at != '-')
        return NULL;
    return read_hexadecimal(at + 1, &entry->end);
}

bool test_read_map(const char *key, struct memory_map *map)
{
    static struct memory_entry entries[BOOT_MEMORY_ENTRIES];
    uint32_t count = 0;
    size_t bytes;
    const char *at = command_line_find(key, &bytes);
    if (at == NULL)
        return false;
    const char *end = at + bytes;

    while (at != NULL && at < end && count < BOOT_MEMORY_ENTRIES) {
        at = read_entry(at, &entries[count++]);
        if (at != NULL && at < end && *at++ != ',')
            return false;
    }
    if (at == NULL || at < end)
        return false;
    memory_map_build(map, entries, count);
    return true;
}

void test_start_frames(void)
{
    static struct memory_map map;
    CHECK(test_read_map("map", &map), ==, true);
    CHECK((memory_map_end(&map).value + FRAME_BYTES - 1) >> FRAME_SHIFT, <=, frame_table_entries);
    frame_init(map.ranges, map.count);
}
