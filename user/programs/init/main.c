// SPDX-License-Identifier: MIT
// The first process. It knows services by their names, hands on what is typed, and starts the shell
// when the system is complete; when the shell has ended it turns the machine off.
//
// It is a core process, so it runs before all others and its memory is always there: Ctrl-C works
// however short memory is. So that this stays so it waits for nobody once the shell runs, except
// when it has to start another one, or the FTP store again.
//
// Command line: script=FILE has the shell run that file instead of reading what is typed.
#include "common/format.h"
#include "common/string.h"
#include "user/arguments.h"
#include "user/child.h"
#include "user/error_text.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/program.h"
#include "user/programs/init/console.h"
#include "user/programs/init/end.h"
#include "user/programs/init/names.h"
#include "user/programs/init/ordinary.h"
#include "user/service.h"

#define HELPER_QUOTA      8
#define SHELL_QUOTA       20 // frames
#define PROGRAMS_LEAST    4  // at once, but for the shell's share, however small the machine is
#define SHELL_STARTS_MOST 3
#define TRIES             5  // to start the shell, while memory is short
#define TRY_TICKS         20 // between two of them
#define LOOK_TICKS        5  // how often it looks for services that are not up yet

// One for each, since the one before may not be through yet.
static _Alignas(16) uint8_t helper_stacks[SHELL_STARTS_MOST][CHILD_STACK_BYTES];
static char shell_line[PROGRAM_LINE_BYTES];
static uint32_t shell_starts;

// Handles: the processes, one that was made or found for the shell, and what came with a message.
static uint8_t shell, helper, made, accepted;

// --- the shell

// Runs in a process of its own, for init cannot wait: it waits for the shell's end, and tells.
static int32_t help(uint32_t unused)
{
    struct process_end end = {0};

    (void)unused;
    must(process_wait(shell, &end), "waiting for the shell");
    must(capability_drop(shell), "capability_drop"); // its quota is there for the next
    struct message message = {
        .port = HANDLE_INIT,
        .tag = INIT_SHELL_ENDED,
        .words = {end.reason, (uint32_t)end.status},
    };
    return message_send(&message, TICKS_FOREVER);
}

static int32_t start_helper(void)
{
    int32_t error = child_try_make(helper, "helper", HELPER_QUOTA);
    if (error == 0)
        error = capability_give(helper, shell, shell, RIGHT_READ, 0);
    if (error == 0)
        error = capability_give(helper, HANDLE_INIT, HANDLE_INIT, RIGHT_SEND, INIT_BADGE_HELPER);
    if (error == 0)
        error = child_try_run_on(helper, helper_stacks[shell_starts], help, 0);
    return error;
}

static void forget_shell(void)
{
    capability_drop(helper);
    capability_drop(shell);
}

// Returns NULL, or why it could not, in words; then nothing is left of it.
static const char *try_shell(void)
{
    struct program program;

    const char *problem = program_load(&program, shell, shell_line, SHELL_QUOTA, HANDLE_STORE);
    if (problem != NULL)
        return problem;
    int32_t error =
        capability_give(shell, HANDLE_INIT, HANDLE_INIT_TRUSTED, RIGHT_SEND, INIT_BADGE_SHELL);
    if (error == 0)
        error = start_helper();
    if (error == 0)
        error = program_run(&program);
    if (error == 0)
        return NULL;
    process_end(helper); // first: it must not tell of this end
    process_end(shell);
    forget_shell();
    return error_text(error);
}

// Memory may be short, but only for a while: what can be stored is.
static void start_shell(void)
{
    const char *problem = try_shell();

    for (uint32_t i = 1; problem != NULL && i < TRIES; i++) {
        process_sleep(TRY_TICKS);
        problem = try_shell();
    }
    if (problem != NULL) {
        print("init: the shell cannot be started: %s\n", problem);
        turn_off(1);
    }
    shell_starts++;
}

static void end_shell(const struct message *message)
{
    bool reads_script = arguments_find(shell_line, "script=") != NULL;

    if (message->words[0] == END_EXIT)
        turn_off((int32_t)message->words[1]);
    if (reads_script || shell_starts == SHELL_STARTS_MOST)
        turn_off(1);
    print("init: the shell is gone; here is another one\n");
    console_set_foreground(0);
    forget_shell();
    start_shell();
}

// --- requests

// Makes a process for the shell, and leaves enough of what ordinary processes may have for another
// helper, in case that the shell has to be started again.
static int32_t make_process(struct message *message)
{
    struct information_frames frames;
    char name[PROCESS_NAME_BYTES];

    service_take_name(message, name);
    int32_t error = information_frames(&frames);
    if (error != 0)
        return error;
    uint32_t share = frames.ordinary_most / PROGRAMS_LEAST;
    uint32_t quota = share < PROGRAM_QUOTA_MOST ? share : PROGRAM_QUOTA_MOST;
    if (frames.ordinary_frames + quota + HELPER_QUOTA > frames.ordinary_most)
        return E_QUOTA;
    error = process_create(made, quota, name);
    if (error == 0)
        message->capability = made;
    return error;
}

// Ends a process that is init's own child or below: all that a person started.
static int32_t end_process(const struct message *message)
{
    uint32_t place = message->words[0], number = message->words[1];

    if (information_place(shell) == (int32_t)place || information_place(helper) == (int32_t)place)
        return E_SELF;
    int32_t error = process_find(made, place, number);
    return error != 0 ? error : process_end(made);
}

// Takes one that is below init as its own child.
static int32_t keep_process(const struct message *message)
{
    int32_t error = process_find(made, message->words[0], message->words[1]);
    return error != 0 ? error : process_adopt(made);
}

// INIT_FIND: a service that has ended is started again, if it is one that init has started.
static int32_t find_service(struct message *message)
{
    bool is_trusted = message->badge == INIT_BADGE_BOOT || message->badge == INIT_BADGE_SHELL;
    char name[PROCESS_NAME_BYTES];

    service_take_name(message, name);
    int32_t error = names_find(message, is_trusted);
    if (error == E_DEAD && ordinary_start_again(name))
        error = names_find(message, is_trusted);
    return error;
}

// Does what the message asks for. Returns whether it has its reply already, or gets it later.
static bool handle(struct message *message)
{
    uint32_t badge = message->badge;
    int32_t status = E_ARGUMENT;

    if (badge == INIT_BADGE_SHELL)
        console_forget_shell();
    if (message->tag == INIT_KEY)
        return console_request_key(message);
    if (message->tag == INIT_FIND)
        status = find_service(message);
    else if (message->tag == INIT_NAME)
        status = names_describe(message);
    else if (message->tag == INIT_REGISTER || message->tag == INIT_REGISTER_KEEPER)
        status = badge == INIT_BADGE_BOOT || badge == INIT_BADGE_SERVICE
                     ? names_add(message, accepted, message->tag == INIT_REGISTER_KEEPER)
                     : E_RIGHTS;
    else if (message->tag == INIT_PROCESS && badge == INIT_BADGE_SHELL)
        status = make_process(message);
    else if (message->tag == INIT_END && badge == INIT_BADGE_SHELL)
        status = end_process(message);
    else if (message->tag == INIT_KEEP && badge == INIT_BADGE_SHELL)
        status = keep_process(message);
    else if (message->tag == INIT_FOREGROUND && badge == INIT_BADGE_SHELL)
        status = console_set_foreground(message->arrived & MESSAGE_CAPABILITY_CAME ? accepted : 0);
    else if (message->tag == INIT_SHELL_ENDED && badge == INIT_BADGE_HELPER)
        end_shell(message);
    service_set_status(message, status);
    return false;
}

// If the capability that goes along is no good, whoever asked learns of that.
static void answer(struct message *message, uint32_t reply)
{
    int32_t error = message_reply(message, reply);

    if (error == 0)
        return;
    process_end(made); // nobody would start it
    message->capability = 0;
    service_set_status(message, error);
    message_reply(message, reply);
}

// Waits for a message, and does what it asks for.
static int32_t serve_one(uint32_t timeout)
{
    struct message message = {.port = HANDLE_INIT, .accept = accepted};

    capability_drop(accepted); // what nobody wanted
    int32_t result = message_receive(&message, timeout);
    if (result < 0)
        return result;
    if (message.tag == TAG_INTERRUPT) {
        console_take_input();
        return 0;
    }
    message.capability = 0;
    uint32_t reply = message_reply_handle(&message);
    if (!handle(&message) && reply != 0)
        answer(&message, reply);
    capability_drop(made);
    return 0;
}

// Whether a process of the system with that name is there and has not ended.
static bool is_alive(const char *name)
{
    struct information_process process;
    int32_t place = 0;

    do {
        place = information_process((uint32_t)place, &process);
        if (place >= 0 && process.number != 0 && process.state < PROCESS_ENDING &&
            strcmp(process.name, name) == 0)
            return true;
    } while (place > 0);
    return false;
}

// Waits until the service has registered, as long as its process is there, and puts it under
// `handle`. Returns whether it has.
static bool await(const char *name, uint32_t handle)
{
    while (names_copy(name, handle) != 0) {
        if (serve_one(LOOK_TICKS) == E_TIMEOUT && !is_alive(name))
            return false;
    }
    return true;
}

static void wait_for(const char *name, uint32_t handle)
{
    if (await(name, handle))
        return;
    print("init: the service %s does not come up\n", name);
    turn_off(1);
}

int32_t main(const char *command_line)
{
    const char *script = arguments_find(command_line, "script=");

    shell = handle_take();
    helper = handle_take();
    made = handle_take();
    accepted = handle_take();
    if (capability_inspect(HANDLE_INIT) < 0)
        init_must(port_create(HANDLE_INIT), "port_create");
    format_to_buffer(shell_line, sizeof shell_line, "shell%s%s", script == NULL ? "" : " script=",
                     script == NULL ? "" : arguments_word(script));
    console_start();
    wait_for(SERVICE_RAM_STORE, HANDLE_STORE);
    wait_for(SERVICE_BOOT_FILES, HANDLE_BOOT_FILES);
    ordinary_start(command_line, await);
    start_shell();
    for (;;)
        serve_one(TICKS_FOREVER);
}
