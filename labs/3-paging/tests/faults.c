// SPDX-License-Identifier: MIT
// Lab 3: what a page fault was.
#include "kernel/abi/limits.h"
#include "labs/3-paging/tests/support.h"

static const char *const names[] = {"ABSENT",    "RESOLVED",       "NO_REGION",
                                    "READ_ONLY", "KERNEL_ADDRESS", "RESERVED_BIT"};

static void expect_fault(uint32_t address, uint32_t code, uint32_t rights,
                         enum paging_fault expected)
{
    enum paging_fault found =
        paging_classify_fault(&test_space, (user_address){address}, code | PAGE_FAULT_USER, rights);
    const char *name = (uint32_t)found < sizeof names / sizeof names[0] ? names[found] : "nothing";
    CHECK_THAT((uint32_t)found, ==, (uint32_t)expected,
               "the fault at 0x%x, error code 0x%x, with the rights 0x%x: found PAGING_FAULT_%s, "
               "expected PAGING_FAULT_%s",
               address, code | PAGE_FAULT_USER, rights, name, names[expected]);
}

TEST(fault_kinds, 3)
{
    uint32_t none = PAGING_NO_REGION, read = 0, both = PAGE_WRITABLE;

    start_spaces();
    uint32_t address = random_address() + test_random(FRAME_BYTES);
    expect_fault(address, 0, none, PAGING_FAULT_NO_REGION);
    expect_fault(address, PAGE_FAULT_WRITE, none, PAGING_FAULT_NO_REGION);
    expect_fault(address, 0, read, PAGING_FAULT_ABSENT);
    expect_fault(address, 0, both, PAGING_FAULT_ABSENT);
    expect_fault(address, PAGE_FAULT_WRITE, both, PAGING_FAULT_ABSENT);
    expect_fault(address, PAGE_FAULT_WRITE, read, PAGING_FAULT_READ_ONLY);
    expect_fault(address, PAGE_FAULT_WRITE | PAGE_FAULT_PRESENT, read, PAGING_FAULT_READ_ONLY);
    expect_fault(address, PAGE_FAULT_WRITE, PAGE_CACHE_DISABLED, PAGING_FAULT_READ_ONLY);
    expect_fault(KERNEL_BASE, PAGE_FAULT_PRESENT, none, PAGING_FAULT_KERNEL_ADDRESS);
    expect_fault(KERNEL_BASE - 1, 0, none, PAGING_FAULT_NO_REGION);
    expect_fault(0xffffffffu, PAGE_FAULT_WRITE, both, PAGING_FAULT_KERNEL_ADDRESS);
    expect_fault(address, PAGE_FAULT_RESERVED | PAGE_FAULT_PRESENT, none,
                 PAGING_FAULT_RESERVED_BIT);
    expect_fault(KERNEL_BASE + address, PAGE_FAULT_RESERVED, both, PAGING_FAULT_RESERVED_BIT);
    end_spaces();
    record_send("value", "done=1");
}

// ABSENT or RESOLVED is a matter of what the entry is now.
TEST(fault_now, 3)
{
    start_spaces();
    uint32_t address = random_address();
    map_page(&test_space, address ^ FRAME_BYTES, 1, 0); // its table is there
    expect_fault(address, 0, 0, PAGING_FAULT_ABSENT);
    map_page(&test_space, address, 2, 0);
    expect_fault(address, 0, 0, PAGING_FAULT_RESOLVED);
    expect_fault(address, 0, PAGE_WRITABLE, PAGING_FAULT_RESOLVED);
    expect_fault(address, PAGE_FAULT_WRITE, PAGE_WRITABLE, PAGING_FAULT_ABSENT);
    expect_fault(address, PAGE_FAULT_WRITE, 0, PAGING_FAULT_READ_ONLY);
    unmap_mapped(&test_space, address);
    expect_fault(address, 0, 0, PAGING_FAULT_ABSENT);
    map_page(&test_space, address, 2, PAGE_WRITABLE);
    expect_fault(address, PAGE_FAULT_WRITE, PAGE_WRITABLE, PAGING_FAULT_RESOLVED);
    unmap_mapped(&test_space, address);
    expect_fault(address, PAGE_FAULT_WRITE, PAGE_WRITABLE, PAGING_FAULT_ABSENT);
    end_spaces();
    record_send("value", "done=1");
}
