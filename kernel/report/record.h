// SPDX-License-Identifier: MIT
// Records: what the kernel tells the grader, on COM2, one line each and apart from the console:
//
//     NONCE SEQUENCE TEST WORD key=value key=value ... text=the rest of the line
//
// The nonce comes from the command line (nonce=), new for each run; without one nothing is sent.
// The sequence counts from 0, so that a lost line shows. Bytes that are not printable ASCII are
// sent as '?'. The grader (grade/) decides what a record is worth; nothing here is a verdict.
#ifndef KERNEL_REPORT_RECORD_H
#define KERNEL_REPORT_RECORD_H

#include <stdbool.h>

// Reads nonce= and test= from the command line and sets up the port.
void record_init(void);

// Whether somebody outside reads records.
bool record_is_enabled(void);

// Sends one record. `format` makes the keys and values; no newlines.
void record_send(const char *word, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
