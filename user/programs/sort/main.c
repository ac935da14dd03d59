// SPDX-License-Identifier: MIT
// sort [SIZE] [risky]: sorts so much memory (user/demo_memory.h) full of records by a quicksort,
// which knows nothing of pages. Then it checks that they are in order, and the same records. With
// `risky` the memory is one that the store has not promised.
#include <stdbool.h>

#include "common/string.h"
#include "user/demo_memory.h"
#include "user/print.h"
#include "user/store.h"
#include "user/system.h"

#define RECORD_WORDS 64
#define SEED         12345
#define FEW          8 // so many are sorted by insertion

struct record {
    uint32_t key;
    uint32_t rest[RECORD_WORDS - 1]; // follows from the key
};

static struct record *const records = (struct record *)DEMO_MEMORY;

static void swap(struct record *a, struct record *b)
{
    struct record kept = *a;
    *a = *b;
    *b = kept;
}

static void sort_few(struct record *first, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct record record = first[i];
        uint32_t place = i;
        for (; place > 0 && first[place - 1].key > record.key; place--)
            first[place] = first[place - 1];
        first[place] = record;
    }
}

static uint32_t middle_key(const struct record *first, uint32_t count)
{
    uint32_t a = first[0].key, b = first[count / 2].key, c = first[count - 1].key;

    if ((a < b) == (b < c))
        return b;
    return (a < b) == (c < a) ? a : c;
}

// Those below `key` go in front. Returns how many these are: at least one, and not all.
// Requires: `key` is one of theirs, and not a lone lowest one at the start. (Hoare's partition.)
static uint32_t divide(struct record *first, uint32_t count, uint32_t key)
{
    uint32_t low = 0, high = count - 1;

    for (;;) {
        while (first[low].key < key)
            low++;
        while (first[high].key > key)
            high--;
        if (low >= high)
            return low == 0 ? 1 : low;
        swap(&first[low++], &first[high--]);
    }
}

static void sort(struct record *first, uint32_t count)
{
    while (count > FEW) {
        uint32_t low = divide(first, count, middle_key(first, count));
        // The smaller part first: so the stack stays small.
        if (low < count - low) {
            sort(first, low);
            first += low;
            count -= low;
        } else {
            sort(first + low, count - low);
            count = low;
        }
    }
    sort_few(first, count);
}

static uint32_t fill(uint32_t count)
{
    uint32_t state = SEED, sum = 0;

    for (uint32_t i = 0; i < count; i++) {
        records[i].key = demo_random(&state);
        for (uint32_t word = 0; word < RECORD_WORDS - 1; word++)
            records[i].rest[word] = records[i].key + word;
        sum += records[i].key * records[i].key;
    }
    return sum;
}

// Whether nothing of a record was mixed up with another.
static bool is_whole(const struct record *record)
{
    for (uint32_t word = 0; word < RECORD_WORDS - 1; word++) {
        if (record->rest[word] != record->key + word)
            return false;
    }
    return true;
}

static bool is_sorted(uint32_t count, uint32_t expected_sum)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < count; i++) {
        sum += records[i].key * records[i].key;
        if (!is_whole(&records[i]) || (i > 0 && records[i - 1].key > records[i].key))
            return false;
    }
    return sum == expected_sum;
}

int32_t main(const char *command_line)
{
    struct arguments arguments;
    uint32_t start = (uint32_t)clock_read();

    arguments_split(&arguments, command_line);
    bool is_risky = arguments.count == 3 && strcmp(arguments.words[2], "risky") == 0;
    if (arguments.count > 2 && !is_risky)
        fail("usage: sort [SIZE] [risky]\n");
    uint32_t pages = demo_memory_take(&arguments, is_risky ? STORE_UNPROMISED : 0);
    uint32_t count = pages * (PAGE_BYTES / sizeof(struct record));
    uint32_t sum = fill(count);
    sort(records, count);
    bool good = is_sorted(count, sum);
    print("sort: %u records in %u pages are %s, in %s\n", count, pages,
          good ? "in order" : "NOT in order", demo_time(start));
    return good ? 0 : 1;
}
