# SPDX-License-Identifier: MIT
# From the bytes of the frame table, an entry a line, to how many there are of each state (enum frame_state).
BEGIN { names = split("RESERVED FREE KERNEL CORE PAGED LENT", name, " ") }
{
  if (!count[$1]++) first[$1] = NR - 1
}
END {
  for (state = 0; state < names; state++) printf "%sFRAME_%s %d", (state > 0 ? "  " : ""), name[state + 1], count[state]
  printf "\n"
  for (state = names; state < 256; state++)
    if (state in count) printf "%d in state %d, which is none; the first is frame %d\n", count[state], state, first[state]
}
