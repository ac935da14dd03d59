# SPDX-License-Identifier: MIT
# Lab 2: the files that a student owns, and the only symbols of theirs that the kernel sees. lab_2_given
# are symbols of its contract that given code has: files of all labs may use them.
lab_2_contract := mm/reserve.h
lab_2_files   := reserve.c
lab_2_given   := reserve_misuse
lab_2_symbols := reserve_init reserve_claim reserve_take reserve_release reserve_alloc \
                 reserve_alloc_run reserve_free reserve_change_state reserve_set_highest_level \
                 reserve_floor reserve_steal_low reserve_steal_high reserve_read_counts
