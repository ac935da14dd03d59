// SPDX-License-Identifier: MIT
// Packing: a page in fewer bytes, if what is in it allows that. Neighbouring words of a page are
// often alike but for their lowest bytes: small numbers, addresses, records of one kind. So the
// bytes of a page are taken in another order, first the lowest byte of every word, then the second
// one of every word, and so on; and rows of equal bytes are counted, as PackBits does:
//
//     0 to 127, n     n + 1 bytes follow, as they are
//     129 to 255, n   the next byte stands for 257 - n equal ones
//
// Source: Adobe, "TIFF", revision 6.0, section 9 (PackBits).
#ifndef USER_PAGE_PACK_H
#define USER_PAGE_PACK_H

#include <stdbool.h>
#include <stdint.h>

// Packs the page `memory` into at most `most` bytes of `packed`. Returns how many; 0: it takes
// more, and `packed` has something of it.
uint32_t page_pack(const void *memory, uint8_t *packed, uint32_t most);

// Fills the page `memory` with what was packed, which is the first part of `bytes` bytes. Returns
// whether that was a page; `memory` may have something of it all the same.
bool page_unpack(const uint8_t *packed, uint32_t bytes, void *memory);

#endif
