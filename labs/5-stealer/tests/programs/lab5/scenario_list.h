// SPDX-License-Identifier: MIT
// The scenarios of lab 5: SCENARIO(function, name of the test, lab whose stage it runs in). With
// stage 4 the stealer does not run by itself: the scenario calls its functions.
#ifndef LABS_5_STEALER_TESTS_PROGRAMS_LAB5_SCENARIO_LIST_H
#define LABS_5_STEALER_TESTS_PROGRAMS_LAB5_SCENARIO_LIST_H

#define SCENARIO_LIST(SCENARIO)                                                                    \
    SCENARIO(visit_used, "visit-used", 4)                                                          \
    SCENARIO(visit_dirty, "visit-dirty", 4)                                                        \
    SCENARIO(visit_shared, "visit-shared", 4)                                                      \
    SCENARIO(visit_dirty_early, "visit-dirty-early", 4)                                            \
    SCENARIO(visit_unmapped, "visit-unmapped", 4)                                                  \
    SCENARIO(visit_fresh, "visit-fresh", 4)                                                        \
    SCENARIO(visit_grace, "visit-grace", 4)                                                        \
    SCENARIO(visit_refused, "visit-refused", 4)                                                    \
    SCENARIO(visit_lent, "visit-lent", 4)                                                          \
    SCENARIO(visit_dead_pager, "visit-dead-pager", 4)                                              \
    SCENARIO(visit_random, "visit-random", 4)                                                      \
    SCENARIO(slice_cost, "slice-cost", 4)                                                          \
    SCENARIO(above_low, "above-low", 5)                                                            \
    SCENARIO(until_high, "until-high", 5)                                                          \
    SCENARIO(storm_clean, "storm-clean", 5)                                                        \
    SCENARIO(storm_contents, "storm-contents", 5)                                                  \
    SCENARIO(storm_wired, "storm-wired", 5)                                                        \
    SCENARIO(storm_shared, "storm-shared", 5)                                                      \
    SCENARIO(storm_hot, "storm-hot", 5)                                                            \
    SCENARIO(storm_realtime, "storm-realtime", 5)                                                  \
    SCENARIO(realtime_clock, "realtime-clock", 5)                                                  \
    SCENARIO(hostile_dirty, "hostile-dirty", 5)                                                    \
    SCENARIO(hostile_window, "hostile-window", 5)                                                  \
    SCENARIO(turn_alone, "turn-alone", 5)                                                          \
    SCENARIO(turn_slow, "turn-slow", 5)                                                            \
    SCENARIO(turn_one_level, "turn-one-level", 5)                                                  \
    SCENARIO(turn_two_levels, "turn-two-levels", 5)                                                \
    SCENARIO(chain_behaves, "chain-behaves", 5)                                                    \
    SCENARIO(chain_down, "chain-down", 5)                                                          \
    SCENARIO(lru_loop, "lru-loop", 5)                                                              \
    SCENARIO(lru_zipf, "lru-zipf", 5)                                                              \
    SCENARIO(lru_scan, "lru-scan", 5)                                                              \
    SCENARIO(lru_phases, "lru-phases", 5)
#endif
