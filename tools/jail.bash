# SPDX-License-Identifier: MIT
# A jail (bubblewrap) for what students' files are given to: the compiler, and QEMU. What runs in it sees programs and
# libraries of the system and what its caller adds, and nothing else: no other file, no process, no network, no
# variable of its caller's but UNEON_LARGE_PIECES (tools/environment.bash), and what glibc reads of the system for that. It ends
# with its caller, with all that it has started.
#   jail_reason          prints why there can be no jail on this computer; nothing if there can
#   jail_cure            what to do about that
#   jail_set COMMAND     sets JAIL_WORDS: the words in front of COMMAND, to which a caller adds what else it is to see

JAIL_LARGE_PIECES=/sys/kernel/mm/transparent_hugepage # where glibc reads whether the system has them
JAIL_LIBRARIES='/bin /sbin /lib /lib32 /lib64 /libx32 /usr/bin /usr/lib /usr/lib32 /usr/lib64 /usr/libx32 /usr/libexec'

# Sets JAIL_SYSTEM, words that let one see the system's programs and libraries: they are the same each time.
jail_find_system() {
  local place
  JAIL_SYSTEM=()
  for place in $JAIL_LIBRARIES; do
    if [[ -L $place ]]; then
      JAIL_SYSTEM+=(--symlink "$(readlink "$place")" "$place")
    elif [[ -d $place ]]; then
      JAIL_SYSTEM+=(--ro-bind "$place" "$place")
    fi
  done
  [[ ! -d $JAIL_LARGE_PIECES ]] || JAIL_SYSTEM+=(--ro-bind "$JAIL_LARGE_PIECES" "$JAIL_LARGE_PIECES")
}

jail_set() { # COMMAND
  local place program
  [[ -n ${JAIL_SYSTEM+found} ]] || jail_find_system
  JAIL_WORDS=(bwrap --unshare-all --die-with-parent --new-session --cap-drop ALL --clearenv
    --setenv PATH /usr/bin:/bin --setenv LC_ALL C --setenv GLIBC_TUNABLES "$UNEON_LARGE_PIECES" --tmpfs /tmp --dev-bind /dev/null /dev/null "${JAIL_SYSTEM[@]}")
  # One that was not installed by the distribution has its parts beside it.
  program=$(readlink -f "$(command -v "$1")") || program=''
  case $program in
    /usr/bin/* | /usr/lib/* | /bin/*) ;;
    */bin/*) place=${program%/bin/*} && JAIL_WORDS+=(--ro-bind "$place" "$place" --setenv PATH "$place/bin:/usr/bin:/bin") ;;
  esac
}

jail_reason() {
  local said JAIL_WORDS
  if ! command -v bwrap >/dev/null; then
    echo 'bubblewrap is not installed: make setup installs it'
    return
  fi
  if [[ ! -r /proc/$$/task/$$/children ]]; then
    echo 'the system does not say which processes a process has started (/proc/PID/task/PID/children)'
    return
  fi
  jail_set true
  said=$("${JAIL_WORDS[@]}" true 2>&1) || printf 'bubblewrap cannot run here: %s' "${said##*$'\n'}"
}

# What a person can do about that.
jail_cure() {
  if ! command -v bwrap >/dev/null; then
    echo 'make setup'
  elif [[ $(cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns 2>/dev/null) == 1 ]]; then
    echo 'sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0 (AppArmor forbids what it is made of; a profile for bwrap does, too)'
  elif [[ $(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null) == 0 ]]; then
    echo 'sudo sysctl kernel.unprivileged_userns_clone=1'
  else
    echo 'a container has to allow user and mount namespaces (docker run --privileged, say), or grade outside of it'
  fi
}

# The jail of a machine of this run: it sees its kernel and programs, and writes nothing but its logs.
jail_set_machine() { # RUN-DIRECTORY
  local place
  jail_set qemu-system-i386
  for place in /usr/share/qemu /usr/share/seabios /usr/share/ipxe; do
    [[ ! -d $place ]] || JAIL_WORDS+=(--ro-bind "$place" "$place")
  done
  JAIL_WORDS+=(--tmpfs "$1" --chdir "$1")
}
