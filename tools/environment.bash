# SPDX-License-Identifier: MIT
# The environment of every script: source this first.
export LC_ALL=C
unset CDPATH BASH_ENV ENV POSIXLY_CORRECT GREP_OPTIONS
