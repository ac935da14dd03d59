// SPDX-License-Identifier: MIT
// For lwIP 2.2, which includes it, and uses nothing of it as it is built here.
