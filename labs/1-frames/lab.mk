# SPDX-License-Identifier: MIT
# Lab 1: the files that a student owns, and the only symbols of theirs that the kernel sees. lab_1_given
# are symbols of its contract that given code has: files of all labs may use them.
lab_1_contract := mm/frame.h
lab_1_files   := frame.c
lab_1_given   := frame_misuse frame_table frame_table_entries
lab_1_symbols := frame_init frame_alloc frame_free frame_alloc_run frame_free_run frame_count_free
