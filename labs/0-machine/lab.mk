# SPDX-License-Identifier: MIT
# Lab 0: nothing to write. Its tests show that the given kernel works on this computer.
lab_0_files   :=
lab_0_symbols :=
