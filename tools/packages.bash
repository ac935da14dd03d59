# SPDX-License-Identifier: MIT
# What the project needs of a computer (tools/packages.tsv), what is there, and what the distribution calls it.
# Source this in the project's directory.

# PACKAGE COMMANDS LEAST JUDGED FEDORA ARCH WHY, a row a line, without the heading
packages_rows() {
  grep -v '^#' tools/packages.tsv
}

# The first of COMMAND|COMMAND or /FILE|/FILE that is there.
package_find() { # COMMANDS
  local command commands
  IFS='|' read -ra commands <<<"$1"
  for command in "${commands[@]}"; do
    if [[ $command == /* ]] && [[ -e $command ]] || command -v "$command" >/dev/null; then
      printf '%s' "$command"
      return
    fi
  done
  return 1
}

version_of() { # COMMAND: the first thing that looks like a version
  local said
  said=$({ "$1" --version 2>/dev/null || "$1" -v 2>/dev/null || "$1" -W version 2>&1; } </dev/null) || true
  [[ ! $said =~ [0-9]+\.[0-9]+(\.[0-9]+)? ]] || printf '%s' "${BASH_REMATCH[0]}"
}

version_is_least() { # HAVE LEAST: not older
  [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$2" ]]
}

judged_versions() { # COMMAND
  packages_rows | awk -F'\t' -v command="$1" '$2 == command { print $4 }'
}

# Whether complaints of the command's version are mistakes of the sources. Those of a version that nobody has looked at
# are opinions.
version_is_judged() { # COMMAND
  local have version
  have=$(version_of "$1")
  for version in $(judged_versions "$1"); do
    [[ $have != "$version" && $have != "$version".* ]] || return 0
  done
  return 1
}

# Warnings are mistakes where somebody has looked at all that this version of a compiler has: yes or no.
fatal_warnings() { # COMPILER
  if version_is_judged "$1" && version_is_judged nasm; then echo yes; else echo no; fi
}

# debian, fedora, arch or other: who names the packages. OS_RELEASE is another file than the computer's, for tests.
distribution_family() {
  local release=${OS_RELEASE:-/etc/os-release} names=''
  [[ ! -r $release ]] || names=$(sed -n 's/^ID\(_LIKE\)\{0,1\}=//p' "$release" | tr -d "\"'" | paste -sd' ')
  case " $names " in
    *' debian '* | *' ubuntu '*) echo debian ;;
    *' fedora '* | *' rhel '*) echo fedora ;;
    *' arch '*) echo arch ;;
    *) echo other ;;
  esac
}

# What that distribution calls a package; ? if it has none. One that is not known has Debian's names.
package_name() { # FAMILY PACKAGE FEDORA ARCH
  case $1 in
    fedora) echo "$3" ;;
    arch) echo "$4" ;;
    *) echo "$2" ;;
  esac
}

install_command() { # FAMILY PACKAGE...
  case $1 in
    debian) echo "apt-get install ${*:2}" ;;
    fedora) echo "dnf install ${*:2}" ;;
    arch) echo "pacman -S --needed ${*:2}" ;;
    *) echo "install the packages that have the commands of Debian's ${*:2}" ;;
  esac
}
