// SPDX-License-Identifier: MIT
// For the figure ftp-share: toucher FILE reads a word of each page of a file of a store, one page
// after the other, and says how fast.
#include "user/arguments.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/store.h"

#define FILE_AT 0x20000000u
#define WORDS   (PAGE_BYTES / sizeof(uint32_t))

int32_t main(const char *command_line)
{
    struct arguments arguments;
    struct store_file file;
    uint32_t sum = 0;

    arguments_split(&arguments, command_line);
    if (arguments.count != 2)
        fail("usage: toucher FILE\n");
    must(store_file_open(&file, arguments.words[1], handle_take()), "opening the file");
    uint32_t pages = store_pages(file.bytes);
    must(object_map(file.object, FILE_AT, pages, REGION_READ), "mapping the file");
    uint32_t start = (uint32_t)clock_read();
    for (uint32_t page = 0; page < pages; page++)
        sum += ((const volatile uint32_t *)FILE_AT)[page * WORDS];
    print("toucher: %u pages in %u ticks, sum 0x%08x\n", pages, (uint32_t)clock_read() - start,
          sum);
    return 0;
}
