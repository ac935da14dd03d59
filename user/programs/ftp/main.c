// SPDX-License-Identifier: MIT
// The FTP store: memory and files in a folder of an FTP server. ftp URL [patience=SECONDS], where
// URL is that of url.h, and SECONDS is how long the kernel lets a pager take (pager_patience=).
//
// It is an ordinary process, and so it is paged itself, with its text, its data and its window: by
// the store of its own memory, which is another one (HANDLE_STORE). What it consists of, from
// below: net.h (lwIP and the card), connection.h (TCP), reply.h and session.h (a conversation with
// the server), client.h (reading and writing, until it is done), space.h and files.h (where pages
// and files are).
#include <stddef.h>

#include "common/string.h"
#include "user/arguments.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/programs/ftp/client.h"
#include "user/programs/ftp/deadline.h"
#include "user/programs/ftp/files.h"
#include "user/programs/ftp/folder.h"
#include "user/programs/ftp/memory.h"
#include "user/programs/ftp/net.h"
#include "user/programs/ftp/space.h"

#define WINDOW           0x10000000u
#define SLOTS            32
#define IDLE_TICKS       (TICKS_PER_SECOND / 2)
#define PATIENCE_DEFAULT 10 // seconds
#define PATIENCE_MOST    600

_Static_assert(SLOTS <= MEMORY_STORE_MOST, "all that come together");
_Static_assert(MEMORY_PAGES <= STORE_CAPACITY_MOST, "the skeleton keeps books of so many");

static struct url url;
static bool is_probed;

// --- pages

static bool is_memory(uint32_t number)
{
    return store_object(number)->file == STORE_NO_FILE;
}

static uint32_t page_of(uint32_t number, uint32_t page)
{
    return store_object(number)->first + page;
}

static int32_t fetch(uint32_t number, uint32_t page, void *memory)
{
    if (is_memory(number))
        return memory_fetch(page_of(number, page), memory);
    return files_fetch(store_object(number)->file, page, memory);
}

static int32_t store_one(const struct store_request *request)
{
    struct memory_page page = {page_of(request->object, request->page), request->memory};

    return memory_store(&page, 1);
}

// All pages of memory together, and if that fails, each by itself, to know which; files' one by
// one.
static void store_many(struct store_request *requests, uint32_t count)
{
    struct memory_page pages[SLOTS];
    uint32_t memory_count = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (is_memory(requests[i].object))
            pages[memory_count++] = (struct memory_page){
                page_of(requests[i].object, requests[i].page), requests[i].memory};
    }
    int32_t error = memory_count == 0 ? 0 : memory_store(pages, memory_count);
    for (uint32_t i = 0; i < count; i++) {
        struct store_request *request = &requests[i];
        if (!is_memory(request->object))
            request->status =
                files_store(store_object(request->object)->file, request->page, request->memory);
        else
            request->status = error == 0 ? 0 : store_one(request);
    }
}

static void forget(uint32_t number)
{
    memory_forget(store_object(number)->first, store_object(number)->pages);
}

// --- the rest

static int32_t probe(void *unused)
{
    (void)unused;
    return space_probe();
}

static int32_t prepare(uint32_t tag)
{
    if (!is_probed) {
        int32_t error = client_try(probe, NULL);
        if (error != 0)
            return error;
        is_probed = true;
    }
    if (tag == STORE_MEMORY)
        return space_error();
    bool asks_for_name =
        tag == STORE_OPEN || tag == STORE_OPEN_TO_WRITE || tag == STORE_REMOVE || tag == STORE_NAME;
    return asks_for_name ? folder_refresh() : 0;
}

static int32_t tell(uint32_t tag, uint32_t *words)
{
    if (tag != STORE_DEVICE)
        return E_EMPTY;
    memcpy(words, &client_state, sizeof client_state);
    return 0;
}

// Answers what comes over the network, and keeps files that nobody has up to date.
static void idle(void)
{
    net_wait(0);
    client_rest();
    files_sync_idle();
}

static void read_command_line(const char *command_line)
{
    struct arguments arguments;
    const char *word = arguments_find(command_line, "patience=");
    uint32_t patience = PATIENCE_DEFAULT;

    arguments_split(&arguments, command_line);
    const char *problem =
        arguments.count < 2 ? "there is none" : url_parse(arguments.words[1], &url);
    if (problem != NULL)
        fail("ftp      the URL is ftp://USER:PASSWORD@ADDRESS:PORT/FOLDER: %s\n", problem);
    if (word != NULL)
        arguments_number(arguments_word(word), PATIENCE_MOST, &patience);
    deadline_init(patience);
    client_init(&url);
}

int32_t main(const char *command_line)
{
    static struct store_functions functions = {
        .name = "ftp",
        .fetch = fetch,
        .store_many = store_many,
        .forget = forget,
        .names = folder_names,
        .name_count = &folder_count,
        .capacity_pages = MEMORY_PAGES,
        .prepare = prepare,
        .set_length = files_set_length,
        .sync = files_sync,
        .is_unsynced = files_is_unsynced,
        .revert = files_revert,
        .remove = folder_remove,
        .create = folder_create,
        .file_pages_most = FOLDER_PAGES_MOST,
        .tell = tell,
        .idle = idle,
        .idle_ticks = IDLE_TICKS,
    };

    if (capability_inspect(HANDLE_INIT_TRUSTED) < 0)
        fail("ftp      only init can start this store: make run FTP=URL\n");
    service_ask_through(HANDLE_INIT_TRUSTED);
    read_command_line(command_line);
    functions.spill = handle_take();
    must(store_memory_create_from(HANDLE_STORE, functions.spill, SLOTS, 0),
         "taking memory for the window");
    must(net_start(), "opening the network card");
    store_service_start(&functions, WINDOW, SLOTS);
    return store_service_run();
}
