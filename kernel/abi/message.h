// SPDX-License-Identifier: MIT
// Messages: a tag, a badge, four words and at most one capability, all in registers.
//
// System calls with a message take, and give back:
//
//     register   in                                    out
//     EAX        number, handle, capability, accept    an error, or what arrived: reply | flags
//     EBX        tag                                   tag
//     ECX        timeout, reply or slot word           badge
//     EDX        word 0 (or an answer's status)        word 0
//     ESI, EDI   words 1 and 2                         words 1 and 2
//     EBP        word 3                                word 3
//
// The four bytes of EAX, lowest first: the number of the system call; the handle of the port; the
// handle of a capability that goes along (0: none); the free handle for one that comes (0: none is
// accepted).
#ifndef KERNEL_ABI_MESSAGE_H
#define KERNEL_ABI_MESSAGE_H

#include <stdint.h>

#define MESSAGE_WORDS 4

#define MESSAGE_PORT_SHIFT       8
#define MESSAGE_CAPABILITY_SHIFT 16
#define MESSAGE_ACCEPT_SHIFT     24

// What arrived, in EAX: two flags, and above them the reply handle, 0 if nobody waits for a reply.
#define MESSAGE_CAPABILITY_CAME    1 // a capability lies under the accepted handle
#define MESSAGE_CAPABILITY_REFUSED 2 // one was sent, but there was no free handle for it
#define MESSAGE_REPLY              (~3u)

// Tags from here on are the kernel's; nobody else can send them.
#define TAG_KERNEL 0x80000000u

// To a pager. Badge: the object's. Words: the page, the slot word.
#define TAG_FETCH (TAG_KERNEL + 1) // a zeroed page waits in the slot: fill it, answer
#define TAG_STORE (TAG_KERNEL + 2) // the page's last contents are in the slot: save them, answer
// To a pager. Badge: the object's. Nobody maps the object or can any more; nothing is open.
#define TAG_RELEASE (TAG_KERNEL + 3)
// To whom an interrupt is bound. Word 0: a bit for each line that fired.
#define TAG_INTERRUPT (TAG_KERNEL + 4)

// A slot word names a request, once: the slot's number in its lowest bits, a generation above.
#define SLOT_WORD_SLOT  0x3fu
#define SLOT_WORD_SHIFT 6

#endif
