/* SPDX-License-Identifier: MIT
 * The properties, checked on every way out of the kernel (leave_kernel) and at rest. The name of a
 * property stands behind its assert; README.md says what each means. */

byte users[FRAMES], old_contents[FRAMES], old_dirty[FRAMES];

inline check_frames() {
    i = 0;
    do
    :: i < FRAMES -> users[i] = 0; i++
    :: else -> break
    od;
    i = 0; count = free_frames + structures;
    do
    :: i < PAGES ->
        if
        :: page_state[i] == PAGE_RESIDENT ->
            users[page_frame[i]]++; count++;
            assert(frame_state[page_frame[i]] ==
                   (i < WINDOW_1 -> FRAME_LENT : FRAME_PAGED)); /* frame_in_two_states */
            assert(i < OWN_PAGES_1 || CONTENTS(i) == NEWEST(i)) /* stale_page */
        :: else
        fi;
        i++
    :: else -> break
    od;
    assert(count == FRAMES); /* frame_lost */
    i = 0;
    do
    :: i < FRAMES ->
        assert(users[i] == (frame_state[i] == FRAME_PAGED || frame_state[i] == FRAME_LENT));
            /* frame_in_two_states */
        i++
    :: else -> break
    od
}

/* A page is in transit exactly while one request for it is open. */
inline check_requests() {
    i = 0;
    do
    :: i < PAGES ->
        count = 0; j = 0;
        do
        :: j < SLOTS -> count = count + (IS_OPEN(j) && slot_page[j] == i); j++
        :: else -> break
        od;
        assert(count == IN_TRANSIT(i)); /* one_request_a_page */
        i++
    :: else -> break
    od
}

/* Nobody waits and nothing moves: no request is open, every frame is free or a page of somebody who
 * lives. */
inline check_rest() {
    i = 0;
    do
    :: i < PAGES ->
        assert(!IN_TRANSIT(i)); /* request_left */
        assert(page_state[i] != PAGE_RESIDENT || i >= OWN_PAGES_1); /* frame_left */
        assert(page_state[i] != PAGE_RESIDENT || user_of[i] > 2 || !ended[user_of[i]]); /* frame_left */
        i++
    :: else -> break
    od
}

/* --- states */

/* One frame is like another: they are numbered in the order of their pages, so that states that
 * differ in nothing else count once. */
inline renumber_frames() {
    i = 0;
    do
    :: i < FRAMES ->
        old_contents[i] = frame_contents[i]; old_dirty[i] = frame_dirty[i];
        frame_contents[i] = 0; frame_dirty[i] = 0; frame_state[i] = FRAME_FREE;
        i++
    :: else -> break
    od;
    i = 0; frame = 0;
    do
    :: i < PAGES ->
        if
        :: page_state[i] == PAGE_RESIDENT ->
            frame_contents[frame] = old_contents[page_frame[i]];
            frame_dirty[frame] = old_dirty[page_frame[i]];
            frame_state[frame] = (i < WINDOW_1 -> FRAME_LENT : FRAME_PAGED);
            page_frame[i] = frame;
            frame++
        :: else
        fi;
        i++
    :: else -> break
    od;
    i = 0;
    do
    :: i < structures -> frame_state[frame] = FRAME_KERNEL; frame++; i++
    :: else -> break
    od
}

/* For who replays a counterexample: one line for each entry into the kernel. */
inline print_state() {
    printf("free %d:", free_frames);
    i = 0;
    do
    :: i < PAGES ->
        if
        :: i < WINDOW_1 -> printf(" core slot")
        :: i >= WINDOW_1 && i < SLOTS -> printf(" slot of %d", user_of[i])
        :: i >= SLOTS && i < CLIENT_PAGES_1 -> printf(" own %d", user_of[i])
        :: else -> printf(" client %d", user_of[i] - 2)
        fi;
        printf(" [%d] %e", i, page_state[i]);
        if
        :: page_state[i] == PAGE_RESIDENT && DIRTY(i) -> printf(" dirty")
        :: else
        fi;
        if
        :: i < SLOTS && slot_state[i] != SLOT_IDLE ->
            printf(" (%e of [%d])", slot_state[i], slot_page[i])
        :: else
        fi;
        printf(",");
        i++
    :: else -> break
    od;
    i = 1;
    do
    :: i < PROCESSES ->
        if
        :: wants[i] != NOTHING -> printf(" %d wants [%d]", i, wants[i])
        :: else
        fi;
        i++
    :: else -> break
    od;
    printf(" turns %d %d\n", turn[1], turn[2])
}

/* Variables that mean nothing between two entries must not make two states of one. */
inline forget() {
    frame = 0; i = 0; j = 0; k = 0; count = 0; page = 0; pager = 0; slot = 0;
    doomed = 0; blocked = 0; missing = 0; process = 0;
    do
    :: i < FRAMES -> users[i] = 0; old_contents[i] = 0; old_dirty[i] = 0; i++
    :: else -> break
    od;
    i = 0
}

inline leave_kernel() {
    if
    :: PROGRESS -> grant()
    :: else
    fi;
    check_frames();
    check_requests();
    renumber_frames();
    print_state();
    forget()
}
