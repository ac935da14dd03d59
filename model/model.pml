/* SPDX-License-Identifier: MIT
 * Who enters the kernel, in any order: clients, pagers, the stealer, and what can happen besides. */

#include "options.pml"
#include "state.pml"
#include "turns.pml"
#include "rules.pml"
#include "properties.pml"

/* Accidents (options.pml) may happen until it is calm. From then on what goes on goes on by itself,
 * and if nothing does though somebody waits, that is a deadlock. */
bit calm, done;
#define MAY(happen) (happen && !calm)
#define LEAVE(what) printf(what); leave_kernel()
#define SOMEBODY_WAITS \
    (wants[1] != NOTHING || wants[2] != NOTHING || wants[3] != NOTHING || wants[4] != NOTHING)

/* --- clients: write to a page, or wait for it. (That they read is no step: check_frames looks at
 * all pages at any time.) */

inline write(p) {
    k = 0;
    do
    :: k < FRAMES ->
        frame_contents[k] = (frame_contents[k] == NEWEST(p) && !PROGRESS -> OLD : frame_contents[k]);
        k++
    :: else -> break
    od;
    k = 0;
    do
    :: k < PAGES -> stored[k] = (stored[k] == NEWEST(p) && !PROGRESS -> OLD : stored[k]); k++
    :: else -> break
    od;
    CONTENTS(p) = NEWEST(p);
    DIRTY(p) = 1
}

inline end_client(a) {
    wants[a] = NOTHING;
    j = CLIENT_PAGES_1;
    do
    :: j < PAGES ->
        if
        :: user_of[j] == a && page_state[j] != PAGE_FAILED -> drop(j)
        :: else
        fi;
        j++
    :: else -> break
    od
}

/* The faults of process a that wait, when nothing says in which order. */
#define WAITING_FAULT(a)                                                                           \
    :: d_step { !PROGRESS && CAN_FETCH(a) -> fetch(a); LEAVE("fetch: ") }

#if PROGRESS
#define WENT_ON goto went_on
#else
#define WENT_ON skip
#endif

proctype Client(byte a, first, pages) {
    byte p;
end:
    do
    :: atomic { wants[a] == NOTHING ->
        if
        :: p = first
        :: pages > 1 -> p = first + 1
        :: pages > 2 -> p = first + 2
        fi;
        if
        :: d_step { page_state[p] == PAGE_RESIDENT -> write(p); p = 0; LEAVE("client writes: ") };
            WENT_ON
        :: d_step { page_state[p] == PAGE_RESIDENT && PROGRESS -> p = 0 }; WENT_ON
        :: d_step { page_state[p] != PAGE_RESIDENT -> fault(a, p); p = 0; LEAVE("client faults: ") }
        fi }
    :: atomic { wants[a] != NOTHING && page_state[wants[a]] == PAGE_RESIDENT ->
        if
        :: d_step { wants[a] = NOTHING; LEAVE("client reads: ") }
        :: d_step { write(wants[a]); wants[a] = NOTHING; LEAVE("client writes: ") }
        fi; WENT_ON }
    WAITING_FAULT(a)
    :: d_step { wants[a] != NOTHING && page_state[wants[a]] == PAGE_FAILED ->
        end_client(a); LEAVE("client is ended: ") }; break
    :: d_step { MAY(CLIENTS_GIVE_UP) && wants[a] != NOTHING &&
        page_state[wants[a]] != PAGE_RESIDENT ->
        wants[a] = NOTHING; LEAVE("client gives up: ") }
    :: d_step { MAY(CLIENTS_END) -> end_client(a); LEAVE("client ends: ") }; break
    :: d_step { !PROGRESS && wants[a] == NOTHING -> skip }; break /* it needs no more; its pages stay */
    od;
    goto over;
went_on:
    if
    :: a == CLIENT(PROGRESS) -> progress_made: goto end
    :: else -> goto end
    fi;
over: /* if it was ended, it has been told why */
    do
    :: a == CLIENT(PROGRESS) -> progress_ended: skip
    :: else -> break
    od
}

/* --- paged pagers: receive, look at the slot, answer; for each, all own pages must be there */

#define CAN_RUN(g) (!ended[g] && !stopped[g] && !receiving[g] &&                                   \
    (wants[g] == NOTHING || page_state[wants[g]] == PAGE_RESIDENT ||                                \
     page_state[wants[g]] == PAGE_FAILED))

#define NEEDS(g, p) (user_of[p] == g && !(SET_MOVES && g == 2 && (current[g] == NOTHING ||         \
    (slot_page[current[g]] - CLIENT_PAGES_2) % (OWN_2 + !OWN_2) != p - OWN_PAGES_2)))

/* What pager g needs next and does not have, or NOTHING. */
inline find_missing(g, is_error) {
    missing = NOTHING;
    i = SLOTS;
    do
    :: i < CLIENT_PAGES_1 && missing == NOTHING ->
        missing = (NEEDS(g, i) && page_state[i] != PAGE_RESIDENT -> i : NOTHING); i++
    :: else -> break
    od;
    if
    :: missing == NOTHING && current[g] != NOTHING ->
        if
        :: page_state[current[g]] != PAGE_RESIDENT && (!looked[g] ||
           (slot_state[current[g]] == SLOT_FETCH && !is_error && !discard[slot_page[current[g]]])) ->
            missing = current[g]
        :: else
        fi
    :: else
    fi
}

inline look(s) {
    page = slot_page[s];
    if
    :: slot_state[s] == SLOT_FETCH ->
        assert(CONTENTS(s) == ZERO); /* fetch_slot_not_zero */
        CONTENTS(s) = stored[page];
        DIRTY(s) = 1
    :: else ->
        assert(page < SLOTS || discard[page] || CONTENTS(s) == NEWEST(page)); /* write_lost */
        stored[page] = (discard[page] -> OLD : CONTENTS(s))
    fi
}

inline end_doomed() {
    if
    :: doomed == NOTHING
    :: doomed == 1 || doomed == 2 -> process = doomed; end_pager(process)
    :: else -> wants[doomed] = NOTHING /* a client; another one takes its place */
    fi
}

inline answer_current(g, is_error) {
    slot = current[g];
    assert(slot_state[slot] == SLOT_STORE || is_error || discard[slot_page[slot]] ||
           CONTENTS(slot) == stored[slot_page[slot]]); /* fill_lost */
    answered[g] = answered[g] || (PAGERS_REPEAT && slot == FIRST_SLOT(g));
    current[g] = NOTHING; looked[g] = 0;
    answer(slot, is_error);
    leave_turn(g);
    end_doomed()
}

inline step(g, is_error) {
    find_missing(g, is_error);
    i = SLOTS; /* it has run until there, and may have written to its pages */
    do
    :: i < CLIENT_PAGES_1 && i != missing ->
        if
        :: WRITES_OWN && NEEDS(g, i) -> write(i)
        :: else
        fi;
        i++
    :: else -> break
    od;
    if
    :: missing != NOTHING && page_state[missing] == PAGE_FAILED -> end_pager(g)
    :: missing != NOTHING && page_state[missing] != PAGE_FAILED -> fault(g, missing)
    :: else ->
        wants[g] = NOTHING;
        if
        :: current[g] == NOTHING ->
            if
            :: len(pending[g]) > 0 -> pending[g]?slot; current[g] = slot
            :: else -> receiving[g] = 1
            fi
        :: current[g] != NOTHING && !looked[g] -> look(current[g]); looked[g] = 1
        :: else -> answer_current(g, is_error)
        fi
    fi
}

proctype Pager(byte g) {
    bit is_error;
end:
    do
    :: atomic { CAN_RUN(g) ->
        if
        :: is_error = 0
        :: MAY(PAGERS_FAIL) && looked[g] -> is_error = 1
        fi;
        d_step { step(g, is_error); is_error = 0; LEAVE("pager: ") } }
    WAITING_FAULT(g)
    :: d_step { MAY(PAGERS_STOP) && CAN_RUN(g) && current[g] != NOTHING ->
        stopped[g] = 1; LEAVE("pager stops: ") }
    :: d_step { MAY(PAGERS_END) && !ended[g] -> end_pager(g); LEAVE("pager ends: ") }
    /* In its first slot: the word of a request before, or one that it has made up. All other wrong
     * words are E_STALE, and change nothing. */
    :: d_step { MAY(PAGERS_REPEAT) && !ended[g] && slot_state[FIRST_SLOT(g)] == SLOT_FETCH &&
        page_state[FIRST_SLOT(g)] == PAGE_RESIDENT &&
        (current[g] == FIRST_SLOT(g) -> answered[g] && !GENERATIONS : !DELIVERED) ->
            answer(FIRST_SLOT(g), 0); current[g] = NOTHING; LEAVE("answer that is stale: ") }
    od
}

/* Patience with a pager that has stopped, and with one for which the turn that it has is not enough.
 * (Time in which it waits for pages that the turn then keeps for it does not count.) */

proctype Patience(byte g) {
end:
    do
    :: d_step { PATIENCE && stopped[g] && SOMEBODY_WAITS ->
        end_pager(g); LEAVE("patience with a pager that stopped: ") }
    :: d_step { PATIENCE_IN_TURN && overflows[g] ->
        end_pager(g); LEAVE("patience with a pager in its turn: ") }
    od
}

/* --- the core pager: each slot of it is served, in any order */

proctype Core(byte s) {
    bit is_error;
end:
    do
    :: atomic { IS_OPEN(s) && !core_stopped ->
        if
        :: is_error = 0
        :: MAY(PAGERS_FAIL) -> is_error = 1
        fi;
        d_step { look(s); answer(s, is_error); end_doomed();
            is_error = 0; LEAVE("core pager: ") } }
    :: d_step { MAY(CORE_STOPS) && !core_stopped ->
        core_stopped = 1; LEAVE("core pager stops: ") }
    od
}

/* --- a system call of an ordinary process: it does not queue, and keeps what it gets */

proctype System_call() {
end:
    do
    :: d_step { structures < STRUCTURES && free_frames > PAGED_FLOOR ->
        take_frame();
        frame_state[frame] = FRAME_KERNEL; structures++; LEAVE("system call: ") }
    od
}

/* --- a pager on the next level, which never has a request */

#define KEPT_FOR_STRUCTURES (REFUSES == ALL_THAT_IS_PROMISED -> STRUCTURES : structures)
#define HAS_FLOOR                                                                                  \
    (REFUSES == 0 || PAGED_FLOOR + TURN + KEPT_FOR_STRUCTURES < FRAMES)

proctype Idle_pagers() {
end:
    do
    :: d_step { idle_levels < IDLE_LEVELS && HAS_FLOOR ->
        idle_levels++; LEAVE("idle pager: ") }
    od
}

/* --- the stealer: takes any page that it may take, at any time that it may */

#define TRY(n) :: n < PAGES && CAN_EVICT((n < PAGES -> n : 0)) -> p = n

proctype Stealer() {
    byte p;
end:
    do
    :: atomic {
        if
        TRY(1) TRY(2) TRY(3) TRY(4) TRY(5) TRY(6) TRY(7) TRY(8) TRY(9) TRY(10) TRY(11)
        fi;
        d_step { evict(p); p = 0; LEAVE("stealer: ") } }
    od
}

/* --- when nothing moves any more */

#define CORE_OWES (fetches[CORE] + stores[CORE] > 0)
#define HOLDER_WAITS(l) (turn[l] != NOTHING && wants[turn[l]] != NOTHING)

proctype Verdict() {
end:
    do
    :: !calm && !PROGRESS -> calm = 1
    :: d_step { timeout ->
        if
        :: SOMEBODY_WAITS && core_stopped && CORE_OWES ->
            done = 1 /* the kernel panics, and is right */
        :: SOMEBODY_WAITS && !(core_stopped && CORE_OWES) ->
            done = 0;
            process = NOTHING;
            if
            :: ENDS_HOLDER && HOLDER_WAITS(2) -> process = turn[2]
            :: ENDS_HOLDER && !HOLDER_WAITS(2) && HOLDER_WAITS(1) -> process = turn[1]
            :: else
            fi;
            assert(process != NOTHING); /* deadlock */
            end_pager(process)
        :: else ->
            done = 1;
            if
            :: core_stopped || stopped[1] || stopped[2]
            :: else -> check_rest()
            fi
        fi;
        LEAVE("nothing moves: ") };
        if
        :: done -> break
        :: else
        fi
    od
}

init {
    d_step {
        most_of_one_kind[CORE] = (CORE_SLOTS > 1 -> CORE_SLOTS - 1 : 1);
        most_of_one_kind[1] = (SLOTS_1 > 1 -> SLOTS_1 - 1 : 1);
        most_of_one_kind[2] = (SLOTS_2 > 1 -> SLOTS_2 - 1 : 1);
        idle[CORE] = CORE_SLOTS; idle[1] = SLOTS_1; idle[2] = SLOTS_2;
        receiving[1] = 1; receiving[2] = (TOPOLOGY != ALONE);
        ended[2] = (TOPOLOGY == ALONE);
        i = 0;
        do
        :: i < PAGES ->
            if
            :: i < SLOTS -> user_of[i] = (i < WINDOW_1 -> CORE : (i < WINDOW_2 -> 1 : 2))
            :: i >= SLOTS && i < CLIENT_PAGES_1 -> user_of[i] = (i < OWN_PAGES_2 -> 1 : 2)
            :: else -> user_of[i] = (i < CLIENT_PAGES_2 -> CLIENT(1) : CLIENT(2))
            fi;
            pager_of[i] = (user_of[i] > 2 -> user_of[i] - 2 :
                (user_of[i] == 2 && TOPOLOGY == CHAIN -> 1 : CORE));
            stored[i] = (i < SLOTS -> OLD : NEWEST(i));
            i++
        :: else -> break
        od
    };
    atomic {
        run Core(0);
        if :: CORE_SLOTS > 1 -> run Core(1) :: else fi;
        run Pager(1); run Patience(1);
        if :: TOPOLOGY != ALONE -> run Pager(2); run Patience(2) :: else fi;
        run Stealer();
        if :: STRUCTURES > 0 -> run System_call() :: else fi;
        if :: IDLE_LEVELS > 0 -> run Idle_pagers() :: else fi;
        if :: PAGES_1 > 0 -> run Client(CLIENT(1), CLIENT_PAGES_1, PAGES_1) :: else fi;
        if :: PAGES_2 > 0 -> run Client(CLIENT(2), CLIENT_PAGES_2, PAGES_2) :: else fi;
        run Verdict()
    }
}
