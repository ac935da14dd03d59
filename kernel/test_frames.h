// SPDX-License-Identifier: MIT
// Frames, for tests.
#ifndef KERNEL_TEST_FRAMES_H
#define KERNEL_TEST_FRAMES_H

// Fills every free frame with garbage, whichever will be handed out next.
void test_spoil_free_frames(void);

#endif
