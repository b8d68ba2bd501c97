#!/bin/sh
# Installs pyguard for one account out of a clone, shows that it works, and undoes all of it with --uninstall.

usage() {
  cat <<'END'
Usage: ./install.sh [--shell NAME]... [--prefix DIR] [--no-rc] [--dry-run]
       ./install.sh --uninstall [--prefix DIR] [--dry-run]

Installs under ~/.local, adds one line to the rc file of each shell that is here (bash, zsh, fish, pwsh),
then starts each of them and shows that it works. Never needs root. Run again, it updates.

  --shell NAME   only this shell; may be given more than once
  --prefix DIR   DIR/share/pyguard and DIR/bin instead of ~/.local
  --no-rc        print the lines and leave the rc files alone, now and in later runs; --rc takes it back
  --no-proof     do not start the shells afterwards
  --dry-run      say what would be done, and do nothing
  --uninstall    undo everything: lines, program, daemon, state, cache
  --help         this text

PYGUARD_STAGED=DIR takes the finished build in DIR and runs no npm.
END
}

# What is done is done, whoever hears of it; a dry run is nothing but what it says.
say() {
  printf '%s\n' "$@" 2>/dev/null || [ -z "${dry_run-}" ] || fail 'the output cannot be written'
}

complain() {
  printf 'pyguard: %s\n' "$1" >&2
}

fail() {
  complain "$1"
  exit "${2:-1}"
}

read_options() {
  shells=''
  prefix=''
  no_rc=''
  dry_run=''
  undo=''
  proof=yes
  while [ $# -gt 0 ]; do
    case $1 in
      --shell=* | --prefix=*)
        option=${1%%=*}
        value=${1#*=}
        shift
        set -- "${option}" "${value}" "$@"
        continue
        ;;
      --shell)
        case ${2-} in
          bash | zsh | fish | pwsh) shells="${shells:+${shells} }$2" ;;
          *) fail "no hook for the shell '${2-}': there are bash, zsh, fish and pwsh" 2 ;;
        esac
        shift
        ;;
      --prefix)
        [ -n "${2-}" ] || fail '--prefix takes a directory' 2
        prefix=$2
        shift
        ;;
      --no-rc) no_rc=yes ;;
      --rc) no_rc=no ;;
      --no-proof) proof='' ;;
      --dry-run) dry_run=yes ;;
      --uninstall) undo=yes ;;
      --help | -h)
        usage
        exit 0
        ;;
      *) fail "install.sh does not know '$1'; see ./install.sh --help" 2 ;;
    esac
    shift
  done
}

# Small systems leave some out; without one of them what follows would go half wrong, and say something else.
check_programs() {
  missing=''
  for program in awk cat cksum cp cut env find grep head id ln mkdir mv od readlink rm sed sort tail tr wc; do
    command -v "${program}" >/dev/null 2>&1 || missing="${missing:+${missing}, }${program}"
  done
  [ -z "${missing}" ] ||
    fail "not on PATH, but needed: ${missing}. Packages that have them: coreutils, findutils, gawk, grep, sed"
}

# Byte by byte: where the locale is Latin-1, half a letter of UTF-8 would be one.
has_control_character() (
  LC_ALL=C
  case $1 in
    *[[:cntrl:]]*) ;;
    *) return 1 ;;
  esac
)

# Everything hangs on HOME: it must be there, be ours, and be writable as text.
check_account() {
  if has_control_character "${HOME-}"; then
    fail 'HOME has a control character in it: that cannot be written into an rc file'
  fi
  case ${HOME-} in
    /*) ;;
    *) fail 'HOME is not an absolute path' ;;
  esac
  HOME=${HOME%/}
  # As of a user without a name in a container, or of a service.
  [ -n "${HOME}" ] || fail 'HOME is /, and nothing is put there: set HOME to a directory of yours, in an image for good'
  [ -d "${HOME}/" ] || fail "HOME (${HOME}) is no directory"
  me=$(id -u)
  if ! has "${HOME}/." -user "${me}"; then
    fail "HOME (${HOME}) belongs to someone else: run this as that person, without sudo"
  fi
}

# Where things are: program, state, cache, and the record of what was done.
find_places() {
  state=$(absolute_or "${XDG_STATE_HOME-}" "${HOME}/.local/state")/pyguard
  cache=$(absolute_or "${XDG_CACHE_HOME-}" "${HOME}/.cache")/pyguard
  record=${state}/install
  recorded=''
  [ ! -r "${record}/prefix" ] || IFS= read -r recorded <"${record}/prefix"
  case ${prefix} in
    '')
      case ${here} in
        */share/.pyguard/*) prefix=${here%/share/.pyguard/*} ;;
        *) prefix=${recorded:-${HOME}/.local} ;;
      esac
      ;;
    /*) ;;
    # No shell expands it in `--prefix=~/x`, where nobody means a directory of that name.
    \~ | \~/*) prefix=${HOME}${prefix#\~} ;;
    *) prefix=${PWD%/}/${prefix} ;;
  esac
  prefix=${prefix%/}
  if has_control_character "${prefix}"; then
    fail '--prefix has a control character in it' 2
  fi
  above=${prefix}
  while [ -n "${above}" ] && [ ! -e "${above}" ]; do
    above=${above%/*}
  done
  [ -d "${above}/" ] || fail "nothing can be installed under ${prefix}: ${above} is no directory"
  home=${prefix}/share/pyguard
}

# Makes a directory and those above it, and remembers which were not there; $2 is the umask.
make_directory() {
  if [ -d "$1" ] || [ -n "${dry_run}" ]; then
    return
  fi
  missing=''
  above=$1
  while [ -n "${above}" ] && [ ! -d "${above}" ]; do
    missing="${missing}${above}
"
    above=${above%/*}
  done
  # Written down first, so that being stopped here leaves nothing unknown.
  [ ! -d "${record}" ] || printf '%s' "${missing}" >>"${record}/made"
  (umask "$2" && mkdir -p -- "$1") || fail "$1 cannot be made"
  [ "$1" != "${record}" ] || printf '%s' "${missing}" >>"${record}/made"
}

# One at a time: two could add a line twice.
lock() {
  [ -z "${dry_run}" ] || return 0
  if ! mkdir -- "${record}/lock" 2>/dev/null; then
    other=''
    [ ! -r "${record}/lock/pid" ] || read -r other <"${record}/lock/pid"
    if [ -n "${other}" ] && kill -0 "${other}" 2>/dev/null; then
      fail "another install.sh is running (process ${other})"
    fi
  fi
  mkdir -p -- "${record}/lock" 2>/dev/null || fail "${record} cannot be written; nothing was done"
  printf '%s\n' "$$" >|"${record}/lock/pid"
  locked=yes
}

# Leaves nothing half done: what a first installation made goes again, if it did not come to its end.
clean_up() {
  [ -z "${staging}" ] || rm -rf -- "${staging}"
  [ -z "${locked}" ] || rm -rf -- "${record}/lock"
  if [ -n "${fresh}" ]; then
    made=$(cat -- "${record}/made" 2>/dev/null)
    rm -rf -- "${record}" "${prefix}/share/.pyguard"
    remove_made "${made}"
  fi
}

check_ways() {
  if [ -n "${recorded}" ] && [ "${recorded}" != "${prefix}" ] && [ -d "${recorded}/share/pyguard/" ]; then
    this=$(hook_word bash "${here}/install.sh")
    fail "pyguard is installed under ${recorded}; remove it first: ${this} --uninstall"
  fi
  if [ -e "${home}" ] && [ ! -L "${home}" ]; then
    fail "${home} is in the way: it is not from install.sh"
  fi
  for name in pyguard pyguard-status; do
    if [ -e "${prefix}/bin/${name}" ] && ! is_our_command "${prefix}/bin/${name}" "${name}"; then
      fail "${prefix}/bin/${name} is in the way: it is not from install.sh"
    fi
  done
}

# Decides what is to be installed and with which Node; nothing has been touched yet when this fails.
prepare() {
  source=${PYGUARD_STAGED:-${here}}
  [ -f "${source}/tsconfig.json" ] || [ -n "${PYGUARD_STAGED-}" ] ||
    fail 'this is the installed copy: run install.sh in a clone of pyguard'
  if [ ! -f "${source}/package.json" ] || [ ! -d "${source}/hooks" ]; then
    fail "${source} is no pyguard"
  fi
  if ! nodes=$(find_nodes); then
    how=$(how_to_get_node)
    fail "no Node.js 20.19 or newer was found on PATH, nor in nvm, fnm, volta, mise or modules. To get it: ${how}"
  fi
  node=${nodes%%
*}
  # A file that is gone, or an option of another Node.
  NODE_OPTIONS=${node_options} "${node}" -e 0 >/dev/null 2>&1 || node_options=''
  # Node.js reads names as UTF-8, and takes a backslash in a module's for an escape.
  if ! "${node}" -e 'process.exit(/\ufffd/.test(process.argv.slice(1)) || /\\/.test(process.argv[2]) ? 1 : 0)' \
    "${HOME}" "${home}"; then
    fail "Node.js cannot work in ${home}: there is a backslash, or what is not UTF-8, in its name or in HOME's"
  fi
  build=$(name_build "${source}")
  goal=${prefix}/share/.pyguard/${build}
}

make_program() {
  make_directory "${prefix}/share/.pyguard" 022
  make_directory "${prefix}/bin" 022
  if [ -d "${goal}" ]; then
    say "  ${build} is there already"
  else
    staging=${prefix}/share/.pyguard/new
    rm -rf -- "${staging}"
    mkdir -- "${staging}" || fail "${prefix}/share/.pyguard cannot be written"
    if [ -n "${PYGUARD_STAGED-}" ]; then
      cp -R -- "${PYGUARD_STAGED}/." "${staging}/" || fail "${PYGUARD_STAGED} could not be copied"
    else
      build_from_clone
    fi
    mv -- "${staging}" "${goal}" || fail "${goal} could not be put in place"
    staging=''
    say "  ${goal}"
  fi
  printf '%s\n' "${nodes}" | write_lines "${goal}/node-paths"
  bash_path=$(find_bash) || complain 'no bash was found: the hooks of fish and PowerShell need one'
  printf '%s\n' "${bash_path}" | write_lines "${goal}/bash-path"
  name_bash "${bash_path}" "${goal}/hooks/pwsh-bin/run"
}

build_from_clone() {
  if [ ! -x "${node%/*}/npm" ] && ! command -v npm >/dev/null 2>&1; then
    how=$(how_to_get_node)
    fail "npm is missing beside ${node}. To get it: ${how}"
  fi
  version=$("${node}" --version)
  say "  building with Node.js ${version#v} (${node}); npm fetches what package-lock.json names ..."
  # Not into a file: where the disk is full, there would be nothing to see.
  if ! words=$(build "${here}" "${staging}" "${node}" 2>&1); then
    printf '%s\n' "${words}" | tail -n 15 >&2
    fail 'the build failed, see above; nothing was installed or changed'
  fi
}

# A link is swapped in one step: at any moment there is the old program or the new one.
put_in_place() {
  fresh=''
  before=''
  [ ! -L "${home}" ] || before=$(readlink -- "${home}")
  link "${home}" ".pyguard/${build}"
  for name in pyguard pyguard-status; do
    link "${prefix}/bin/${name}" "../share/pyguard/cli/${name}"
  done
  if [ -n "${before}" ] && [ "${before}" != ".pyguard/${build}" ]; then
    # The daemon of the old build would answer for another version of the code.
    stop_daemons
  fi
  for other in "${prefix}"/share/.pyguard/*; do
    # Shells that are open may still read from the one before.
    if [ "${other}" != "${goal}" ] && [ "${other}" != "${prefix}/share/${before:-.}" ]; then
      rm -rf -- "${other}"
    fi
  done
}

# `mv` would move into the directory that an old link leads to.
rename='require("fs").renameSync(process.argv[1], process.argv[2])'

link() {
  present=''
  [ ! -L "$1" ] || present=$(readlink -- "$1")
  if [ "${present}" != "$2" ]; then
    rm -f -- "$1.new"
    if ! ln -s -- "$2" "$1.new" || ! "${node}" -e "${rename}" "$1.new" "$1"; then
      fail "$1 could not be made"
    fi
  fi
}

remember() {
  make_directory "${record}" 077
  lock
  [ -e "${record}/prefix" ] || [ -L "${home}" ] || fresh=yes
  make_directory "${cache}" 077
  printf '%s\n' "${prefix}" | write_lines "${record}/prefix"
  case ${no_rc} in
    yes) : >|"${record}/no-rc" ;;
    no) rm -f -- "${record}/no-rc" ;;
    *) ;;
  esac
}

say_next() {
  # shellcheck disable=SC2086 # names of shells
  set -- ${chosen}
  ways="exec $1"
  shift
  [ $# -eq 0 ] || ways="${ways} ($(printf 'exec %s, ' "$@" | sed 's/, $//'))"
  if [ -n "${no_rc}" ]; then
    say '' "Place the lines above. Then, to have it in a terminal that is already open, type there:  ${ways}"
  else
    say '' "Terminals that are already open go on as before. To have it in one, type there:  ${ways}"
  fi
  say '' 'Then cd into a project, or make one:  mkdir -p ~/my-project && cd ~/my-project && pyguard venv' \
    'To take it all back:  pyguard uninstall'
}

install() {
  check_ways
  prepare
  chosen=$(choose_shells "${shells}" | tr '\n' ' ')
  chosen=${chosen% }
  [ -n "${chosen}" ] || fail 'none of these shells is here: bash, zsh, fish, pwsh'
  if [ -n "${dry_run}" ]; then
    say "pyguard ${build} would be installed, with Node.js at ${node}:" "  ${home}" "  ${prefix}/bin/pyguard" \
      "  ${prefix}/bin/pyguard-status" 'Shells:'
    [ ! -e "${record}/no-rc" ] || no_rc=${no_rc:-yes}
    [ "${no_rc}" != no ] || no_rc=''
    for shell in ${chosen}; do hook_shell "${shell}"; done
    return
  fi
  remember
  say "pyguard ${build}:"
  make_program
  put_in_place
  say 'Shells:'
  no_rc=''
  [ ! -e "${record}/no-rc" ] || no_rc=yes
  for shell in ${chosen}; do hook_shell "${shell}"; done
  result=0
  if [ -n "${proof}" ] && [ -z "${no_rc}" ]; then
    say 'Trying it:'
    # shellcheck disable=SC2086 # names of shells
    prove_shells ${chosen} || result=1
  fi
  say_next
  return "${result}"
}

main() {
  umask 022
  # What the user has Node do; npm alone may need it, say for the certificates of a company.
  node_options=${NODE_OPTIONS-}
  unset NODE_OPTIONS
  here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
  for part in rc-file find-node hook-shells build prove uninstall; do
    # shellcheck source=/dev/null
    . "${here}/cli/install/${part}.sh"
  done
  # shellcheck source=cli/hook-line.sh
  . "${here}/cli/hook-line.sh"
  read_options "$@"
  check_programs
  check_account
  find_places
  # What is cleaned up is what was made here, whatever the environment has under these names.
  staging=''
  locked=''
  fresh=''
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  if [ -n "${undo}" ]; then
    uninstall
  else
    install
  fi
}

main "$@"
