; SPDX-License-Identifier: MIT
; From the boot loader to paging: its first instruction in the high half is in kernel/machine/boot_high.asm.
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
CPUID_MOVES         equ 1 << 15         ; CMOVcc
CPUID_NEEDED        equ CPUID_PAGE_SIZE | CPUID_TIME_STAMP | CPUID_GLOBAL | CPUID_MOVES

; Intel SDM volume 1, 3.4.3: a program can change this flag if there is CPUID
EFLAGS_HAS_CPUID    equ 1 << 21

; Multiboot 3.3: bits of the information's flags, and a field that they vouch for
LOADER_MAGIC        equ 0x2badb002
HAS_MEMORY_SIZES    equ 1 << 0
UPPER_MEMORY_KIB    equ 8               ; from 1 MiB on

; PC16550D, tables I and II, as in kernel/machine/serial.c
SERIAL_DATA         equ SERIAL_CONSOLE
SERIAL_LINE_STATUS  equ SERIAL_CONSOLE + 5
SERIAL_SEND_EMPTY   equ 0x20
SERIAL_POLLS        equ 100000

KIB_SHIFT           equ 10
VGA_TEXT            equ 0xb8000         ; VGA colour text, one word a character
VGA_ATTRIBUTE       equ 0x0f            ; white on black

DIRECT_MAP_PAGES    equ DIRECT_MAP_BYTES >> LARGE_PAGE_SHIFT
KERNEL_SLOT         equ KERNEL_BASE >> LARGE_PAGE_SHIFT

global boot_entry
extern boot_entry_time
extern boot_high
extern kernel_directory
extern kernel_stack_top
extern image_end

section .boot progbits alloc exec nowrite align=16
        dd HEADER_MAGIC
        dd HEADER_FLAGS
        dd -(HEADER_MAGIC + HEADER_FLAGS)

bits 32

boot_entry:
        mov     esi, eax                ; the loader's magic
        mov     edi, ebx                ; its boot information
        cmp     eax, LOADER_MAGIC
        jne     .is_loaded              ; kernel_main says so
        test    dword [ebx], HAS_MEMORY_SIZES
        jz      .is_loaded
        mov     eax, [ebx + UPPER_MEMORY_KIB]
        test    eax, eax                ; the image is there, so the loader does not know
        jz      .is_loaded
        mov     ecx, PHYSICAL(image_end) - IMAGE_LOAD_BYTES
        shr     ecx, KIB_SHIFT
        cmp     eax, ecx
        jbe     .too_small              ; there is no memory behind a part of the image
.is_loaded:
        mov     esp, PHYSICAL(kernel_stack_top)
        push    dword EFLAGS_HAS_CPUID
        popfd
        pushfd
        pop     ecx
        push    dword 0                 ; the loader leaves most flags undefined
        popfd
        test    ecx, EFLAGS_HAS_CPUID
        jz      .too_old
        mov     eax, 1
        cpuid
        and     edx, CPUID_NEEDED
        cmp     edx, CPUID_NEEDED
        jne     .too_old
        rdtsc
        mov     [PHYSICAL(boot_entry_time)], eax

        ; All physical memory that the direct map can hold goes to KERNEL_BASE, and the first
        ; 4 MiB to 0 as well, until the jump below. direct_map_init (mm/boot/direct_map.c) then takes
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

.too_small:
        mov     esi, .too_small_text
        jmp     .refuse
.too_old:
        mov     esi, .too_old_text

        ; Shows the text at ESI on the screen and on the serial line, and ends the machine. Without a
        ; stack: there may be no memory for one.
.refuse:
        cld
        mov     ebx, .serial_setup
.set_up:
        mov     dx, [ebx]
        mov     al, [ebx + 2]
        out     dx, al
        add     ebx, 3
        cmp     ebx, .serial_setup_end
        jb      .set_up
        mov     edi, VGA_TEXT
.next_character:
        lodsb
        test    al, al
        jz      .end
        mov     ah, VGA_ATTRIBUTE
        cmp     al, ' '
        jb      .send
        stosw
.send:  mov     bl, al
        mov     dx, SERIAL_LINE_STATUS
        mov     ecx, SERIAL_POLLS
.poll:  in      al, dx
        test    al, SERIAL_SEND_EMPTY
        loopz   .poll
        mov     al, bl
        mov     dx, SERIAL_DATA
        out     dx, al
        jmp     .next_character
.end:   mov     eax, MACHINE_UNSUITABLE
        mov     dx, MACHINE_END_PORT
        out     dx, eax
.stop:  cli
        hlt
        jmp     .stop

; Pairs of a port and what goes there: 115,200 bits a second, eight bits, no interrupts.
%macro SERIAL_SET 2
        dw      SERIAL_CONSOLE + %1
        db      %2
%endmacro
.serial_setup:
        SERIAL_SET 1, 0                 ; no interrupts
        SERIAL_SET 3, 0x80              ; the divisor is at 0 and 1
        SERIAL_SET 0, 1
        SERIAL_SET 1, 0
        SERIAL_SET 3, 0x03
        SERIAL_SET 2, 0x07              ; queues on, and empty
        SERIAL_SET 4, 0x03              ; ready
.serial_setup_end:

%defstr MINIMUM_RAM MINIMUM_RAM_MIB
.too_small_text: db "uNeon needs a machine with ", MINIMUM_RAM, " MiB of RAM.", 13, 10, 0
.too_old_text:
        db      "uNeon needs a processor like a Pentium II or a later one, with conditional moves, 4 MiB pages, ", 13, 10
        db      "global pages and a time-stamp counter. In QEMU: qemu-system-i386 without -cpu and -M.", 13, 10, 0
