// SPDX-License-Identifier: MIT
#include "common/elf.h"

#include <stddef.h>

#include "common/string.h"
#include "kernel/abi/limits.h"

// TIS ELF 1.2, book I, "ELF Header" and "Program Header".
struct elf_header {
    uint8_t magic[4];
    uint8_t class, data, version;
    uint8_t padding[9];
    uint16_t type, machine;
    uint32_t format_version, entry;
    uint32_t program_headers, section_headers;
    uint32_t flags;
    uint16_t header_bytes, program_header_bytes, program_header_count;
    uint16_t section_header_bytes, section_header_count, section_names;
};

struct elf_program_header {
    uint32_t type, offset, address, physical, file_bytes, memory_bytes, flags, alignment;
};

_Static_assert(sizeof(struct elf_header) == 52, "TIS ELF 1.2, figure 1-3");
_Static_assert(sizeof(struct elf_program_header) == 32, "TIS ELF 1.2, figure 2-1");

#define CLASS_32        1
#define DATA_LITTLE     1
#define TYPE_EXECUTABLE 2
#define MACHINE_386     3
#define SEGMENT_LOAD    1
#define FLAG_WRITABLE   2
#define HEADERS_MOST    32 // no linker makes more of them

static const char *check_header(const struct elf_header *header, uint32_t bytes)
{
    static const uint8_t magic[] = {0x7f, 'E', 'L', 'F'};

    if (bytes == 0)
        return "the file is empty";
    if (bytes < sizeof *header)
        return "the file is too short for its header";
    if (memcmp(header->magic, magic, sizeof magic) != 0)
        return "this is no ELF file";
    if (header->class != CLASS_32 || header->data != DATA_LITTLE || header->machine != MACHINE_386)
        return "it is for another machine";
    if (header->type != TYPE_EXECUTABLE)
        return "it is not an executable";
    if (header->program_header_bytes != sizeof(struct elf_program_header))
        return "its program headers have another size";
    if (header->program_header_count == 0)
        return "it has no program headers";
    if (header->program_header_count > HEADERS_MOST)
        return "it has too many program headers";
    uint32_t table = header->program_header_count * (uint32_t)sizeof(struct elf_program_header);
    if (header->program_headers > bytes || table > bytes - header->program_headers ||
        header->program_headers % sizeof(uint32_t) != 0)
        return "its program headers lie outside the file";
    return NULL;
}

static const char *check_segment(const struct elf_program_header *header, uint32_t bytes,
                                 uint32_t limit)
{
    if (header->file_bytes > header->memory_bytes)
        return "a segment is larger in the file than in memory";
    if (header->offset > bytes || header->file_bytes > bytes - header->offset)
        return "a segment lies outside the file";
    if (header->address < USER_FIRST)
        return "a segment lies below the first user address";
    if (header->address >= limit || header->memory_bytes > limit - header->address)
        return "a segment reaches into the stack or the kernel";
    return NULL;
}

static bool overlap(const struct elf_segment *a, const struct elf_segment *b)
{
    uint32_t a_end = a->address + a->pages * PAGE_BYTES, b_end = b->address + b->pages * PAGE_BYTES;
    return a->address < b_end && b->address < a_end;
}

static const char *add_segment(const struct elf_program_header *header, struct elf_program *program)
{
    if (program->segment_count == SEGMENTS_MOST)
        return "it has too many segments";
    struct elf_segment *segment = &program->segments[program->segment_count];
    uint32_t skipped = header->address % PAGE_BYTES;

    *segment = (struct elf_segment){
        .address = header->address - skipped,
        .pages = (skipped + header->memory_bytes + PAGE_BYTES - 1) / PAGE_BYTES,
        .file_offset = header->offset,
        .skipped_bytes = skipped,
        .file_bytes = header->file_bytes,
        .is_writable = (header->flags & FLAG_WRITABLE) != 0,
    };
    for (uint32_t i = 0; i < program->segment_count; i++) {
        if (overlap(segment, &program->segments[i]))
            return "two segments share a page";
    }
    program->segment_count++;
    return NULL;
}

static bool holds_entry(const struct elf_program *program)
{
    for (uint32_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];
        if (!segment->is_writable &&
            program->entry - segment->address < segment->pages * PAGE_BYTES)
            return true;
    }
    return false;
}

const char *elf_read(const uint8_t *file, uint32_t bytes, uint32_t limit,
                     struct elf_program *program)
{
    const struct elf_header *header = (const struct elf_header *)(const void *)file;
    const char *problem = check_header(header, bytes);
    if (problem != NULL)
        return problem;

    *program = (struct elf_program){.entry = header->entry};
    for (uint32_t i = 0; i < header->program_header_count; i++) {
        struct elf_program_header segment;
        memcpy(&segment, file + header->program_headers + i * sizeof segment, sizeof segment);
        if (segment.type != SEGMENT_LOAD || segment.memory_bytes == 0)
            continue;
        problem = check_segment(&segment, bytes, limit);
        if (problem == NULL)
            problem = add_segment(&segment, program);
        if (problem != NULL)
            return problem;
    }
    if (program->segment_count == 0)
        return "there is nothing in it to load";
    return holds_entry(program) ? NULL : "its entry point lies in no segment of code";
}
