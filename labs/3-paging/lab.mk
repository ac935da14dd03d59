# SPDX-License-Identifier: MIT
# Lab 3: the files that a student owns, and the only symbols of theirs that the kernel sees.
lab_3_contract := mm/paging.h
lab_3_files   := paging.c
lab_3_symbols := paging_create paging_destroy paging_find_entry paging_count_missing_tables \
                 paging_hold_tables paging_release_tables paging_map paging_unmap \
                 paging_change_rights paging_take_marks paging_find_mapped paging_classify_fault
lab_3_uses    := kernel_directory tlb_[a-z_]*
