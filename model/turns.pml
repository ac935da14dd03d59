/* SPDX-License-Identifier: MIT
 * Whose turn it is. On each level one paged pager at a time has the turn, so that the pages that it
 * needs for one answer stay once they have come, and that there are frames for them. */

/* The holder faults on p. What it merely touches is not pinned: that can be stolen once, and then it
 * faults on it. */
inline pin(p) {
    count = 0; i = 0;
    do
    :: i < PAGES -> count = count + (pinned[i] && user_of[i] == user_of[p]); i++
    :: else -> break
    od;
    overflows[user_of[p]] = overflows[user_of[p]] || (!pinned[p] && count >= TURN);
    pinned[p] = pinned[p] || count < TURN
}

/* Pager g waits for a page: the turn of its level goes to it, or it queues. */
inline ask_for_turn(g) {
    if
    :: TURNS && HAS_REQUEST(g) && free_frames <= TURN_BELOW ->
        if
        :: turn[LEVEL(g)] == NOTHING -> turn[LEVEL(g)] = g
        :: else -> queues[g] = turn[LEVEL(g)] != g
        fi
    :: else
    fi;
    if
    :: HOLDS_TURN(g) -> pin(wants[g])
    :: else
    fi
}

/* Pager g has answered or is no more. */
inline leave_turn(g) {
    queues[g] = 0; overflows[g] = 0;
    if
    :: HOLDS_TURN(g) ->
        i = 0;
        do
        :: i < PAGES -> pinned[i] = pinned[i] && user_of[i] != g; i++
        :: else -> break
        od;
        turn[LEVEL(g)] = NOTHING;
        if
        :: TOPOLOGY == PAIR && queues[3 - g] ->
            queues[3 - g] = 0;
            if
            :: HAS_REQUEST(3 - g) ->
                turn[1] = 3 - g;
                if
                :: wants[3 - g] != NOTHING -> pin(wants[3 - g]) /* it is woken and faults again */
                :: else
                fi
            :: else
            fi
        :: else
        fi
    :: else
    fi
}
