// SPDX-License-Identifier: MIT
#include "user/programs/ftp/net.h"

#include <stdlib.h>

#include "common/string.h"
#include "lwip/dhcp.h"
#include "lwip/etharp.h"
#include "lwip/init.h"
#include "lwip/netif.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include "user/handle.h"
#include "user/network.h"
#include "user/print.h"

#define RINGS_AT              0x18000000u
#define MILLISECONDS_PER_TICK (1000 / TICKS_PER_SECOND)
#define ETHERNET_MTU          1500
#define ETHERNET_HEADER_BYTES 14
#define RANDOM_FACTOR         1664525u // Knuth, volume 2, 3.3.4
#define RANDOM_INCREMENT      1013904223u

static struct network_rings *const rings = (struct network_rings *)RINGS_AT;
static struct netif card;
static uint8_t address[NETWORK_ADDRESS_BYTES];

// --- what lwIP asks for

uint32_t sys_now(void)
{
    return (uint32_t)clock_read() * MILLISECONDS_PER_TICK;
}

// Numbers of ports and of conversations: nobody's secret.
uint32_t net_random(void)
{
    static uint32_t state;

    state = (state + (uint32_t)clock_read()) * RANDOM_FACTOR + RANDOM_INCREMENT;
    return state >> 1;
}

_Noreturn void net_fail(const char *what)
{
    fail("ftp      lwIP found a mistake: %s\n", what);
}

int atoi(const char *text)
{
    int value = 0;

    for (; *text >= '0' && *text <= '9'; text++)
        value = value * 10 + (*text - '0');
    return value;
}

// --- packets

static int32_t ask(uint32_t tag, uint32_t ticks)
{
    struct message message = {.port = HANDLE_SERVICE_DRIVER, .tag = tag};

    int32_t result = message_call(&message, ticks);
    return result < 0 ? result : service_status(&message);
}

static bool has_to_send(void)
{
    return rings->sent.put != rings->sent.taken;
}

static err_t send_packet(struct netif *netif, struct pbuf *packet)
{
    (void)netif;
    if (packet->tot_len > NETWORK_PACKET_BYTES)
        return ERR_BUF;
    if (rings->sent.put - rings->sent.taken >= NETWORK_SENT_PLACES)
        ask(NETWORK_SEND, TICKS_FOREVER);
    if (rings->sent.put - rings->sent.taken >= NETWORK_SENT_PLACES)
        return ERR_MEM; // the card is busy: lwIP sends it again
    struct network_packet *place = &rings->sent_packets[rings->sent.put % NETWORK_SENT_PLACES];
    pbuf_copy_partial(packet, place->data, packet->tot_len, 0);
    place->bytes = packet->tot_len;
    rings->sent.put++;
    return ERR_OK;
}

// Hands lwIP the packets that have come, as long as it has room for them. Returns whether there
// were some.
static bool take_packets(void)
{
    bool has_taken = false;

    while (rings->received.taken != rings->received.put) {
        const struct network_packet *place =
            &rings->received_packets[rings->received.taken % NETWORK_RECEIVED_PLACES];
        struct pbuf *packet = pbuf_alloc(PBUF_RAW, (uint16_t)place->bytes, PBUF_POOL);
        if (packet == NULL)
            break;
        pbuf_take(packet, place->data, (uint16_t)place->bytes);
        rings->received.taken++;
        has_taken = true;
        if (card.input(packet, &card) != ERR_OK)
            pbuf_free(packet);
    }
    return has_taken;
}

static err_t set_up_card(struct netif *netif)
{
    netif->name[0] = 'n';
    netif->name[1] = 'e';
    netif->mtu = ETHERNET_MTU;
    netif->hwaddr_len = NETWORK_ADDRESS_BYTES;
    memcpy(netif->hwaddr, address, sizeof address);
    netif->flags =
        NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP;
    netif->output = etharp_output;
    netif->linkoutput = send_packet;
    return ERR_OK;
}

// --- for others

int32_t net_start(void)
{
    struct message message = {
        .port = HANDLE_SERVICE_DRIVER,
        .accept = handle_take(),
        .tag = NETWORK_OPEN,
    };

    int32_t error = service_call(&message);
    if (error == 0)
        error =
            object_map(message.accept, RINGS_AT, NETWORK_RING_PAGES, REGION_READ | REGION_WRITE);
    if (error != 0)
        return error;
    memcpy(address, message.words, sizeof address);
    lwip_init();
    netif_add(&card, NULL, NULL, NULL, NULL, set_up_card, netif_input);
    netif_set_default(&card);
    netif_set_up(&card);
    return dhcp_start(&card) == ERR_OK ? 0 : E_NO_MEMORY;
}

bool net_is_up(void)
{
    return dhcp_supplied_address(&card) != 0;
}

void net_wait(uint32_t ticks)
{
    bool has_taken = take_packets();

    sys_check_timeouts();
    if (has_taken || ticks == 0) {
        if (has_to_send())
            ask(NETWORK_SEND, TICKS_FOREVER);
        return;
    }
    uint32_t due = sys_timeouts_sleeptime() / MILLISECONDS_PER_TICK + 1;
    ask(NETWORK_EXCHANGE, due < ticks ? due : ticks);
    take_packets();
    sys_check_timeouts();
    if (has_to_send())
        ask(NETWORK_SEND, TICKS_FOREVER);
}
