// SPDX-License-Identifier: MIT
// For grade/tests/network.bats: in place of the FTP store, the client of the network driver. It
// looks at each packet that comes (grade/tests/network/packets.h), and answers it by sending the
// same one, unless it is one of the flood. After the last one it says what has come.
#include "common/string.h"
#include "grade/tests/network/packets.h"
#include "user/handle.h"
#include "user/keyboard.h"
#include "user/network.h"
#include "user/print.h"
#include "user/system.h"

#define RINGS_AT 0x18000000u
#define LAST     (PACED_FIRST + FLOOD + PACED_LAST - 1)

static struct network_rings *const rings = (struct network_rings *)RINGS_AT;
static uint32_t paced, of_the_flood, wrong;

static void ask(uint32_t tag)
{
    struct message message = {.port = HANDLE_SERVICE_DRIVER, .tag = tag};

    must(message_call(&message, TICKS_FOREVER), "asking the driver");
    must(service_status(&message), "the driver");
}

static void open_rings(void)
{
    struct message message = {
        .port = HANDLE_SERVICE_DRIVER, .accept = handle_take(), .tag = NETWORK_OPEN};

    must(service_call(&message), "opening the network card");
    must(object_map(message.accept, RINGS_AT, NETWORK_RING_PAGES, REGION_READ | REGION_WRITE),
         "mapping the rings");
}

static void send_number(uint32_t number)
{
    while (rings->sent.put - rings->sent.taken >= NETWORK_SENT_PLACES)
        ask(NETWORK_SEND);
    struct network_packet *place = &rings->sent_packets[rings->sent.put % NETWORK_SENT_PLACES];
    packet_make(place->data, number);
    place->bytes = packet_bytes(number);
    rings->sent.put++;
    ask(NETWORK_SEND);
}

// Returns the packet's number.
static uint32_t take_packet(void)
{
    while (rings->received.put == rings->received.taken)
        ask(NETWORK_EXCHANGE);
    const struct network_packet *packet =
        &rings->received_packets[rings->received.taken % NETWORK_RECEIVED_PLACES];
    uint32_t number = packet_number(packet->data);
    if (!packet_is_whole(packet->data, packet->bytes))
        wrong++;
    rings->received.taken++;
    return number;
}

// Packets that are not answered at once come again.
static void count_paced(uint32_t number)
{
    static uint32_t next;

    if (number != next)
        return;
    paced++;
    next = number + 1 == PACED_FIRST ? PACED_FIRST + FLOOD : number + 1;
}

static void hold(void)
{
    static bool has_held;

    if (has_held) // it came again
        return;
    has_held = true;
    must(keyboard_read(TICKS_FOREVER), "waiting for a key");
    process_sleep(HOLD_SECONDS * TICKS_PER_SECOND);
}

static bool is_of_the_flood(uint32_t number)
{
    return number >= PACED_FIRST && number < PACED_FIRST + FLOOD;
}

int32_t main(const char *command_line)
{
    uint32_t number;

    (void)command_line;
    open_rings();
    send_number(PACKET_READY);
    do {
        number = take_packet();
        if (is_of_the_flood(number)) {
            of_the_flood++;
            continue;
        }
        count_paced(number);
        send_number(number);
        if (number == PACKET_HOLD)
            hold();
    } while (number != LAST);
    print("packets: %u paced, %u of the flood, %u wrong\n", paced, of_the_flood, wrong);
    return 0;
}
