# SPDX-License-Identifier: MIT
# The last paragraph of what the kernel printed, without the backtrace in it: GDB shows a better one.
{ sub(/\r$/, "") }
/^$/ { text = ""; is_over = 0; next }
/^Backtrace/ { is_over = 1 }
!is_over { text = text $0 "\n" }
END { if (text != "") printf "\nthe last that the kernel printed:\n%s\n", text }
