// SPDX-License-Identifier: MIT
// Links share their variables, as children do (user/child.h); so all that is theirs is on the
// stack.
#include "user/programs/chain/link.h"

#include "user/handle.h"
#include "user/pager.h"
#include "user/print.h"

#define WINDOW    0x18000000u
#define WORDS     (PAGE_BYTES / sizeof(uint32_t))
#define WORD_BITS 32

enum { BADGE_PAGES, BADGE_SPILL };

struct link {
    uint32_t pages, bits;
};

// Zeros stay zeros; so a page that was never stored is fetched as such.
static void copy_turned(uint32_t *to, const uint32_t *from, uint32_t bits)
{
    for (uint32_t i = 0; i < WORDS; i++)
        to[i] = from[i] << bits | from[i] >> (WORD_BITS - bits);
}

static void do_request(const struct link *link, const struct message *message)
{
    uint32_t page = message->words[0] + (message->badge == BADGE_SPILL ? link->pages : 0);
    uint32_t *kept = (uint32_t *)LINK_MEMORY + page * WORDS;
    uint32_t *slot = pager_slot_memory(WINDOW, message->words[1]);

    if (message->tag == TAG_FETCH)
        copy_turned(slot, kept, WORD_BITS - link->bits);
    else
        copy_turned(kept, slot, link->bits);
}

static void offer(uint32_t pages, uint32_t badge)
{
    uint8_t object = handle_take();

    must(object_create(object, pages, badge, 0), "object_create");
    struct message message = {.port = link_port, .capability = object};
    must(message_send(&message, TICKS_FOREVER), "sending an object");
}

int32_t link_main(uint32_t order)
{
    const struct link link = {order & ((1u << LINK_PAGES_BITS) - 1), order >> LINK_PAGES_BITS};
    uint8_t port = handle_take();
    struct message message = {.port = port};

    must(port_create(port), "port_create");
    must(pager_create(port, WINDOW, LINK_SLOTS, link_spill, 0), "pager_create");
    offer(link.pages, BADGE_PAGES);
    offer(LINK_SLOTS, BADGE_SPILL);
    must(message_receive(&message, TICKS_FOREVER), "message_receive");
    while (message.tag != TAG_RELEASE || message.badge != BADGE_PAGES) {
        if (message.tag == TAG_RELEASE) {
            must(message_receive(&message, TICKS_FOREVER), "message_receive");
            continue;
        }
        do_request(&link, &message);
        must(pager_answer_receive(&message, message.words[1], 0), "pager_answer_receive");
    }
    return 0;
}
