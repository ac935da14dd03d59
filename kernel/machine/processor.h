// SPDX-License-Identifier: MIT
// Single processor instructions as functions. Sources: Intel SDM volume 2, the instruction's page.
#ifndef KERNEL_MACHINE_PROCESSOR_H
#define KERNEL_MACHINE_PROCESSOR_H

#include <stdint.h>

static inline void port_write_byte(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline uint8_t port_read_byte(uint16_t port)
{
    uint8_t value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port) : "memory");
    return value;
}

static inline void port_write_word(uint16_t port, uint16_t value)
{
    __asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline uint16_t port_read_word(uint16_t port)
{
    uint16_t value;
    __asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port) : "memory");
    return value;
}

static inline void port_write_long(uint16_t port, uint32_t value)
{
    __asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline uint32_t port_read_long(uint16_t port)
{
    uint32_t value;
    __asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port) : "memory");
    return value;
}

static inline void interrupts_enable(void)
{
    __asm__ volatile("sti" : : : "memory");
}

static inline void interrupts_disable(void)
{
    __asm__ volatile("cli" : : : "memory");
}

// Lets in the interrupts that have come meanwhile, and turns interrupts off again.
static inline void interrupts_let_in(void)
{
    __asm__ volatile("sti; nop; cli" : : : "memory");
}

// Waits for the next interrupt. STI takes effect after the next instruction, so that an interrupt
// cannot slip in between and leave the processor asleep.
static inline void interrupts_wait(void)
{
    __asm__ volatile("sti; hlt; cli" : : : "memory");
}

static inline uint64_t processor_read_time_stamp(void)
{
    uint64_t value;
    __asm__ volatile("rdtsc" : "=A"(value));
    return value;
}

static inline uint32_t processor_read_fault_address(void)
{
    uint32_t value;
    __asm__ volatile("mov %%cr2, %0" : "=r"(value));
    return value;
}

static inline void processor_invalidate_page(const void *address)
{
    __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

// Clears FS and GS. The kernel does not use them, but a process must not find in them what another
// one left there.
static inline void processor_clear_user_segments(void)
{
    __asm__ volatile("mov %0, %%fs\n\tmov %0, %%gs" : : "r"(0));
}

static inline void processor_load_directory(uint32_t physical)
{
    __asm__ volatile("mov %0, %%cr3" : : "r"(physical) : "memory");
}

#endif
