// SPDX-License-Identifier: MIT
// Lab 6: every request for wired memory that matters, in every situation; then it is built slice by
// slice, with all that can be seen.
#include "common/format.h"
#include "common/string.h"
#include "kernel/test/frames.h"
#include "kernel/test/specification.h"
#include "kernel/test/test.h"
#include "kernel/test/verdict.h"
#include "labs/6-core/tests/together.h"
#include "mm/frames/frame_memory.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define WORDS        (FRAME_BYTES / sizeof(uint32_t))
#define GARBAGE      0x6a7ba6e5u
#define TEXT_SCREEN  0xb8000u
#define RAM_END      0x1000000u // of a machine with 16 MiB
#define BUSY_CHANNEL 6
#define MEMORY_PAGES 1100 // the most that are really made

// What is lacking, for a call to fail: 1 bit each.
enum { NO_ROOM = 1, NO_GENERATION = 2, NO_MEMORY = 4, SITUATIONS = 8 };

static const uint32_t flags[] = {0, WIRED_RUN, WIRED_DEVICE, WIRED_RUN | WIRED_DEVICE,
                                 4, 5,         0x80000000u,  0x102,
                                 6, 0x10000,   UINT32_MAX};
static const uint32_t pages[] = {1,
                                 2,
                                 3,
                                 4,
                                 5,
                                 15,
                                 16,
                                 17,
                                 998,
                                 999,
                                 1000,
                                 1024,
                                 1025,
                                 0,
                                 2049,
                                 3913,
                                 0x40000,
                                 OBJECT_PAGES_MOST,
                                 OBJECT_PAGES_MOST + 1,
                                 0x80000001u,
                                 UINT32_MAX};
static const uint32_t addresses[] = {
    0,
    1,
    2,
    3,
    4,
    5,
    BUSY_CHANNEL,
    7,
    8,
    0x100,
    0x101,
    0x1000,
    TEXT_SCREEN,
    TEXT_SCREEN + 1,
    0xb8800,
    0x9f000,
    0xa0000,
    0x100000,
    RAM_END - FRAME_BYTES,
    RAM_END,
    0x7ffff000,
    0xf0000000,
    0xffff0000,
    0xffffe000,
    0xfffff000,
    0xffffffff,
};

static struct object busy;                    // has BUSY_CHANNEL
static struct object others[WORLD_PROCESSES]; // made before, with the right of each
static struct claim hog;
static struct claim *claim;

static struct seen {
    struct reserve_counts books;
    uint32_t charged[WORLD_PROCESSES], objects[WORLD_PROCESSES], others[WORLD_PROCESSES];
    struct object *channels[DMA_CHANNELS];
    uint32_t masked;
} before;

static void see(struct seen *seen)
{
    reserve_read_counts(&seen->books);
    for (uint32_t i = 0; i < WORLD_PROCESSES; i++) {
        struct process *process = world_process[i];
        seen->charged[i] = account_used_frames(process);
        seen->objects[i] = world_list_count(&process->objects, NULL);
        seen->others[i] = 0;
        for (const struct list *at = process->core_objects.next; at != &process->core_objects;
             at = at->next)
            seen->others[i]++;
    }
    memcpy(seen->channels, dma_owners, sizeof seen->channels);
    seen->masked = world_masked_channels();
}

// --- what is asked for, in words, for what a check says

static struct process *asked_maker, *asked_owner;
static const struct core_request *asked;
static uint32_t asked_situation;

// The call and the situation, in words. (Only what fails is worth the time.)
static const char *describe(void)
{
    static const char *const kinds[] = {"0", "WIRED_RUN", "WIRED_DEVICE"};
    static char words[96];
    char number[16];

    format_to_buffer(number, sizeof number, "0x%x", asked->flags);
    format_to_buffer(words, sizeof words, "(%s, %s, {%u pages, %s, 0x%x})%s%s%s",
                     world_name(asked_maker), world_name(asked_owner), asked->pages,
                     asked->flags <= WIRED_DEVICE ? kinds[asked->flags] : number, asked->address,
                     asked_situation & NO_ROOM ? ", account full" : "",
                     asked_situation & NO_GENERATION ? ", no generation" : "",
                     asked_situation & NO_MEMORY ? ", no memory" : "");
    return words;
}

static void expect_unchanged(void)
{
    struct seen now;

    see(&now);
    CHECK_THAT(now.books.free, ==, before.books.free, "free frames after an error of %s",
               describe());
    CHECK_THAT(now.books.claimed, ==, before.books.claimed, "claimed frames after an error of %s",
               describe());
    CHECK_THAT(claim->frames, ==, 0u, "frames of the claim after an error of %s", describe());
    for (uint32_t i = 0; i < WORLD_PROCESSES; i++) {
        CHECK_THAT(now.charged[i], ==, before.charged[i], "frames on the account of %s, after %s",
                   world_names[i], describe());
        CHECK_THAT(now.objects[i], ==, before.objects[i], "objects of %s, after an error of %s",
                   world_names[i], describe());
        CHECK_THAT(now.others[i], ==, before.others[i], "core_objects of %s, after an error of %s",
                   world_names[i], describe());
    }
    for (uint32_t i = 0; i < DMA_CHANNELS; i++)
        CHECK_THAT((uint32_t)now.channels[i], ==, (uint32_t)before.channels[i],
                   "dma_owners[%u] after an error of %s", i, describe());
    CHECK_THAT(now.masked, ==, before.masked, "the masked channels after an error of %s",
               describe());
}

// --- which error

static bool is_device(const struct core_request *request)
{
    uint64_t end = request->address + ((uint64_t)request->pages << FRAME_SHIFT);

    return request->address % FRAME_BYTES == 0 && end <= 1ull << 32 &&
           !wired_is_ram((physical_address){request->address}, request->pages);
}

static uint32_t frames_of(const struct core_request *request)
{
    return request->flags == WIRED_DEVICE ? object_count_frames(1)
                                          : wired_count_frames(request->pages);
}

static int expected_error(const struct core_request *request, uint32_t situation)
{
    if (request->pages == 0 || request->flags > WIRED_DEVICE)
        return E_ARGUMENT;
    if (request->pages > OBJECT_PAGES_MOST)
        return E_LIMIT;
    if (request->flags == WIRED_DEVICE && !is_device(request))
        return E_ARGUMENT;
    if (request->flags == WIRED_RUN &&
        (request->pages > CORE_RUN_PAGES_MOST || !dma_is_channel(request->address)))
        return E_ARGUMENT;
    if (request->flags == 0 && request->address != 0)
        return E_ARGUMENT;
    if (request->flags == WIRED_RUN && dma_owners[request->address] != NULL)
        return E_BUSY;
    if (situation & NO_ROOM)
        return E_QUOTA;
    if (situation & NO_GENERATION)
        return E_LIMIT;
    return situation & NO_MEMORY || (request->pages > MEMORY_PAGES && request->flags == 0)
               ? E_NO_MEMORY
               : 0;
}

// --- the situation: just as much as is needed, or a frame too few

static void prepare(struct process *maker, const struct core_request *request, uint32_t situation)
{
    bool is_huge = request->flags == 0 && request->pages > MEMORY_PAGES;
    uint32_t frames = expected_error(request, 0) != 0 ? 1 : frames_of(request);
    struct reserve_counts books;

    if (maker == world_process[ORDINARY]) {
        uint32_t used = account_used_frames(maker);
        maker->account.quota_frames = situation & NO_ROOM ? used + frames - 1
                                      : is_huge           ? QUOTA_UNLIMITED
                                                          : used + frames;
    }
    test_no_generation = situation & NO_GENERATION;
    reserve_read_counts(&books);
    uint32_t leave = RESERVE_FRAMES + frames - (situation & NO_MEMORY ? 1 : 0);
    if (situation & NO_MEMORY || !is_huge)
        CHECK(reserve_claim(&hog, CLASS_RESERVE, books.free - leave), ==, 0);
}

static void restore(struct process *maker)
{
    if (maker == world_process[ORDINARY])
        maker->account.quota_frames = WORLD_QUOTA;
    test_no_generation = false;
    reserve_release(&hog);
}

// --- a whole object

static const uint32_t *page_words(const struct object *object, uint32_t page)
{
    const struct page_entry *entry = object_find_entry(object, page);

    CHECK_THAT(entry != NULL && entry->state == PAGE_RESIDENT, ==, true,
               "whether page %u of %s is RESIDENT", page, describe());
    return frame_address(object_frame(entry));
}

static bool is_all(const uint32_t *memory, uint32_t word)
{
    uint32_t i = 0;
    while (i < WORDS && memory[i] == word)
        i++;
    return i == WORDS;
}

static void spoil(struct object *object)
{
    for (uint32_t i = 0; i < object->pages; i++) {
        uint32_t *memory = frame_address(object_frame(object_find_entry(object, i)));
        for (uint32_t word = 0; word < WORDS; word++)
            memory[word] = GARBAGE;
    }
}

static void expect_made(struct process *maker, struct process *owner, struct object *object,
                        const struct core_request *request)
{
    uint32_t page_count = request->flags == 0 ? 0 : request->pages;
    struct seen now;

    see(&now);
    CHECK_THAT(object->kind, ==, request->flags == WIRED_DEVICE ? OBJECT_DEVICE : OBJECT_WIRED,
               "the kind of the object of %s", describe());
    CHECK_THAT(object->pages, ==, request->pages, "object->pages of %s", describe());
    CHECK_THAT(object->is_revoked, ==, true,
               "whether the object of %s is_revoked, so that nothing of it is mapped before it is "
               "whole",
               describe());
    CHECK_THAT((uint32_t)object->maker, ==, (uint32_t)maker, "object->maker of %s", describe());
    CHECK_THAT(world_list_count(&maker->objects, &object->in_maker), ==, 1u,
               "how often maker->objects has the object of %s", describe());
    CHECK_THAT(object_generation(object), ==, test_latest_generation,
               "the generation of the object of %s (and the new one)", describe());
    CHECK_THAT(frame_table[((uint32_t)object - KERNEL_BASE) >> FRAME_SHIFT].marks, ==,
               KERNEL_FRAME_OBJECT, "what the object's frame of %s says that it holds", describe());
    CHECK_THAT(object->has_core_owner, ==, owner != maker, "has_core_owner of %s", describe());
    CHECK_THAT(world_list_count(&owner->core_objects, &object->in_core), ==,
               owner != maker ? 1u : 0u, "how often owner->core_objects has the object of %s",
               describe());
    if (owner != maker)
        CHECK_THAT((uint32_t)owner->core_objects.previous, ==, (uint32_t)&object->in_core,
                   "the last item of owner->core_objects: the object of %s", describe());
    for (uint32_t i = 0; i < WORLD_PROCESSES; i++)
        CHECK_THAT(now.charged[i], ==,
                   before.charged[i] + (world_process[i] == maker ? frames_of(request) : 0),
                   "frames that %s pays for (charged and claimed), after %s", world_names[i],
                   describe());
    CHECK_THAT(before.books.free - now.books.free, ==, frames_of(request),
               "frames that are not free any more, after %s", describe());
    CHECK_THAT(claim->frames, <=,
               request->flags == 0 ? frames_of(request) - object_count_frames(request->pages) : 0u,
               "frames that the claim holds, after %s", describe());
    CHECK_THAT(object->has_channel, ==, request->flags == WIRED_RUN, "has_channel of %s",
               describe());
    for (uint32_t i = 0; i < DMA_CHANNELS; i++)
        CHECK_THAT((uint32_t)dma_owners[i], ==,
                   request->flags == WIRED_RUN && i == request->address
                       ? (uint32_t)object
                       : (uint32_t)before.channels[i],
                   "dma_owners[%u] after %s", i, describe());
    if (request->flags == WIRED_DEVICE)
        CHECK_THAT(object->device.value, ==, request->address, "object->device of %s", describe());
    if (request->flags != WIRED_RUN)
        return;
    CHECK_THAT(object->channel, ==, request->address, "object->channel of %s", describe());
    uint32_t first = frame_number_of(object_frame(object_find_entry(object, 0))).value;
    for (uint32_t i = 0; i < page_count; i++) {
        page_words(object, i);
        CHECK_THAT(frame_number_of(object_frame(object_find_entry(object, i))).value, ==, first + i,
                   "the frame of page %u of the run of %s", i, describe());
    }
    CHECK_THAT(first + page_count <= ISA_DMA_LIMIT_FRAMES, ==, true,
               "whether the run of %s lies below 16 MiB", describe());
    CHECK_THAT(first / ISA_DMA_BOUNDARY_FRAMES, ==,
               (first + page_count - 1) / ISA_DMA_BOUNDARY_FRAMES,
               "the 64 KiB in which the run of %s begins and ends", describe());
    spoil(object);
}

// Each slice: at the most so many pages, from *page on, and no others.
static void build(struct object *object, const struct core_request *request)
{
    uint32_t page_count = request->flags == WIRED_DEVICE ? 0 : request->pages, page = 0, slices = 0;
    bool is_whole = false;

    while (!is_whole) {
        uint32_t start = page, there = object->not_absent;
        CHECK_THAT(object->is_revoked, ==, true, "whether %s is_revoked before it is whole",
                   describe());
        is_whole = core_build_some(object, claim, &page);
        uint32_t end = is_whole ? page_count : page;
        CHECK_THAT(end - start, <=, (uint32_t)CORE_SLICE_PAGES,
                   "pages that one core_build_some did, from page %u of %s on", start, describe());
        CHECK_THAT(is_whole || page > start, ==, true,
                   "whether core_build_some came further than page %u of %s", start, describe());
        CHECK_THAT(object->not_absent - there, <=, (uint32_t)CORE_SLICE_PAGES,
                   "pages that one core_build_some took out of the claim, of %s", describe());
        for (uint32_t i = start; i < end; i++)
            CHECK_THAT(is_all(page_words(object, i), 0), ==, true,
                       "whether all words of page %u of %s are 0 after core_build_some", i,
                       describe());
        if (request->flags == WIRED_RUN && end < page_count)
            CHECK_THAT(is_all(page_words(object, end), GARBAGE), ==, true,
                       "whether page %u of %s was left alone, where the next slice begins", end,
                       describe());
        CHECK_THAT(++slices, <=, page_count + 1, "slices of %s", describe());
    }
    CHECK_THAT(object->is_revoked, ==, false, "whether %s is_revoked, when it is whole",
               describe());
    for (uint32_t i = 0; i < page_count; i++) {
        page_words(object, i);
        const struct frame *frame = object_frame(object_find_entry(object, i));
        CHECK_THAT(frame->state, ==, FRAME_CORE, "the state of the frame of page %u of %s", i,
                   describe());
        CHECK_THAT((uint32_t)frame->owner.object, ==, (uint32_t)object,
                   "owner.object of the frame of page %u of %s", i, describe());
        CHECK_THAT(frame->owner.page, ==, i, "owner.page of the frame of page %u of %s", i,
                   describe());
    }
    CHECK_THAT(claim->frames, ==, 0u, "frames that the claim holds, when %s is whole", describe());
    CHECK_THAT(account_used_frames(object->maker), ==,
               before.charged[object->maker == world_process[ORDINARY] ? ORDINARY
                              : object->maker == world_process[FIRST]  ? FIRST
                                                                       : SECOND] +
                   frames_of(request),
               "frames charged to the maker, when %s is whole", describe());
}

static void release_channel(struct object *object)
{
    uint32_t channel = object->channel, masked = world_masked_channels();

    dma_start(channel, DMA_FROM_DEVICE,
              (physical_address){frame_number_of(object_frame(object_find_entry(object, 0))).value
                                 << FRAME_SHIFT},
              FRAME_BYTES);
    core_release_channel(object);
    CHECK_THAT(world_masked_channels(), ==, masked | 1u << channel,
               "the masked channels, when %u was released", channel);
    CHECK_THAT(object->has_channel, ==, false, "has_channel after core_release_channel");
    for (uint32_t i = 0; i < DMA_CHANNELS; i++)
        CHECK_THAT((uint32_t)dma_owners[i], ==, (uint32_t)before.channels[i],
                   "dma_owners[%u] after core_release_channel", i);
}

static void try_request(struct process *maker, struct process *owner,
                        const struct core_request *request, uint32_t situation)
{
    struct object *object = NULL;

    asked_maker = maker, asked_owner = owner, asked = request, asked_situation = situation;
    prepare(maker, request, situation);
    claim = &maker->long_call.claim;
    see(&before);
    int expected = expected_error(request, situation);
    specified_begins();
    int error = core_make_object(maker, owner, request, claim, &object);
    CHECK_THAT(error, ==, expected, "what core_make_object returns: %s", describe());
    if (error != 0) {
        expect_unchanged();
        specified_ends();
        restore(maker);
        return;
    }
    expect_made(maker, owner, object, request);
    build(object, request);
    if (object->has_channel)
        release_channel(object);
    object_revoke(object);
    while (!object_end_some(object))
        continue;
    expect_unchanged();
    specified_ends();
    restore(maker);
}

static bool matters(uint32_t flag, uint32_t page_count, uint32_t address)
{
    if (flag > WIRED_DEVICE)
        return (page_count <= 1 || page_count > OBJECT_PAGES_MOST) && address <= 1;
    if (flag == WIRED_DEVICE)
        return true;
    if (flag == 0)
        return address <= 1 ? page_count <= MEMORY_PAGES || page_count > 4000 : page_count <= 2;
    return address <= 0x101 || page_count <= 2;
}

// Where something else is wrong already, it does not matter what is lacking: all of it, or nothing.
static void try_situations(struct process *maker, struct process *owner,
                           const struct core_request *request)
{
    bool is_wrong = expected_error(request, 0) != 0;

    for (uint32_t situation = 0; situation < SITUATIONS; situation++) {
        if (is_wrong && situation != 0 && situation != SITUATIONS - 1)
            continue;
        if (situation & NO_ROOM && maker != world_process[ORDINARY])
            continue;
        try_request(maker, owner, request, situation);
    }
}

static void try_all(enum world_process maker, enum world_process owner)
{
    for (uint32_t i = 0; i < COUNT(flags); i++)
        for (uint32_t j = 0; j < COUNT(pages); j++)
            for (uint32_t k = 0; k < COUNT(addresses); k++) {
                const struct core_request request = {pages[j], flags[i], addresses[k]};
                bool is_long = flags[i] == 0 && pages[j] > 20;
                if (matters(flags[i], pages[j], addresses[k]) && (!is_long || maker == ORDINARY))
                    try_situations(world_process[maker], world_process[owner], &request);
            }
}

TEST(every_object, 6)
{
    world_make();
    test_spoil_free_frames();
    dma_owners[BUSY_CHANNEL] = &busy;
    for (uint32_t i = 0; i < COUNT(others); i++)
        list_append(&world_process[i]->core_objects, &others[i].in_core);
    try_all(ORDINARY, FIRST); // with a right that was passed to it
    try_all(SECOND, FIRST);
    try_all(SECOND, SECOND); // with its own
    together_build();
    specified_all_ended();
    record_send("value", "done=1");
}
