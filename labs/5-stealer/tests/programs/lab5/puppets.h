// SPDX-License-Identifier: MIT
// Children that touch a page when they are told to, and nothing else in between.
#ifndef LABS_5_STEALER_TESTS_PROGRAMS_LAB5_PUPPETS_H
#define LABS_5_STEALER_TESTS_PROGRAMS_LAB5_PUPPETS_H

#include <stdint.h>

enum puppet_order { PUPPET_WAITS, PUPPET_READS, PUPPET_WRITES, PUPPET_ENDS };

#define PUPPETS_MOST 4

// Makes `count` of them, CHILD and up, that map all `pages` pages of OBJECT at PLACE.
void puppets_make(uint32_t count, uint32_t pages);

// Has one do something to a page, and serves the base meanwhile. What it writes is the page's next
// version; what it reads must be the latest one.
void puppet_do(uint32_t puppet, enum puppet_order order, uint32_t page);

// Tells it, and does not wait.
void puppet_begin(uint32_t puppet, enum puppet_order order, uint32_t page);

#define PUPPET_BADGE 3
#define PUPPET_PAGES 64

// The latest version that was written of a page.
extern uint32_t puppet_versions[PUPPET_PAGES];

#endif
