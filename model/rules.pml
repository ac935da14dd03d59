/* SPDX-License-Identifier: MIT
 * What the kernel does with frames, pages and slots. All of it happens within one entry into the
 * kernel, so these are inline, for a d_step of whoever enters (model.pml). */

/* --- requests */

/* Opens a request of that kind for page p, with `frame` in the slot's window page. */
inline open_request(p, kind) {
    pager = pager_of[p];
    slot = FIRST_SLOT(pager);
    do
    :: slot_state[slot] == SLOT_IDLE -> break
    :: else -> slot++
    od;
    assert(page_state[slot] == PAGE_ABSENT || page_state[slot] == PAGE_FAILED); /* slot_not_empty */
    slot_state[slot] = kind;
    slot_page[slot] = p;
    idle[pager]--;
    page_state[slot] = PAGE_RESIDENT;
    page_frame[slot] = frame;
    frame_state[frame] = (pager == CORE -> FRAME_LENT : FRAME_PAGED);
    if
    :: kind == SLOT_FETCH -> fetches[pager]++; frame_dirty[frame] = DIRTY_FETCH
    :: else -> stores[pager]++; frame_dirty[frame] = DIRTY_STORE
    fi;
    if
    :: pager == CORE /* answers in any order, its slots are processes of their own */
    :: pager != CORE && receiving[pager] -> receiving[pager] = 0; current[pager] = slot
    :: else -> pending[pager]!slot
    fi;
    if
    :: TURN_WHEN_OPENED && pager != CORE && wants[pager] != NOTHING && !stopped[pager] ->
        ask_for_turn(pager)
    :: else
    fi
}

#define CAN_HAVE_SLOT(a) (wants[a] != NOTHING && page_state[wants[a]] == PAGE_ABSENT &&            \
    HAS_SLOT(pager_of[wants[a]], SLOT_FETCH))
#define CAN_FETCH(a)     (CAN_HAVE_SLOT(a) && free_frames > FLOOR(a))

/* Takes `frame`, any that is free. */
inline take_frame() {
    free_frames--;
    frame = 0;
    do
    :: frame_state[frame] == FRAME_FREE -> break
    :: else -> frame++
    od
}

/* Process a takes a frame and a slot together, and asks for the page that it wants. */
inline fetch(a) {
    take_frame();
    frame_contents[frame] = ZERO;
    page_state[wants[a]] = PAGE_FETCHING;
    open_request(wants[a], SLOT_FETCH)
}

/* Process a touches page p, which is not there. */
inline fault(a, p) {
    wants[a] = p;
    if
    :: a <= 2 -> ask_for_turn(a)
    :: else
    fi
}

#define CAN_EVICT(p)                                                                               \
    (p >= WINDOW_1 && page_state[p] == PAGE_RESIDENT && free_frames <= STEAL_LOW &&                \
    !(FRESH && wants[user_of[p]] == p) && !(PINS && pinned[p]) &&                                  \
    (!DIRTY(p) || HAS_SLOT(pager_of[p], SLOT_STORE)))

inline free_frame(p) {
    frame = page_frame[p];
    assert(frame_state[frame] != FRAME_FREE); /* freed_twice */
    frame_state[frame] = FRAME_FREE;
    free_frames++;
    page_frame[p] = 0;
    page_state[p] = PAGE_ABSENT
}

inline evict(p) {
    if
    :: !DIRTY(p) -> free_frame(p)
    :: else ->
        frame = page_frame[p];
        page_frame[p] = 0;
        page_state[p] = PAGE_STORING;
        open_request(p, SLOT_STORE)
    fi
}

/* Nobody wants what is in page p any more. */
inline drop(p) {
    stored[p] = OLD;
    if
    :: page_state[p] == PAGE_RESIDENT -> free_frame(p)
    :: IN_TRANSIT(p) -> discard[p] = DISCARDS
    :: else
    fi
}

/* The request in slot s is answered. `doomed` is who waits for the page, if it will not come. */
inline answer(s, is_error) {
    page = slot_page[s];
    pager = user_of[s];
    doomed = NOTHING;
    if
    :: slot_state[s] == SLOT_FETCH && !is_error && !discard[page] -> /* the frame moves */
        assert(page_state[s] == PAGE_RESIDENT); /* answer_without_page */
        page_state[page] = PAGE_RESIDENT;
        page_frame[page] = page_frame[s];
        frame_state[page_frame[s]] = FRAME_PAGED;
        frame_dirty[page_frame[s]] = 0;
        page_state[s] = PAGE_ABSENT;
        page_frame[s] = 0;
        stored[s] = OLD
    :: else ->
        if
        :: slot_state[s] == SLOT_STORE && is_error && !discard[page] -> page_state[page] = PAGE_FAILED
        :: else -> page_state[page] = PAGE_ABSENT
        fi;
        if
        :: slot_state[s] == SLOT_FETCH && is_error && wants[user_of[page]] == page ->
            doomed = user_of[page]
        :: else
        fi;
        drop(s)
    fi;
    if
    :: discard[page] && page < SLOTS && slot_state[page] == SLOT_DRAINING ->
        slot_state[page] = SLOT_IDLE; /* the slot above, whose window page this was */
        idle[user_of[page]]++
    :: else
    fi;
    discard[page] = 0;
    if
    :: slot_state[s] == SLOT_FETCH -> fetches[pager]--
    :: else -> stores[pager]--
    fi;
    slot_page[s] = 0;
    slot_state[s] = (DRAINS && IN_TRANSIT(s) -> SLOT_DRAINING : SLOT_IDLE);
    idle[pager] = idle[pager] + (slot_state[s] == SLOT_IDLE)
}

/* Pager g is ended: its objects fail, what it has in transit below is discarded. */
inline end_one(g) {
    ended[g] = 1; stopped[g] = 0; receiving[g] = 0; answered[g] = 0;
    current[g] = NOTHING; looked[g] = 0;
    wants[g] = NOTHING;

    idle[g] = 0; fetches[g] = 0; stores[g] = 0;
    do
    :: len(pending[g]) > 0 -> pending[g]?_
    :: else -> break
    od;
    leave_turn(g);
    j = 0;
    do
    :: j < PAGES ->
        if
        :: j < SLOTS && user_of[j] == g -> slot_state[j] = SLOT_IDLE; slot_page[j] = 0
        :: else
        fi;
        if
        :: j >= WINDOW_1 && pager_of[j] == g ->
            if
            :: page_state[j] == PAGE_RESIDENT -> free_frame(j)
            :: else
            fi;
            page_state[j] = PAGE_FAILED; discard[j] = 0; pinned[j] = 0; stored[j] = OLD
        :: user_of[j] == g -> drop(j)
        :: else
        fi;
        j++
    :: else -> break
    od
}

inline end_pager(g) {
    end_one(g);
    if
    :: SPILLS_END && TOPOLOGY == CHAIN && g == 1 && !ended[2] -> end_one(2)
    :: else
    fi
}

/* --- who waits for frames goes on as soon as it can (only for PROGRESS; else in any order) */

/* The turns' holders first, the lower level before the higher, and none of them behind anybody else.
 * Then the other pagers, then clients, one after the other. Who waits for a slot holds up nobody who
 * waits only for a frame. */
inline grant() {
    blocked = 0; j = 0;
    do
    :: j < 8 ->
        if
        :: j < 2 -> process = turn[j + 1]
        :: j == 2 || j == 3 -> process = (LEVEL_FIRST || HAS_REQUEST(j - 1) -> j - 1 : NOTHING)
        :: else -> process = (last_served + j) % 4 + 1 /* j - 4 after the one behind last_served */
        fi;
        if
        :: process == NOTHING || (blocked && !HOLDS_TURN(process)) || !CAN_HAVE_SLOT(process) -> j++
        :: else ->
            if
            :: CAN_FETCH(process) ->
                fetch(process);
                last_served = (j < 4 -> last_served : process);
                blocked = 0; j = 0 /* again: somebody may have the turn now */
            :: else -> blocked = blocked || !HOLDS_TURN(process); j++
            fi
        fi
    :: else -> break
    od
}
