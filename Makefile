# SPDX-License-Identifier: MIT
# Every command that a person needs; `make help` lists them. How the kernel is built: build.mk.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:

# What can be given on the command line. It may hold anything, names of directories say: none of it is ever
# expanded.
COMPILER ?= gcc
LABS     ?=
RAM      ?= 16
BOOT     ?= kernel
LAB      ?=
TEST     ?=
SEED     ?=
SLOW     ?= 1
OUT      ?=
SCRIPT   ?=
export COMPILER LABS RAM BOOT LAB TEST SEED SLOW OUT SCRIPT
$(foreach name,COMPILER LABS RAM BOOT LAB TEST SEED SLOW OUT SCRIPT,$(eval override $(name) := $$(value $(name))))

# `make setup run`, `make -j setup check`: everything else waits for the packages.
after_setup := $(filter setup,$(MAKECMDGOALS))

.PHONY: all
all: kernel

include build.mk

.PHONY: help setup doctor run debug grade test check model bench handouts format clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile build.mk
	@echo
	@printf '%s\n' "  make run RAM=64 BOOT=iso             another machine: MiB of RAM; from a GRUB CD" \
	  "  make run SCRIPT=visit                the shell runs user/scripts/visit, and that is all" \
	  "  make grade LAB=1 TEST=unique SLOW=4  one test; four times the wall-clock limit" \
	  "  make kernel LABS=student             with your files of all labs" \
	  "  make kernel LABS='1=student'         with your files of lab 1, the reference else" \
	  "  make kernel COMPILER=clang           with clang and lld"

setup: ## install the Debian packages that are missing
	@tools/setup

doctor: | $(after_setup) ## check the tools on this computer, and say how to cure what is wrong
	@tools/doctor

run: kernel $(if $(filter iso,$(BOOT)),iso) ## boot in QEMU, on this terminal
	@tools/run "$(image)" "$(programs_at)"

debug: | $(after_setup) ## one test under GDB: LAB=n TEST=name [SEED=s]
	@tools/debug

grade: | $(after_setup) ## grade LAB=n [TEST=name] [SEED=s] [SLOW=k], or all labs
	@grade/grade

test: | $(after_setup) ## grade all labs, the given kernel's tests (lab 0) too, and fail unless all pass
	@grade/grade --strict

check: | $(after_setup) ## all tests: code style, both compilers, labs, the grader itself
	@grade/check

model: | $(after_setup) ## check the model of the paging rules with Spin
	@model/check

bench: | $(after_setup) ## figures, one a line: name, value, unit; LAB=n: of that lab
	@tools/bench

handouts: ## make handouts/system-calls.md again, from kernel/abi/
	@awk -f tools/system-calls.awk kernel/abi/system_calls.h kernel/abi/error.h >handouts/system-calls.md

format: | $(after_setup) ## lay out the C sources as .clang-format says
	@git ls-files -z -co --exclude-standard '*.c' '*.h' | xargs -0 clang-format -i

clean: ## remove everything that was built
	@rm -rf build
