# SPDX-License-Identifier: MIT

define lines
  set $i = 0
  set $count = 0
  while $i < sizeof(interrupt_lines) / sizeof(interrupt_lines[0])
    if interrupt_lines[$i].generation != 0
      set $count = $count + 1
      printf "line %d: port 0x%08x, made with the core right of ", $i, interrupt_lines[$i].port
      print-owner interrupt_lines[$i].owner
    end
    set $i = $i + 1
  end
  if $count == 0
    printf "nobody has an interrupt line\n"
  end
end
document lines
lines: the interrupt lines that somebody has, and to which port each is bound.
end

define io-ranges
  set $i = 0
  set $count = 0
  while $i < sizeof(io_ranges) / sizeof(io_ranges[0])
    if io_ranges[$i].generation != 0
      set $count = $count + 1
      printf "ports 0x%x to 0x%x, made with the core right of ", io_ranges[$i].first, io_ranges[$i].first + io_ranges[$i].count - 1
      print-owner io_ranges[$i].owner
    end
    set $i = $i + 1
  end
  if $count == 0
    printf "nobody has an I/O port\n"
  end
end
document io-ranges
io-ranges: the I/O ports that somebody has.
end

define channels
  set $i = 0
  set $count = 0
  while $i < sizeof(dma_owners) / sizeof(dma_owners[0])
    if dma_owners[$i] != 0
      set $count = $count + 1
      printf "channel %d: object 0x%08x of ", $i, dma_owners[$i]
      check-pointer dma_owners[$i]
      if $is_good
        print-owner dma_owners[$i]->maker
      else
        printf "nobody\n"
      end
    end
    set $i = $i + 1
  end
  if $count == 0
    printf "no object has a DMA channel\n"
  end
end
document channels
channels: the DMA channels that some object has.
end
