// SPDX-License-Identifier: MIT
// What there is to be seen of processes that send and receive.
#include <stddef.h>

#include "common/format.h"
#include "common/string.h"
#include "kernel/ipc.h"
#include "labs/4-pager-ipc/tests/messages.h"
#include "labs/4-pager-ipc/tests/sentences.h"

static char name_of(uint32_t process)
{
    return (char)('a' + process);
}

static void read_list(struct view_list *found, const struct list *list, const char *sentence,
                      const char *name, uint32_t number)
{
    const struct list *before = list;

    memset(found, 0, sizeof *found);
    for (const struct list *at = list->next; at != list; before = at, at = at->next) {
        SPECIFIED((uint32_t)at >= KERNEL_BASE, true, specified_boolean, sentence,
                  "whether item %u of %s %u is there, and not a null pointer", found->count, name,
                  number);
        uint32_t item = NOBODY;
        SPECIFIED(at->previous, before, specified_hexadecimal, sentence,
                  "the link back from item %u of %s %u", found->count, name, number);
        SPECIFIED(found->count < MESSAGE_PROCESSES, true, specified_boolean, sentence,
                  "whether %s %u ends where it should", name, number);
        for (uint32_t i = 0; i < MESSAGE_PROCESSES; i++)
            item = at == &message_process[i]->link ? i : item;
        SPECIFIED(item != NOBODY, true, specified_boolean, sentence,
                  "whether item %u of %s %u is a process", found->count, name, number);
        view_list_append(found, item);
    }
    SPECIFIED(list->previous, before, specified_hexadecimal, sentence, "the last item of %s %u",
              name, number);
}

static void read_process(struct messages_process *found, const struct process *process,
                         uint32_t number)
{
    *found = (struct messages_process){
        .state = process->state,
        .wait = process->wait,
        .is_timed = process->is_timed,
        .deadline_tick = process->is_timed ? process->deadline_tick : 0,
        .server = process->ipc.server,
        .port = process->ipc.port,
        .calls = process->ipc.calls,
        .registers = process->registers,
    };
    read_list(&found->callers, &process->ipc.callers, SAYS_CALL, "ipc.callers of process", number);
    memcpy(found->capabilities, process->capabilities, sizeof found->capabilities);
}

void messages_read(struct messages_view *view)
{
    for (uint32_t i = 0; i < MESSAGE_PROCESSES; i++)
        read_process(&view->process[i], message_process[i], i);
    for (uint32_t i = 0; i < MESSAGE_PORT_COUNT; i++) {
        struct view_list *senders = &view->port[i].senders;
        read_list(senders, &message_port[i]->senders, SAYS_SEND_WAITS, "senders of port", i);
        view->port[i].interrupts = message_port[i]->interrupts;
        for (uint32_t j = 0; j < senders->count; j++)
            view->process[senders->item[j]].error =
                message_check(message_process[senders->item[j]], message_port[i]);
    }
}

// --- comparing

static void format_wait(char *text, size_t bytes, uint32_t wait)
{
    static const char *const names[] = {"WAIT_NONE",    "WAIT_SEND",   "WAIT_CALL", "WAIT_REPLY",
                                        "WAIT_RECEIVE", "WAIT_SLEEP",  "WAIT_END",  "WAIT_PAGE",
                                        "WAIT_SLOT",    "WAIT_FRAMES", "WAIT_SYNC"};
    if (wait < sizeof names / sizeof names[0])
        format_to_buffer(text, bytes, "%s", names[wait]);
    else
        specified_number(text, bytes, wait);
}

static void check_list(const struct view_list *found, const struct view_list *expected,
                       const char *sentence, const char *what, uint32_t of)
{
    SPECIFIED(found->count, expected->count, specified_number, sentence,
              "how many processes are on %s %u", what, of);
    for (uint32_t i = 0; i < found->count; i++)
        SPECIFIED(found->item[i], expected->item[i], specified_number, sentence,
                  "item %u of %s %u (0: process a)", i, what, of);
}

static bool is_on(const struct view_list *list, uint32_t process)
{
    bool is = false;
    for (uint32_t i = 0; i < list->count; i++)
        is |= list->item[i] == process;
    return is;
}

static const char *sentence_of_register(uint32_t index, const char *sentence)
{
    if (index == offsetof(struct trap_frame, ecx) / sizeof(uint32_t) ||
        index == offsetof(struct trap_frame, eax) / sizeof(uint32_t))
        return sentence;
    return index < 8 ? SAYS_WORDS : SAYS_COMPLETE;
}

static void check_process(const struct messages_process *found,
                          const struct messages_process *expected, uint32_t number,
                          const char *sentence)
{
    char name = name_of(number);
    const uint32_t *now = (const uint32_t *)&found->registers;
    const uint32_t *then = (const uint32_t *)&expected->registers;

    SPECIFIED(found->wait, expected->wait, format_wait, sentence, "what process %c waits for",
              name);
    SPECIFIED(found->state == PROCESS_WAITING, expected->state == PROCESS_WAITING,
              specified_boolean, sentence, "whether process %c waits", name);
    SPECIFIED(found->is_timed, expected->is_timed, specified_boolean, SAYS_TIMEOUT,
              "whether the wait of process %c has a timeout", name);
    SPECIFIED(found->deadline_tick, expected->deadline_tick, specified_number, SAYS_TIMEOUT,
              "deadline_tick of process %c", name);
    for (uint32_t i = 0; i < sizeof found->registers / sizeof *now; i++)
        SPECIFIED(now[i], then[i], specified_hexadecimal, sentence_of_register(i, sentence),
                  "%s of process %c", world_register_names[i], name);
    SPECIFIED(found->calls, expected->calls, specified_number, SAYS_CALLS,
              "ipc.calls of process %c", name);
    if (expected->wait == WAIT_REPLY)
        SPECIFIED(found->server, expected->server, specified_hexadecimal, SAYS_CALLS,
                  "ipc.server of process %c", name);
    if (expected->wait == WAIT_RECEIVE)
        SPECIFIED(found->port, expected->port, specified_hexadecimal, SAYS_RECEIVE_WAITS,
                  "ipc.port of process %c", name);
    for (uint32_t i = 0; i < MESSAGE_PROCESSES; i++) // in whatever order
        SPECIFIED(is_on(&found->callers, i), is_on(&expected->callers, i), specified_boolean,
                  sentence, "whether process %c is on ipc.callers of process %c", name_of(i), name);
    for (uint32_t i = 0; i < MESSAGE_HANDLES; i++)
        SPECIFIED(memcmp(&found->capabilities[i], &expected->capabilities[i],
                         sizeof found->capabilities[i]) == 0,
                  true, specified_boolean, SAYS_PASSED,
                  "whether the capability under handle %u of process %c is what it should be", i,
                  name);
}

void messages_check(const struct messages_view *found, const struct messages_view *expected,
                    const char *sentence)
{
    for (uint32_t i = 0; i < MESSAGE_PORT_COUNT; i++) {
        check_list(&found->port[i].senders, &expected->port[i].senders, sentence, "senders of port",
                   i);
        SPECIFIED(found->port[i].interrupts, expected->port[i].interrupts, specified_hexadecimal,
                  SAYS_NOTICE_FIRST, "the interrupts that port %u has", i);
    }
    for (uint32_t i = 0; i < MESSAGE_PROCESSES; i++)
        check_process(&found->process[i], &expected->process[i], i, sentence);
}
