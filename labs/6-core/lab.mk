# SPDX-License-Identifier: MIT
# Lab 6: the files that a student owns, and the only symbols of theirs that the kernel sees; and the
# same for the file that is part of a program.
lab_6_contract := mm/core.h user/ram_store.h
lab_6_files        := core.c
lab_6_symbols      := core_make_object core_build_some core_release_channel \
                      core_make_interrupt core_free_interrupt core_bind_interrupt \
                      core_acknowledge_interrupt core_unbind_port \
                      core_make_io core_free_io core_check_io core_revoke_some \
                      core_check_deadlock
lab_6_uses         := account_[a-z_]* capability_[a-z_]* dma_[a-z_]* interrupt_[a-z_]* io_[a-z_]* \
                      object_[a-z_]* port_[a-z_]* wired_[a-z_]* pager_[a-z_]* timer_[a-z_]* \
                      thread_current deadlock_report
lab_6_user_files   := ramstore.c
lab_6_user_symbols := ram_store_init ram_store_store ram_store_fetch ram_store_release \
                      ram_store_read_counts
lab_6_known        := kernel/process/process.h mm/pagers/pager_life.h mm/objects/object_life.h
