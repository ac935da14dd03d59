# SPDX-License-Identifier: MIT
# Lab 6: the files that a student owns, and the only symbols of theirs that the kernel sees; and the
# same for the file that is part of a program.
lab_6_files        := core.c
lab_6_symbols      := core_check_deadlock
lab_6_user_files   := ramstore.c
lab_6_user_symbols := ram_store_init ram_store_store ram_store_fetch ram_store_release \
                      ram_store_read_counts
