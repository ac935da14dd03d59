# SPDX-License-Identifier: MIT
# The machine, for every script that starts one. Source this; then machine_test or machine_person
# fills the array MACHINE with a command that the caller runs.

# Exit statuses of QEMU: kernel/machine/machine.h says what the kernel writes, QEMU makes 2 * value + 1 of it.
# shellcheck disable=SC2034 # for the scripts that source this
declare -gA MACHINE_ENDS=([33]=finished [35]=panic [37]=fault [39]=hang [41]=stub [43]=unsuitable [45]=flood [47]=failed)

machine_common() { # RAM in MiB
  machine_find
  MACHINE=("$UNEON_QEMU" -nodefaults -no-reboot -nic none -m "$1"
    -device 'isa-debug-exit,iobase=0xf4,iosize=4')
}

# Sets UNEON_QEMU and UNEON_FIRMWARE, for all that is started from here, too; a script that starts many machines calls it
# first. (To ask QEMU where its files are takes as long as a test.)
machine_find() {
  [[ -z ${UNEON_QEMU-} || -z ${UNEON_FIRMWARE-} ]] || return 0
  export UNEON_QEMU=${UNEON_QEMU:-qemu-system-i386}
  local program line wanted=${UNEON_FIRMWARE:-}
  export UNEON_FIRMWARE=${wanted:-default}
  program=$(command -v qemu-system-i386) || return 0
  # QEMU's own firmware looks for disks, cards and other systems, which takes longer than most tests; qboot only starts the
  # kernel.
  [[ -n $wanted || ! -f ${program%/bin/*}/share/qemu/qboot.rom ]] || UNEON_FIRMWARE=qboot.rom
  # Debian 12's qemu-system-i386 is a shell script that looks for an option of Xen's, and starts the program `exe`; that
  # takes as long as a fifth of a test's machine.
  IFS= read -r -n 2 line <"$program" && [[ $line == '#!' ]] || return 0
  line=$(sed -n 's/^exe=//p' "$program")
  [[ $line != /*/qemu-system-i386 || ! -x $line ]] || UNEON_QEMU=$line
}

# qboot leaves the local APIC as a reset does, which keeps IRQs and NMIs from the processor (Intel SDM volume 3, 11.4.7);
# a processor without one has them straight from the interrupt controller.
#
# A run that is the same each time: virtual time counts instructions, 8 ns each, and jumps over idle
# time. A watchdog in virtual time interrupts a kernel that hangs.
machine_test() { # RAM KERNEL COMMAND-LINE CONSOLE-LOG RECORDS-LOG
  machine_common "$1"
  [[ $UNEON_FIRMWARE == default ]] || MACHINE+=(-bios "$UNEON_FIRMWARE" -cpu 'qemu32,apic=off')
  MACHINE+=(-display none -vga none -icount 'shift=3,sleep=off'
    -rtc 'base=2000-01-01,clock=vm' -device ib700 -action watchdog=inject-nmi
    -sandbox 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'
    -chardev "file,id=console,path=${4//,/,,}" -serial chardev:console
    -chardev "file,id=records,path=${5//,/,,}" -serial chardev:records
    -kernel "$2" -append "$3")
}

# Makes of a test's machine one in real time, for devices and networks, which take their own. QEMU's own firmware gives PCI
# cards their addresses, which qboot does not.
machine_set_real_time() {
  local option
  for option in -icount -bios -cpu; do machine_drop "$option"; done
}

# Takes an option and its value out of MACHINE: -sandbox, say, for one whose network starts programs.
machine_drop() { # OPTION
  local kept=() i
  for ((i = 0; i < ${#MACHINE[@]}; i++)); do
    if [[ ${MACHINE[i]} == "$1" ]]; then
      i=$((i + 1))
    else
      kept+=("${MACHINE[i]}")
    fi
  done
  MACHINE=("${kept[@]}")
}

# Of what -d in_asm writes, the kernel's addresses, once each, as 0x80123456.
executed_addresses() { # < TRACE
  cut -c1-10 | { grep '^0x8' || true; } | LC_ALL=C sort -u
}

# What to add for a machine that stops with its memory as it was (machine_hold), and is then looked into.
# shellcheck disable=SC2034
declare -ga MACHINE_HOLD=(-device pvpanic -action panic=pause -qmp stdio)

# The machine at the person's terminal, in real time.
machine_person() { # RAM kernel|iso FILE COMMAND-LINE MODULE [WORDS] (the last three are in an iso already)
  machine_common "$1"
  MACHINE+=(-display none -vga std)
  if [[ $2 == iso ]]; then
    MACHINE+=(-cdrom "$3")
  else
    # a comma in it would begin the next module
    MACHINE+=(-kernel "$3" -append "$4" -initrd "${5//,/,,}${6:+ $6}")
  fi
}
