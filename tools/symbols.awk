# SPDX-License-Identifier: MIT
# From the list of symbols (tools/nm.awk) to the table that backtraces read (kernel/report/backtrace.c), as NASM source: the functions
# by ascending address, and behind them the end of the text.
$2 ~ /^[tT]$/ && $3 !~ /^\./ && $1 != last { address[count] = $1; name[count++] = $3; last = $1 }
$3 == "image_text_end" && $1 != last { address[count] = $1; name[count++] = ""; last = $1 }
END {
  print "global symbol_table"
  print "global symbol_count"
  print "section .symbols progbits alloc noexec nowrite align=4"
  print "symbol_count: dd " count + 0
  print "symbol_table:"
  for (i = 0; i < count; i++)
    printf "        dd 0x%s, name_%d\n", address[i], i
  for (i = 0; i < count; i++)
    printf "name_%d: db \"%s\", 0\n", i, name[i]
}
