// SPDX-License-Identifier: MIT
// For grade/tests/network.bats, on the host: the other end of the machine's network cable, which
// QEMU makes of datagrams. Prints its own port and one for QEMU; sends the packets that packets.h
// names, and says how many of the paced ones were answered.
#include "grade/tests/network/packets.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define PACKET_MOST     1600
#define ANSWER_SECONDS  100 // however busy the computer is
#define AFTER_THE_FLOOD (HOLD_SECONDS + 2)

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

// Waits for a packet of that number. Returns whether it came, whole.
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

static uint32_t send_paced(int cable, const struct sockaddr_in *to, uint32_t from, uint32_t count)
{
    uint32_t answered = 0;

    while (answered < count) {
        send_number(cable, to, from + answered);
        if (!await_number(cable, from + answered))
            break;
        answered++;
    }
    return answered;
}

int main(void)
{
    struct sockaddr_in own, other;
    const struct timeval most = {.tv_sec = ANSWER_SECONDS};

    int cable = socket_on_a_free_port(&own);
    close(socket_on_a_free_port(&other));
    setsockopt(cable, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    printf("%u %u\n", ntohs(own.sin_port), ntohs(other.sin_port));
    fflush(stdout);
    if (!await_number(cable, PACKET_READY)) {
        printf("the machine does not say that it is ready\n");
        return 1;
    }
    printf("%u answered\n", send_paced(cable, &other, 0, PACED_FIRST));
    if (send_paced(cable, &other, PACKET_HOLD, 1) != 1)
        printf("the machine does not hold\n");
    for (uint32_t i = 0; i < FLOOD; i++)
        send_number(cable, &other, PACED_FIRST + i);
    sleep(AFTER_THE_FLOOD);
    printf("%u answered\n", send_paced(cable, &other, PACED_FIRST + FLOOD, PACED_LAST));
    return 0;
}
