// SPDX-License-Identifier: MIT
#include "common/string.h"

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
    void *start = to;
    size_t longs = bytes / 4, rest = bytes % 4;
    __asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(longs) : : "memory");
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(rest) : : "memory");
    return start;
}

void *memmove(void *to, const void *from, size_t bytes)
{
    if ((size_t)to - (size_t)from >= bytes) // also if `to` lies below: the difference wraps
        return memcpy(to, from, bytes);
    void *last_to = (char *)to + bytes - 1;
    const void *last_from = (const char *)from + bytes - 1;
    __asm__ volatile("std\n\trep movsb\n\tcld"
                     : "+D"(last_to), "+S"(last_from), "+c"(bytes)
                     :
                     : "memory");
    return to;
}

void *memset(void *to, int value, size_t bytes)
{
    void *start = to;
    size_t longs = bytes / 4, rest = bytes % 4;
    unsigned pattern = (unsigned char)value * 0x01010101u;
    __asm__ volatile("rep stosl" : "+D"(to), "+c"(longs) : "a"(pattern) : "memory");
    __asm__ volatile("rep stosb" : "+D"(to), "+c"(rest) : "a"(pattern) : "memory");
    return start;
}

int memcmp(const void *left, const void *right, size_t bytes)
{
    const unsigned char *a = left, *b = right;
    for (size_t i = 0; i < bytes; i++) {
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    }
    return 0;
}

size_t strlen(const char *text)
{
    size_t length = 0;
    while (text[length] != '\0')
        length++;
    return length;
}

int strcmp(const char *left, const char *right)
{
    return strncmp(left, right, (size_t)-1);
}

int strncmp(const char *left, const char *right, size_t most)
{
    for (size_t i = 0; i < most; i++) {
        unsigned char a = (unsigned char)left[i], b = (unsigned char)right[i];
        if (a != b)
            return a < b ? -1 : 1;
        if (a == '\0')
            break;
    }
    return 0;
}
