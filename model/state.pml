/* SPDX-License-Identifier: MIT
 * The state of everything, under the names that it has in mm/frame.h, mm/objects/object.h and mm/pager.h.
 *
 * Pages are numbered once for all objects, the pages of windows first, so that page s is the window
 * page of slot s:
 *
 *     0 ..                       window of the core pager (its frames are lent to it)
 *     WINDOW_1 ..  WINDOW_2 ..   windows of pagers 1 and 2
 *     OWN_PAGES_1 ..  OWN_PAGES_2 ..          the rest of their memory
 *     CLIENT_PAGES_1 ..  CLIENT_PAGES_2 ..    the objects of clients 1 and 2
 *
 * Processes are numbered too: 0 the core pager, 1 and 2 the paged pagers, 3 and 4 the clients. */

#define WINDOW_1       CORE_SLOTS
#define WINDOW_2       (WINDOW_1 + SLOTS_1)
#define SLOTS          (WINDOW_2 + SLOTS_2)
#define OWN_PAGES_1    SLOTS
#define OWN_PAGES_2    (OWN_PAGES_1 + OWN_1)
#define CLIENT_PAGES_1 (OWN_PAGES_2 + OWN_2)
#define CLIENT_PAGES_2 (CLIENT_PAGES_1 + PAGES_1)
#define PAGES          (CLIENT_PAGES_2 + PAGES_2)
#if PAGES > 12
#error the stealer in model.pml knows 12 pages
#endif

#define CORE      0
#define PROCESSES 5
#define CLIENT(g) ((g) + 2)
#define NOTHING   255 /* no page, slot or process */

#define FIRST_SLOT(g) ((g) == CORE -> 0 : ((g) == 1 -> WINDOW_1 : WINDOW_2))

/* Never changed: the process that uses a page, and the pager behind the page. Nobody is behind the
 * core pager's window. */
byte user_of[PAGES], pager_of[PAGES];

#define LEVEL(g) ((g) == 2 && TOPOLOGY == CHAIN -> 2 : 1)
#define LEVELS   (TOPOLOGY == CHAIN -> 2 : 1)

/* --- frames (mm/frame.h) */

mtype:frame_state = { FRAME_FREE, FRAME_KERNEL, FRAME_PAGED, FRAME_LENT };
mtype:frame_state frame_state[FRAMES] = FRAME_FREE;
byte frame_contents[FRAMES];
bit frame_dirty[FRAMES];
byte free_frames = FRAMES;
byte structures; /* frames that are FRAME_KERNEL */

/* What a page holds: NEWEST(p) is the latest that was written to page p, OLD anything that was
 * overwritten since, or what a slot held for an earlier request: nobody may ever see it. */
#define ZERO      0
#define NEWEST(p) ((p) + 1)
#define OLD       255

/* --- pages (mm/objects/object.h) and what the pager behind each has stored of it */

mtype:page_state = { PAGE_ABSENT, PAGE_FETCHING, PAGE_RESIDENT, PAGE_STORING, PAGE_FAILED };
mtype:page_state page_state[PAGES] = PAGE_ABSENT;
byte page_frame[PAGES]; /* RESIDENT */
bit discard[PAGES];     /* FETCHING, STORING: nobody wants it, it is freed when answered */
bit pinned[PAGES];      /* the turn's holder faulted on it */
byte stored[PAGES];

#define IN_TRANSIT(p) (page_state[p] == PAGE_FETCHING || page_state[p] == PAGE_STORING)
#define CONTENTS(p)   frame_contents[page_frame[p]]
#define DIRTY(p)      frame_dirty[page_frame[p]]

/* --- slots (mm/pager.h) */

mtype:slot_state = { SLOT_IDLE, SLOT_FETCH, SLOT_STORE, SLOT_DRAINING };
mtype:slot_state slot_state[SLOTS] = SLOT_IDLE;
byte slot_page[SLOTS]; /* FETCH, STORE: the page that it is for */
byte idle[3], fetches[3], stores[3], most_of_one_kind[3];
chan pending[3] = [2] of { byte }; /* requests that were not received yet, the oldest first */

#define IS_OPEN(s)        (slot_state[s] == SLOT_FETCH || slot_state[s] == SLOT_STORE)
#define HAS_SLOT(g, kind) \
    (idle[g] > 0 && (kind == SLOT_FETCH -> fetches[g] : stores[g]) < most_of_one_kind[g])

/* --- processes */

byte wants[PROCESSES] = NOTHING; /* the page for which it waits, or which has come since */
bit receiving[3];                /* the pager waits for a request */
byte current[3] = NOTHING;       /* the slot whose request it has received */
bit looked[3];                   /* it has filled or saved what is in that slot */
bit answered[3];                 /* PAGERS_REPEAT: it has answered before, in its first slot */
bit stopped[3], ended[3], core_stopped;
byte turn[3] = NOTHING;          /* by level: which pager has it */
bit queues[3];                   /* for the turn: with two pagers on a level, at most one does */
bit overflows[3];                /* the holder has faulted on more pages than a turn covers */
byte idle_levels;                /* in use, by pagers that nobody asks for anything */
byte last_served = 4;            /* who has had a frame without going first */

#define HAS_REQUEST(g) (TURN_FROM_OPEN -> fetches[g] + stores[g] > 0 : current[g] != NOTHING)
#define HOLDS_TURN(a)  ((a) <= 2 && turn[LEVEL(a)] == (a))
#define PAGED_FLOOR    (CORE_FLOOR + TURN * (LEVELS + idle_levels))
#define TURN_FLOOR(l)  (CORE_FLOOR + (NESTED -> TURN * ((l) - 1) : 0))
#define FLOOR(a)       (HOLDS_TURN(a) -> TURN_FLOOR(LEVEL(a)) : PAGED_FLOOR)


/* For use within one entry into the kernel. */
byte frame, i, j, k, count, page, pager, slot, doomed, blocked, missing, process;

