// SPDX-License-Identifier: MIT
// The pager of badpager, in all its kinds.
#include "user/pager.h"

#include "user/print.h"
#include "user/programs/badpager/badpager.h"

#define WINDOW 0x40000000u
#define BADGE  1

static void must_be_stale(int32_t result, const char *what)
{
    if (result != E_STALE)
        fail("badpager: %s was answered with %d\n", what, result);
}

void plain_fetch(uint32_t page, uint32_t slot_word, uint32_t *memory)
{
    memory[0] = CONTENTS(page);
    must(pager_answer(slot_word, 0), "pager_answer");
}

void silent_fetch(uint32_t page, uint32_t slot_word, uint32_t *memory)
{
    (void)page, (void)slot_word, (void)memory;
}

void double_fetch(uint32_t page, uint32_t slot_word, uint32_t *memory)
{
    plain_fetch(page, slot_word, memory);
    must_be_stale(pager_answer(slot_word, 0), "an answer given twice");
}

void garbage_fetch(uint32_t page, uint32_t slot_word, uint32_t *memory)
{
    must_be_stale(pager_answer(slot_word + (1u << SLOT_WORD_SHIFT), 0), "a request to come");
    must_be_stale(pager_answer(slot_word - (1u << SLOT_WORD_SHIFT), 0), "a request of the past");
    must_be_stale(pager_answer(slot_word ^ 1, 0), "a slot without a request");
    must_be_stale(pager_answer(UINT32_MAX, E_PAGER), "a slot that there is not");
    plain_fetch(page, slot_word, memory);
}

void dying_fetch(uint32_t page, uint32_t slot_word, uint32_t *memory)
{
    (void)page, (void)slot_word, (void)memory;
    process_exit(0);
}

void idle_fetch(uint32_t page, uint32_t slot_word, uint32_t *memory)
{
    (void)page, (void)memory;
    *(volatile uint32_t *)pager_slot_memory(WINDOW, slot_word ^ 1) = 1;
}

void failing_fetch(uint32_t page, uint32_t slot_word, uint32_t *memory)
{
    (void)page, (void)memory;
    must(pager_answer(slot_word, E_PAGER), "pager_answer");
}

void plain_store(uint32_t page, uint32_t slot_word, uint32_t *memory)
{
    (void)page, (void)memory;
    must(pager_answer(slot_word, 0), "pager_answer");
}

void double_store(uint32_t page, uint32_t slot_word, uint32_t *memory)
{
    plain_store(page, slot_word, memory);
    must_be_stale(pager_answer(slot_word, 0), "an answer given twice");
}

void failing_store(uint32_t page, uint32_t slot_word, uint32_t *memory)
{
    (void)page, (void)memory;
    must(pager_answer(slot_word, E_PAGER), "pager_answer");
}

int32_t pager_main(uint32_t kind)
{
    must(port_create(pager_port), "port_create");
    must(pager_create(pager_port, WINDOW, PAGER_SLOTS, spill, kinds[kind].pager_patience),
         "pager_create");
    must(object_create(object, PAGES, BADGE, 0), "object_create");
    struct message offer = {.port = supervisor_port, .capability = object};
    must(message_send(&offer, TICKS_FOREVER), "sending the object");
    for (;;) {
        struct message message = {.port = pager_port};
        int32_t result = message_receive(&message, ALONE_TICKS);
        if (result == E_TIMEOUT)
            return 0;
        must(result, "message_receive");
        uint32_t page = message.words[0], slot_word = message.words[1];
        if (message.tag == TAG_FETCH)
            kinds[kind].fetch(page, slot_word, pager_slot_memory(WINDOW, slot_word));
        else if (message.tag == TAG_STORE)
            kinds[kind].store(page, slot_word, pager_slot_memory(WINDOW, slot_word));
    }
}
