# Undoes all of it: the lines in rc files first, so that no new shell meets a half-removed program.
# shellcheck shell=sh

: "${dry_run=}" "${record=}" "${home=}" "${prefix=}" "${state=}" "${cache=}"

uninstall() {
  if ! is_anything_here; then
    say "Nothing of pyguard is under ${prefix} or in ${state}."
    return
  fi
  [ ! -d "${record}" ] || lock
  made=''
  [ ! -f "${record}/made" ] || made=$(cat -- "${record}/made")
  unhook_shells
  stop_daemons keep_off
  remove_commands
  builds=${prefix}/share/.pyguard
  for path in "${home}" "${home}.new"; do
    [ ! -L "${path}" ] || remove "${path}"
  done
  [ ! -d "${builds}" ] || remove "${builds}"
  list_runtimes | while IFS= read -r place; do
    remove "${place}"
  done
  for place in "${cache}" "${state}"; do
    [ ! -d "${place}" ] || remove "${place}"
  done
  configuration=$(absolute_or "${XDG_CONFIG_HOME-}" "${HOME}/.config")/pyguard
  if [ -e "${configuration}" ]; then
    rmdir -- "${configuration}" 2>/dev/null || say "  ${configuration} is yours and stays"
  fi
  if [ -z "${dry_run}" ]; then
    remove_made "${made}"
    say '' 'Terminals that are already open: close them, or type exec bash (exec zsh, exec fish, exec pwsh) in them.'
    ! is_anything_here
  fi
}

is_anything_here() {
  [ -L "${home}" ] || [ -d "${prefix}/share/.pyguard" ] || [ -d "${state}" ] || [ -d "${cache}" ]
}

# Only links that lead to us; a file somebody else put there is not ours. `.new`: an installation was stopped there.
remove_commands() {
  for name in pyguard pyguard-status; do
    for path in "${prefix}/bin/${name}" "${prefix}/bin/${name}.new"; do
      if is_our_command "${path}" "${name}"; then
        remove "${path}"
      fi
    done
  done
}

is_our_command() {
  [ -L "$1" ] || return 1
  link=$(readlink -- "$1")
  [ "${link}" = "../share/pyguard/cli/$2" ]
}

# A file, a link, or a directory that is ours with all that is in it.
remove() {
  me=$(id -u)
  if [ ! -L "$1" ] && ! has "$1" -user "${me}"; then
    complain "$1 belongs to someone else and stays"
  elif [ -n "${dry_run}" ]; then
    say "  $1 would be removed"
  elif rm -rf -- "$1" 2>/dev/null; then
    say "  $1 is removed"
  else
    complain "$1 cannot be removed"
  fi
}

# Directories that had to be made, the deepest first, if nobody put anything else there.
remove_made() {
  printf '%s\n' "$1" | LC_ALL=C sort -r | while IFS= read -r directory; do
    [ -z "${directory}" ] || rmdir -- "${directory}" 2>/dev/null || :
  done
}

# Where daemons of this account meet their shells: XDG_RUNTIME_DIR may differ between logins.
list_runtimes() (
  me=$(id -u)
  for place in "${XDG_RUNTIME_DIR:+${XDG_RUNTIME_DIR}/pyguard}" "/run/user/${me}/pyguard" "/tmp/pyguard-${me}"; do
    if [ -n "${place}" ] && [ -d "${place}" ] && [ ! -L "${place}" ] && has "${place}" -user "${me}"; then
      printf '%s\n' "${place}"
    fi
  done | LC_ALL=C sort -u
)

# Ends every daemon of this account, known by its directory, its pid and its command line. `keep_off`: none may start.
stop_daemons() (
  list_runtimes | while IFS= read -r place; do
    for directory in "${place}"/*/; do
      directory=${directory%/}
      [ -d "${directory}" ] || continue
      if [ -z "${dry_run}" ] && [ "${1-}" = keep_off ]; then
        : >|"${directory}/off"
      fi
      stop_daemon "${directory}"
    done
  done
)

stop_daemon() (
  [ -r "$1/pid" ] && IFS= read -r pid <"$1/pid" || return 0
  is_daemon "${pid}" "$1" || return 0
  if [ -n "${dry_run}" ]; then
    say "  the daemon (${pid}) would be stopped"
    return
  fi
  kill "${pid}" 2>/dev/null
  tries=0
  while is_daemon "${pid}" "$1" && [ "${tries}" -lt 30 ]; do
    tries=$((tries + 1))
    sleep 0.1 2>/dev/null || sleep 1
  done
  if is_daemon "${pid}" "$1"; then
    kill -KILL "${pid}" 2>/dev/null
  fi
  say "  the daemon (${pid}) is stopped"
)

is_daemon() (
  case $1 in
    '' | *[!0-9]*) return 1 ;;
    *) ;;
  esac
  words=$(tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" || ps -o args= -p "$1" 2>/dev/null)
  case ${words} in
    "pyguard: $2"* | *"/dist/daemon/main.js $2 "*) return 0 ;;
    *) return 1 ;;
  esac
)
