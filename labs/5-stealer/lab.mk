# SPDX-License-Identifier: MIT
# Lab 5: the file that a student owns, and the only symbols of it that the kernel sees.
lab_5_contract := mm/stealer.h
lab_5_files   := stealer.c
lab_5_symbols := stealer_is_needed stealer_visit stealer_step
lab_5_uses    := stealer stealer_[a-z_]* pager_[a-z_]* object_[a-z_]* region_[a-z_]* process_[a-z_]*
lab_5_known        := kernel/process/process.h mm/pagers/pager_life.h mm/objects/object_life.h
