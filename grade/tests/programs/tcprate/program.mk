# SPDX-License-Identifier: MIT
# The FTP store's way through the network, and lwIP.
tcprate_needs  = $(ftp_needs)
tcprate_more_c = $(addprefix user/programs/ftp/,net.c connection.c deadline.c reply.c session.c url.c) $(ftp_more_c)
$(base)/grade/tests/programs/tcprate/%.user.o: override CFLAGS += $(ftp_includes)
