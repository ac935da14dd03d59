// SPDX-License-Identifier: MIT
// ISA DMA, through the PC's two 8237A controllers: channels 0 to 3 move bytes, 5 to 7 words; 4
// carries the first controller's requests. A device that has a channel reads and writes memory by
// itself, and no page table stops it. So only the kernel programs these controllers: a channel
// belongs to one object, a run of frames, reaches nothing but that, and is masked before the
// frames are anybody else's.
// Source: Intel 8237A data sheet, "Register description"; Intel 82371AB (PIIX4) data sheet, 4.2,
// for the second controller and the page registers.
#ifndef KERNEL_MACHINE_DMA_H
#define KERNEL_MACHINE_DMA_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/address/types.h"

struct object;

#define DMA_CHANNELS 8

// The object that each channel belongs to, or NULL. Only lab 6 (mm/core.h) writes to it.
extern struct object *dma_owners[DMA_CHANNELS];

// Whether a device can have that channel.
bool dma_is_channel(uint32_t channel);

// Keeps the channel from all transfers.
void dma_mask(uint32_t channel);

// Whether the channel can transfer `bytes` bytes, not 0, at once, `offset` bytes into a run: fewer
// than 64 KiB, and whole words if it moves words.
bool dma_can_move(uint32_t channel, uint32_t offset, uint32_t bytes);

// Has the channel transfer `bytes` bytes at `start`, once, in the direction DMA_TO_DEVICE or
// DMA_FROM_DEVICE (kernel/abi/rights.h).
// Requires: dma_can_move; the range lies below 16 MiB and does not cross 64 KiB.
void dma_start(uint32_t channel, uint32_t direction, physical_address start, uint32_t bytes);

// Masks the channel. Returns how many bytes of what it was started with are not done; 0 if it was
// masked since.
uint32_t dma_stop(uint32_t channel);

#endif
