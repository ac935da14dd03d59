// SPDX-License-Identifier: MIT
#include "labs/5-stealer/tests/programs/lab5/puppets.h"

#include "labs/5-stealer/tests/programs/lab5/support.h"

uint32_t puppet_versions[PUPPET_PAGES];

static volatile uint32_t orders[PUPPETS_MOST], pages_of[PUPPETS_MOST];

static uint32_t *page_at(uint32_t page)
{
    return (uint32_t *)PLACE + page * PAGE_WORDS;
}

static int32_t obey(uint32_t puppet)
{
    for (;;) {
        while (orders[puppet] == PUPPET_WAITS)
            process_sleep(1);
        uint32_t page = pages_of[puppet];
        if (orders[puppet] == PUPPET_ENDS)
            return 0;
        if (orders[puppet] == PUPPET_WRITES)
            page_fill(page_at(page), PUPPET_BADGE, page, ++puppet_versions[page]);
        else
            CHECK(page_is(page_at(page), PUPPET_BADGE, page, puppet_versions[page]), ==, true);
        orders[puppet] = PUPPET_WAITS;
    }
}

void puppets_make(uint32_t count, uint32_t pages)
{
    base_object(OBJECT, pages, PUPPET_BADGE);
    CHECK(capability_copy(OBJECT, HELD, RIGHT_READ, 0), ==, 0);
    for (uint32_t i = 0; i < count; i++) {
        make_child(CHILD + i);
        map(CHILD + i, OBJECT, PLACE, pages, WRITE);
        child_run(CHILD + i, obey, i);
    }
}

void puppet_begin(uint32_t puppet, enum puppet_order order, uint32_t page)
{
    pages_of[puppet] = page;
    orders[puppet] = order;
}

void puppet_do(uint32_t puppet, enum puppet_order order, uint32_t page)
{
    struct message request;

    puppet_begin(puppet, order, page);
    if (order == PUPPET_ENDS) {
        base_serve_while_running(CHILD + puppet, 1);
        return;
    }
    for (uint32_t i = 0; orders[puppet] != PUPPET_WAITS; i++) {
        CHECK(i, <, 100u); // it never gets there
        if (base_receive(&request, 1))
            base_serve(&request);
    }
}
