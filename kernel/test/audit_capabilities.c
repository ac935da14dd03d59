// SPDX-License-Identifier: MIT
// The audit of capabilities: what they lead to, and how many lead there; and open requests.
#include "kernel/test/audit_parts.h"

static void check_kind(const struct process *process, uint32_t handle)
{
    const struct capability *capability = &process->capabilities[handle];

    CHECK_THAT(capability->kind, <=, (uint32_t)CAPABILITY_IO,
               "kind of the capability under handle %u of process %u (%s)", handle,
               AUDIT_NAME(process));
    if (capability->kind == CAPABILITY_NONE)
        return;
    AUDIT(capability->rights & ~(uint32_t)RIGHTS_ALL, 0u,
          "rights that there are not, under handle %u of process %u (%s)", handle,
          AUDIT_NAME(process));
    if (capability->kind == CAPABILITY_PORT && capability->rights & RIGHT_OWN &&
        !process_is_over(process)) {
        AUDIT(port_owner(capability->target) == process, true,
              "the port under handle %u of process %u (%s), which owns it, is its own", handle,
              AUDIT_NAME(process));
        AUDIT(capability_is_valid(capability), true,
              "the capability under handle %u of process %u (%s), which owns a port, is valid",
              handle, AUDIT_NAME(process));
    }
    if (!capability_is_valid(capability))
        return;
    // The owner's capability for an object does not count.
    bool counts = capability->kind == CAPABILITY_PROCESS ||
                  (capability->kind == CAPABILITY_OBJECT && !(capability->rights & RIGHT_OWN));
    if (counts)
        audit_frame_of(capability->target)->capabilities++;
}

static void check_object(const struct process *process, const struct object *object)
{
    const struct audit_frame *found = audit_frame_of(object);

    AUDIT(object->capability_count, found->capabilities,
          "capabilities for an object of process %u (%s)", AUDIT_NAME(process));
    AUDIT(object->open_requests,
          (process_is_over(process) ? object->open_requests : found->requests),
          "open requests for pages of an object of process %u (%s)", AUDIT_NAME(process));
}

void audit_capabilities(void)
{
    for (uint32_t i = 0; i < audit.process_count; i++) {
        for (uint32_t handle = 0; handle < CAPABILITIES_MOST; handle++)
            check_kind(audit.processes[i], handle);
    }
    for (uint32_t i = 0; i < audit.process_count; i++) {
        struct process *process = audit.processes[i];
        AUDIT(process->capability_count, audit_frame_of(process)->capabilities,
              "capabilities for process %u (%s)", AUDIT_NAME(process));
        bool is_needed = process->state < PROCESS_ENDED || !process->is_given_back ||
                         process->capability_count != 0;
        AUDIT(is_needed, true, "reasons for process %u (%s) to be there", AUDIT_NAME(process));
        for (struct list *at = process->objects.next; at != &process->objects; at = at->next)
            check_object(process, LIST_ITEM(at, struct object, in_maker));
    }
}
