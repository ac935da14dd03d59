// SPDX-License-Identifier: MIT
// Sentences of mm/core.h, word for word.
#ifndef LABS_6_CORE_TESTS_SENTENCES_H
#define LABS_6_CORE_TESTS_SENTENCES_H

#define SAYS_LINE_MADE                                                                             \
    "Effect: `*line` is its entry in interrupt_lines, with a new generation and its owner."
#define SAYS_LINE_MASKED "Hands out a line, masked, bound to no port."
#define SAYS_LINE_RETURNS                                                                          \
    "Returns: 0; E_ARGUMENT: interrupt_line_is_kernels; E_BUSY: somebody has it; E_LIMIT: no "     \
    "generation is left (if that is so as well, either may be returned)."
#define SAYS_LINE_FREED                                                                            \
    "Takes it back: masked, nobody's (all of its entry is 0), and no message of it is on its way " \
    "any more."
#define SAYS_BOUND                                                                                 \
    "From now on the line's interrupts arrive at `port`, and at no other; it is unmasked."
#define SAYS_FIRED                                                                                 \
    "When it interrupts: it is masked, its bit in port->interrupts is set, and port_notify is "    \
    "called."
#define SAYS_BIT_CLEARED                                                                           \
    "A bit that was set at the port that it was bound to before, this one or another, is cleared."
#define SAYS_ACKNOWLEDGED "Returns: 0; E_STATE if it is bound to no port, or to another process's."
#define SAYS_UNMASKED     "Unmasks the line."
#define SAYS_UNBOUND      "The port is about to be gone: its lines are bound to none, and masked."

#define SAYS_RANGE_MADE                                                                            \
    "Effect: `*range` is a place in io_ranges that was free, with a new generation, the ports "    \
    "and the owner."
#define SAYS_RANGE_RETURNS                                                                         \
    "Returns: 0; E_ARGUMENT: no ports, past the last (IO_PORTS), or io_port_is_kernels; E_BUSY: "  \
    "one of them is in another range; E_LIMIT: the table is full, or no generation is left (if "   \
    "E_BUSY applies as well, either may be returned)."
#define SAYS_RANGE_FREED "Takes them back: all of the place is 0."
#define SAYS_RANGE_CHECK                                                                           \
    "Returns: 0; E_ARGUMENT: a width that is not 1, 2 or 4, or some of the bytes lie outside of "  \
    "the range."

#endif
