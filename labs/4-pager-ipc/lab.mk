# SPDX-License-Identifier: MIT
# Lab 4: the files that a student owns, and the only symbols of theirs that the kernel sees; and the
# same for the file that is part of a program.
lab_4_contract := kernel/ipc.h mm/pager.h user/memory_store.h
lab_4_files        := ipc.c pager.c
lab_4_symbols      := ipc_send ipc_call ipc_receive ipc_reply ipc_fail_senders ipc_fail_callers \
                      pager_init_slots pager_has_slot pager_start_fetch pager_evict pager_take_request \
                      pager_answer
lab_4_uses         := message_[a-z_]* ipc_[a-z_]* port_[a-z_]* process_[a-z_]* timeout_[a-z_]* object_[a-z_]* \
                      page_[a-z_]* pager_[a-z_]* schedule_[a-z_]* timer_[a-z_]* kernel_pending thread_current
lab_4_user_files   := memory_store.c
lab_4_user_symbols := memory_store_init memory_store_store memory_store_fetch memory_store_release \
                      memory_store_count_free
lab_4_known        := kernel/abi/system_call_numbers.h kernel/process/process.h mm/pagers/pager_life.h mm/objects/object_life.h
