// SPDX-License-Identifier: MIT
// For grade/tests/network.bats, on the host: the other end of the machine's network cable, which
// QEMU makes of datagrams. Prints its own port and one for QEMU; sends the packets that packets.h
// names, and says how many of the paced ones were answered, and when the flood is sent.
#include "grade/tests/network/packets.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define PACKET_MOST   1600
#define AGAIN_SECONDS 1   // after which a packet without an answer is sent again
#define TIMES_MOST    300 // however busy the computer is

static int socket_on_a_free_port(struct sockaddr_in *address)
{
    socklen_t bytes = sizeof *address;
    int made = socket(AF_INET, SOCK_DGRAM, 0);

    *address =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (made < 0 || bind(made, (struct sockaddr *)address, bytes) != 0 ||
        getsockname(made, (struct sockaddr *)address, &bytes) != 0) {
        perror("packets: a port");
        exit(2);
    }
    return made;
}

static void send_number(int cable, const struct sockaddr_in *to, uint32_t number)
{
    uint8_t packet[PACKET_MOST];

    packet_make(packet, number);
    if (sendto(cable, packet, packet_bytes(number), 0, (const struct sockaddr *)to, sizeof *to) < 0)
        perror("packets: sending");
}

// Waits a while for a packet of that number. Returns whether it came, whole.
static bool await_number(int cable, uint32_t number)
{
    uint8_t packet[PACKET_MOST];
    ssize_t bytes;

    while ((bytes = recv(cable, packet, sizeof packet, 0)) >= 0) {
        if (bytes >= PACKET_HEADER && packet_number(packet) == number)
            return packet_is_whole(packet, (uint32_t)bytes);
    }
    return false;
}

// Sends it, again too, until it is answered. Returns whether it was.
static bool is_answered(int cable, const struct sockaddr_in *to, uint32_t number)
{
    for (uint32_t i = 0; i < TIMES_MOST; i++) {
        send_number(cable, to, number);
        if (await_number(cable, number))
            return true;
    }
    return false;
}

static uint32_t send_paced(int cable, const struct sockaddr_in *to, uint32_t from, uint32_t count)
{
    uint32_t answered = 0;

    while (answered < count && is_answered(cable, to, from + answered))
        answered++;
    return answered;
}

static bool is_ready(int cable)
{
    for (uint32_t i = 0; i < TIMES_MOST; i++) {
        if (await_number(cable, PACKET_READY))
            return true;
    }
    return false;
}

int main(void)
{
    struct sockaddr_in own, other;
    const struct timeval most = {.tv_sec = AGAIN_SECONDS};

    int cable = socket_on_a_free_port(&own);
    close(socket_on_a_free_port(&other));
    setsockopt(cable, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    printf("%u %u\n", ntohs(own.sin_port), ntohs(other.sin_port));
    fflush(stdout);
    if (!is_ready(cable)) {
        printf("the machine does not say that it is ready\n");
        return 1;
    }
    printf("%u answered\n", send_paced(cable, &other, 0, PACED_FIRST));
    if (send_paced(cable, &other, PACKET_HOLD, 1) != 1)
        printf("the machine does not hold\n");
    for (uint32_t i = 0; i < FLOOD; i++)
        send_number(cable, &other, PACED_FIRST + i);
    printf("flood sent\n");
    fflush(stdout);
    printf("%u answered\n", send_paced(cable, &other, PACED_FIRST + FLOOD, PACED_LAST));
    return 0;
}
