# SPDX-License-Identifier: MIT
# Lab 7: the file that a student owns, which is part of programs, and the only symbols of it that these see.
lab_7_contract := user/own_store.h
lab_7_user_files   := own_store.c
lab_7_user_symbols := own_store_format own_store_open own_store_memory_pages own_store_file_pages \
                      own_store_fetch own_store_store own_store_describe own_store_create \
                      own_store_set_length own_store_sync own_store_revert own_store_remove
lab_7_user_known   := user/store_service.h
