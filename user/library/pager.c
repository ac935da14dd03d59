// SPDX-License-Identifier: MIT
#include "user/pager.h"

#include "user/service.h"

static void handle_other(struct message *message, const struct pager_functions *functions)
{
    if (functions->other != NULL)
        functions->other(message);
    else
        service_set_status(message, E_ARGUMENT);
}

// Does what the message asks for, and gets the next one together with the answer.
static int32_t serve_one(struct message *message, uint32_t window,
                         const struct pager_functions *functions)
{
    uint32_t page = message->words[0], slot_word = message->words[1];
    int32_t status;

    switch (message->tag) {
    case TAG_FETCH:
        status = functions->fetch(message->badge, page, pager_slot_memory(window, slot_word));
        return pager_answer_receive(message, slot_word, status);
    case TAG_STORE:
        status = functions->store(message->badge, page, pager_slot_memory(window, slot_word));
        return pager_answer_receive(message, slot_word, status);
    case TAG_RELEASE:
        if (functions->release != NULL)
            functions->release(message->badge);
        return message_receive(message, TICKS_FOREVER);
    default:
        break;
    }
    uint32_t reply = message_reply_handle(message);
    handle_other(message, functions);
    if (reply == 0)
        return message_receive(message, TICKS_FOREVER);
    int32_t result = message_reply_receive(message, reply);
    if (result < 0 && message->capability != 0) {
        // It may be the capability that is no good: then whoever asked learns of it.
        message->capability = 0;
        service_set_status(message, result);
        result = message_reply_receive(message, reply);
    }
    // Whoever asked may have ended meanwhile: that is no reason to stop.
    return result == E_STALE || result == E_DEAD ? message_receive(message, TICKS_FOREVER) : result;
}

int32_t pager_serve(uint32_t port, uint32_t window, const struct pager_functions *functions)
{
    struct message message = {.port = (uint8_t)port};
    int32_t result = message_receive(&message, TICKS_FOREVER);

    while (result >= 0)
        result = serve_one(&message, window, functions);
    return result;
}
