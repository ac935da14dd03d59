// SPDX-License-Identifier: MIT
// The tree of processes, from ring 3: who ends with whom, and whose the quota is. This program is a
// core process; what it makes are ordinary ones.
#include <stddef.h>

#include "user/child.h"
#include "user/testing/test.h"

enum { // handles
    EXCHANGE = HANDLE_FREE,
    PARENT, // makes a child, and hands it over
    OTHER,  // that one's sibling
    CHILD,
    HANDED, // a capability for the child, as it is handed over
};

#define CHILD_FRAMES  10
#define PARENT_FRAMES 30
#define OTHER_FRAMES  25
#define RIGHTS_HANDED (RIGHT_READ | RIGHT_PASS | RIGHT_ADOPT)

static int32_t sleep_for_ever(uint32_t unused)
{
    (void)unused;
    return process_sleep(TICKS_FOREVER);
}

static struct information_process look_at(uint32_t process)
{
    struct information_process information = {0};

    CHECK(information_process((uint32_t)information_place(process), &information), >, 0);
    return information;
}

// --- a child that is handed over

// A child that can have children itself, and send what it has here.
static void make(uint32_t process, const char *name, uint32_t quota_frames)
{
    child_make(process, name, quota_frames);
    for (uint32_t i = 0; i < 2; i++)
        CHECK(capability_give(process, HANDLE_SEGMENTS + i, HANDLE_SEGMENTS + i,
                              RIGHT_READ | RIGHT_WRITE | RIGHT_PASS, 0),
              ==, 0);
    CHECK(capability_give(process, EXCHANGE, EXCHANGE, RIGHT_SEND | RIGHT_PASS, 0), ==, 0);
}

// Its own child goes along; whoever gets it has these rights.
static int32_t make_and_hand_over(uint32_t rights)
{
    struct message message = {.port = EXCHANGE, .capability = HANDED, .tag = 1};

    child_make(CHILD, "child", CHILD_FRAMES);
    child_run(CHILD, sleep_for_ever, 0);
    CHECK(capability_copy(CHILD, HANDED, rights, 0), ==, 0);
    CHECK(message_send(&message, TICKS_FOREVER), ==, 0);
    return sleep_for_ever(0);
}

// Leaves PARENT, and its child under HANDED.
static void take_handed(uint32_t rights)
{
    struct message message = {.port = EXCHANGE, .accept = HANDED};

    make(PARENT, "parent", PARENT_FRAMES);
    child_run(PARENT, make_and_hand_over, rights);
    CHECK(message_receive(&message, TICKS_FOREVER), >, 0);
    CHECK(look_at(HANDED).creator, ==, look_at(PARENT).number);
    CHECK(look_at(PARENT).quota_frames, ==, (uint32_t)PARENT_FRAMES - CHILD_FRAMES);
}

static void end_parent(void)
{
    CHECK(process_end(PARENT), ==, 0);
    test_expect_end(PARENT, END_KILLED);
}

// The child has this quota still, and is that process's.
static void expect_child_of(uint32_t process)
{
    struct information_process child = look_at(HANDED);

    CHECK(child.creator, ==, look_at(process).number);
    CHECK(child.state, <, (uint32_t)PROCESS_ENDING);
    CHECK(child.quota_frames, ==, (uint32_t)CHILD_FRAMES);
}

// Nobody takes it: it ends with the one that made it, whoever has a capability for it.
static void not_taken(const char *arguments)
{
    struct test_counts before = test_counts();

    (void)arguments;
    take_handed(RIGHTS_HANDED);
    end_parent();
    test_expect_end(HANDED, END_CREATOR_ENDED);
    test_expect_counts(&before);
}

// A core process takes it: so it lives on, and the quota is its maker's again.
static void taken(const char *arguments)
{
    struct test_counts before = test_counts();

    (void)arguments;
    take_handed(RIGHTS_HANDED);
    CHECK(process_adopt(HANDED), ==, 0);
    CHECK(look_at(PARENT).quota_frames, ==, (uint32_t)PARENT_FRAMES);
    CHECK(test_counts().ordinary_frames, ==, before.ordinary_frames + PARENT_FRAMES + CHILD_FRAMES);
    CHECK(process_adopt(HANDED), ==, 0); // its own already
    CHECK(test_counts().ordinary_frames, ==, before.ordinary_frames + PARENT_FRAMES + CHILD_FRAMES);
    end_parent();
    expect_child_of(HANDLE_SELF);
    CHECK(test_counts().ordinary_frames, ==, before.ordinary_frames + CHILD_FRAMES);
    // As its maker it can get a capability with which it can end it.
    struct information_process child = look_at(HANDED);
    CHECK(process_find(CHILD, child.place, child.number), ==, 0);
    CHECK(process_end(CHILD), ==, 0);
    CHECK(capability_drop(CHILD), ==, 0);
    test_expect_end(HANDED, END_KILLED);
    test_expect_counts(&before);
}

static int32_t adopt_and_sleep(uint32_t unused)
{
    int32_t error = process_adopt(HANDED);
    return error == 0 ? sleep_for_ever(unused) : error;
}

// Makes OTHER, which tries to take the child.
static void have_other_adopt(uint32_t quota_frames)
{
    make(OTHER, "other", quota_frames);
    CHECK(capability_give(OTHER, HANDED, HANDED, RIGHTS_HANDED, 0), ==, 0);
    child_run(OTHER, adopt_and_sleep, 0);
    process_sleep(2);
}

// A sibling of its maker takes it: it lives on, on that one's quota, and ends with that one.
static void taken_by_sibling(const char *arguments)
{
    struct test_counts before = test_counts();

    (void)arguments;
    take_handed(RIGHTS_HANDED);
    have_other_adopt(OTHER_FRAMES);
    CHECK(look_at(PARENT).quota_frames, ==, (uint32_t)PARENT_FRAMES);
    CHECK(look_at(OTHER).quota_frames, ==, (uint32_t)OTHER_FRAMES - CHILD_FRAMES);
    CHECK(test_counts().ordinary_frames, ==, before.ordinary_frames + PARENT_FRAMES + OTHER_FRAMES);
    end_parent();
    expect_child_of(OTHER);
    CHECK(process_end(OTHER), ==, 0);
    test_expect_end(OTHER, END_KILLED);
    test_expect_end(HANDED, END_CREATOR_ENDED);
    test_expect_counts(&before);
}

// --- what is refused

static void no_right(void)
{
    take_handed(RIGHTS_HANDED & ~RIGHT_ADOPT);
    CHECK(process_adopt(HANDED), ==, E_RIGHTS);
    expect_child_of(PARENT);
    end_parent();
    CHECK(capability_drop(HANDED), ==, 0);
}

static void has_ended(void)
{
    take_handed(RIGHTS_HANDED);
    end_parent();
    CHECK(process_adopt(HANDED), ==, E_DEAD);
    CHECK(capability_drop(HANDED), ==, 0);
    CHECK(process_adopt(HANDLE_SELF), ==, E_STATE);
}

// What the other one uses itself is what it lacks for the child.
static void no_quota(void)
{
    take_handed(RIGHTS_HANDED);
    have_other_adopt(CHILD_FRAMES);
    expect_child_of(PARENT);
    CHECK(test_expect_end(OTHER, END_EXIT), ==, E_QUOTA);
    end_parent();
    CHECK(capability_drop(HANDED), ==, 0);
}

static int32_t adopt(uint32_t unused)
{
    (void)unused;
    return process_adopt(HANDED);
}

// Whose result is what a child of the running process gets that tries to take what is under
// `process`.
static int32_t have_child_adopt(uint32_t process)
{
    struct process_end end = {0};

    make(OTHER, "below", CHILD_FRAMES);
    CHECK(capability_give(OTHER, process, HANDED, RIGHTS_HANDED, 0), ==, 0);
    child_run(OTHER, adopt, 0);
    CHECK(process_wait(OTHER, &end), ==, 0);
    CHECK(capability_drop(OTHER), ==, 0);
    CHECK(end.reason, ==, (uint32_t)END_EXIT);
    return end.status;
}

// A process that takes itself, one of its own children that takes its sibling, and one that takes
// the process that it comes from.
static int32_t be_entangled(uint32_t unused)
{
    (void)unused;
    CHECK(process_adopt(HANDLE_SELF), ==, E_LIMIT);
    child_make(CHILD, "child", CHILD_FRAMES);
    CHECK(have_child_adopt(CHILD), ==, E_LIMIT);
    CHECK(have_child_adopt(HANDLE_SELF), ==, E_LIMIT);
    return 0;
}

static void deeper_or_in_a_circle(void)
{
    make(PARENT, "parent", PARENT_FRAMES);
    CHECK(capability_give(PARENT, PARENT, HANDLE_SELF, RIGHTS_HANDED, 0), ==, 0);
    child_run(PARENT, be_entangled, 0);
    CHECK(test_expect_end(PARENT, END_EXIT), ==, 0);
}

static void refused(const char *arguments)
{
    struct test_counts before = test_counts();

    (void)arguments;
    no_right();
    has_ended();
    no_quota();
    deeper_or_in_a_circle();
    test_expect_counts(&before);
}

// --- how deep the tree can be

// Makes one below itself, with all that it has but what it needs, as long as it can. Returns how
// many processes are below it.
static int32_t go_deeper(uint32_t quota_frames)
{
    int32_t error = child_try_make(CHILD, "deeper", quota_frames - CHILD_FRAMES);

    if (error != 0)
        return error == E_LIMIT ? 0 : error;
    for (uint32_t i = 0; i < 2; i++)
        CHECK(capability_give(CHILD, HANDLE_SEGMENTS + i, HANDLE_SEGMENTS + i,
                              RIGHT_READ | RIGHT_WRITE | RIGHT_PASS, 0),
              ==, 0);
    child_run(CHILD, go_deeper, quota_frames - CHILD_FRAMES);
    struct process_end end;
    CHECK(process_wait(CHILD, &end), ==, 0);
    CHECK(end.reason, ==, (uint32_t)END_EXIT);
    return end.status < 0 ? end.status : end.status + 1;
}

static void depth(const char *arguments)
{
    struct test_counts before = test_counts();
    uint32_t quota_frames = CHILD_FRAMES * (PROCESS_DEPTH_MOST + 2);

    (void)arguments;
    CHECK(go_deeper(quota_frames), ==, PROCESS_DEPTH_MOST);
    CHECK(capability_drop(CHILD), ==, 0);
    test_expect_counts(&before);
}

int32_t main(const char *command_line)
{
    static const struct scenario scenarios[] = {
        {"not-taken", not_taken}, {"taken", taken}, {"taken-by-sibling", taken_by_sibling},
        {"refused", refused},     {"depth", depth},
    };

    CHECK(port_create(EXCHANGE), ==, 0);
    test_main(command_line, scenarios, sizeof scenarios / sizeof scenarios[0]);
}
