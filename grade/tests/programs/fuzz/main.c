// SPDX-License-Identifier: MIT
// The coordinator. Words of its command line, all of them numbers:
//
//     seed=N        where the random numbers begin
//     calls=N       so many are made
//     processes=N   workers at a time
//     hogs=N        hogs beside them
//     roles=BITS    which roles there are, by enum role
//     keep=N        for the test of this test: so many workers are not ended at the end
#include "grade/tests/programs/fuzz/fuzz.h"

#include "user/arguments.h"
#include "user/print.h"
#include "user/store.h"
#include "user/testing/test.h"

#define SEED_MOST      999999999
#define CALLS_MOST     1000000000
#define HOGS_MOST      4
#define FIRST_WORKER   24  // handles
#define ROUNDS_STUCK   20  // after which a worker that makes no call is ended
#define ROUNDS_TO_LIVE 400 // of a worker, in the mean
#define ROUNDS_NOTHING 400 // after which nothing moves any more
#define TICKS_AT_END   300

struct worker workers[WORKERS_MOST];
static uint32_t seen_calls[WORKERS_MOST], stuck_rounds[WORKERS_MOST];
static bool is_there[WORKERS_MOST];
static _Alignas(16) uint8_t stacks[WORKERS_MOST][CHILD_STACK_BYTES];

static struct worker self; // the coordinator's own random numbers
static uint32_t calls_wanted, worker_count, hog_count, roles, kept;
static uint32_t quota_frames, hog_pages;
static uint32_t rounds, made, ended; // workers
static uint32_t received, answered;  // requests to pagers among them

static uint32_t read_number(const char *command_line, const char *key, uint32_t most,
                            uint32_t otherwise)
{
    const char *word = arguments_find(command_line, key);
    uint32_t number;

    if (word == NULL)
        return otherwise;
    if (!arguments_number(arguments_word(word), most, &number))
        fail("fuzz: %s is a number up to %u\n", key, most);
    return number;
}

static void read_words(const char *command_line)
{
    self.random = read_number(command_line, "seed=", SEED_MOST, 1) * 2 + 1;
    calls_wanted = read_number(command_line, "calls=", CALLS_MOST, 10000);
    worker_count = read_number(command_line, "processes=", WORKERS_MOST - HOGS_MOST, 8);
    hog_count = read_number(command_line, "hogs=", HOGS_MOST, 1);
    roles = read_number(command_line, "roles=", (1u << ROLES) - 1, (1u << ROLES) - 1);
    kept = read_number(command_line, "keep=", WORKERS_MOST, 0);
    worker_count += hog_count;
}

// --- the RAM store, which tells its name when it can serve

// Its keeper's capability, with which nobody has a share only. (Not under HANDLE_STORE, which
// children would get, too.)
#define STORE_KEEPER HANDLE_OTHER_STORE

static void await_store(void)
{
    bool has_keeper = false, is_registered = false;

    while (!has_keeper || !is_registered) {
        struct message message = {.port = HANDLE_INIT};
        message.accept = has_keeper ? 0 : STORE_KEEPER;
        if (message_receive(&message, TICKS_FOREVER) < 0)
            continue;
        if (message.tag == INIT_REGISTER_KEEPER)
            has_keeper = true;
        else if (!has_keeper)
            capability_drop(STORE_KEEPER);
        is_registered |= message.tag == INIT_REGISTER;
        uint32_t reply = message_reply_handle(&message);
        message.capability = 0;
        service_set_status(&message, 0);
        must(message_reply(&message, reply), "telling the store that it is known");
    }
}

// --- workers

static bool is_hog(uint32_t index)
{
    return index < hog_count;
}

static enum role choose_role(void)
{
    uint32_t role;

    do
        role = one_in(&self, 3) ? (uint32_t)ROLE_PAGER : choose(&self, ROLES);
    while (!(roles & 1u << role));
    return (enum role)role;
}

// Somebody may do less with a friend who is a hog, which has done nothing wrong.
static void give_friend(uint32_t index, uint32_t place, uint32_t other)
{
    uint32_t rights = RIGHT_READ | RIGHT_PASS;

    if (!is_hog(other) && !one_in(&self, 10))
        rights |= RIGHT_WRITE;
    if (!is_there[other])
        return;
    capability_give(FIRST_WORKER + index, FIRST_WORKER + other, FRIENDS + place, rights, 0);
    workers[index].kinds[FRIENDS + place] = CAPABILITY_PROCESS;
}

static void give_friends(uint32_t index)
{
    for (uint32_t i = 0; i < FRIENDS_MOST; i++) {
        workers[index].friends[i] = (uint8_t)choose(&self, worker_count);
        give_friend(index, i, workers[index].friends[i]);
    }
}

// Those who had its predecessor for a friend have it now.
static void introduce(uint32_t index)
{
    for (uint32_t other = hog_count; other < worker_count; other++) {
        for (uint32_t i = 0; i < FRIENDS_MOST; i++) {
            if (other != index && is_there[other] && workers[other].friends[i] == index)
                give_friend(other, i, index);
        }
    }
}

// What it has at the start. (If memory is short it may have less.)
static void equip(uint32_t index)
{
    uint32_t handle = FIRST_WORKER + index;
    const struct worker *worker = &workers[index];

    capability_give(handle, STORE_KEEPER, STORE, RIGHTS_ALL, index);
    if (is_hog(index))
        return;
    capability_give(handle, handle, HANDLE_SELF, RIGHTS_ALL, 0);
    if (worker->role == ROLE_CORE)
        capability_give(handle, HANDLE_CORE, HANDLE_CORE, RIGHTS_ALL, 0);
    if (worker->role == ROLE_MAKER) {
        capability_give(handle, HANDLE_SEGMENTS, HANDLE_SEGMENTS, RIGHT_READ, 0);
        capability_give(handle, HANDLE_SEGMENTS + 1, HANDLE_SEGMENTS + 1, RIGHT_READ | RIGHT_WRITE,
                        0);
    }
    give_friends(index);
}

static void make_worker(uint32_t index)
{
    static const char *const names[ROLES] = {"client", "pager", "messenger", "maker", "core"};
    struct worker *worker = &workers[index];
    enum role role = choose_role();

    if (child_try_make(FIRST_WORKER + index, is_hog(index) ? "hog" : names[role], quota_frames) !=
        0)
        return; // memory is short: later
    *worker = (struct worker){
        .random = self.random ^ index << 24 ^ 0x9e3779b9,
        .index = index,
        .role = role,
        .rounds_left = UINT32_MAX,
        .memory_pages = hog_pages,
        .honesty = one_in(&self, 2) ? 98 : choose(&self, 100),
    };
    choose(&self, 2);
    equip(index);
    if (child_try_run_on(FIRST_WORKER + index, stacks[index], is_hog(index) ? hog_run : worker_run,
                         (uint32_t)worker) != 0) {
        capability_drop(FIRST_WORKER + index);
        return;
    }
    is_there[index] = true;
    introduce(index);
    seen_calls[index] = stuck_rounds[index] = 0;
    made++;
}

// Waits until all that it had is back: its stack is for the next one.
static void bury(uint32_t index)
{
    struct process_end end;

    must(process_wait(FIRST_WORKER + index, &end), "waiting for a worker's end");
    must(capability_revoke(FIRST_WORKER + index), "taking a worker from its friends");
    must(capability_drop(FIRST_WORKER + index), "dropping a worker");
    is_there[index] = false;
    received += workers[index].received;
    answered += workers[index].answered;
    ended++;
}

static bool has_ended(uint32_t index)
{
    return test_call(TEST_PROCESS_ENDED, FIRST_WORKER + index, 0, 0) != 0;
}

static void look_after(uint32_t index)
{
    if (!is_there[index]) {
        make_worker(index);
        return;
    }
    if (has_ended(index)) {
        bury(index);
        return;
    }
    bool is_stuck = workers[index].calls == seen_calls[index];
    stuck_rounds[index] = is_stuck ? stuck_rounds[index] + 1 : 0;
    seen_calls[index] = workers[index].calls;
    if ((stuck_rounds[index] > ROUNDS_STUCK && one_in(&self, 2)) || one_in(&self, ROUNDS_TO_LIVE))
        process_end(FIRST_WORKER + index);
}

// --- rounds

static void play(void)
{
    uint32_t calls = 0, before = 0, nothing = 0;

    while (calls < calls_wanted) {
        process_sleep(1 + choose(&self, 4));
        calls = (uint32_t)test_call(TEST_AUDIT, 0, 0, 0);
        for (uint32_t i = 0; i < worker_count; i++)
            look_after(i);
        if (one_in(&self, 100))
            must(capability_revoke(HANDLE_CORE), "taking the core right back");
        rounds++;
        nothing = calls == before ? nothing + 1 : 0;
        before = calls;
        CHECK(nothing, <, (uint32_t)ROUNDS_NOTHING); // somebody makes calls, or can be started
    }
}

// Objects that the store made for somebody who ended before he got them are there until the store
// looks for some: when it is asked for more than it has.
static void clear_store(void)
{
    struct message message = {
        .port = STORE_KEEPER,
        .tag = STORE_MEMORY,
        .words = {OBJECT_PAGES_MOST, 0},
    };
    CHECK(service_call(&message), ==, E_NO_MEMORY);
}

static void print_counts(const char *when, const struct test_counts *counts)
{
    print("%s: free %u, claimed %u; kernel %u, core %u, paged %u, lent %u; quotas %u, processes "
          "%u, objects %u\n",
          when, counts->free_frames, counts->claimed_frames, counts->kernel_frames,
          counts->core_frames, counts->paged_frames, counts->lent_frames, counts->ordinary_frames,
          counts->processes, counts->objects);
}

// All that was started ends, and then everything is as it was.
static void end_all(const struct test_counts *before)
{
    struct test_counts after;

    for (uint32_t i = kept; i < worker_count; i++) {
        if (is_there[i])
            process_end(FIRST_WORKER + i);
    }
    for (uint32_t i = kept; i < worker_count; i++) {
        if (is_there[i])
            bury(i);
    }
    for (uint32_t i = 0; i < TICKS_AT_END; i++) {
        clear_store();
        after = test_counts();
        if (after.free_frames == before->free_frames)
            break;
        process_sleep(1);
    }
    print_counts("before", before);
    print_counts("after", &after);
    test_expect_counts(before);
    test_call(TEST_AUDIT, 1, 0, 0);
}

int32_t main(const char *command_line)
{
    struct information_frames frames;

    read_words(command_line);
    await_store();
    process_sleep(2);
    must(information_frames(&frames), "looking at memory");
    quota_frames = frames.ordinary_most / (worker_count + 1);
    hog_pages = frames.free;
    struct test_counts before = test_counts();
    play();
    end_all(&before);
    test_report("workers", made);
    test_report("rounds", rounds);
    test_report("ended", ended);
    test_report("received", received);
    test_report("answered", answered);
    must(information_frames(&frames), "looking at memory");
    test_report("freed", frames.stealer_freed);
    test_report("stored", frames.stealer_stored);
    test_call(TEST_DONE, 0, 0, 0);
    return 1;
}
