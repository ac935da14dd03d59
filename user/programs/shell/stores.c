// SPDX-License-Identifier: MIT
// ls, rm and store, and whose memory a program has.
#include "user/programs/shell/stores.h"

#include <stdbool.h>
#include <stddef.h>

#include "common/format.h"
#include "common/string.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/programs/shell/command.h"
#include "user/programs/shell/survey.h"
#include "user/ram_store.h"
#include "user/store.h"

#define SHORT_RAM  "ram"
#define THOUSAND   1000u
#define LOOKS_MOST 8

static uint8_t found, share; // handles

int32_t stores_find(const char *name)
{
    if (strcmp(name, SHORT_RAM) == 0)
        name = SERVICE_RAM_STORE;
    handle_give_back(found);
    found = handle_take();
    int32_t error = service_find(name, found);
    return error != 0 ? error : found;
}

int32_t stores_make_share(const char *name)
{
    int32_t store = name == NULL ? HANDLE_STORE : stores_find(name);

    if (store < 0)
        return store;
    handle_give_back(share);
    share = handle_take();
    int32_t error = store_make_share((uint32_t)store, share);
    if (error == E_RIGHTS)
        return store; // the shell itself has no more than a share
    return error != 0 ? error : share;
}

// --- files

int32_t command_files(const struct arguments *arguments)
{
    const char *store = arguments->count > 1 ? arguments->words[1] : SERVICE_BOOT_FILES;
    char name[PROCESS_NAME_BYTES];
    uint32_t bytes;
    int32_t error;

    for (uint32_t i = 0; (error = store_file_describe(store, i, name, &bytes)) != E_ARGUMENT; i++) {
        if (error != 0)
            break;
        if (*name != '\0')
            print("%8u  %s\n", bytes, name);
    }
    if (error == E_ARGUMENT)
        return 0;
    print("ls: %s: %s\n", store,
          error == E_EMPTY ? "there is no such store" : store_error_text(error));
    return 1;
}

int32_t command_remove(const struct arguments *arguments)
{
    int32_t error = store_file_remove(arguments->words[1]);

    if (error == 0)
        return 0;
    print("rm: %s: %s\n", arguments->words[1], store_error_text(error));
    return 1;
}

// --- store

// Requests that are open, as the kernel counts them.
static void print_open(const char *name)
{
    static struct survey survey;
    struct information_pager pager;

    survey_take(&survey);
    for (uint32_t i = 0; i < survey.count; i++) {
        const struct information_process *process = &survey.processes[i];
        if (strcmp(process->name, name) == 0 &&
            information_pager(process->place, process->number, &pager) == 0 &&
            pager.fetches + pager.stores != 0)
            print("%8u requests are open: %u fetches, %u stores\n", pager.fetches + pager.stores,
                  pager.fetches, pager.stores);
    }
}

static void print_counts(uint32_t store)
{
    struct ram_store_counts counts = {0};

    if (store_read_words(store, STORE_COUNTS, &counts.index_pages) != 0)
        return;
    print("%8u pages of wired memory: %u with other pages in them, %u with the index, %u free\n",
          counts.index_pages + counts.free_pages + counts.kept_pages, counts.kept_pages,
          counts.index_pages, counts.free_pages);
    print("%8u pages more that are one word over and over, and take none\n", counts.uniform_pages);
}

static void print_device(uint32_t store)
{
    struct store_device device = {0};

    if (store_read_words(store, STORE_DEVICE, &device.commands) != 0)
        return;
    print("%8u commands to its device, which moved %u.%03u pages; %u of them failed\n",
          device.commands, device.pages / THOUSAND, device.pages % THOUSAND, device.tries);
    if (device.tries != 0)
        print("         and the last of these said 0x%06x\n", device.last_error);
}

// What a store had done when somebody last looked.
struct look {
    char name[PROCESS_NAME_BYTES];
    uint32_t tick;
    struct store_served served;
};

// Returns the look at the store of this name, or one without a name that becomes it; NULL if there
// are too many stores.
static struct look *find_look(const char *name)
{
    static struct look looks[LOOKS_MOST];

    for (uint32_t i = 0; i < LOOKS_MOST; i++) {
        if (strcmp(looks[i].name, name) == 0 || looks[i].name[0] == '\0')
            return &looks[i];
    }
    return NULL;
}

static void print_rates(const char *name, const struct store_served *now)
{
    struct look *look = find_look(name);

    if (look == NULL)
        return;
    uint32_t tick = (uint32_t)clock_read(), ticks = tick - look->tick;
    uint32_t fetches = now->fetches - look->served.fetches;
    uint32_t stores = now->stores - look->served.stores;
    // One that has done less than before is another one of this name.
    bool is_another = now->fetches < look->served.fetches || now->stores < look->served.stores;
    if (look->name[0] != '\0' && !is_another && ticks != 0)
        print("%8u pages a second were fetched, and %u stored, in the last %u.%02u s\n",
              fetches * TICKS_PER_SECOND / ticks, stores * TICKS_PER_SECOND / ticks,
              ticks / TICKS_PER_SECOND, ticks % TICKS_PER_SECOND);
    *look = (struct look){.tick = tick, .served = *now};
    format_to_buffer(look->name, sizeof look->name, "%s", name);
}

static int32_t print_store(const char *name)
{
    struct store_state state = {0};
    int32_t store = stores_find(name);

    int32_t error = store < 0 ? store : store_read_state((uint32_t)store, &state);
    print("%s%s%s\n", name, error != 0 ? ": " : "", error != 0 ? store_error_text(error) : "");
    if (error != 0)
        return error;
    print_counts((uint32_t)store);
    if (state.promises.capacity != 0)
        print("%8u pages, of %u, are promised, and %u more can be; %u objects\n",
              state.promises.promised, state.promises.capacity, state.promises.left,
              state.promises.objects);
    else
        print("%8u files are in use\n", state.promises.objects);
    print("%8u pages were fetched, %u stored\n", state.served.fetches, state.served.stores);
    if (state.served.not_fetched + state.served.not_stored != 0)
        print("%8u of these were not fetched, and %u not stored, for an error or lack of room\n",
              state.served.not_fetched, state.served.not_stored);
    print_rates(name, &state.served);
    print_open(name);
    print_device((uint32_t)store);
    return 0;
}

int32_t command_store(const struct arguments *arguments)
{
    char name[PROCESS_NAME_BYTES];

    if (arguments->count > 1)
        return print_store(arguments->words[1]);
    for (uint32_t i = 0; service_describe(i, name) == 0; i++)
        print_store(name);
    return 0;
}
