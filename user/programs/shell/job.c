// SPDX-License-Identifier: MIT
#include "user/programs/shell/job.h"

#include "common/format.h"
#include "common/string.h"
#include "user/error_text.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/program.h"
#include "user/programs/shell/command.h"
#include "user/programs/shell/stores.h"
#include "user/programs/shell/survey.h"
#include "user/service.h"

#define JOBS_MOST      16
#define STORE_OPTION   "--store"
#define STATUS_UNUSUAL 128 // of a program that did not end itself

static struct job {
    uint32_t number; // of its process; 0: there is no such job
    uint32_t place;
    uint8_t handle; // of it
    char name[PROCESS_NAME_BYTES];
} jobs[JOBS_MOST];

static struct job *find(uint32_t number)
{
    for (uint32_t i = 0; i < JOBS_MOST; i++) {
        if (jobs[i].number == number)
            return &jobs[i];
    }
    return NULL;
}

static void set_foreground(uint32_t process)
{
    struct message message = {
        .port = HANDLE_INIT_TRUSTED,
        .capability = (uint8_t)process,
        .tag = INIT_FOREGROUND,
    };
    service_call(&message);
}

// Waits for its end and forgets it. Returns its status.
static int32_t finish(struct job *job)
{
    struct process_end end = {0};

    int32_t result = process_wait(job->handle, &end);
    handle_give_back(job->handle);
    job->number = 0;
    if (result < 0)
        return result;
    return end.reason == END_EXIT ? end.status : STATUS_UNUSUAL;
}

static bool look_at(struct job *job)
{
    struct information_process information;

    int32_t place = information_place(job->handle);
    if (place < 0 || information_process((uint32_t)place, &information) < 0)
        return false;
    job->place = information.place;
    job->number = information.number;
    memcpy(job->name, information.name, sizeof job->name);
    return information.state == PROCESS_ENDED;
}

// Says that one in the background has ended, and forgets it. Returns its status.
static int32_t collect(struct job *job)
{
    uint32_t number = job->number;

    int32_t status = finish(job);
    print("[%u] %s has ended%s\n", number, job->name, status == 0 ? "" : " and failed");
    return status;
}

uint32_t job_collect(void)
{
    uint32_t failed = 0;

    for (uint32_t i = 0; i < JOBS_MOST; i++) {
        if (jobs[i].number != 0 && look_at(&jobs[i]))
            failed += collect(&jobs[i]) != 0;
    }
    return failed;
}

uint32_t job_wait_all(void)
{
    uint32_t failed = 0;

    for (uint32_t i = 0; i < JOBS_MOST; i++) {
        if (jobs[i].number == 0)
            continue;
        print("waiting for [%u] %s\n", jobs[i].number, jobs[i].name);
        set_foreground(jobs[i].handle);
        failed += collect(&jobs[i]) != 0;
    }
    set_foreground(0);
    return failed;
}

int32_t command_wait(const struct arguments *arguments)
{
    (void)arguments;
    return (int32_t)job_wait_all();
}

// Some words as the program's command line.
static void make_line(char *const *words, uint32_t count, char *line)
{
    uint32_t length = 0;

    for (uint32_t i = 0; i < count; i++)
        length += (uint32_t)format_to_buffer(line + length, PROGRAM_LINE_BYTES - length, "%s%s",
                                             i == 0 ? "" : " ", words[i]);
}

// Whether the last word ends in `&`, which is taken off.
static bool take_ampersand(char *word)
{
    size_t length = strlen(word);

    if (word[length - 1] != '&')
        return false;
    word[length - 1] = '\0';
    return true;
}

// What `run` is asked for.
struct order {
    const char *store; // NULL: the shell's own
    char *const *words;
    uint32_t count;
    bool in_background;
};

// Returns whether there is a program to run.
static bool take_order(const struct arguments *arguments, struct order *order)
{
    uint32_t first = 1, last = arguments->count - 1;

    *order = (struct order){.in_background = take_ampersand(arguments->words[last])};
    if (last > first && strcmp(arguments->words[first], STORE_OPTION) == 0) {
        order->store = arguments->words[first + 1];
        first += 2;
    }
    order->words = &arguments->words[first];
    order->count = last + 1 - first - (*arguments->words[last] == '\0');
    return order->count != 0;
}

// Returns NULL, or why it could not, in words.
static const char *load(const struct order *order, struct job *job, struct program *program)
{
    char line[PROGRAM_LINE_BYTES];
    int32_t store = stores_make_share(order->store);

    if (store < 0)
        return store == E_EMPTY ? "there is no such store" : error_text(store);
    make_line(order->words, order->count, line);
    return program_load(program, job->handle, line, QUOTA_OF_INIT, (uint32_t)store);
}

int32_t command_run(const struct arguments *arguments)
{
    struct program program;
    struct order order;
    struct job *job = find(0);

    if (!take_order(arguments, &order)) {
        print("run: which program?\n");
        return 1;
    }
    if (job == NULL) {
        print("run: %u programs are running already; `kill` ends one\n", (uint32_t)JOBS_MOST);
        return 1;
    }
    job->handle = handle_take();
    const char *problem = load(&order, job, &program);
    if (problem != NULL) {
        handle_give_back(job->handle);
        print("run: %s cannot be started: %s\n", order.words[0], problem);
        return 1;
    }
    look_at(job);
    if (order.in_background) {
        print("[%u] %s\n", job->number, job->name);
        return program_run(&program);
    }
    set_foreground(program.process);
    program_run(&program);
    int32_t status = finish(job);
    set_foreground(0);
    return status;
}

// Asks init, which can do that with all processes that it made, or that these made.
static int32_t ask_init(uint32_t tag, const struct information_process *process)
{
    struct message message = {
        .port = HANDLE_INIT_TRUSTED,
        .tag = tag,
        .words = {process->place, process->number},
    };
    return service_call(&message);
}

// The process whose number is the first word behind the command; NULL: there is none, and it says
// so.
static const struct information_process *find_process(const struct arguments *arguments)
{
    static struct survey survey;
    const struct information_process *process = NULL;
    uint32_t number;

    survey_take(&survey);
    if (arguments_number(arguments->words[1], UINT32_MAX, &number) && number != 0)
        process = survey_find(&survey, number);
    if (process == NULL)
        print("%s: there is no process with the number '%s'; `ps` lists them\n",
              arguments->words[0], arguments->words[1]);
    return process;
}

// One that is no job: a job's child, say, or one that an earlier shell started.
static int32_t end_other(const struct information_process *process)
{
    int32_t error = ask_init(INIT_END, process);

    if (error == E_SELF)
        print("kill: the shell cannot do without %s (%u)\n", process->name, process->number);
    else if (error == E_RIGHTS)
        print("kill: %s (%u) is a part of the system\n", process->name, process->number);
    else if (error != 0)
        print("kill: %s (%u): %s\n", process->name, process->number, error_text(error));
    else
        print("[%u] %s was ended\n", process->number, process->name);
    return error != 0;
}

int32_t command_kill(const struct arguments *arguments)
{
    uint32_t number = 0;
    struct job *job = NULL;

    if (arguments_number(arguments->words[1], UINT32_MAX, &number) && number != 0)
        job = find(number);
    if (job == NULL) {
        const struct information_process *process = find_process(arguments);
        return process == NULL ? 1 : end_other(process);
    }
    process_end(job->handle);
    finish(job);
    print("[%u] %s was ended\n", number, job->name);
    return 0;
}

int32_t command_keep(const struct arguments *arguments)
{
    const struct information_process *process = find_process(arguments);
    if (process == NULL)
        return 1;
    int32_t error = ask_init(INIT_KEEP, process);
    if (error == 0)
        print("[%u] %s lives on when the one that made it ends\n", process->number, process->name);
    else if (error == E_RIGHTS)
        print("keep: %s (%u) is a part of the system\n", process->name, process->number);
    else
        print("keep: %s (%u): %s\n", process->name, process->number, error_text(error));
    return error != 0;
}
