// SPDX-License-Identifier: MIT
#include "mm/boot/memory_map.h"

#include "common/string.h"

static void delete_range(struct memory_map *map, uint32_t index)
{
    map->count--;
    memmove(&map->ranges[index], &map->ranges[index + 1],
            (map->count - index) * sizeof map->ranges[0]);
}

static void insert_range(struct memory_map *map, uint32_t index, uint32_t start, uint32_t end)
{
    if (map->count == MEMORY_MAP_RANGES) {
        map->cut = true;
        return;
    }
    memmove(&map->ranges[index + 1], &map->ranges[index],
            (map->count - index) * sizeof map->ranges[0]);
    map->ranges[index] = (struct memory_range){{start}, {end}};
    map->count++;
}

// Adds [start, end), melted together with every range that it meets.
static void add_range(struct memory_map *map, uint32_t start, uint32_t end)
{
    uint32_t i = 0;
    while (i < map->count && map->ranges[i].end.value < start)
        i++;
    while (i < map->count && map->ranges[i].start.value <= end) {
        if (map->ranges[i].start.value < start)
            start = map->ranges[i].start.value;
        if (map->ranges[i].end.value > end)
            end = map->ranges[i].end.value;
        delete_range(map, i);
    }
    insert_range(map, i, start, end);
}

void memory_map_build(struct memory_map *map, const struct memory_entry *entries, uint32_t count)
{
    *map = (struct memory_map){0};
    for (uint32_t i = 0; i < count; i++) {
        uint64_t start = entries[i].start, end = entries[i].end;
        if (!entries[i].usable || start >= end)
            continue;
        if (end > DIRECT_MAP_BYTES) {
            uint64_t reachable = start > DIRECT_MAP_BYTES ? start : DIRECT_MAP_BYTES;
            map->unreachable_bytes += end - reachable;
            end = DIRECT_MAP_BYTES;
        }
        if (start < end)
            add_range(map, (uint32_t)start, (uint32_t)end);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!entries[i].usable)
            memory_map_remove(map, entries[i].start, entries[i].end);
    }
}

void memory_map_remove(struct memory_map *map, uint64_t start, uint64_t end)
{
    for (uint32_t i = map->count; i-- > 0 && start < end;) {
        uint32_t range_start = map->ranges[i].start.value, range_end = map->ranges[i].end.value;
        if (range_end <= start || range_start >= end)
            continue;
        delete_range(map, i); // but for what lies below and above
        if (range_start < start)
            insert_range(map, i, range_start, (uint32_t)start);
        if (range_end > end)
            insert_range(map, range_start < start ? i + 1 : i, (uint32_t)end, range_end);
    }
}

bool memory_map_take(struct memory_map *map, uint32_t bytes, physical_address *taken)
{
    for (uint32_t i = map->count; i-- > 0;) {
        uint32_t start = map->ranges[i].start.value, end = map->ranges[i].end.value;
        if (end < bytes)
            continue;
        uint32_t at = (end - bytes) & ~(uint32_t)(FRAME_BYTES - 1);
        if (at < start)
            continue;
        taken->value = at;
        memory_map_remove(map, at, (uint64_t)at + bytes);
        return true;
    }
    return false;
}

uint64_t memory_map_bytes(const struct memory_map *map)
{
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < map->count; i++)
        bytes += map->ranges[i].end.value - map->ranges[i].start.value;
    return bytes;
}

physical_address memory_map_end(const struct memory_map *map)
{
    if (map->count == 0)
        return (physical_address){0};
    return map->ranges[map->count - 1].end;
}
