// SPDX-License-Identifier: MIT
#include "common/archive.h"

#include <stddef.h>

#include "common/string.h"

// A header fills a block, contents as many as they need; two blocks of zeros end the archive.
#define BLOCK_BYTES 512

struct header {
    char name[100];
    char mode[8], owner[8], group[8];
    char bytes[12];
    char time[12];
    char sum[8];
    char type;
    char link[100];
    char magic[6]; // "ustar" and a 0
    char version[2];
    char owner_name[32], group_name[32];
    char device_major[8], device_minor[8];
    char prefix[155];
    char rest[12];
};

_Static_assert(sizeof(struct header) == BLOCK_BYTES, "pax, ustar header block");

#define TYPE_FILE      '0'
#define TYPE_OLD_FILE  '\0'
#define TYPE_DIRECTORY '5'

// An octal number, ended by a blank, a 0 or the field's end. False if it is none, or too large.
static bool read_number(const char *field, uint32_t length, uint32_t *number)
{
    uint32_t i = 0;

    *number = 0;
    for (; i < length && field[i] >= '0' && field[i] <= '7'; i++) {
        if (*number >> 29 != 0)
            return false;
        *number = *number << 3 | (uint32_t)(field[i] - '0');
    }
    return i > 0 && (i == length || field[i] == '\0' || field[i] == ' ');
}

// The sum of all bytes of the header, with blanks in place of the sum itself.
static uint32_t sum_of(const struct header *header)
{
    const uint8_t *bytes = (const uint8_t *)header;
    uint32_t sum = sizeof header->sum * ' ';

    for (uint32_t i = 0; i < BLOCK_BYTES; i++) {
        if (i - offsetof(struct header, sum) >= sizeof header->sum)
            sum += bytes[i];
    }
    return sum;
}

static bool is_end(const struct header *header)
{
    return header->name[0] == '\0';
}

static bool has_magic(const struct header *header)
{
    return memcmp(header->magic, "ustar", sizeof header->magic) == 0;
}

bool archive_begins(const uint8_t *archive, uint32_t bytes)
{
    return bytes >= BLOCK_BYTES && has_magic((const struct header *)(const void *)archive);
}

static const char *check(const struct header *header, uint32_t *bytes)
{
    uint32_t sum;

    if (!has_magic(header))
        return "there is no ustar header where one must be";
    if (!read_number(header->sum, sizeof header->sum, &sum) || sum != sum_of(header))
        return "a header's sum is wrong";
    if (!read_number(header->bytes, sizeof header->bytes, bytes))
        return "a file's size is no number";
    if (header->prefix[0] != '\0')
        return "a file's name is too long";
    if (header->type != TYPE_FILE && header->type != TYPE_OLD_FILE &&
        header->type != TYPE_DIRECTORY)
        return "it holds something that is no file";
    return NULL;
}

const char *archive_next(const uint8_t *archive, uint32_t bytes, uint32_t *offset,
                         struct archive_file *file)
{
    file->name[0] = '\0';
    for (;;) {
        const struct header *header = (const struct header *)(const void *)(archive + *offset);
        uint32_t size;

        if (bytes - *offset < BLOCK_BYTES)
            return "it has no end";
        if (is_end(header))
            return NULL;
        const char *problem = check(header, &size);
        if (problem != NULL)
            return problem;
        uint32_t left = bytes - *offset - BLOCK_BYTES;
        if (size > left || (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES > left)
            return "a file's contents are cut off";
        file->contents = archive + *offset + BLOCK_BYTES;
        *offset += BLOCK_BYTES + (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
        if (header->type == TYPE_DIRECTORY)
            continue;
        memcpy(file->name, header->name, sizeof header->name);
        file->name[sizeof header->name] = '\0';
        file->bytes = size;
        return NULL;
    }
}
