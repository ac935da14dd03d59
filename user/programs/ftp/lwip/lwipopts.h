// SPDX-License-Identifier: MIT
// What of lwIP there is, and how much memory it has. It is called by one process, which waits
// between (NO_SYS).
#ifndef USER_PROGRAMS_FTP_LWIP_LWIPOPTS_H
#define USER_PROGRAMS_FTP_LWIP_LWIPOPTS_H

#define NO_SYS                             1
#define SYS_LIGHTWEIGHT_PROT               0
#define LWIP_SOCKET                        0
#define LWIP_NETCONN                       0
#define LWIP_IPV4                          1
#define LWIP_IPV6                          0
#define LWIP_RAW                           0
#define LWIP_UDP                           1
#define LWIP_DHCP                          1
#define LWIP_DNS                           0
#define LWIP_STATS                         0
#define IP_REASSEMBLY                      0
#define IP_FRAG                            0
#define LWIP_DHCP_DOES_ACD_CHECK           0
#define DHCP_DOES_ARP_CHECK                0 // the same, in lwIP 2.1
#define LWIP_CHECKSUM_CTRL_PER_NETIF       0
#define LWIP_NETIF_HOSTNAME                0
#define LWIP_RANDOMIZE_INITIAL_LOCAL_PORTS 1

// A window of so many packets fits into the card's memory at once, even if nobody takes them out
// meanwhile.
#define WINDOW_PACKETS 8

#define MEM_ALIGNMENT           4
#define MEM_SIZE                (16 * 1024) // packets to be sent: headers, since what they carry is not copied
#define PBUF_POOL_SIZE          24 // packets that were received: two windows, and some more
#define PBUF_POOL_BUFSIZE       1536
#define MEMP_NUM_PBUF           64
#define MEMP_NUM_TCP_PCB        10 // three or four in use, others that wait for their end
#define MEMP_NUM_TCP_SEG        48
#define MEMP_NUM_TCP_PCB_LISTEN 1
#define TCP_MSS                 1460
#define TCP_WND                 (WINDOW_PACKETS * TCP_MSS)
#define TCP_SND_BUF             (WINDOW_PACKETS * TCP_MSS)
#define TCP_SND_QUEUELEN        32
#define TCP_OVERSIZE            0
#define TCP_QUEUE_OOSEQ         1
#define TCP_MSL                 1000 // milliseconds
#define LWIP_TCP_KEEPALIVE      0

#endif
