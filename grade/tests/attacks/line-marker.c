// SPDX-License-Identifier: MIT
// Attack: includes the reference, marked as a header of the system
// Outcome: build
# 1 "frame.c" 3
#include "solutions/1-frames/frame.c"
