# SPDX-License-Identifier: MIT
# How the kernel came to a stop. GDB stops in machine_end (tools/debug sets that breakpoint), with everything
# still there; and QEMU stops where the processor gives up, instead of a reset.

define no-limit
  monitor o /b 0x441 0
end
document no-limit
Turn the watchdog off (kernel/machine/machine.c), which interrupts a kernel after the time that a test has.
end

define console
  shell cat -- "$UNEON_CONSOLE"
end
document console
Show what the kernel has printed so far.
end

define check-end
  set $is_at_end = (unsigned)$pc - (unsigned)machine_end < 64
  pipe monitor info status | grep -q shutdown
  set $is_reset = $_shell_exitcode == 0 && !$is_at_end
end
document check-end
check-end: sets $is_at_end and $is_reset: whether the kernel has ended the machine, or the processor gave up.
end

# What cannot go on must not be waited for. (An unknown command is the way in which a hook refuses.)
define hook-continue
  if $_thread != 0
    check-end
    if $is_reset
      the-machine-was-reset
    end
  end
end
define hook-next
  hook-continue
end
define hook-step
  hook-continue
end
define hook-finish
  hook-continue
end

# Until the end, at most for the time that the test has: kernel/machine/machine.c says what starts the watchdog.
define run-to-end
  eval "monitor o /b 0x443 %d", (30 - $watchdog_seconds) / 2
  tbreak machine_end
  set $end_breakpoint = $bpnum
  continue
  no-limit
  check-end
  if !$is_at_end
    delete $end_breakpoint
  end
end
document run-to-end
Used by `why`.
end

define why
  select-frame 0
  check-end
  if !$is_at_end && !$is_reset
    run-to-end
  end
  if $is_at_end
    shell awk -f tools/gdb/last-words.awk "$UNEON_CONSOLE"
  end
  if $is_reset
    printf "the machine was reset: a fault, whose handler has one too, and the handler of that\n"
  end
  backtrace 30
  if $is_at_end
    if reason == MACHINE_FAULT || reason == MACHINE_HANG
      # behind machine_end, fault_report, trap_..., and the trap
      frame 4
    end
  end
end
document why
Run until the kernel panics, faults, hangs (in the time that the test has), fails a check or ends, and show
what it printed, and who called whom: through a trap, too, and into the program. Stops earlier at your
breakpoints. `up` and `frame N` go to a function of the backtrace, `info locals` shows its variables.
end
