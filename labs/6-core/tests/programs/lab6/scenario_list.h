// SPDX-License-Identifier: MIT
// The scenarios of lab 6; each is a test of the same name.
#ifndef LABS_6_CORE_TESTS_PROGRAMS_LAB6_SCENARIO_LIST_H
#define LABS_6_CORE_TESTS_PROGRAMS_LAB6_SCENARIO_LIST_H

// SCENARIO(name in C, name on the command line)
#define SCENARIO_LIST(SCENARIO)                                                                    \
    SCENARIO(right_needed, "right-needed")                                                         \
    SCENARIO(right_passed, "right-passed")                                                         \
    SCENARIO(wired_memory, "wired-memory")                                                         \
    SCENARIO(wired_errors, "wired-errors")                                                         \
    SCENARIO(wired_device, "wired-device")                                                         \
    SCENARIO(wired_quota, "wired-quota")                                                           \
    SCENARIO(wired_claims_fail, "wired-claims-fail")                                               \
    SCENARIO(wired_floor, "wired-floor")                                                           \
    SCENARIO(wired_maker_ends, "wired-maker-ends")                                                 \
    SCENARIO(run_frames, "run-frames")                                                             \
    SCENARIO(run_channel, "run-channel")                                                           \
    SCENARIO(dma_masked, "dma-masked")                                                             \
    SCENARIO(dma_errors, "dma-errors")                                                             \
    SCENARIO(floppy_read, "floppy-read")                                                           \
    SCENARIO(floppy_late, "floppy-late")                                                           \
    SCENARIO(interrupt_arrives, "interrupt-arrives")                                               \
    SCENARIO(interrupt_errors, "interrupt-errors")                                                 \
    SCENARIO(interrupt_dropped, "interrupt-dropped")                                               \
    SCENARIO(interrupt_passed, "interrupt-passed")                                                 \
    SCENARIO(io_bytes, "io-bytes")                                                                 \
    SCENARIO(io_widths, "io-widths")                                                               \
    SCENARIO(io_passed, "io-passed")                                                               \
    SCENARIO(io_ranges, "io-ranges")                                                               \
    SCENARIO(io_errors, "io-errors")                                                               \
    SCENARIO(revoke_all, "revoke-all")                                                             \
    SCENARIO(revoke_own, "revoke-own")                                                             \
    SCENARIO(revoke_chain, "revoke-chain")                                                         \
    SCENARIO(revoke_undone, "revoke-undone")                                                       \
    SCENARIO(revoke_half_made, "revoke-half-made")                                                 \
    SCENARIO(owner_ends, "owner-ends")                                                             \
    SCENARIO(owner_ends_early, "owner-ends-early")                                                 \
    SCENARIO(much_at_once, "much-at-once")                                                         \
    SCENARIO(core_survives, "core-survives")                                                       \
    SCENARIO(store_pages, "store-pages")                                                           \
    SCENARIO(store_uniform, "store-uniform")                                                       \
    SCENARIO(store_full, "store-full")                                                             \
    SCENARIO(store_release, "store-release")                                                       \
    SCENARIO(store_random, "store-random")                                                         \
    SCENARIO(store_fast, "store-fast")                                                             \
    SCENARIO(store_words, "store-words")                                                           \
    SCENARIO(store_entries, "store-entries")                                                       \
    SCENARIO(store_large, "store-large")                                                           \
    SCENARIO(store_as_pager, "store-as-pager")                                                     \
    SCENARIO(store_ends_chain, "store-ends-chain")                                                 \
    SCENARIO(deadlock_hangs, "deadlock-hangs")                                                     \
    SCENARIO(deadlock_default, "deadlock-default")                                                 \
    SCENARIO(deadlock_store_full, "deadlock-store-full")                                           \
    SCENARIO(deadlock_other, "deadlock-other")                                                     \
    SCENARIO(deadlock_both, "deadlock-both")                                                       \
    SCENARIO(deadlock_slowest, "deadlock-slowest")                                                 \
    SCENARIO(deadlock_answered, "deadlock-answered")                                               \
    SCENARIO(slow_device, "slow-device")                                                           \
    SCENARIO(all_is_wired, "all-is-wired")                                                         \
    SCENARIO(wired_in_storm, "wired-in-storm")

#endif
