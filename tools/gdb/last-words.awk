# SPDX-License-Identifier: MIT
# The last paragraph of what the kernel printed, without the backtrace in it: GDB shows a better one.
BEGIN { RS = "" }
{ last = $0 }
END {
  sub(/\nBacktrace.*/, "", last)
  if (last != "") print "\nthe last that the kernel printed:\n" last "\n"
}
