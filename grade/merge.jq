# SPDX-License-Identifier: MIT
# The results of a lab, a line each.
include "results";
results
