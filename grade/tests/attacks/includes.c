// SPDX-License-Identifier: MIT
// Attack: includes the reference
// Outcome: build
#include "solutions/1-frames/frame.c"
