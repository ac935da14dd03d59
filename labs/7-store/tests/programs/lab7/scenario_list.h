// SPDX-License-Identifier: MIT
// The scenarios of lab 7; each is a test of the same name.
#ifndef LABS_7_STORE_TESTS_PROGRAMS_LAB7_SCENARIO_LIST_H
#define LABS_7_STORE_TESTS_PROGRAMS_LAB7_SCENARIO_LIST_H

// SCENARIO(name in C, name on the command line)
#define SCENARIO_LIST(SCENARIO)                                                                    \
    SCENARIO(memory_pages, "memory-pages")                                                         \
    SCENARIO(memory_room, "memory-room")                                                           \
    SCENARIO(memory_large, "memory-large")                                                         \
    SCENARIO(file_names, "file-names")                                                             \
    SCENARIO(file_pages, "file-pages")                                                             \
    SCENARIO(file_length, "file-length")                                                           \
    SCENARIO(file_end, "file-end")                                                                 \
    SCENARIO(file_room, "file-room")                                                               \
    SCENARIO(sync_kept, "sync-kept")                                                               \
    SCENARIO(sync_done, "sync-done")                                                               \
    SCENARIO(sync_again, "sync-again")                                                             \
    SCENARIO(sync_revert, "sync-revert")                                                           \
    SCENARIO(sync_room, "sync-room")                                                               \
    SCENARIO(sync_large, "sync-large")                                                             \
    SCENARIO(remove_reuse, "remove-reuse")                                                         \
    SCENARIO(cut_anywhere, "cut-anywhere")                                                         \
    SCENARIO(error_read, "error-read")                                                             \
    SCENARIO(error_write, "error-write")                                                           \
    SCENARIO(error_silent, "error-silent")                                                         \
    SCENARIO(service_memory, "service-memory")                                                     \
    SCENARIO(service_files, "service-files")                                                       \
    SCENARIO(service_errors, "service-errors")

#endif
