# Asks the daemon one question in bash: a file, a ring, a file. No process while the daemon is up.
# Sourced by pyguard.bash and PowerShell's pip; fish runs it through ask-once.bash.
# shellcheck disable=SC2154,SC2292,SC2312 # state is shared with pyguard.bash; `[` compares byte for byte

# Where hooks and daemon meet (docs/wire.md: runtime directory), in __pyguard_runtime. Fails where it is not ours.
__pyguard_find_runtime() {
  local _base _id=0 _rest
  # One that is gone was another login's, or another machine's: batch systems pass it on.
  if [[ -n ${XDG_RUNTIME_DIR-} && (${XDG_RUNTIME_DIR} != /* || -e ${XDG_RUNTIME_DIR}) ]]; then
    [[ ${XDG_RUNTIME_DIR} == /* && -d ${XDG_RUNTIME_DIR} && -O ${XDG_RUNTIME_DIR} ]] || return 1
    _base=${XDG_RUNTIME_DIR}/pyguard
  elif [[ -d /run/user/${EUID} && -O /run/user/${EUID} ]]; then
    _base=/run/user/${EUID}/pyguard
  else
    _base=/tmp/pyguard-${EUID}
  fi
  # The number of the root mount differs between mount namespaces.
  if [[ -r /proc/self/mountinfo ]]; then
    IFS=' ' builtin read -r _id _rest </proc/self/mountinfo || :
  fi
  case ${_id} in '' | *[!0-9]*) _id=0 ;; *) ;; esac
  __pyguard_runtime=${_base}/${_id}
}

__pyguard_is_off() {
  [[ -n ${__pyguard_off} ]] && return 0
  case ${PYGUARD-} in off | OFF | 0) return 0 ;; *) return 1 ;; esac
}

# The daemon, or one run of the same code: for pip where nobody answers, else where that is how pyguard is to work.
# Nothing below says anything; to silence each part by itself costs more than the part.
__pyguard_reach() {
  __pyguard_mode=daemon
  case ${PYGUARD_DAEMON-} in 0 | off | OFF) __pyguard_mode=once ;; *) ;; esac
  [[ -e ${__pyguard_runtime}/off ]] && __pyguard_mode=once
  if [[ ${__pyguard_mode} == daemon ]] && ! __pyguard_is_mute_or_absent; then
    __pyguard_ask "${__pyguard_patience:-50}" "$@" && return 0
  fi
  if [[ $2 == pip ]]; then
    __pyguard_ask_without_daemon "$@"
  elif [[ ${__pyguard_mode} == once ]]; then
    if __pyguard_venv_above; then
      __pyguard_ask_without_daemon "$@"
    else
      __pyguard_answer=(pyguard/1 "${__pyguard_number}" "${PWD}" out '' "${PWD}" '' '' '' '' '' 0 '' '' '' .)
    fi
  else
    return 1
  fi
} 2>/dev/null

__pyguard_is_mute_or_absent() {
  if __pyguard_is_present; then
    __pyguard_is_mute
  else
    ! __pyguard_start
  fi
}

# Seconds since the epoch in __pyguard_seconds; bash 3.2 has only the age of this shell.
__pyguard_look_at_clock() {
  if [[ -n ${EPOCHSECONDS-} ]]; then
    __pyguard_seconds=${EPOCHSECONDS}
  elif ! builtin printf -v __pyguard_seconds '%(%s)T' -1 2>/dev/null; then
    __pyguard_seconds=${SECONDS}
  fi
  case ${__pyguard_seconds} in '' | *[!0-9]*) __pyguard_seconds=0 ;; *) ;; esac
}

# Whether a `.venv` stands at or above $PWD: decides what may be waited for.
__pyguard_venv_above() {
  local _directory=${PWD}
  while [[ -n ${_directory} ]]; do
    [[ -e ${_directory}/.venv ]] && return 0
    _directory=${_directory%/*}
  done
  return 1
}

# Whether somebody (or we) missed an answer in this minute or the one before.
__pyguard_is_mute() {
  local -i _minute=$((__pyguard_seconds / 60))
  local -i _ago=$((_minute - ${__pyguard_muted:--9}))
  # Where the clock was set back, it is of a time to come.
  ((_ago >= 0 && _ago < 2)) && return 0
  [[ -e ${__pyguard_runtime}/mute.${_minute} || -e ${__pyguard_runtime}/mute.$((_minute - 1)) ]]
}

# Tells all shells that nobody answered; the second time in a row somebody else may take over.
__pyguard_note_mute() {
  local -i _minute=$((__pyguard_seconds / 60))
  # A link may be somebody else's, and lead to what is ours.
  if [[ ! -d ${__pyguard_runtime} || ! -O ${__pyguard_runtime} || -L ${__pyguard_runtime} ]]; then
    __pyguard_muted=${_minute}
    return 0
  fi
  if [[ -e ${__pyguard_runtime}/mute.$((_minute - 2)) || -e ${__pyguard_runtime}/mute.$((_minute - 3)) ]]; then
    __pyguard_launch
  fi
  : >|"${__pyguard_runtime}/mute.${_minute}" || __pyguard_muted=${_minute}
}

# Whether a daemon is there: that whose pid the witness ends in, or one that came after it.
__pyguard_is_present() {
  local _pid=${__pyguard_witness##*.} _name
  [[ -O ${__pyguard_runtime} ]] || return 1
  [[ -n ${_pid} && -e ${__pyguard_runtime}/${__pyguard_witness} ]] && __pyguard_is_alive "${_pid}" && return 0
  if [[ -r ${__pyguard_runtime}/pid ]]; then
    IFS= builtin read -r _pid <"${__pyguard_runtime}/pid" || :
    __pyguard_is_alive "${_pid}"
  else
    builtin shopt -q failglob && return 1
    for _name in "${__pyguard_runtime}"/up.*; do
      __pyguard_is_alive "${_name##*.}" && return 0
    done
    return 1
  fi
}

# bash's own `kill`: no process. A corpse that nobody fetches, as in many a container, has no command line any more.
__pyguard_is_alive() {
  local _command=unknown
  case $1 in '' | *[!0-9]*) return 1 ;; *) builtin kill -0 "$1" || return 1 ;; esac
  IFS= builtin read -r -d '' _command <"/proc/$1/cmdline" || :
  [[ -n ${_command} ]]
}

# One start in ten seconds for all shells; `launch` takes the permit.
__pyguard_launch() {
  [[ -e ${__pyguard_runtime}/start.$((__pyguard_seconds / 10)) ]] && return 0
  ("${__pyguard_home}/daemon/launch" daemon "${__pyguard_runtime}" </dev/null >/dev/null 2>&1 &)
}

# Starts a daemon that is absent and waits for it, once and only where it matters (P3).
__pyguard_start() {
  local -i _naps=0 _begin=0 _now=0
  local _sleep=/bin/sleep _clock=${EPOCHREALTIME-}
  _begin=${_clock//[!0-9]/}
  __pyguard_launch
  __pyguard_is_mute && return 1
  __pyguard_venv_above || return 1
  # By its path: with `.` on PATH its name could be a program of the directory that was entered.
  [[ -x ${_sleep} ]] || _sleep=$(builtin type -P sleep)
  [[ ${_sleep} == /* ]] || return 1
  while ((_naps < 11)); do
    ((_naps += 1))
    "${_sleep}" 0.02
    __pyguard_is_present && return 0
    # On a busy machine each takes longer.
    _clock=${EPOCHREALTIME-}
    _now=${_clock//[!0-9]/}
    ((_now - _begin < 230000)) || break
  done
  __pyguard_note_mute
  return 1
}

# Waits for a file for about $2 milliseconds: looks at once, then naps on a pipe that nobody writes to.
__pyguard_await() {
  local -i _tries=0 _begin=0 _now=0
  local _clock=${EPOCHREALTIME-}
  _begin=${_clock//[!0-9]/}
  until [[ -e $1 ]]; do
    ((_tries += 1))
    ((_tries < 1000)) && continue
    if [[ ! -p ${__pyguard_runtime}/idle ]] || ((BASH_VERSINFO[0] < 4)); then
      __pyguard_await_awake "$@"
      return
    fi
    IFS= builtin read -r -t 0.001 _ <>"${__pyguard_runtime}/idle" || :
    _clock=${EPOCHREALTIME-}
    _now=${_clock//[!0-9]/}
    ((_now - _begin < $2 * 1000 && _tries < 1000 + $2)) || return 1
  done
}

# The same where no nap is that short. bash 3.2 has no such clock either, but `time` tells how long so many looks took: in a
# file with a question's name, so that it is swept like one.
__pyguard_await_awake() {
  local _took _file=${1%/*}/q.${1##*/a.} TIMEFORMAT=%3R
  local -i _left=$2
  _file=${_file%.*}${_file##*.}
  while ((_left > 0)); do
    { time __pyguard_look_often "$1"; } 2>|"${_file}"
    [[ -e $1 ]] && return 0
    _took=''
    IFS= builtin read -r _took <"${_file}" || :
    # Where that is no time (a shell that traces itself), as long as it mostly takes.
    case ${_took} in *[!0-9.,]* | '') _took=5 ;; *) _took=${_took//[!0-9]/} ;; esac
    ((_left -= 10#${_took} > 0 ? 10#${_took} : 1))
  done
  return 1
}

__pyguard_look_often() {
  local -i _tries=1000
  until [[ -e $1 ]] || ((_tries == 0)); do
    ((_tries -= 1)) || :
  done
}

# The variables that change a decision about pip (docs/wire.md: field 14), as assignments in __pyguard_variables. $1 is a
# file that the names may be written to meanwhile: that is the one quick way to them.
__pyguard_gather_variables() {
  local _name _wanted='@(PIP|_PIP|PYENV|ASDF|MISE|CONDA|_CONDA|SPACK|NIX|GUIX|PIXI)_*'
  local -a _names
  _wanted="@(${_wanted}|PYTHON*|PYGUARD*|@(XDG_CONFIG|BUILD|COLAB|KAGGLE)_*|PATH|HOME|LANG|LC_ALL|LC_MESSAGES)"
  _wanted="@(${_wanted}|NO_COLOR|CI|GITHUB_ACTIONS|IN_NIX_SHELL|WORKON_HOME|VIRTUALFISH_HOME)"
  __pyguard_variables=()
  if [[ -z ${1-} ]] || builtin shopt -q nocasematch || ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 404)) ||
    ! builtin compgen -e -X '[!ABCGHIKLMNPSVWX_]*' >|"$1" || ! builtin mapfile -t _names <"$1"; then
    __pyguard_gather_by_prefix
    return
  fi
  for _name in "${_names[@]}"; do
    # shellcheck disable=SC2053 # a pattern
    [[ ${_name} == ${_wanted} ]] && __pyguard_variables+=("${_name}=${!_name}")
  done
  return 0
}

# The same without a file.
__pyguard_gather_by_prefix() {
  local _name
  local -i _is_old=$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 404))
  for _name in PATH HOME LANG LC_ALL LC_MESSAGES NO_COLOR CI GITHUB_ACTIONS IN_NIX_SHELL WORKON_HOME \
    VIRTUALFISH_HOME "${!PIP_@}" "${!_PIP_@}" "${!PYTHON@}" "${!PYENV_@}" "${!ASDF_@}" "${!MISE_@}" \
    "${!CONDA_@}" "${!_CONDA_@}" "${!SPACK_@}" "${!NIX_@}" "${!GUIX_@}" "${!PIXI_@}" "${!XDG_CONFIG_@}" \
    "${!PYGUARD@}" "${!BUILD_@}" "${!COLAB_@}" "${!KAGGLE_@}"; do
    # pip sees only what is exported; bash before 4.4 cannot tell without a process, and takes all.
    [[ -n ${!_name+set} && (${_is_old} -eq 1 || ${!_name@a} == *x*) ]] && __pyguard_variables+=("${_name}=${!_name}")
  done
  return 0
}

# Writes one question: shell, verb, evidence, flags, then for `pip` the command, its variables gathered.
__pyguard_write_question() {
  local _shell=$1 _verb=$2 _evidence=$3 _flags=$4
  shift 4
  if [[ ${_verb} == pip ]]; then
    set -- "${#__pyguard_variables[@]}" ${__pyguard_variables[@]+"${__pyguard_variables[@]}"} "$#" "$@"
  fi
  builtin printf '%s\0' pyguard/1 "${__pyguard_number}" "${_verb}" "${_shell}" "${__pyguard_version}" \
    "${__pyguard_pid}" "${PWD}" "${__pyguard_told_env}" "${PYGUARD_ACTIVE-}" "${__pyguard_told_conda}" \
    "${__pyguard_witness-}" "${_evidence}" "${_flags}" "$@" .
}

# Reads the fields of an answer from standard input into __pyguard_answer; checks all that can be checked.
__pyguard_read_answer() {
  local _field IFS=
  local -i _length=0
  __pyguard_answer=()
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
    # All but what tells the end, in a tenth of the time.
    builtin mapfile -d '' -n 15 -t __pyguard_answer
    _field=${__pyguard_answer[*]} _length=$((${#_field} + ${#__pyguard_answer[@]}))
  fi
  while builtin read -r -d '' _field; do
    _length=$((_length + ${#_field} + 1))
    ((_length > 16384)) && return 1
    __pyguard_answer+=("${_field}")
  done
  __pyguard_answer_holds
}

__pyguard_answer_holds() {
  local -i _count=${#__pyguard_answer[@]}
  local _environment _root
  # The control bytes, one by one: to `[:cntrl:]` half a letter of a UTF-8 name is one, where the locale is Latin-1.
  local _controls=$'\001\002\003\004\005\006\a\b\t\n\v\f\r\016\017\020\021\022\023\024\025\026\027\030\031\032\033\034\035\036\037\177'
  ((_count >= 16)) || return 1
  [ "${__pyguard_answer[0]}" = pyguard/1 ] && [ "${__pyguard_answer[1]}" = "${__pyguard_number}" ] &&
    [ "${__pyguard_answer[2]}" = "${PWD}" ] && [ "${__pyguard_answer[_count - 1]}" = . ] || return 1
  case ${__pyguard_answer[13]} in
    '' | allow | advise | refuse) ((_count == 16)) || return 1 ;;
    route) [ "${__pyguard_answer[15]}" = "$((_count - 17))" ] || return 1 ;;
    *) return 1 ;;
  esac
  _environment=${__pyguard_answer[4]} _root=${__pyguard_answer[5]}
  case ${__pyguard_answer[3]} in
    in)
      case ${_environment} in *[:"${_controls}"]*) return 1 ;; /?*) ;; *) return 1 ;; esac
      __pyguard_is_within "${_root}"
      ;;
    out | keep) [[ -z ${_environment} ]] ;;
    *) return 1 ;;
  esac
}

# Whether $PWD is $1 or below it, component by component.
__pyguard_is_within() {
  [[ -n $1 ]] && { [ "${PWD}" = "$1" ] || [ "${PWD#"${1%/}/"}" != "${PWD}" ]; }
}

# Asks the daemon and waits $1 ms. Arguments as for __pyguard_write_question after that.
__pyguard_ask() {
  local -i _budget=$1
  local _id=${__pyguard_rung:-${BASHPID:-$$}.${RANDOM:-0}} _place=${__pyguard_runtime}/rings/asked _answer
  shift
  [[ -p ${__pyguard_runtime}/bell && -O ${__pyguard_runtime}/bell ]] || return 1
  # Where there is one, a place that wakes nobody while it is written to.
  [[ -d ${_place} ]] || _place=${__pyguard_runtime}
  if [[ -z ${__pyguard_rung-} ]]; then
    [[ $2 == pip ]] && __pyguard_gather_variables "${_place}/q.${_id}"
    __pyguard_write_question "$@" >|"${_place}/q.${_id}" || return 1
  fi
  builtin printf '%s\n' "${_id} ${__pyguard_number}" 1<>"${__pyguard_runtime}/bell" || return 1
  _answer=${_place}/a.${_id}.${__pyguard_number}
  if __pyguard_await "${_answer}" "${_budget}"; then
    [[ -O ${_answer} ]] && __pyguard_read_answer <"${_answer}"
  else
    __pyguard_note_mute
    __pyguard_pending=${_answer} __pyguard_pending_for=${VIRTUAL_ENV-}:${CONDA_PREFIX-}:${PYGUARD_ACTIVE-}
    return 1
  fi
}

# The same answer from one run of the same code; a process, so never at an unchanged prompt.
__pyguard_ask_without_daemon() {
  [[ $2 == pip ]] && __pyguard_gather_variables
  __pyguard_read_answer < <(__pyguard_write_question "$@" | "${__pyguard_home}/daemon/launch" answer)
}
