# SPDX-License-Identifier: MIT
# The URL of an FTP server, as the machine has to see it. Source this.

URL_BYTES_MOST=100 # it must fit into a program's command line (user/program.h)

# Prints ftp://USER:PASSWORD@ADDRESS[:PORT][/FOLDER] for one with a host: the machine knows no names, and this computer is
# 10.0.2.2 there (QEMU's user networking). Fails, and says why, if it is none.
ftp_url_for_machine() { # URL
  local pattern='^ftp://([^][ :@/]+):([^][ @/]+)@([^][ :@/]+)(:[0-9]{1,5})?(/[^ ]*)?$' address
  [[ $1 =~ $pattern ]] || { echo "FTP is ftp://USER:PASSWORD@HOST[:PORT][/FOLDER] (%20 is a space), not '$1'" >&2; return 1; }
  local user=${BASH_REMATCH[1]} password=${BASH_REMATCH[2]} host=${BASH_REMATCH[3]} rest=${BASH_REMATCH[4]}${BASH_REMATCH[5]}
  case $host in
    localhost | 127.*) address=10.0.2.2 ;;
    *) address=$(getent ahostsv4 "$host" | awk 'NR == 1 { print $1 }') ;;
  esac
  [[ -n $address ]] || { echo "FTP: there is no host '$host'" >&2; return 1; }
  local url=ftp://$user:$password@$address$rest
  ((${#url} <= URL_BYTES_MOST)) || { echo "FTP: '$url' has more than $URL_BYTES_MOST characters" >&2; return 1; }
  printf '%s' "$url"
}
