# SPDX-License-Identifier: MIT
# How the kernel is built. Each lab's part comes from one of three places: the student's files in
# labs/, the reference in solutions/, or any directory with files of the same names. LABS chooses
# (`tools/choose-labs --help`):
#
#     LABS=                       the reference where there is one, else the student's files
#     LABS=student                the student's files of all labs (or LABS=reference)
#     LABS='1=student 2=some/dir' lab by lab; the default for those not named
#     LABS='2=absent'             lab 2 is not there: its functions say so when they are called
#
# Objects of the given code are shared by all choices. Those of a lab's files lie in a directory that is
# named after what the files hold; each choice has an image of its own.
# LAB_OPTIMIZE=-Og compiles the labs' files so (tools/debug does), into objects and images of their own.

LAB_OPTIMIZE ?=
ifneq ($(filter-out -O0 -O1 -O2 -O3 -Og -Os,$(LAB_OPTIMIZE)),)
  $(error LAB_OPTIMIZE is -Og, -O2 or another level of the compiler, not '$(LAB_OPTIMIZE)')
endif

labs     := $(patsubst labs/%/,%,$(sort $(wildcard labs/*/)))
number    = $(firstword $(subst -, ,$1))
include $(wildcard labs/*/lab.mk)
kernel_labs := $(foreach lab,$(labs),$(if $(lab_$(call number,$(lab))_files),$(lab)))
user_labs := $(foreach lab,$(labs),$(if $(lab_$(call number,$(lab))_user_files),$(lab)))
# Labs with files of their own, be they of the kernel or of programs.
lab_names := $(sort $(kernel_labs) $(user_labs))

# Goals that build something themselves, and do not leave it to a script.
make_letters := $(filter-out --%,$(firstword -$(MAKEFLAGS)))
silent       := $(findstring s,$(make_letters))
building     := $(filter-out clean help setup doctor debug grade test check stores model fuzz bench graph handouts format,$(or $(MAKECMDGOALS),kernel))

# Words NUMBER:CHOICE:PLACE:SUM, and image:SUM; looked up only where something is to be built.
ifneq ($(building),)
  chosen := $(shell bash tools/choose-labs '$(subst ','\'',$(LABS))')
  ifneq ($(.SHELLSTATUS),0)
    $(error LABS is not as it should be)
  endif
endif
# The same files make other objects so: without tools/check-lab-object.awk they may be ones that it refuses.
variant := $(LAB_OPTIMIZE)$(if $(filter no,$(CHECK_LABS)),-unchecked)
field   = $(word $1,$(subst :, ,$(filter $2:%,$(chosen))))
choice  = $(call field,2,$(call number,$1))
place   = $(call field,3,$(call number,$1))
key     = $(call number,$1)-$(if $(filter absent,$(call choice,$1)),absent,$(call field,4,$(call number,$1))$(variant))

base   := build/$(COMPILER)
image  := $(base)/images/$(call field,2,image)$(variant)

PADDING     ?= 65536
test_kernel := $(image)/uneon-test$(if $(filter-out 65536,$(PADDING)),-$(PADDING)).elf

# --- tools and flags: the project's own, whatever a command line or an environment calls CFLAGS

ifeq ($(COMPILER),gcc)
  override CC  := gcc -m32
  stack_alignment := -mpreferred-stack-boundary=2
  override LD  := ld
else ifeq ($(COMPILER),clang)
  override CC  := clang --target=i386-elf
  stack_alignment := -mstack-alignment=4
  # Members of a structure in a structure, without a name (-fms-extensions): clang tells where they are.
  anonymous_members := -Wno-microsoft-anon-tag
  override LD  := ld.lld
else
  $(error COMPILER is gcc or clang, not '$(COMPILER)')
endif
override NASM    := nasm
override NM      := nm
override AR      := ar
override STRIP   := strip

# What was built from other contents goes first (tools/stale), but not for goals that build nothing.
builds := $(and $(filter-out choices print-%,$(building)),$(if $(findstring n,$(make_letters)),,yes))
ifneq ($(builds),)
  $(shell bash tools/stale $(base))
  $(if $(filter 0,$(.SHELLSTATUS)),,$(error nothing was built))
endif

# Asked for at first use: `make setup` must work where there is no compiler yet.
compiler_headers = $(eval compiler_headers := $$(shell $(firstword $(CC)) -print-file-name=include))$(compiler_headers)

# A new compiler knows new warnings, and they stop nobody: grade/check alone makes warnings errors, of the versions
# that tools/packages.tsv names.
FATAL_WARNINGS ?= no
fatal := $(if $(filter yes,$(FATAL_WARNINGS)),-Werror)
override WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wundef \
            -Wvla -Wpointer-arith -Wwrite-strings -Wimplicit-fallthrough $(anonymous_members)
# regparm: the first three arguments in registers. Frame pointers: for backtraces. Nothing that is compiled tells where the
# tree lies, so a copy of tree and build/ has nothing to build (NASM's line numbers do, and are those of the first tree).
override CFLAGS = -std=gnu11 -fms-extensions -O2 -g -ffreestanding -nostdinc -isystem $(compiler_headers) \
            -march=i686 -mtune=generic -mno-mmx -mno-sse -mno-80387 -mregparm=3 -freg-struct-return $(stack_alignment) -fno-omit-frame-pointer -fno-pic -fno-pie \
            -fno-stack-protector -fno-asynchronous-unwind-tables -fno-strict-aliasing -fno-common \
            -fno-optimize-sibling-calls -ffile-prefix-map='$(subst ','\'',$(CURDIR))=.' -I. $(WARNINGS)
# Absolute addresses of other sections are what an image has that is linked to one place.
override NASMFLAGS := -f elf32 -g -F dwarf -Wall -Wno-unknown-warning -Wno-reloc-abs-dword -Wno-reloc-rel-dword $(fatal) -I $(base)/
override LDFLAGS := -m elf_i386 -nostdlib -static --build-id=none --orphan-handling=error -z noexecstack -z max-page-size=4096 \
            --no-warn-rwx-segments
ifeq ($(COMPILER),clang)
  override LDFLAGS := $(filter-out --no-warn-rwx-segments,$(LDFLAGS))
endif

# --- sources

test_support_c := $(filter-out kernel/test/no_test.c,$(wildcard kernel/test/*.c))
common_c    := $(wildcard common/*.c)
given_c     := $(common_c) $(filter-out kernel/offsets.c kernel/test/%,$(wildcard kernel/*.c kernel/*/*.c mm/*/*.c))
given_asm   := $(wildcard kernel/*.asm kernel/*/*.asm)
test_c      := $(test_support_c) $(wildcard labs/*/tests/*.c)

given_objects := $(given_c:%.c=$(base)/%.o) $(given_asm:%.asm=$(base)/%.o)
test_objects  := $(test_c:%.c=$(base)/%.test.o)
lab_objects    = $(foreach lab,$(kernel_labs),$(if $(filter absent,$(call choice,$(lab))),$(base)/lab/$(call key,$(lab))/absent.o,\
                 $(foreach file,$(lab_$(call number,$(lab))_files),$(base)/lab/$(call key,$(lab))/$(file:.c=.o))))

# A program is a directory with C and NASM files: user/programs/NAME/, or {labs/*,grade}/tests/programs/NAME/ for
# those of tests. It is linked with what it needs of the library: user/library/, common/, and the parts of it
# that labs own (lab_N_user_files).
program_directories := $(sort $(wildcard user/programs/*/ labs/*/tests/programs/*/ grade/tests/programs/*/))
include $(wildcard $(program_directories:%=%program.mk))
# Those that need what was not brought (NAME_needs) are left out.
missing       := $(foreach directory,$(program_directories:%/=%),$(if $(wildcard $($(notdir $(directory))_needs)),,$(if $($(notdir $(directory))_needs),$(notdir $(directory)))))
programs      := $(filter-out $(missing),$(notdir $(program_directories:%/=%)))
program_place  = $(filter %/$1,$(program_directories:%/=%))
program_objects = $(patsubst %.c,$(base)/%.user.o,$(wildcard $(call program_place,$1)/*.c)) \
                  $(patsubst %.asm,$(base)/%.o,$(wildcard $(call program_place,$1)/*.asm)) \
                  $($1_more_c:%.c=$(base)/%.user.o)
library_c    := $(wildcard user/library/*.c user/testing/*.c) $(common_c)
library_objects := $(library_c:%.c=$(base)/%.user.o) $(base)/user/library/start.o $(base)/user/stubs.o
lab_user_objects = $(foreach lab,$(user_labs),$(if $(filter absent,$(call choice,$(lab))),$(base)/lab/$(call key,$(lab))/user/absent.o,\
                   $(foreach file,$(lab_$(call number,$(lab))_user_files),$(base)/lab/$(call key,$(lab))/user/$(file:.c=.o))))
# Programs are shared by all choices of those labs that own nothing in the library.
programs_at  := $(base)/programs/$(subst $() ,+,$(or $(foreach lab,$(user_labs),$(call key,$(lab))),given))
program_files = $(programs:%=$(programs_at)/%.elf)

# Tests of lab N run the program labN.
TEST_PROGRAMS ?= $(filter lab%,$(programs))

# One command makes all directories, since one for each object would take as long as a compiler.
directories   := $(sort $(base)/ $(image)/ $(programs_at)/ $(dir $(given_objects) $(test_objects) $(library_objects) $(lab_objects) $(lab_user_objects) \
                 $(foreach program,$(programs),$(call program_objects,$(program)))))
ifneq ($(builds),)
  directories := $(strip $(foreach directory,$(directories),$(if $(wildcard $(directory)),,$(directory))))
  $(if $(directories),$(shell mkdir -p $(directories)))
endif

.PHONY: kernel test-kernel bench-kernel programs iso lab-objects choices print-choices
kernel: choices $(image)/uneon.elf programs ## build the kernel and the programs
test-kernel: choices $(test_kernel) $(TEST_PROGRAMS:%=$(programs_at)/%.elf)
bench-kernel: choices $(image)/uneon-bench.elf programs
archives      = $(addprefix $(programs_at)/,boot.tar boot-stores.tar boot-network.tar)
programs: $(program_files) $(archives)
lab-objects: $(lab_objects) $(lab_user_objects)
iso: choices $(image)/uneon.iso ## build a CD image that boots with GRUB

choices: $(if $(silent),,print-choices)
print-choices:
	@bash tools/choose-labs --describe '$(subst ','\'',$(LABS))'

# What an earlier run was built with; objects are made again only when it changes.
flags = $(subst $(CURDIR),.,$(strip $(CC) $(CFLAGS) $(NASMFLAGS) $(LDFLAGS)))
$(base)/flags:
	@:$(file >$@,$(flags))
ifneq ($(builds),)
  ifneq ($(file <$(base)/flags),$(flags))
$(base)/flags: always
  endif
endif
.PHONY: always

# --- rules

asm_included := $(base)/offsets.inc common/call_frames.inc
say = $(if $(silent),,$(info $()  $1 $2))
compile = $(CC) $(CFLAGS) $(fatal) -MMD -MP -MF $(@:.o=.d) -MT $@ -c -o $@ $<

# make starts such commands itself, without a shell, which would take a tenth of the time that the compiler takes. (This goes for
# all objects: their rules are written for any shell.)
define c_rule # SUFFIX
$(base)/%$1: private SHELL := /bin/sh
$(base)/%$1: private .SHELLFLAGS := -c
$(base)/%$1: %.c $(base)/flags
	$$(call say,CC     ,$$<)
	@$$(compile)
endef
$(foreach suffix,.o .test.o .user.o,$(eval $(call c_rule,$(suffix))))

$(base)/user/stubs.asm: user/stubs.awk kernel/abi/system_calls.h
	$(call say,GEN    ,$@)
	@awk -f user/stubs.awk kernel/abi/system_calls.h >$@.new && mv $@.new $@

$(base)/user/stubs.o: $(base)/user/stubs.asm $(asm_included) $(base)/flags
	$(call say,NASM   ,$<)
	@$(NASM) $(NASMFLAGS) -o $@ $<

$(base)/%.o: %.asm $(asm_included) $(base)/flags
	$(call say,NASM   ,$<)
	@$(NASM) $(NASMFLAGS) -o $@ $<

$(base)/offsets.inc: kernel/offsets.c $(base)/flags
	$(call say,GEN    ,$@)
	@$(CC) $(CFLAGS) -MMD -MP -MF $(base)/kernel/offsets.d -MT $@ -S -o - $< | \
	  sed -n 's/^.*"=> \(.*\)".*/%define \1/p' >$@

# What given code defines, which no lab's file may define, too.
$(base)/given.symbols-made: $(given_objects)
$(base)/library.symbols-made: $(library_objects)
%.symbols-made:
	@$(NM) -g --defined-only $^ | awk 'NF == 3 { print $$3 }' | sort -u >$(@:-made=).new
	@cmp -s $(@:-made=).new $(@:-made=) && rm $(@:-made=).new || mv $(@:-made=).new $(@:-made=)
	@touch $@
$(base)/given.symbols: $(base)/given.symbols-made ;
$(base)/library.symbols: $(base)/library.symbols-made ;
symbols_of_labs = $(foreach lab,$(labs),$(lab_$(call number,$(lab))_symbols) $(lab_$(call number,$(lab))_user_symbols))
# LAB given|library: for tools/build-lab-object, what the file may see, and what it must not define
lab_surroundings = GIVEN_HEADERS=$(base)/lab/$2-headers GIVEN_SYMBOLS=$(base)/$2.symbols OTHER_SYMBOLS='$(filter-out $(lab_$1_symbols) $(lab_$1_user_symbols),$(symbols_of_labs))'
# A lab's file: no symbol of it but the contract's is seen by the rest of the kernel. tools/build-lab-object
# compiles it, and looks what it consists of and uses. Its dependencies are never read by make, since
# a student's file has a say in them: it is made again whenever a header changes.
lab_uses = $(foreach lab,$(labs),$(lab_$(call number,$(lab))_symbols) $(lab_$(call number,$(lab))_given)) \
           panic_at panic_assert panic_stub console_[a-z]* format_[a-z_]* mem[a-z]* str[a-z]*
lab_user_uses = stub_reached print mem[a-z]* str[a-z]* format_[a-z_]*
# What is always a mistake.
lab_errors := -Werror=incompatible-pointer-types -Werror=int-conversion -Werror=return-type \
              -Werror=implicit-function-declaration -Werror=uninitialized
lab_headers := $(filter-out kernel/test/%,$(wildcard common/*.h kernel/*.h kernel/*/*.h mm/*.h mm/*/*.h user/*.h))
lab_user_headers := $(filter common/% kernel/abi/% user/%,$(lab_headers))
# What the compiler sees of the project where it works in a jail. There the headers have the names, too, that they had
# before they lay in folders, and with `former_names` everywhere: what was handed in then is compiled now.
$(base)/lab/given-headers: $(lab_headers)
$(base)/lab/library-headers: $(lab_user_headers)
%-headers:
	@rm -rf $@.new $@ && mkdir -p $@.new
	@cp --parents $^ $@.new
	@for header in $(filter kernel/% mm/%,$(filter-out kernel/abi/%,$^)); do former=$@.new/$${header%%/*}/$${header##*/}; \
	  [[ -e $$former ]] || printf '#include "%s"\n' "$$header" >"$$former"; done
	@[[ ! -d $@.new/mm ]] || for former in kernel/list.h=common/list.h mm/account.h=kernel/process/account.h \
	    mm/pager_role.h=mm/pagers/pager_life.h kernel/interrupt_port.h=kernel/capability/interrupt_line.h; do \
	  printf '#include "%s"\n' "$${former#*=}" >"$@.new/$${former%=*}"; done
	@mv $@.new $@
	@touch $@
former_names := -I$(base)/lab/given-headers
# And files of a lab know, as if they included them, the headers that its contract once brought along: lab_N_known, and
# lab_N_user_known for those of programs (a lab that has both kinds of files has none of the latter).
ifeq ($(COMPILER),gcc)
  small_frames := -Werror=frame-larger-than=2048
else
  small_frames := -Wframe-larger-than=2048 -Werror=frame-larger-than=
endif

# In place of a lab that is not there every function of its contract is a stub. So a lab is graded without a
# later one, whether or not that compiles.
define absent_object # HEADER SYMBOLS LAB
	@{ echo '#include "$1"'; printf 'void %s(void);\nvoid %s(void)\n{\n    LAB_STUB($(call number,$3), "$3");\n}\n' $(foreach symbol,$2,$(symbol) $(symbol)); } >$(@:.o=.c)
	@$(CC) $(CFLAGS) -c -o $@ $(@:.o=.c)
endef

lab_flags_given = $(former_names) $(small_frames)
lab_flags_library =
define lab_rules # LAB, what is in front of names in lab.mk, folder of the objects, given|library, HEADER
$$(base)/lab/$$(call key,$1)/$3%.o: $$(call place,$1)/%.c labs/$1/lab.mk $$(base)/lab/$4-headers tools/build-lab-object tools/check-lab-object.awk tools/jail.bash $$(base)/$4.symbols $$(base)/flags
	$$(call say,CC     ,$$<)
	@$$(call lab_surroundings,$(call number,$1),$4) bash tools/build-lab-object $$< $$@ '$$(lab_$(call number,$1)_$2symbols)' '$$(lab_$2uses) $$(lab_$(call number,$1)_$2uses)' \
	  $$(compiler_headers) $$(CC) $$(CFLAGS) $$(LAB_OPTIMIZE) $$(lab_errors) $$(addprefix -include ,$$(lab_$(call number,$1)_$2known)) $$(lab_flags_$4) && status=0 || status=1; \
	  test ! -s $$@.log || cat $$@.log >&2; exit $$$$status

$$(base)/lab/$$(call number,$1)-absent/$3absent.o: labs/$1/lab.mk $$(base)/flags
	$$(call absent_object,$5,$$(lab_$(call number,$1)_$2symbols),$1)
endef
$(foreach lab,$(lab_names),$(eval $(call lab_rules,$(lab),,,given,kernel/report/panic.h)))
$(foreach lab,$(lab_names),$(eval $(call lab_rules,$(lab),user_,user/,library,user/stub.h)))

$(base)/kernel.ld: kernel/kernel.ld mm/address/layout.h $(base)/flags
	$(call say,CPP    ,$<)
	@$(CC) -E -P -undef -x assembler-with-cpp -D__ASSEMBLER__ -I. -o $@ $<

# The kernel that people run holds the names of its own functions, for backtraces. It is linked twice: once to
# learn where the functions lie, and once with the table, which comes behind them and moves none. Kernels
# for tests hold none: the grader has the names, and a test has no use for them.
define link_with_names
	@$(LD) $(LDFLAGS) $(link_flags) -T $(base)/kernel.ld -o $@.first $(filter %.o,$^)
	@readelf --sections --symbols --wide $@.first | awk -f tools/nm.awk | sort | awk -f tools/symbols.awk >$@.names.asm
	@$(NASM) $(NASMFLAGS) -o $@.names.o $@.names.asm
	@$(LD) $(LDFLAGS) $(link_flags) -T $(base)/kernel.ld -o $@.new $(filter-out %/no_names.o,$(filter %.o,$^)) $@.names.o
	@rm $@.first $@.names.asm $@.names.o
	@mv $@.new $@
endef

define link
	@$(LD) $(LDFLAGS) $(link_flags) -T $(base)/kernel.ld -o $@.new $(filter %.o,$^) && mv $@.new $@
endef

$(base)/no_names.o: tools/symbols.awk $(base)/flags
	@awk -f tools/symbols.awk </dev/null >$(@:.o=.asm)
	@$(NASM) $(NASMFLAGS) -o $@ $(@:.o=.asm)

# User programs. Objects of the library that a program does not refer to are left out of it.
$(programs_at)/library.a: $(library_objects) $(lab_user_objects)
	$(call say,AR     ,$@)
	@rm -f $@.new && $(AR) rcs $@.new $^ && mv $@.new $@

define program_rules
$(programs_at)/$1.elf: $$(call program_objects,$1) $(base)/user/library/start.o $(programs_at)/library.a user/user.ld
	$$(call say,LD     ,$$@)
	@$$(LD) $$(LDFLAGS) -T user/user.ld -o $$@.new $$(filter-out %.ld,$$^) && mv $$@.new $$@
endef
$(foreach program,$(programs),$(eval $(call program_rules,$(program))))

$(image)/uneon.elf: $(given_objects) $(base)/kernel/test/no_test.o $(lab_objects) $(base)/kernel.ld $(base)/no_names.o
	$(call say,LD     ,$@)
	$(link_with_names)

# No test may depend on how large the kernel is: test kernels have so many bytes more than they need, and the
# tests of the tests take some away, and add some.
# Tests can make claims fail and see what a lab calls (user_calls.c, catch.c, pages.c, verdict.c, unchanged.c in kernel/test/), which
# figures do without.
wrapped := reserve_claim frame_misuse reserve_misuse page_fail object_release_if_unused \
           capability_new_generation deadlock_report page_fault_check_range page_fault_in
test_link_flags = $(wrapped:%=--wrap=%) --defsym=image_padding_bytes=$(PADDING)
$(test_kernel): link_flags = $(test_link_flags)
$(image)/uneon-bench.elf: link_flags := $(foreach name,$(wrapped),--defsym=__real_$(name)=$(name))
# They also watch how long interrupts are off (kernel/test/stretch.h), which figures do without, too.
watched_objects := $(given_objects:%/trap_entry.o=%/trap_entry.test.o)
$(base)/kernel/trap_entry.test.o: kernel/trap_entry.asm $(asm_included) $(base)/flags
	$(call say,NASM   ,$<)
	@$(NASM) $(NASMFLAGS) -DMEASURE -o $@ $<

$(test_kernel): $(watched_objects)
$(image)/uneon-bench.elf: $(given_objects)
$(test_kernel) $(image)/uneon-bench.elf: $(test_objects) $(lab_objects) $(base)/kernel.ld $(base)/no_names.o
	$(call say,LD     ,$@)
	$(link)

$(image)/uneon.iso: $(image)/uneon.elf $(programs_at)/boot.tar tools/grub.cfg tools/make-iso
	$(call say,ISO    ,$@)
	@bash tools/make-iso $< tools/grub.cfg $@ '' $(programs_at)/boot.tar

-include $(given_objects:.o=.d) $(test_objects:.o=.d)
-include $(library_c:%.c=$(base)/%.user.d) $(foreach program,$(programs),$(patsubst %.o,%.d,$(call program_objects,$(program))))
-include $(base)/kernel/offsets.d $(base)/kernel/test/no_test.d

# The archive that the system is started from: the boot processes, in the order in which they start, all
# other programs, and scripts for the shell. The same files make the same archive, to the byte.
boot_programs  := init ramstore bootfs
# The same with stores on disks.
store_programs := init ramstore floppy disk bootfs
# And with a network card, and the FTP store, which is no boot process, if lwIP is here.
network_programs := init ramstore floppy disk network bootfs
network_others := $(filter ftp,$(programs))
alone_programs := storm # boot modules by themselves
other_programs := $(filter-out $(boot_programs) $(network_programs) $(alone_programs) ftp,$(notdir $(patsubst %/,%,$(wildcard user/programs/*/))))
scripts        := $(wildcard user/scripts/*)
$(programs_at)/boot-stores.tar: boot_programs := $(store_programs)
$(programs_at)/boot-network.tar: boot_programs := $(network_programs)
$(programs_at)/boot-network.tar: other_programs += $(network_others)
$(archives): $(program_files) $(scripts) build.mk
	$(call say,TAR    ,$@)
	@for name in $(boot_programs:%=boot/%) $(other_programs) $(notdir $(scripts)); do \
	  (($${#name} <= 15)) || { echo "boot.tar: the name '$$name' has more than 15 bytes" >&2; exit 1; }; done
	@rm -rf $@.d && mkdir -p $@.d/boot
	@cp $(boot_programs:%=$(programs_at)/%.elf) $@.d/boot/
	@cp $(other_programs:%=$(programs_at)/%.elf) $@.d/
	@$(STRIP) $@.d/boot/*.elf $@.d/*.elf
	@cp $(scripts) $@.d/
	@tar --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=644 -C $@.d --transform='s/\.elf$$//' -cf $@.new \
	  $(boot_programs:%=boot/%.elf) $(foreach name,$(sort $(other_programs) $(notdir $(scripts))),$(name)$(if $(filter $(name),$(other_programs)),.elf))
	@rm -r $@.d && mv $@.new $@

# For the scripts: where the image and the programs are, and whether the given code builds without the lab's.
.PHONY: print-image print-plan given-objects
print-image:
	@echo '$(image) $(programs_at) $(test_kernel)'
# For grade/trial.bash: what the test kernel and the program of lab LAB are made with. A line is `plan NAME WORD`, and
# the shell makes words of a list as it does for a command. (It is one command, since each starts a shell.)
plan_list = printf 'plan $1 %s\n' $2
plan_word = printf 'plan $1 %s\n' '$2'
print-plan: print-image # not beside it, so that their lines do not mix
	@$(call plan_list,compiler,$(CC) $(CFLAGS) $(lab_errors) $(former_names) $(addprefix -include ,$(lab_$(LAB)_user_known))); \
	  $(call plan_list,kernel_flags,$(addprefix -include ,$(lab_$(LAB)_known)) $(small_frames)); \
	  $(call plan_list,kernel,$(LD) $(LDFLAGS) $(test_link_flags) -T $(base)/kernel.ld $(watched_objects) $(test_objects) $(lab_objects) $(base)/no_names.o); \
	  $(call plan_list,program,$(LD) $(LDFLAGS) -T user/user.ld $(call program_objects,lab$(LAB)) $(base)/user/library/start.o); \
	  $(call plan_list,archive,$(library_objects) $(lab_user_objects)); \
	  $(call plan_word,given,$(base)/given.symbols); \
	  $(call plan_word,library,$(base)/library.symbols); \
	  $(call plan_word,headers,$(compiler_headers)); \
	  $(call plan_word,kernel_symbols,$(lab_$(LAB)_symbols)); \
	  $(call plan_word,kernel_uses,$(lab_uses) $(lab_$(LAB)_uses)); \
	  $(call plan_word,user_symbols,$(lab_$(LAB)_user_symbols)); \
	  $(call plan_word,user_uses,$(lab_user_uses)); \
	  $(call plan_word,other_symbols,$(filter-out $(lab_$(LAB)_symbols) $(lab_$(LAB)_user_symbols),$(symbols_of_labs))); \
	  $(call plan_word,objects,$(base)/lab/$(call key,$(filter $(LAB)-%,$(labs))))
given-objects: $(given_objects) $(test_objects) $(base)/kernel.ld
