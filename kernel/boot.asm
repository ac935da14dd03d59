; SPDX-License-Identifier: MIT
; From the boot loader to paging: its first instruction in the high half is in kernel/boot_high.asm.
;
; The machine arrives as Multiboot 0.6.96, section 3.2, says: 32-bit protected mode, flat segments,
; no paging, EAX = magic, EBX = physical address of the boot information.
; The section .boot is linked where it is loaded; until paging is on, symbols of all other sections
; are used as PHYSICAL(symbol).

%include "offsets.inc"

%define PHYSICAL(symbol) ((symbol) - KERNEL_BASE)

; Multiboot 0.6.96, 3.1.1 and 3.1.2
HEADER_MAGIC        equ 0x1badb002
HEADER_PAGE_MODULES equ 1 << 0          ; modules start on page boundaries
HEADER_MEMORY_MAP   equ 1 << 1          ; we need to know the memory (v86 gives it only then)
HEADER_FLAGS        equ HEADER_PAGE_MODULES | HEADER_MEMORY_MAP

; Intel SDM volume 3, 2.5 "Control registers"
CR0_PAGING          equ 1 << 31
CR0_WRITE_PROTECT   equ 1 << 16
CR0_EMULATION       equ 1 << 2          ; there is no floating point: such instructions trap
CR4_PAGE_SIZE       equ 1 << 4
KERNEL_LARGE_PAGE   equ PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE | PAGE_GLOBAL

; Intel SDM volume 2, CPUID, leaf 1, EDX: what the kernel cannot do without
CPUID_PAGE_SIZE     equ 1 << 3
CPUID_TIME_STAMP    equ 1 << 4
CPUID_GLOBAL        equ 1 << 13
CPUID_NEEDED        equ CPUID_PAGE_SIZE | CPUID_TIME_STAMP | CPUID_GLOBAL

VGA_TEXT            equ 0xb8000         ; VGA colour text, one word a character
VGA_ATTRIBUTE       equ 0x0f            ; white on black

DIRECT_MAP_PAGES    equ DIRECT_MAP_BYTES >> LARGE_PAGE_SHIFT
KERNEL_SLOT         equ KERNEL_BASE >> LARGE_PAGE_SHIFT

global boot_entry
extern boot_entry_time
extern boot_high
extern kernel_directory
extern kernel_stack_top

section .boot progbits alloc exec nowrite align=16
        dd HEADER_MAGIC
        dd HEADER_FLAGS
        dd -(HEADER_MAGIC + HEADER_FLAGS)

bits 32

boot_entry:
        mov     esi, eax                ; the loader's magic
        mov     edi, ebx                ; its boot information
        mov     esp, PHYSICAL(kernel_stack_top)
        push    dword 0                 ; the loader leaves most flags undefined
        popfd
        mov     eax, 1
        cpuid
        and     edx, CPUID_NEEDED
        cmp     edx, CPUID_NEEDED
        jne     .too_old
        rdtsc
        mov     [PHYSICAL(boot_entry_time)], eax

        ; All physical memory that the direct map can hold goes to KERNEL_BASE, and the first
        ; 4 MiB to 0 as well, until the jump below. direct_map_init (mm/direct_map.c) then takes
        ; out what is not RAM.
        mov     ebx, PHYSICAL(kernel_directory)
        mov     eax, KERNEL_LARGE_PAGE
        mov     [ebx], eax
        xor     ecx, ecx
.next:  mov     [ebx + (KERNEL_SLOT + ecx) * 4], eax
        add     eax, LARGE_PAGE_BYTES
        inc     ecx
        cmp     ecx, DIRECT_MAP_PAGES
        jb      .next

        mov     cr3, ebx
        mov     eax, cr4
        or      eax, CR4_PAGE_SIZE
        mov     cr4, eax
        mov     eax, cr0
        or      eax, CR0_PAGING | CR0_WRITE_PROTECT | CR0_EMULATION
        mov     cr0, eax
        mov     eax, boot_high
        jmp     eax

.too_old:
        mov     esi, .too_old_text
        mov     edi, VGA_TEXT
        mov     ah, VGA_ATTRIBUTE
.next_character:
        lodsb
        test    al, al
        jz      .stop
        stosw
        jmp     .next_character
.stop:  cli
        hlt
        jmp     .stop
.too_old_text: db "uNeon needs a processor with 4 MiB pages, global pages and a time-stamp counter.", 0
