# SPDX-License-Identifier: MIT
# lwIP's files, which `make setup` brings (tools/bring). Without them there is no such program.
lwip := brought/lwip/src
ftp_needs := $(lwip)/core/tcp.c
ftp_more_c := $(wildcard $(addprefix $(lwip)/core/,def.c inet_chksum.c init.c ip.c mem.c memp.c netif.c pbuf.c tcp.c tcp_in.c tcp_out.c \
                timeouts.c udp.c) $(addprefix $(lwip)/core/ipv4/,acd.c dhcp.c etharp.c icmp.c ip4.c ip4_addr.c) $(lwip)/netif/ethernet.c)
ftp_includes := -isystem user/programs/ftp/lwip -isystem $(lwip)/include
$(base)/user/programs/ftp/%.user.o: override CFLAGS += $(ftp_includes)
# It is not this project's to say how they are written.
$(base)/$(lwip)/%.user.o: override CFLAGS += $(ftp_includes) -Os -w
