// SPDX-License-Identifier: MIT
// Services: programs that answer messages. `init` knows each by its name and hands out the right to
// send to it. Every program finds init under HANDLE_INIT (kernel/abi/rights.h).
//
// A request is a tag and what its service says; the reply's tag is 0, or an error.
// These functions wait for the service. Errors: kernel/abi/error.h.
#ifndef USER_SERVICE_H
#define USER_SERVICE_H

#include <stdint.h>

#include "user/system.h"

// What init is asked for. A name has at most PROCESS_NAME_BYTES with its final 0 and fills the
// words.
enum init_tag {
    INIT_REGISTER = 1,    // a name; the port of a new service comes along. Only for boot processes,
                          // and whom init has started as a service
    INIT_REGISTER_KEEPER, // the same; the capability that boot processes and the shell get for that
                          // name, if it is to be another one
    INIT_FIND, // a name; the service comes back. E_EMPTY: there is none; E_DEAD: it has ended
    INIT_NAME, // word 0: an index; the words of the reply are the name of that service. E_ARGUMENT:
               // there are not that many
    INIT_KEY,  // word 0 of the reply is the next byte that is typed (or INIT_KEY_LOST);
               // waits for it. E_BUSY: somebody else asks, who has the console now
    INIT_PROCESS,    // a name: a new process comes back, with a quota of its own that is not
                     // the caller's. Only for the shell
    INIT_FOREGROUND, // Ctrl-C is to end the process that comes along; without one it is a key like
                     // any other. Only for the shell
    INIT_END,  // place and number of a process: it is ended, and all that it made. E_STALE: it
               // is gone; E_RIGHTS: init did not make it, nor did any process that init made;
               // E_SELF: the shell. Only for the shell
    INIT_KEEP, // place and number of a process: it is init's own child from now on, and lives on
               // when the one that made it ends. E_STALE, E_RIGHTS as INIT_END; E_QUOTA. Only for
               // the shell
    INIT_SHELL_ENDED, // words: reason, status. Only for init's own helper
};

// Stands where bytes are lost, because too many were typed before anybody read them.
#define INIT_KEY_LOST 256u

// Who a message to init comes from: the badges of capabilities for its port.
enum init_badge {
    INIT_BADGE_BOOT, // boot processes, by kernel/life/loader.c
    INIT_BADGE_SHELL,
    INIT_BADGE_ORDINARY, // the shell passes it on to all programs
    INIT_BADGE_HELPER,
    INIT_BADGE_SERVICE,
};

// The library's handles, which are fixed; all others are taken (user/handle.h). Whoever makes a
// process puts there what that one finds.
enum {
    HANDLE_LIBRARY = 59,
    HANDLE_STORE = HANDLE_LIBRARY, // the store that backs the memory
    HANDLE_BOOT_FILES,             // the service, once it was found
    HANDLE_OTHER_STORE,            // that a file was opened of
    HANDLE_INIT_TRUSTED,   // init, for the shell and for a service that init has started: through
                           // it they ask for what others must not have
    HANDLE_SERVICE_DRIVER, // of such a service: the driver of its device
};

// Addresses from here on too, below those of stacks.
#define ADDRESS_LIBRARY 0x70000000u

#define SERVICE_RAM_STORE  "ramstore"
#define SERVICE_BOOT_FILES "bootfs"

// Puts a name into a message's words, and takes one out. `name` has PROCESS_NAME_BYTES.
void service_put_name(struct message *message, const char *name);
void service_take_name(const struct message *message, char *name);

// What a reply says: 0 or an error. And the other way round, for services.
int32_t service_status(const struct message *message);
void service_set_status(struct message *message, int32_t status);

// Sends a request, waits for the reply, and returns what that says, or why there is none.
int32_t service_call(struct message *message);

// Makes sure that the service with that name is under the handle `to`.
int32_t service_find(const char *name, uint32_t to);

// From now on init is asked through another capability for its port than HANDLE_INIT.
void service_ask_through(uint32_t handle);

// The name of service number `index`; it has PROCESS_NAME_BYTES. E_ARGUMENT: there are not that
// many.
int32_t service_describe(uint32_t index, char *name);

// Tells init that the port under `port` is the service with that name.
int32_t service_register(const char *name, uint32_t port);

// The same for what boot processes and the shell get under that name.
int32_t service_register_keeper(const char *name, uint32_t capability);

#endif
