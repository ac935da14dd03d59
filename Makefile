# SPDX-License-Identifier: MIT
# Every command that a person needs; `make help` lists them. How the kernel is built: build.mk.

# One environment for every command, whatever the caller's is: see tools/environment.variables.
include tools/environment.variables
kept    := $(subst ",,$(session_variables) $(person_variables) $(other_variables) $(script_variables) $(setup_variables)) MAKE% MFLAGS
foreign := $(filter-out $(kept),$(foreach name,$(.VARIABLES),$(if $(filter environment%,$(origin $(name))),$(name))))
unexport $(foreign)
export LC_ALL := C
# What $(shell) starts has the caller's environment all the same.
SHELL   := env
.SHELLFLAGS := $(foreign:%=-u %) LC_ALL=C bash -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:

# What can be given on the command line. It may hold anything, names of directories say: none of it is ever
# expanded.
COMPILER ?= gcc
LABS     ?=
# Some commands choose the RAM themselves where none is given.
ram_is_given := $(filter-out undefined,$(origin RAM))
RAM      ?= 16
BOOT     ?= kernel
FLOPPY   ?=
DISK     ?=
FTP      ?=
FTP_MEMORY ?=
LAB      ?=
TEST     ?=
SEED     ?=
SLOW     ?= 1
OUT      ?=
SCRIPT   ?=
CALLS    ?=
FUZZ     ?=
LAB_OPTIMIZE ?=
export COMPILER LABS RAM BOOT FLOPPY DISK FTP FTP_MEMORY LAB TEST SEED SLOW OUT SCRIPT CALLS FUZZ LAB_OPTIMIZE
$(foreach name,COMPILER LABS RAM BOOT FLOPPY DISK FTP FTP_MEMORY LAB TEST SEED SLOW OUT SCRIPT CALLS FUZZ LAB_OPTIMIZE,$(eval override $(name) := $$(value $(name))))

# `make setup run`, `make -j8 clean kernel`: one goal after the other, each in parallel in itself.
ifneq ($(and $(filter setup clean,$(MAKECMDGOALS)),$(word 2,$(MAKECMDGOALS))),)
.NOTPARALLEL:
.PHONY: $(MAKECMDGOALS)
$(sort $(MAKECMDGOALS)):
	+@$(MAKE) $@
else

.PHONY: all
all: kernel

include build.mk

.PHONY: help setup doctor run debug grade test check stores model fuzz bench graph handouts format clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile build.mk
	@echo
	@printf '%s\n' "  make run RAM=64 BOOT=iso             another machine: MiB of RAM; from a GRUB CD" \
	  "  make run SCRIPT=visit                the shell runs user/scripts/visit, and that is all" \
	  "  make run FLOPPY=disk.img             with a floppy disk: memory and files; DISK= is for an ATA disk" \
	  "  make run FTP=ftp://USER:PASSWORD@HOST/FOLDER  with a network card: memory and files on an FTP server" \
	  "  make run SCRIPT=stores               memory on an FTP server, whose client is on a floppy disk, in 8 MiB" \
	  "  make run LAB=5                       a page storm, without lab 6" \
	  "  make grade LAB=1 TEST=unique SLOW=4  one test; four times the wall-clock limit" \
	  "  make fuzz CALLS=1000000              many random calls; a failure says how it comes again" \
	  "  make kernel LABS=student             with your files of all labs" \
	  "  make kernel LABS='1=student'         with your files of lab 1, the reference else" \
	  "  make kernel COMPILER=clang           with clang and lld"

# Scripts are called through bash: a tree that was unpacked from a ZIP has lost the marks of what can be run.
setup: ## install the packages that are missing, or say which they are, and bring what the FTP store and v86's tests need
	@bash tools/setup
	@bash tools/bring || :

doctor: ## check the tools on this computer, and say how to cure what is wrong
	@bash tools/doctor

run: $(if $(LAB),,kernel $(if $(filter iso,$(BOOT)),iso)) ## boot in QEMU, on this terminal
	@$(if $(ram_is_given),,unset RAM; )bash tools/run "$(image)" "$(programs_at)"

debug: ## one test under GDB: LAB=n TEST=name [SEED=s]
	@bash tools/debug

grade: ## grade LAB=n [TEST=name] [SEED=s] [SLOW=k], or all labs
	@bash grade/grade

test: ## grade all labs, the given kernel's tests (lab 0) too, and fail unless all pass
	@bash grade/grade --strict

check: ## all tests: code style, both compilers, labs, the grader itself
	@bash grade/check

stores: ## the tests of memory and files on disks and on an FTP server, a part of check
	@bash grade/check stores stores-failures disks ftp ftp-failures

model: ## check the model of the paging rules with Spin
	@bash model/check

fuzz: ## random system calls, with an audit of all books: [CALLS=n] [SEED=s] [RAM=mib]
	@$(if $(ram_is_given),,unset RAM; )bash tools/fuzz

bench: ## figures, one a line: name, value, unit; LAB=n: of that lab
	@bash tools/bench

graph: ## the kernel's layers: arrows that run upwards, circles, headers behind contracts
	@bash tools/graph

handouts: ## make handouts/system-calls.md again, from kernel/abi/
	@awk -f tools/system-calls.awk kernel/abi/system_calls.h kernel/abi/error.h >handouts/system-calls.md

format: ## lay out the C sources as .clang-format says
	@bash tools/format

clean: ## remove everything that was built
	@rm -rf build
endif
