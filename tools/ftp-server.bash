# SPDX-License-Identifier: MIT
# FTP servers for demonstrations, tests and figures: vsftpd and pure-ftpd, as `make setup` has brought them (tools/bring), on
# loopback, with a folder, a user and a password. Source this in the project's directory; whoever starts a server ends it.

# shellcheck disable=SC2034 # for the scripts that source this
FTP_SERVER_USER=anonymous FTP_SERVER_PASSWORD=secret
FTP_SERVER_PID='' FTP_SERVER_PORT=''
FTP_SERVER_MORE=() # lines more of vsftpd's configuration

# Why there is no such server; nothing, if there is one. pure-ftpd changes its user, which only root can.
ftp_server_reason() { # vsftpd|pure-ftpd
  if [[ ! -x brought/servers/usr/sbin/$1 ]]; then
    echo "$1 is not here: \`make setup\` brings it from the package archive"
  elif [[ $1 == pure-ftpd && $EUID != 0 ]]; then
    echo "$1 can only be started by root"
  fi
}

ftp_server_libraries() {
  printf '%s:' "$PWD"/brought/servers/{usr/,}lib/*-linux-gnu
}

# As the one who starts it, without a change of user: so the folder is that user's.
ftp_server_run_vsftpd() { # FOLDER PORT PLACE
  printf '%s\n' "$FTP_SERVER_PASSWORD" >"$3/passwords"
  printf '%s\n' listen=YES listen_address=127.0.0.1 "listen_port=$2" background=NO run_as_launching_user=YES \
    anonymous_enable=YES local_enable=NO "ftp_username=$(id -un)" "anon_root=$1" \
    secure_email_list_enable=YES "email_password_file=$3/passwords" \
    write_enable=YES anon_upload_enable=YES anon_mkdir_write_enable=YES anon_other_write_enable=YES \
    anon_umask=022 anon_world_readable_only=NO seccomp_sandbox=NO \
    xferlog_enable=YES log_ftp_protocol=YES "vsftpd_log_file=$3/server.log" "${FTP_SERVER_MORE[@]}" >"$3/vsftpd.conf"
  LD_LIBRARY_PATH=$(ftp_server_libraries) exec setsid brought/servers/usr/sbin/vsftpd "$3/vsftpd.conf"
}

ftp_server_run_pure-ftpd() { # FOLDER PORT PLACE
  export LD_LIBRARY_PATH
  LD_LIBRARY_PATH=$(ftp_server_libraries)
  chown nobody "$1"
  [[ -e $3/pure.pdb ]] || printf '%s\n' "$FTP_SERVER_PASSWORD" "$FTP_SERVER_PASSWORD" |
    brought/servers/usr/bin/pure-pw useradd "$FTP_SERVER_USER" -f "$3/passwd" -u nobody -g "$(id -gn nobody)" -d "$1" -m -F "$3/pure.pdb" >/dev/null
  exec setsid brought/servers/usr/sbin/pure-ftpd -S "127.0.0.1,$2" -H -E -A -u 1 -g "$3/pid" -l "puredb:$3/pure.pdb"
}

# Whether somebody answers there.
ftp_server_answers() { # PORT
  local line
  { exec {ftp_server_connection}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  IFS= read -r -t 20 line <&"$ftp_server_connection" || line=''
  exec {ftp_server_connection}>&-
  [[ $line == 220* ]]
}

# Whether it is this server that listens there. Another one may have had the port before.
ftp_server_has_port() { # PORT
  local inode
  inode=$(awk -v address="$(printf '0100007F:%04X' "$1")" '$2 == address && $4 == "0A" { print $10 }' /proc/net/tcp)
  [[ " $(readlink /proc/"$FTP_SERVER_PID"/fd/* 2>/dev/null | tr '\n' ' ')" == *" socket:[$inode] "* ]]
}

# Starts a server; sets FTP_SERVER_PID and FTP_SERVER_PORT. PLACE is a directory for its own files. Without a PORT it
# takes one that is free.
ftp_server_start() { # vsftpd|pure-ftpd FOLDER PLACE [PORT]
  local try i
  for ((try = 0; try < 20; try++)); do
    FTP_SERVER_PORT=${4:-$((20000 + RANDOM % 12000))}
    (ftp_server_run_"$1" "$2" "$FTP_SERVER_PORT" "$3") >"$3/server.out" 2>&1 </dev/null 3>&- &
    FTP_SERVER_PID=$!
    for ((i = 0; i < 600; i++)); do
      kill -0 "$FTP_SERVER_PID" 2>/dev/null || break # the port was taken, say
      ! ftp_server_answers "$FTP_SERVER_PORT" || ! ftp_server_has_port "$FTP_SERVER_PORT" || return 0
      sleep 0.1
    done
    ftp_server_end
  done
  echo "$1 does not come up:" >&2
  cat "$3/server.out" >&2
  return 1
}

# Finds whom the server has started, one for each client. It is stopped first: so no more come.
ftp_server_find_sessions() {
  kill -STOP "$FTP_SERVER_PID" 2>/dev/null || true
  FTP_SERVER_SESSIONS=()
  { read -r -a FTP_SERVER_SESSIONS <"/proc/$FTP_SERVER_PID/task/$FTP_SERVER_PID/children"; } 2>/dev/null || true # no line feed ends it
}

# Stops it, with all these.
ftp_server_stop() {
  ftp_server_find_sessions
  kill -STOP "${FTP_SERVER_SESSIONS[@]}"
}

# Ends the server, with all these, and who is in its process group: pure-ftpd's.
ftp_server_end() {
  [[ -n $FTP_SERVER_PID ]] || return 0
  ftp_server_find_sessions
  kill -KILL -- "-$FTP_SERVER_PID" "$FTP_SERVER_PID" "${FTP_SERVER_SESSIONS[@]}" 2>/dev/null || true
  wait "$FTP_SERVER_PID" 2>/dev/null || true
  FTP_SERVER_PID=''
}
