// SPDX-License-Identifier: MIT
// Lab 6: core processes. What each function must do stands in mm/core.h. Replace each LAB_STUB by
// your code; add what static functions you like. What mm/core.h speaks of stands in the headers
// below.
#include "mm/core.h"

#include "kernel/process/process.h"
#include "kernel/report/panic.h"
#include "mm/objects/object_life.h"
#include "mm/pagers/pager_life.h"

int core_make_object(struct process *maker, struct process *owner,
                     const struct core_request *request, struct claim *claim,
                     struct object **object)
{
    (void)maker, (void)owner, (void)request, (void)claim, (void)object;
    LAB_STUB(6, "6-core");
}

bool core_build_some(struct object *object, struct claim *claim, uint32_t *page)
{
    (void)object, (void)claim, (void)page;
    LAB_STUB(6, "6-core");
}

void core_release_channel(struct object *object)
{
    (void)object;
    LAB_STUB(6, "6-core");
}

int core_make_interrupt(struct process *maker, struct process *owner, uint32_t number,
                        struct interrupt_line **line)
{
    (void)maker, (void)owner, (void)number, (void)line;
    LAB_STUB(6, "6-core");
}

void core_free_interrupt(struct interrupt_line *line)
{
    (void)line;
    LAB_STUB(6, "6-core");
}

void core_bind_interrupt(struct interrupt_line *line, struct port *port)
{
    (void)line, (void)port;
    LAB_STUB(6, "6-core");
}

int core_acknowledge_interrupt(const struct process *process, struct interrupt_line *line)
{
    (void)process, (void)line;
    LAB_STUB(6, "6-core");
}

void core_unbind_port(struct port *port)
{
    (void)port;
    LAB_STUB(6, "6-core");
}

int core_make_io(struct process *maker, struct process *owner, uint32_t first, uint32_t count,
                 struct io_range **range)
{
    (void)maker, (void)owner, (void)first, (void)count, (void)range;
    LAB_STUB(6, "6-core");
}

void core_free_io(struct io_range *range)
{
    (void)range;
    LAB_STUB(6, "6-core");
}

int core_check_io(const struct io_range *range, uint32_t port, uint32_t width)
{
    (void)range, (void)port, (void)width;
    LAB_STUB(6, "6-core");
}

bool core_revoke_some(struct process *owner)
{
    (void)owner;
    LAB_STUB(6, "6-core");
}

void core_check_deadlock(void)
{
    LAB_STUB(6, "6-core");
}
