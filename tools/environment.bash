# SPDX-License-Identifier: MIT
# One environment for every script, whatever the caller's is: the variables that tools/environment.variables names,
# LC_ALL=C, and no function or option of bash that came with the rest. A script sources this file first,
# and is started again in that environment:
#     source "$(dirname "${BASH_SOURCE[0]}")/environment.bash"
# UNEON_STARTED is the number of the process that has been started again already: what it starts itself has that
# environment, too. Until then bash may be in any mode that a person's variables can set, so the commands here are
# simple ones.

# GLIBC_TUNABLES for QEMU, the linker and what else soon needs much memory: glibc's allocator takes it from the system in
# pieces of 2 MiB, where both can do that. A start of QEMU has half of its page faults then, a link a quarter, and on some
# computers a page fault takes as long as 100,000 instructions. (bash does not get it: each fork would divide such pieces again.)
export UNEON_LARGE_PIECES=glibc.malloc.hugetlb=1:glibc.malloc.top_pad=8388608

# shellcheck source=tools/environment.variables
source "${BASH_SOURCE[0]%/*}/environment.variables"

# A directory whose name every tool takes as it is: QEMU takes names apart at commas, and the name of a socket has at
# most 108 bytes. Without TMPDIR it is /tmp.
environment_check_tmpdir() {
  case ${TMPDIR-} in
    '' | *[!A-Za-z0-9/._-]*) unset TMPDIR ;;
    *) [[ ${#TMPDIR} -le 60 && -d $TMPDIR && -w $TMPDIR ]] || unset TMPDIR ;;
  esac
}

# Within a test of bats its own parts are on the path, and `bats` among them does not stand alone.
environment_check_path() {
  local rest=$PATH: path='' directory
  while [[ -n $rest ]]; do
    directory=${rest%%:*}
    rest=${rest#*:}
    [[ $directory == */bats-core ]] || path=$path${path:+:}$directory
  done
  PATH=$path
}

environment_start_again() {
  local name pattern names settings trace=+x script=$0
  [[ $- != *x* ]] || trace=-x           # a trace that was asked for goes on
  [[ $0 == /* ]] || script=$PWD/$script # which may go elsewhere, and reads itself for --help
  environment_check_path
  environment_check_tmpdir
  settings=(LC_ALL=C UNEON_STARTED=$$)
  for pattern in $session_variables $person_variables $other_variables $script_variables $setup_variables; do
    names=$pattern
    [[ $pattern != *% ]] || eval "names=\${!${pattern%?}@}"
    for name in $names; do
      [[ -z ${!name+set} || $name == UNEON_STARTED ]] || settings=("${settings[@]}" "$name=${!name}")
    done
  done
  exec env -i "${settings[@]}" "$BASH" "$trace" "$script" "$@"
}

[[ ${UNEON_STARTED-} == "$$" || ${UNEON_STARTED-} == "$PPID" ]] || environment_start_again "$@"
export UNEON_STARTED=$$
