// SPDX-License-Identifier: MIT
// Lab 3 as an executable specification (kernel/test/specification.h): what the contract of
// mm/paging.h says of two address spaces on a tiny machine. tiny.c is the machine, calls.c makes
// the calls and prints them, specification.c and questions.c say what must come of them,
// sequences.c which ones are tried.
#ifndef LABS_3_PAGING_TESTS_SPECIFICATION_H
#define LABS_3_PAGING_TESTS_SPECIFICATION_H

#include "kernel/test/specification.h"
#include "mm/frames/tlb.h"
#include "mm/paging.h"

enum function {
    CALL_CREATE,      // space, frames in the claim
    CALL_DESTROY,     // space
    CALL_LOAD,        // space or NOBODY: what the kernel does when it switches
    CALL_READ,        // place: what a program does
    CALL_WRITE,       // place
    CALL_MAP,         // space, place, byte in the page, PAGE_NUMBER(n) | rights, enum claim_kind
    CALL_UNMAP,       // space, place, byte
    CALL_RIGHTS,      // space, place, byte, rights
    CALL_MARKS,       // space, place, byte, marks
    CALL_HOLD,        // space, window, frames in the claim that are too many
    CALL_RELEASE,     // space, window
    CALL_FIND_ENTRY,  // space: each of these asks for all answers that matter
    CALL_COUNT,       // space
    CALL_FIND_MAPPED, // space
    CALL_CLASSIFY,    // space
};

enum claim_kind { CLAIM_NULL, CLAIM_EMPTY, CLAIM_ONE, CLAIM_THREE };

#define SPACES 2
#define NOBODY SPACES

// The pages that sequences of calls are about, ascending.
enum place {
    PLACE_LOWEST,    // the first user address
    PLACE_BEFORE,    // the last page of slot 5
    PLACE_FIRST,     // the first page of slot 6
    PLACE_MIDDLE,    // of slot 6
    PLACE_LAST,      // of slot 6
    PLACE_TOP_FIRST, // the first page of slot 511
    PLACE_TOP,       // the last user address
    PLACES,
};
extern const uint32_t places[PLACES];

// Ranges of pages whose tables are held.
enum window {
    WINDOW_ACROSS, // a page on each side of a border
    WINDOW_ONE,    // a page, given by its last byte
    WINDOW_SLOT,   // exactly 4 MiB
    WINDOW_MORE,   // 4 MiB and a page
    WINDOW_THREE,  // from within a slot over the next one into a third
    WINDOW_TOP,    // the last page
    WINDOW_LOWEST, // the first page
    WINDOWS,
};
struct window_pages {
    uint32_t address, pages;
};
extern const struct window_pages windows[WINDOWS];

// Slots of directories in which any of these lie, ascending.
#define SLOTS 5
extern const uint32_t slots[SLOTS];

// What the contract says of a space: what is mapped at each place, as the entry that must be there
// (0: nothing), and how often each window is held.
struct wanted {
    uint32_t exists;
    uint32_t entry[PLACES];
    uint32_t holds[WINDOWS];
};

struct tiny {
    struct address_space space[SPACES];
    struct wanted wanted[SPACES];
    uint32_t loaded; // which of them is, or NOBODY
};
extern struct tiny tiny;

// Pages to map: three frames, whose memory is known, and memory of a device, beyond the frame
// table.
#define PAGES 5
extern uint32_t pages[PAGES];
#define PAGE_DEVICE    3
#define PAGE_ZERO      4
#define PAGE_NUMBER(n) ((uint32_t)(n) << FRAME_SHIFT)

// The page and rights that an argument of CALL_MAP stands for.
static inline uint32_t tiny_page(uint32_t argument)
{
    return pages[argument >> FRAME_SHIFT] | (argument & PAGING_RIGHTS);
}

// Starts the machine with neither space, or with both.
void tiny_begin(bool with_spaces);

// Loads the space that is to be loaded, and has the processor remember what it may; leaves it
// again, for the kernel's own.
void tiny_enter(void);
void tiny_leave(void);

// Where the entry of an address is, as the test finds it; NULL without a table in the machine's
// RAM.
uint32_t *tiny_find_entry(uint32_t space, uint32_t address);

// What the processor does at each place of the loaded space, right after the call; what it notes
// then is taken back.
struct looked {
    bool can_read, can_write, noted_access, noted_write;
    uint32_t word;
};
extern struct looked looked[PLACES];
void tiny_look(void);

// Why a space has a table: mappings and holds in a slot.
uint32_t tiny_count_reasons(uint32_t space, uint32_t slot);
uint32_t tiny_count_tables(uint32_t space);

// Checks all that can be seen, against what is wanted: directories, tables, books, the mapped
// frames, and what the processor did.
void tiny_check(void);

// For struct specification.
bool paging_perform(const struct specified_call *call);
void paging_print(const struct specified_call *call, char *text, size_t bytes);

// What a call did.
struct done {
    uint32_t result;
    uint32_t claim_before, claim_after;
    uint32_t flushes, loads; // how many
    user_address flushed[TLB_FLUSHED];
    const struct address_space *loaded_then;
};

// The relation: what must come of a call. They note in `tiny` what is wanted from now on.
void specify_call(const struct specified_call *call, const struct done *done);

// Ask for all answers that matter, right where they are.
void ask_find_entry(uint32_t space);
void ask_count(uint32_t space);
void ask_find_mapped(uint32_t space);
void ask_classify(uint32_t space);

#endif
