/* SPDX-License-Identifier: MIT
 * What a configuration (configurations.tsv) can choose, as -DNAME=number.
 *
 * The defaults are the smallest system and the kernel's rules. A rule that is set to 0 is left out:
 * the model must fail then, or the rule is not needed, or the model cannot see what it is for. */

/* --- what there is */

#define ALONE 1 /* pager 1, behind it the core pager */
#define CHAIN 2 /* pager 2 (level 2), behind it pager 1 (level 1), behind it the core pager */
#define PAIR  3 /* pagers 1 and 2 side by side on level 1, behind both the core pager */

#ifndef TOPOLOGY
#define TOPOLOGY ALONE
#endif
#ifndef FRAMES
#define FRAMES 5
#endif
#ifndef CORE_FLOOR
#define CORE_FLOOR 0
#endif
#ifndef TURN /* pages that a turn covers: must be those that a pager needs, and the slot's */
#define TURN 2
#endif
#ifndef STEAL_LOW /* at so few free frames the stealer works; FRAMES: at any time */
#define STEAL_LOW FRAMES
#endif
#ifndef CORE_SLOTS
#define CORE_SLOTS 1
#endif

#ifndef SLOTS_1 /* pager 1: slots */
#define SLOTS_1 1
#endif
#ifndef OWN_1 /* pages of its own (code, data), all of which it needs whenever it runs */
#define OWN_1 1
#endif
#ifndef PAGES_1 /* pages of its client 1; 0: there is no such client */
#if TOPOLOGY == CHAIN
#define PAGES_1 0
#else
#define PAGES_1 1
#endif
#endif

#if TOPOLOGY == ALONE /* pager 2: the same */
#define SLOTS_2 0
#define OWN_2 0
#define PAGES_2 0
#endif
#ifndef SLOTS_2
#define SLOTS_2 1
#endif
#ifndef OWN_2
#define OWN_2 1
#endif
#ifndef PAGES_2
#define PAGES_2 1
#endif
#ifndef SET_MOVES /* 1: it needs one own page for each page of its client, and none to receive */
#define SET_MOVES 0
#endif

/* --- what may happen */

#ifndef PROGRESS /* this client must get on for ever, and whoever waits is served in order (pan -l -f);
                    0: whatever may happen happens in any order */
#define PROGRESS 0
#endif
#ifndef WRITES_OWN /* pagers write to their own pages */
#define WRITES_OWN 0
#endif
#ifndef STRUCTURES /* so many frames may go to structures of the kernel, class PAGED, for good */
#define STRUCTURES 0
#endif
#ifndef IDLE_LEVELS /* so many levels more may come into use, of pagers that nobody asks for anything */
#define IDLE_LEVELS 0
#endif
#ifndef CLIENTS_END /* a client may end at any moment, and its object with it */
#define CLIENTS_END 0
#endif
#ifndef CLIENTS_GIVE_UP /* the patience of a client that waits may end; another takes its place */
#define CLIENTS_GIVE_UP 0
#endif
#ifndef PAGERS_END /* paged pagers may be ended at any moment */
#define PAGERS_END 0
#endif
#ifndef PAGERS_STOP /* paged pagers may stop for ever when they have a request */
#define PAGERS_STOP 0
#endif
#ifndef PAGERS_FAIL /* pagers, the core pager too, may answer with an error */
#define PAGERS_FAIL 0
#endif
#ifndef PAGERS_REPEAT /* paged pagers also answer with slot words that name no request of theirs: the
                         word of a request before, or one that they make up */
#define PAGERS_REPEAT 0
#endif
#ifndef CORE_STOPS /* the core pager may stop for ever */
#define CORE_STOPS 0
#endif

/* --- rules */

#ifndef DIRTY_FETCH /* a page in a slot is dirty from the start: for FETCH */
#define DIRTY_FETCH 1
#endif
#ifndef DIRTY_STORE /* and for STORE */
#define DIRTY_STORE 1
#endif
#ifndef DRAINS /* an answered slot is not IDLE before its window page is ABSENT */
#define DRAINS 1
#endif
#ifndef DISCARDS /* a page in transit that nobody wants any more is marked, and freed */
#define DISCARDS 1
#endif
#ifndef GENERATIONS /* a slot word names one request, not every one that its slot ever has */
#define GENERATIONS 1
#endif
#ifndef DELIVERED /* only a request that the pager has received can be answered */
#define DELIVERED 1
#endif
#ifndef FRESH /* a page that has come is not stolen before the first who waits for it has run */
#define FRESH 1
#endif
#ifndef SPILLS_END /* with a pager, those whose windows it backs are ended */
#define SPILLS_END 1
#endif
#ifndef PATIENCE /* a pager that has stopped is ended, if anybody waits */
#define PATIENCE 1
#endif
#ifndef TURNS /* there are turns */
#define TURNS 1
#endif
#ifndef TURN_FROM_OPEN /* a request counts from when it is opened; 0: when it is received */
#define TURN_FROM_OPEN 1
#endif
#ifndef TURN_WHEN_OPENED /* a pager that waits already when a request is opened asks for the turn */
#define TURN_WHEN_OPENED 1
#endif
#ifndef TURN_BELOW /* with so many free frames a fault asks for the turn; FRAMES: always */
#define TURN_BELOW FRAMES
#endif
#ifndef PINS /* what the holder faulted on in its turn is not stolen */
#define PINS 1
#endif
#ifndef NESTED /* each level has a floor of its own; 0: one for all */
#define NESTED 1
#endif
#ifndef PATIENCE_IN_TURN /* a holder that faults on more pages than a turn covers is ended in time */
#define PATIENCE_IN_TURN 1
#endif
#define ALL_THAT_IS_TAKEN    1
#define ALL_THAT_IS_PROMISED 2
#ifndef REFUSES /* a level whose floor does not leave a frame for pages, beside these, is refused; 0: none */
#define REFUSES ALL_THAT_IS_PROMISED
#endif
#ifndef LEVEL_FIRST /* pagers that nobody has asked for anything are served before clients, too */
#define LEVEL_FIRST 0
#endif
#ifndef ENDS_HOLDER /* when nothing moves, the waiting holder of the highest level is ended. 0 where a
                       turn is enough: there it must never come to that */
#define ENDS_HOLDER 0
#endif
