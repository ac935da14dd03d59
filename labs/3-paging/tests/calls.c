// SPDX-License-Identifier: MIT
// Calls as the driver has them: made, between a look before and a look after; and printed as C.
#include "common/format.h"
#include "kernel/test/test.h"
#include "labs/3-paging/tests/specification.h"

#define TABLE_COUNT_BEFORE 77 // of a space that does not exist

static const char *const claim_names[] = {"NULL", "&empty", "&one", "&three"};
static const uint32_t claim_frames[] = {0, 0, 1, 3};

// --- what the contract allows

static bool nothing_is_mapped(uint32_t space)
{
    uint32_t any = 0;
    for (uint32_t i = 0; i < PLACES; i++)
        any |= tiny.wanted[space].entry[i];
    return any == 0;
}

static uint32_t entry_in_loaded(uint32_t place)
{
    return tiny.loaded == NOBODY ? 0 : tiny.wanted[tiny.loaded].entry[place];
}

static bool is_allowed(const struct specified_call *call)
{
    const uint32_t *argument = call->argument;
    bool exists = argument[0] < SPACES && tiny.wanted[argument[0]].exists;

    switch ((enum function)call->function) {
    case CALL_CREATE:
        return !exists;
    case CALL_DESTROY:
        return exists && tiny.loaded != argument[0] && nothing_is_mapped(argument[0]);
    case CALL_LOAD:
        return (exists || argument[0] == NOBODY) && tiny.loaded != argument[0];
    case CALL_READ:
        return entry_in_loaded(argument[0]) != 0;
    case CALL_WRITE:
        return (entry_in_loaded(argument[0]) & PAGE_WRITABLE) != 0;
    case CALL_MAP:
        return exists && tiny.wanted[argument[0]].entry[argument[1]] == 0;
    case CALL_RELEASE:
        return exists && tiny.wanted[argument[0]].holds[argument[1]] != 0;
    case CALL_UNMAP:
    case CALL_RIGHTS:
    case CALL_MARKS:
    case CALL_HOLD:
    case CALL_FIND_ENTRY:
    case CALL_COUNT:
    case CALL_FIND_MAPPED:
    case CALL_CLASSIFY:
        break;
    }
    return exists;
}

// As many frames as the contract requires, and those that the call wants to have too many.
static uint32_t frames_for(const struct specified_call *call)
{
    const uint32_t *argument = call->argument;

    if (call->function == CALL_CREATE)
        return argument[1];
    if (call->function == CALL_MAP)
        return claim_frames[argument[4]];
    if (call->function != CALL_HOLD)
        return 0;
    struct wanted *wanted = &tiny.wanted[argument[0]];
    uint32_t before = tiny_count_tables(argument[0]);
    wanted->holds[argument[1]]++;
    uint32_t after = tiny_count_tables(argument[0]);
    wanted->holds[argument[1]]--;
    return after - before + argument[2];
}

// --- making them

static void access(uint32_t place, bool write)
{
    volatile uint32_t *word = (volatile uint32_t *)places[place];
    uint32_t value = *word;

    if (write)
        *word = value;
}

static uint32_t make(const struct specified_call *call, struct claim *claim)
{
    const uint32_t *argument = call->argument;
    struct address_space *space = &tiny.space[argument[0] % SPACES];
    user_address address = {places[argument[1] % PLACES] + argument[2]};
    const struct window_pages *window = &windows[argument[1] % WINDOWS];
    user_address start = {window->address};

    switch ((enum function)call->function) {
    case CALL_CREATE:
        *space = (struct address_space){.table_count = TABLE_COUNT_BEFORE};
        paging_create(space, claim);
        break;
    case CALL_DESTROY:
        paging_destroy(space);
        break;
    case CALL_READ:
    case CALL_WRITE:
        access(argument[0], call->function == CALL_WRITE);
        break;
    case CALL_MAP:
        return paging_map(space, address, tiny_page(argument[3]),
                          argument[4] == CLAIM_NULL ? NULL : claim);
    case CALL_UNMAP:
        return paging_unmap(space, address);
    case CALL_RIGHTS:
        return paging_change_rights(space, address, argument[3]);
    case CALL_MARKS:
        return paging_take_marks(space, address, argument[3]);
    case CALL_HOLD:
        paging_hold_tables(space, start, window->pages, claim);
        break;
    case CALL_RELEASE:
        paging_release_tables(space, start, window->pages);
        break;
    case CALL_FIND_ENTRY:
        ask_find_entry(argument[0]);
        break;
    case CALL_COUNT:
        ask_count(argument[0]);
        break;
    case CALL_FIND_MAPPED:
        ask_find_mapped(argument[0]);
        break;
    case CALL_CLASSIFY:
        ask_classify(argument[0]);
        break;
    case CALL_LOAD:
        break;
    }
    return 0;
}

bool paging_perform(const struct specified_call *call)
{
    struct claim claim = {0};
    struct done done = {.claim_before = frames_for(call)};

    if (!is_allowed(call) || reserve_claim(&claim, CLASS_RESERVE, done.claim_before) != 0)
        return false;
    tiny_enter();
    uint32_t flushes = tlb_page_flushes, loads = tlb_loads;
    done.loaded_then = tlb_space;
    specified_begins();
    done.result = make(call, &claim);
    done.claim_after = claim.frames;
    done.flushes = tlb_page_flushes - flushes;
    done.loads = tlb_loads - loads;
    for (uint32_t i = 0; i < TLB_FLUSHED; i++)
        done.flushed[i] = tlb_flushed[(flushes + i) % TLB_FLUSHED];
    tiny_look();
    specify_call(call, &done);
    tiny_leave();
    reserve_release(&claim);
    if (call->function != CALL_LOAD)
        tiny_check();
    return true;
}

// --- printing them

static void print_rights(char *text, size_t bytes, uint32_t rights)
{
    static const struct {
        uint32_t bit;
        const char *name;
    } names[] = {{PAGE_WRITABLE, "PAGE_WRITABLE"},
                 {PAGE_CACHE_DISABLED, "PAGE_CACHE_DISABLED"},
                 {PAGE_WRITE_THROUGH, "PAGE_WRITE_THROUGH"},
                 {PAGE_ACCESSED, "PAGE_ACCESSED"},
                 {PAGE_DIRTY, "PAGE_DIRTY"}};
    size_t length = format_to_buffer(text, bytes, "%s", rights == 0 ? "0" : "");

    if (rights == PAGING_RIGHTS) {
        format_to_buffer(text, bytes, "PAGING_RIGHTS");
        return;
    }

    for (uint32_t i = 0; i < sizeof names / sizeof names[0] && length < bytes; i++) {
        if (rights & names[i].bit)
            length += format_to_buffer(text + length, bytes - length, "%s%s",
                                       length == 0 ? "" : " | ", names[i].name);
    }
}

static void print_mapping(const struct specified_call *call, char *text, size_t bytes)
{
    const uint32_t *argument = call->argument;
    char space = (char)('a' + argument[0]), rights[SPECIFIED_TEXT_BYTES];
    uint32_t address = places[argument[1]] + argument[2];

    print_rights(rights, sizeof rights, argument[3] & ~(uint32_t)PAGE_FRAME);
    switch ((enum function)call->function) {
    case CALL_MAP:
        format_to_buffer(text, bytes, "paging_map(&%c, 0x%x, 0x%x | %s, %s)", space, address,
                         tiny_page(argument[3]) & PAGE_FRAME, rights, claim_names[argument[4]]);
        break;
    case CALL_UNMAP:
        format_to_buffer(text, bytes, "paging_unmap(&%c, 0x%x)", space, address);
        break;
    case CALL_RIGHTS:
        format_to_buffer(text, bytes, "paging_change_rights(&%c, 0x%x, %s)", space, address,
                         rights);
        break;
    default:
        format_to_buffer(text, bytes, "paging_take_marks(&%c, 0x%x, %s)", space, address, rights);
        break;
    }
}

void paging_print(const struct specified_call *call, char *text, size_t bytes)
{
    static const char *const asked[] = {
        [CALL_FIND_ENTRY] = "paging_find_entry",
        [CALL_COUNT] = "paging_count_missing_tables",
        [CALL_FIND_MAPPED] = "paging_find_mapped",
        [CALL_CLASSIFY] = "paging_classify_fault",
    };
    const uint32_t *argument = call->argument;
    char space = (char)('a' + argument[0]);
    const struct window_pages *window = &windows[argument[1] % WINDOWS];

    switch ((enum function)call->function) {
    case CALL_CREATE:
        format_to_buffer(text, bytes, "paging_create(&%c, %s)", space,
                         argument[1] == 1 ? "&one" : "&three");
        break;
    case CALL_DESTROY:
        format_to_buffer(text, bytes, "paging_destroy(&%c)", space);
        break;
    case CALL_LOAD:
        if (argument[0] == NOBODY)
            format_to_buffer(text, bytes, "tlb_load(NULL)");
        else
            format_to_buffer(text, bytes, "tlb_load(&%c)", space);
        break;
    case CALL_READ:
        format_to_buffer(text, bytes, "word = *(uint32_t *)0x%x", places[argument[0]]);
        break;
    case CALL_WRITE:
        format_to_buffer(text, bytes, "*(uint32_t *)0x%x = word", places[argument[0]]);
        break;
    case CALL_MAP:
    case CALL_UNMAP:
    case CALL_RIGHTS:
    case CALL_MARKS:
        print_mapping(call, text, bytes);
        break;
    case CALL_HOLD:
        format_to_buffer(text, bytes, "paging_hold_tables(&%c, 0x%x, %u, &claim)", space,
                         window->address, window->pages);
        break;
    case CALL_RELEASE:
        format_to_buffer(text, bytes, "paging_release_tables(&%c, 0x%x, %u)", space,
                         window->address, window->pages);
        break;
    case CALL_FIND_ENTRY:
    case CALL_COUNT:
    case CALL_FIND_MAPPED:
    case CALL_CLASSIFY:
        format_to_buffer(text, bytes, "%s(&%c, ...)", asked[call->function], space);
        break;
    }
}
