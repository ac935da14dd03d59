// SPDX-License-Identifier: MIT
// The list of all system calls. Kernel and user library are generated from it, and
// handouts/system-calls.md, which the comments here make up.
//
// Include it after defining SYSTEM_CALL(number, name, parameters): it stands once for each call.
// MESSAGE_CALL(number, name, parameters) is the same for calls that take a message
// (kernel/abi/message.h); without a definition of its own it is SYSTEM_CALL.
//
// All calls return 0 or more on success, an error (kernel/abi/error.h) below 0. They check
// everything first: a call that fails has changed nothing. Every call that takes a handle can fail
// with E_HANDLE, E_EMPTY, E_STALE, E_KIND and E_RIGHTS; these are not listed again.
//
// Conventions: INT 0x30 with the number in EAX, parameters in EBX, ECX, EDX, ESI, EDI. All
// registers but EAX come back as they were.

// clang-format off
#ifndef SYSTEM_CALL
#define SYSTEM_CALL(number, name, parameters)
#endif
#ifndef MESSAGE_CALL
#define MESSAGE_CALL SYSTEM_CALL
#endif

// ## Processes

// Does nothing. For measuring.
SYSTEM_CALL(0, null, (void))

// Ends the calling process with END_EXIT and `status`. Does not return.
SYSTEM_CALL(1, process_exit, (int32_t status))

// Lets others of the same priority run first.
SYSTEM_CALL(2, process_yield, (void))

// Waits for `ticks` ticks of the clock (TICKS_PER_SECOND).
SYSTEM_CALL(3, process_sleep, (uint32_t ticks))

// Makes a process, which is empty and does not run yet. A capability for it, with all rights, comes
// to lie under the free handle `to`. `quota_frames` frames for the kernel's structures move from
// the caller's account to the new one, until the process is gone. It ends with the caller at the latest,
// unless that is a core process, or another one has taken it (process_adopt). `name` is for messages.
// Fails: E_OCCUPIED; E_ARGUMENT: quota below PROCESS_FRAMES_LEAST, or the name is too long or not
// printable ASCII; E_QUOTA: the caller has no such quota to give, or all ordinary processes together
// would have more than a quarter of RAM, or more than is left beside the floors; E_LIMIT:
// PROCESS_DEPTH_MOST; E_NO_MEMORY; E_ADDRESS: `name`. May wait for the page with the name.
SYSTEM_CALL(4, process_create, (uint32_t to, uint32_t quota_frames, const char *name))

// Starts a new process at `instruction`, with `stack` in ESP and `argument` in EAX. Right: WRITE.
// Fails: E_STATE: it was started before; E_ADDRESS: not a user address.
SYSTEM_CALL(5, process_start, (uint32_t process, uint32_t instruction, uint32_t stack, uint32_t argument))

// Ends a process with END_KILLED. Right: WRITE. Fails: E_DEAD: it has ended already.
SYSTEM_CALL(6, process_end, (uint32_t process))

// Waits until a process has ended and all that it had is back, and says how. Right: READ.
// Fails: E_ADDRESS: `end`; E_SELF. May wait for the page of `end` too.
SYSTEM_CALL(7, process_wait, (uint32_t process, struct process_end *end))

// The ticks of the clock since the start.
SYSTEM_CALL(8, clock_read, (void))

// Writes to the console, at most CONSOLE_BYTES_MOST bytes, and fewer if these take long: ends of lines
// and escape sequences do, on the screen. Returns how many bytes it wrote.
// Fails: E_ADDRESS. May wait for the pages.
SYSTEM_CALL(9, console_write, (const char *text, uint32_t bytes))

// ## Capabilities

// Copies a capability to the free handle `to`, with those of its rights that are in `rights`. A
// copy never has RIGHT_OWN. If `from` has it and names a port, the copy gets `badge`, which comes
// along with all that is sent through it; else it keeps its badge.
// Fails: E_OCCUPIED; E_ARGUMENT: no right would be left.
SYSTEM_CALL(10, capability_copy, (uint32_t from, uint32_t to, uint32_t rights, uint32_t badge))

// The same into the table of another process. Rights: WRITE to the process, PASS on the capability.
// Fails: as above; E_DEAD.
SYSTEM_CALL(11, capability_give, (uint32_t process, uint32_t from, uint32_t to, uint32_t rights, uint32_t badge))

// Forgets a capability. With RIGHT_OWN on a port: destroys it; who waits to send gets E_DEAD.
// With RIGHT_OWN on an object: fails with E_BUSY (see object_destroy).
SYSTEM_CALL(12, capability_drop, (uint32_t handle))

// Ends all copies but this one, wherever they are. Right: OWN. Of the core right: takes all that others
// made with it back, which takes long then.
SYSTEM_CALL(13, capability_revoke, (uint32_t handle))

// What a capability is: its kind, and its rights times 256.
SYSTEM_CALL(14, capability_inspect, (uint32_t handle))

// ## Ports and messages

// Makes a port. Its owner's capability, with all rights, comes to lie under the free handle `to`.
// Only its maker ever receives from it. Fails: E_OCCUPIED; E_LIMIT: PORTS_MOST.
SYSTEM_CALL(15, port_create, (uint32_t to))

// Sends a message, and waits until it was received, at most `timeout` ticks. Right: SEND; PASS on
// a capability that goes along.
// Fails: E_TAG; E_SELF: to a port of one's own; E_TIMEOUT; E_DEAD: while it waited, the port's
// owner ended or destroyed the port. (Of a port that was gone before, E_STALE tells.)
MESSAGE_CALL(16, message_send, (struct message *message, uint32_t timeout))

// The same, and waits for the reply, which comes back in `message`. After `timeout` ticks from the
// start it gives up, wherever it is. Fails: as above.
MESSAGE_CALL(17, message_call, (struct message *message, uint32_t timeout))

// Waits for a message from a port of one's own, at most `timeout` ticks. Right: OWN. If its sender
// waits for a reply, the message has a reply handle. Messages of the kernel come first.
// Fails: E_TIMEOUT; E_OCCUPIED, E_HANDLE: the accepted handle.
MESSAGE_CALL(18, message_receive, (struct message *message, uint32_t timeout))

// Replies to a message that was received, once, at any time. Never waits.
// Fails: E_TAG; E_STALE: whoever called has given up or has its reply; E_DEAD: has ended, or there
// is no such process.
MESSAGE_CALL(19, message_reply, (struct message *message, uint32_t reply))

// Replies, then receives: a server's loop in one call. If the reply fails nothing is received.
MESSAGE_CALL(20, message_reply_receive, (struct message *message, uint32_t reply))

// Goes on waiting for the reply to a message_call that was delivered: the second half of that call,
// which the kernel writes into EAX. Fails with E_STATE for anybody else.
MESSAGE_CALL(21, message_await_reply, (struct message *message, uint32_t timeout))

// ## Memory

// Makes a memory object of `pages` pages, which the calling process is the pager of. Its requests
// carry `badge`. The owner's capability comes to lie under the free handle `to`. `flags`:
// OBJECT_KEEP.
// Fails: E_OCCUPIED; E_STATE: not a pager; E_ARGUMENT: 0 pages, unknown flags; E_LIMIT:
// OBJECT_PAGES_MOST; E_QUOTA; E_NO_MEMORY.
SYSTEM_CALL(22, object_create, (uint32_t to, uint32_t pages, uint32_t badge, uint32_t flags))

// Makes an object of wired memory, which is never paged. `core` is the core right. `flags`: WIRED_RUN:
// frames in a row, at most 16 of them, and the ISA DMA channel `address` (0 to 3 for bytes, 5 to 7 for
// words), which is the object's from now on. WIRED_DEVICE: the device memory from the physical address
// `address` on. Else that is 0. It is charged to the caller, and ends with it, with the process that
// the core right came from, or when that takes the right back.
// Fails: E_OCCUPIED; E_ARGUMENT: 0 pages, unknown flags, no such channel, RAM as device memory; E_LIMIT;
// E_BUSY: another object has the channel; E_QUOTA; E_NO_MEMORY. Takes long.
SYSTEM_CALL(23, object_create_wired, (uint32_t to, uint32_t core, uint32_t pages, uint32_t flags, uint32_t address))

// Ends an object. Right: OWN. A wired one is taken from everybody who maps it; who touches it after
// that is ended with END_REVOKED. Takes long.
// Fails: E_BUSY: not wired, and somebody maps it, has a capability for it, or a request is open.
SYSTEM_CALL(24, object_destroy, (uint32_t object))

// Has all pages that were written to stored by the pager, each once, and waits for that.
// Fails: E_PAGER: the pager could not store some of them; E_STALE: it ended. Takes long.
SYSTEM_CALL(25, object_sync, (uint32_t object))

// Maps `pages` pages of an object, from `first_page` on, at `address` of a process. `what` is
// REGION_WORD(process, object, rights); process 0 is the caller. Who touches a page waits for its
// pager at most `patience` ticks. Rights: WRITE to the process; READ on the object, WRITE for
// REGION_WRITE.
// Fails: E_ARGUMENT: 0 pages, beyond the object, no rights, patience 0; E_ADDRESS: not
// page-aligned, not user addresses, or not free; E_LIMIT: REGIONS_MOST, OBJECT_REGIONS_MOST,
// PAIR_REGIONS_MOST; E_LEVEL; E_BUSY: it backs a pager's window; E_DEAD; E_QUOTA, E_NO_MEMORY: page
// tables for a wired object, which is mapped at once. Takes long.
SYSTEM_CALL(26, region_map, (uint32_t what, uint32_t address, uint32_t first_page, uint32_t pages, uint32_t patience))

// Takes the region that starts at `address` out of a process (0: the caller). Right: WRITE.
// Fails: E_ADDRESS: none starts there; E_BUSY: a pager's window; E_DEAD. Takes long.
SYSTEM_CALL(27, region_unmap, (uint32_t process, uint32_t address))

// Changes what may be done in the region that starts at `address`, within what the capability that
// it was mapped with allowed. Right: WRITE. Fails: as above; E_RIGHTS; E_ARGUMENT. Takes long.
SYSTEM_CALL(28, region_change_rights, (uint32_t process, uint32_t address, uint32_t rights))

// ## Pagers

// Makes the caller a pager, for good. Requests come on its port `port`. Its window, `slots` pages
// from `window` on, gets a page for each request. `spill` 0: the window is lent frames, the caller
// must map wired memory only, and is on level 0. Else `spill` is an object of another pager, at
// least as large and of at most 999 pages, that nobody uses; it backs the window, and the level
// is one above all that the caller maps. From then on it can be given only mappings of lower
// levels. While it owes an answer, and only then, it has a better priority than ordinary processes.
// `patience`: how many ticks a pager may leave a request unanswered while somebody waits (0:
// as long as allowed); of a core process on level 0, which nobody ends, how long its device may take
// (0: 30 seconds) until the system gives up if it has no other hope.
// Fails: E_STATE: it is one already; E_ARGUMENT: the number of slots, or the size of the spill;
// E_ADDRESS: the window; E_LEVEL; E_BUSY: the spill is in use; E_LIMIT: REGIONS_MOST; E_QUOTA;
// E_NO_MEMORY, also if the machine is too small to hold frames back for pagers up to that level,
// beside what quotas have promised.
SYSTEM_CALL(29, pager_create, (uint32_t port, uint32_t window, uint32_t slots, uint32_t spill, uint32_t patience))

// Answers a request that was received. `status`: 0, or an error: the page could not be fetched or
// stored. Fails: E_STATE: not a pager; E_STALE: not an open request that was received. May wait: a
// page that was fetched into a slot must be there.
SYSTEM_CALL(30, pager_answer, (uint32_t slot_word, int32_t status))

// Answers, then receives: a pager's loop in one call. If the answer fails nothing is received.
// Fails: as pager_answer and message_receive; without a limit of time.
MESSAGE_CALL(31, pager_answer_receive, (struct message *message, uint32_t slot_word, int32_t status))

// ## Interrupts

// A capability for interrupt line `line`, under the free handle `to`. `core` is the core right.
// Fails: E_OCCUPIED; E_ARGUMENT: no such line, or the kernel's own; E_BUSY: somebody has it.
SYSTEM_CALL(32, interrupt_create, (uint32_t to, uint32_t core, uint32_t line))

// From now on the line's interrupts arrive as messages on a port of one's own. The line is masked
// from each until interrupt_acknowledge. Rights: WRITE; OWN on the port. (That the capability is revoked
// later does not unbind it; binding it anew does.)
SYSTEM_CALL(33, interrupt_bind, (uint32_t interrupt, uint32_t port))

// Lets the line interrupt again. Right: WRITE. Fails: E_STATE: not bound by the caller.
SYSTEM_CALL(34, interrupt_acknowledge, (uint32_t interrupt))

// ## I/O ports and DMA

// A capability for the `count` I/O ports from `first` on, under the free handle `to`. `core` is the
// core right.
// Fails: E_OCCUPIED; E_ARGUMENT: no ports, or some that the kernel uses itself; E_BUSY: somebody has
// one of them; E_LIMIT: IO_RANGES_MOST.
SYSTEM_CALL(35, io_create, (uint32_t to, uint32_t core, uint32_t first, uint32_t count))

// Reads a byte (`width` 1) or a word (2) from I/O port `port`, and returns it. Right: READ.
// Fails: E_ARGUMENT: another width, or not all of it is in the range.
SYSTEM_CALL(36, io_read, (uint32_t io, uint32_t port, uint32_t width))

// Writes `value` to an I/O port. `port` is IO_PORT_WORD(port, width); width 1, 2 or 4. Right: WRITE.
// Fails: as io_read.
SYSTEM_CALL(37, io_write, (uint32_t io, uint32_t port, uint32_t value))

// Reads `count` bytes, words or longs, one after the other, from an I/O port into memory, or writes them
// to it. `port` is IO_PORT_WORD(port, width), and IO_TO_MEMORY for reading. Right: READ or WRITE.
// Fails: as io_read; E_LIMIT: IO_TRANSFER_MOST; E_ADDRESS. May wait for the pages.
SYSTEM_CALL(38, io_transfer, (uint32_t io, uint32_t port, void *memory, uint32_t count))

// Tells the DMA channel of an object that was made with WIRED_RUN what to do: `what` DMA_TO_DEVICE or
// DMA_FROM_DEVICE with the `bytes` bytes from `offset` on, once, when the device asks for it; or
// DMA_STOP, which returns how many of these bytes are not done, and ends that. Right: OWN.
// Fails: E_STATE: there is no channel; E_ARGUMENT: not within the object, no bytes or 64 KiB, or not
// whole words.
SYSTEM_CALL(39, dma_control, (uint32_t object, uint32_t what, uint32_t offset, uint32_t bytes))

// ## Console and machine

// Takes what was typed: at most `bytes` bytes (CONSOLE_BYTES_MOST) that have arrived. Returns how
// many, 0 if there is nothing; never waits for any. `interrupt` is a capability for the console's
// interrupt line, CONSOLE_LINE (kernel/abi/limits.h), which interrupts from the first call on when
// something comes; what came before, and all that is left unread, does not. Right: READ.
// Fails: E_ARGUMENT: another line; E_ADDRESS. May wait for the pages.
SYSTEM_CALL(40, console_read, (uint32_t interrupt, char *buffer, uint32_t bytes))

// Turns the machine off, or stops it where nothing can turn it off; `status` 0 says that all went
// well. Does not return. `core` is the core right; WRITE.
SYSTEM_CALL(41, machine_off, (uint32_t core, int32_t status))

// ## Looking at the system

// How many frames are used for what, and the floors.
// Fails: E_ADDRESS. May wait for the page.
SYSTEM_CALL(42, information_frames, (struct information_frames *information))

// What the frames from number `first` on are used for, a byte each: the first `frames` bytes of
// `map`, at most INFORMATION_MAP_MOST. Returns how many, 0 behind the frame table's end.
// Fails: E_ADDRESS. May wait for the pages.
SYSTEM_CALL(43, information_map, (uint32_t first, uint8_t *map, uint32_t frames))

// The first process at `place` or behind it. Places are numbers of frames; a call looks at a part
// of them only, and returns where to go on, 0 at the end. If there was no process in that part,
// its number is 0. They come in no particular order.
// Fails: E_ADDRESS. May wait for the page.
SYSTEM_CALL(44, information_process, (uint32_t place, struct information_process *information))

// The place of a process. Right: READ.
SYSTEM_CALL(45, information_place, (uint32_t process))

// A process's region number `index`, by ascending address. Of a process one gives place and number,
// so that it is no other.
// Fails: E_STALE: no such process there; E_ARGUMENT: not so many regions; E_ADDRESS. May wait for
// the page.
SYSTEM_CALL(46, information_region, (uint32_t place, uint32_t number, uint32_t index, struct information_region *information))

// A process as a pager.
// Fails: E_STALE: no such process there; E_STATE: it is no pager; E_ADDRESS. May wait for the page.
SYSTEM_CALL(47, information_pager, (uint32_t place, uint32_t number, struct information_pager *information))

// A capability for a process that the caller made, or that one of these made, and so on, under the
// free handle `to`, with all rights. (Whoever makes a process can end it and all that it made.)
// `place` and `number` are what information_process says.
// Fails: E_OCCUPIED; E_STALE: no such process there; E_RIGHTS: it is none of these.
SYSTEM_CALL(48, process_find, (uint32_t to, uint32_t place, uint32_t number))

// Takes a process as the caller's own child, out of the hands of whoever passed the right on: it ends
// with the caller from now on, and no more with the process whose child it was. Its quota is split off
// from the caller's, and that one gets it back. Of one's own child it changes nothing. Right: ADOPT.
// Fails: E_DEAD; E_STATE: a boot process; E_LIMIT: the caller is deeper in the tree of processes than
// the one whose child it is; E_QUOTA.
SYSTEM_CALL(49, process_adopt, (uint32_t process))

#undef SYSTEM_CALL
#undef MESSAGE_CALL
