// SPDX-License-Identifier: MIT
// badpager KIND: a pager that misbehaves, a client that uses its memory, and a bystander that does
// not. The client may end for it; the bystander, and everybody else, must not notice.
//
// This file is the supervisor, who starts the three and looks how they end; pager.c is the pager.
#include "user/programs/badpager/badpager.h"

#include "common/string.h"
#include "user/arguments.h"
#include "user/child.h"
#include "user/error_text.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/store.h"

enum { CLIENT_PLACE = 0x50000000, BYSTANDER_PLACE = 0x51000000 };

#define QUOTA           10
#define BYSTANDER_PAGES 4
#define WORDS           (PAGE_BYTES / sizeof(uint32_t))
#define SOON            20 // ticks

const struct kind kinds[] = {
    {"silent", "does not answer, and the client does not wait for ever", silent_fetch, plain_store,
     SOON, 0, END_PATIENCE, END_KILLED},
    {"stuck", "does not answer, and the client waits for ever", silent_fetch, plain_store,
     TICKS_FOREVER, SOON, END_PAGER_DIED, END_PAGER_STUCK},
    {"twice", "answers everything twice", double_fetch, double_store, TICKS_FOREVER, 0, END_EXIT,
     END_KILLED},
    {"garbage", "answers requests that there are not", garbage_fetch, plain_store, TICKS_FOREVER, 0,
     END_EXIT, END_KILLED},
    {"dies", "ends in the middle of a request", dying_fetch, plain_store, TICKS_FOREVER, 0,
     END_PAGER_DIED, END_EXIT},
    {"idle", "looks into a slot without a request", idle_fetch, plain_store, TICKS_FOREVER, 0,
     END_PAGER_DIED, END_IDLE_SLOT},
    {"fails", "cannot fetch", failing_fetch, plain_store, TICKS_FOREVER, 0, END_FETCH_FAILED,
     END_KILLED},
    {"loses", "cannot store", plain_fetch, failing_store, TICKS_FOREVER, 0, END_STORE_FAILED,
     END_KILLED},
};

#define KINDS (sizeof kinds / sizeof kinds[0])

static volatile bool is_over;
uint8_t supervisor_port, pager_port, object, spill;
static uint8_t pager, client, bystander; // handles

enum { PAGER_STACK, CLIENT_STACK, BYSTANDER_STACK, STACKS };
static _Alignas(16) uint8_t stacks[STACKS][CHILD_STACK_BYTES];

// Reads all pages, writes to one, has it stored, and reads it again.
static int32_t be_client(uint32_t unused)
{
    volatile uint32_t *words = (volatile uint32_t *)CLIENT_PLACE;

    (void)unused;
    for (uint32_t page = 0; page < PAGES; page++) {
        if (words[page * WORDS] != CONTENTS(page))
            return 1;
    }
    words[1] = 1;
    object_sync(object);
    return words[0] == CONTENTS(0) ? 0 : 1;
}

static int32_t be_bystander(uint32_t unused)
{
    volatile uint32_t *words = (volatile uint32_t *)BYSTANDER_PLACE;

    (void)unused;
    for (uint32_t round = 1; !is_over && round < ALONE_TICKS; round++) {
        for (uint32_t page = 0; page < BYSTANDER_PAGES; page++)
            words[page * WORDS] = round * BYSTANDER_PAGES + page;
        process_sleep(1);
        for (uint32_t page = 0; page < BYSTANDER_PAGES; page++) {
            if (words[page * WORDS] != round * BYSTANDER_PAGES + page)
                return 1;
        }
    }
    return 0;
}

static void start_bystander(void)
{
    uint8_t memory = handle_take();

    is_over = false;
    must(store_memory_create(memory, BYSTANDER_PAGES, 0), "taking memory");
    child_make(bystander, "bystander", QUOTA);
    must(object_map_into(bystander, memory, BYSTANDER_PLACE, BYSTANDER_PAGES,
                         REGION_READ | REGION_WRITE),
         "mapping memory");
    handle_give_back(memory);
    child_run_on(bystander, stacks[BYSTANDER_STACK], be_bystander, 0);
}

// The pager's window is backed by memory of the RAM store; so it is on level 1.
static void start_pager(uint32_t kind)
{
    must(store_memory_create(spill, PAGER_SLOTS, 0), "taking memory for the window");
    child_make(pager, "badpager", QUOTA);
    must(capability_give(pager, spill, spill, RIGHT_READ | RIGHT_WRITE, 0), "giving the spill");
    must(capability_drop(spill), "capability_drop");
    must(capability_give(pager, supervisor_port, supervisor_port, RIGHT_SEND, 0),
         "giving the port");
    child_run_on(pager, stacks[PAGER_STACK], pager_main, kind);
    struct message message = {.port = supervisor_port, .accept = object};
    must(message_receive(&message, TICKS_FOREVER), "waiting for the object");
}

static void start_client(const struct kind *kind)
{
    child_make(client, "client", QUOTA);
    must(object_map_patiently(client, object, CLIENT_PLACE, PAGES, REGION_READ | REGION_WRITE,
                              kind->client_patience),
         "mapping the object");
    must(capability_give(client, object, object, RIGHT_READ | RIGHT_WRITE, 0), "giving the object");
    must(capability_drop(object), "capability_drop");
    child_run_on(client, stacks[CLIENT_STACK], be_client, 0);
}

// Waits for a process. Returns whether it ended for that reason, with status 0; says it otherwise.
// `*end` is how it did.
static bool ended(uint32_t process, const char *name, enum end_reason reason,
                  struct process_end *end)
{
    must(process_wait(process, end), "process_wait");
    must(capability_drop(process), "capability_drop");
    if (end->reason == (uint32_t)reason && end->status == 0)
        return true;
    print("badpager: the %s ended otherwise than it should: %s, status %d\n", name,
          end_text(end->reason), end->status);
    return false;
}

static const char *client_text(const struct process_end *end)
{
    if (end->reason != END_EXIT)
        return end_text(end->reason);
    return end->status == 0 ? "has its pages" : "has WRONG pages";
}

static int32_t show(uint32_t index)
{
    const struct kind *kind = &kinds[index];
    struct process_end client_end = {0}, pager_end = {0}, bystander_end = {0};

    start_bystander();
    start_pager(index);
    start_client(kind);
    bool good = ended(client, "client", kind->client_end, &client_end);
    if (kind->pager_end == END_KILLED)
        process_end(pager);
    good = ended(pager, "pager", kind->pager_end, &pager_end) && good;
    is_over = true;
    bool unharmed = ended(bystander, "bystander", END_EXIT, &bystander_end);
    print("badpager: a pager that %s\n"
          "          its client: %s; a bystander: %s\n",
          kind->text, client_text(&client_end), unharmed ? "nothing" : "was HARMED");
    return good && unharmed ? 0 : 1;
}

static int32_t show_all(void)
{
    int32_t failed = 0;
    for (uint32_t i = 0; i < KINDS; i++)
        failed += show(i);
    return failed;
}

static void take_handles(void)
{
    supervisor_port = handle_take();
    pager_port = handle_take();
    object = handle_take();
    spill = handle_take();
    pager = handle_take();
    client = handle_take();
    bystander = handle_take();
}

int32_t main(const char *command_line)
{
    struct arguments arguments;

    arguments_split(&arguments, command_line);
    const char *name = arguments.count > 1 ? arguments.words[1] : "all";
    take_handles();
    must(port_create(supervisor_port), "port_create");
    if (strcmp(name, "all") == 0)
        return show_all();
    for (uint32_t i = 0; i < KINDS; i++) {
        if (strcmp(kinds[i].name, name) == 0)
            return show(i);
    }
    print("badpager: there is no kind '%s'; all, or one of", name);
    for (uint32_t i = 0; i < KINDS; i++)
        print(" %s", kinds[i].name);
    fail("\n");
}
