# Asks the daemon one question in zsh: one connection to its socket, no process while it is up.

# Where hooks and daemon meet (docs/wire.md: runtime directory), in __pyguard_runtime. Fails where it is not ours.
__pyguard_find_runtime() {
  local base='' id=0 rest=''
  # One that is gone was another login's, or another machine's: batch systems pass it on.
  if [[ -n ${XDG_RUNTIME_DIR-} && ( ${XDG_RUNTIME_DIR} != /* || -e ${XDG_RUNTIME_DIR} ) ]]; then
    [[ ${XDG_RUNTIME_DIR} == /* && -d ${XDG_RUNTIME_DIR} && -O ${XDG_RUNTIME_DIR} ]] || return 1
    base=${XDG_RUNTIME_DIR}/pyguard
  elif [[ -d /run/user/${EUID} && -O /run/user/${EUID} ]]; then
    base=/run/user/${EUID}/pyguard
  else
    base=/tmp/pyguard-${EUID}
  fi
  # The number of the root mount differs between mount namespaces.
  if [[ -r /proc/self/mountinfo ]]; then
    IFS=' ' builtin read -r id rest </proc/self/mountinfo || :
  fi
  [[ -n ${id} && ${id} != *[!0-9]* ]] || id=0
  typeset -g +x __pyguard_runtime=${base}/${id}
}

# Asks and applies: verb, then for `pip` the command.
__pyguard_question() {
  local verb=$1 flags=i conda=''
  shift
  if [[ ${verb} == here ]] && __pyguard_look_at_pending; then
    __pyguard_apply here
    return 0
  fi
  [[ -t 2 ]] && flags+=t
  case ${TERM_PROGRAM-}${TERMINAL_EMULATOR-} in *vscode* | *zed* | *JetBrains*) flags+=e ;; *) ;; esac
  [[ -n ${__pyguard_left} ]] && flags+=h
  [[ -n ${VIRTUAL_ENV-} && ${VIRTUAL_ENV} == "${__pyguard_first_env}" ]] && flags+=b
  [[ ${CONDA_PREFIX-} == "${__pyguard_first_conda}" ]] || conda=${CONDA_PREFIX-}
  __pyguard_gather_evidence
  local -a head=(
    "${verb}" zsh "${__pyguard_version}" "$$" "${PWD}" "${VIRTUAL_ENV-}" "${PYGUARD_ACTIVE-}" "${conda}"
    "${__pyguard_witness}" "${__pyguard_evidence}" "${flags}"
  )
  __pyguard_reach "${verb}" "${head[@]}" "$@" && __pyguard_apply "${verb}"
}

# What this shell saw with its own eyes: an environment that was made here, or one that was activated by hand.
__pyguard_gather_evidence() {
  if [[ -n ${__pyguard_birth} && -e ${__pyguard_birth}/.venv/pyvenv.cfg ]]; then
    __pyguard_evidence=born:${__pyguard_birth}
    return 0
  fi
  # Nothing was made: what comes later with a download is no birth. Half-made may still be completed.
  [[ -e ${__pyguard_birth}/.venv ]] || __pyguard_birth=''
  if [[ -n ${VIRTUAL_ENV-} && -n ${__pyguard_drawn} && -z ${__pyguard_evidence} &&
    ${VIRTUAL_ENV} != "${__pyguard_env_before}" && ${VIRTUAL_ENV} != "${__pyguard_put}" ]]; then
    __pyguard_evidence=activated:${VIRTUAL_ENV}
  fi
}

# The daemon, or one run of the same code: for pip where nobody answers, else where that is how pyguard is to work.
# Takes the verb, the eleven fields from the verb on, and the command. Nothing below says anything; to silence each part
# by itself costs more than the part.
__pyguard_reach() {
  local verb=$1 question=''
  local -i fd=-1 budget=50
  shift
  [[ ${verb} == pip ]] && budget=300
  __pyguard_mode=daemon
  case ${PYGUARD_DAEMON-} in 0 | off | OFF) __pyguard_mode=once ;; *) ;; esac
  [[ -e ${__pyguard_runtime}/off ]] && __pyguard_mode=once
  if [[ ${__pyguard_mode} == daemon ]] && __pyguard_find_daemon; then
    __pyguard_write_question "$@"
    __pyguard_exchange && return 0
  fi
  if [[ ${verb} == here && ${__pyguard_mode} == daemon ]]; then
    return 1
  elif [[ ${verb} == pip ]] || __pyguard_venv_above; then
    __pyguard_write_question "$@"
    __pyguard_read_answer "$(builtin print -rn -- "${question}" | "${__pyguard_home}/daemon/launch" answer)"
  else
    __pyguard_answer=(pyguard/1 "${__pyguard_number}" "${PWD}" out '' "${PWD}" '' '' '' '' '' 0 '' '' '' .)
  fi
} 2>/dev/null

# Leaves an open connection in the caller's `fd`. Whoever is mute is not asked, whoever is absent is started.
__pyguard_find_daemon() {
  if __pyguard_is_mute; then
    __pyguard_is_present || __pyguard_launch
    return 1
  fi
  __pyguard_connect || __pyguard_start
}

__pyguard_connect() {
  local socket=${__pyguard_runtime}/sock REPLY=''
  [[ -O ${__pyguard_runtime} && ! -L ${__pyguard_runtime} && -S ${socket} && -O ${socket} && ! -L ${socket} ]] ||
    return 1
  builtin zsocket "${socket}" && fd=${REPLY}
}

# Starts a daemon that is absent and waits for it, once and only where it matters (P3).
__pyguard_start() {
  local -i naps
  local -F begin=EPOCHREALTIME
  __pyguard_launch
  __pyguard_venv_above || return 1
  # On a busy machine each nap takes longer; a clock may be set back meanwhile.
  for (( naps = 0; naps < 12 && EPOCHREALTIME - begin < 0.23; naps += 1 )); do
    builtin zselect -t 2
    __pyguard_connect && return 0
  done
  __pyguard_note_mute
  return 1
}

# One start in ten seconds for all shells; `launch` takes the permit.
__pyguard_launch() {
  setopt local_options no_bg_nice no_monitor no_notify
  local -i slot='EPOCHSECONDS / 10'
  [[ -e ${__pyguard_runtime}/start.${slot} ]] && return 0
  ( "${__pyguard_home}/daemon/launch" daemon "${__pyguard_runtime}" </dev/null >/dev/null 2>&1 & )
}

# Whether the pid that the daemon left is a process: a corpse that nobody fetches has no command line any more.
__pyguard_is_present() {
  local pid='' command=unknown
  [[ -O ${__pyguard_runtime} ]] || return 1
  if [[ -r ${__pyguard_runtime}/pid ]]; then
    IFS='' builtin read -r pid <"${__pyguard_runtime}/pid" || :
  else
    for pid in "${__pyguard_runtime}"/up.*(N); do pid=${pid##*.}; done
  fi
  [[ -n ${pid} && ${pid} != *[!0-9]* ]] && builtin kill -0 "${pid}" || return 1
  IFS='' builtin read -r -d '' command <"/proc/${pid}/cmdline" || :
  [[ -n ${command} ]]
}

# Whether somebody (or we) missed an answer in this minute or the one before.
__pyguard_is_mute() {
  local -i minute='EPOCHSECONDS / 60' before='EPOCHSECONDS / 60 - 1'
  [[ ${__pyguard_unheard} == ${minute} || ${__pyguard_unheard} == ${before} ||
    -e ${__pyguard_runtime}/mute.${minute} || -e ${__pyguard_runtime}/mute.${before} ]]
}

# Tells all shells that nobody answered; the second time in a row somebody else may take over.
__pyguard_note_mute() {
  local -i minute='EPOCHSECONDS / 60' two='EPOCHSECONDS / 60 - 2' three='EPOCHSECONDS / 60 - 3'
  [[ -e ${__pyguard_runtime}/mute.${two} || -e ${__pyguard_runtime}/mute.${three} ]] && __pyguard_launch
  # Where it cannot be told, this shell alone remembers. A link may be somebody else's, and lead to what is ours.
  __pyguard_unheard=''
  [[ -d ${__pyguard_runtime} && -O ${__pyguard_runtime} && ! -L ${__pyguard_runtime} ]] &&
    : >|"${__pyguard_runtime}/mute.${minute}" || __pyguard_unheard=${minute}
}

# Whether a `.venv` stands at or above $PWD: decides what may be waited for.
__pyguard_venv_above() {
  local directory=${PWD}
  while [[ -n ${directory} ]]; do
    [[ -e ${directory}/.venv ]] && return 0
    directory=${directory%/*}
  done
  return 1
}

# Whether $PWD is $1 or below it, component by component.
__pyguard_is_within() {
  [[ -n $1 && ( ${PWD} == "$1" || ${PWD} == "${1%/}/"* ) ]]
}

# Puts a question into the caller's `question`: the eleven fields from the verb on, then for `pip` the command and the
# variables that change a decision about it (docs/wire.md: field 14).
__pyguard_write_question() {
  local verb=$1 name wanted
  (( __pyguard_number += 1 ))
  local -a fields=(pyguard/1 "${__pyguard_number}" "${@[1,11]}") variables=()
  shift 11
  if [[ ${verb} == pip ]]; then
    wanted='(PIP|_PIP|PYENV|ASDF|MISE|CONDA|_CONDA|SPACK|NIX|GUIX|PIXI|XDG_CONFIG|BUILD|COLAB|KAGGLE)_*'
    wanted="(${wanted}|PYTHON*|PYGUARD*|PATH|HOME|LANG|LC_ALL|LC_MESSAGES|NO_COLOR|CI|GITHUB_ACTIONS|IN_NIX_SHELL)"
    wanted="(${wanted}|WORKON_HOME|VIRTUALFISH_HOME)"
    for name in ${(M)${(k)parameters[(R)*export*]}:#${~wanted}}; do
      variables+=("${name}=${(P)name}")
    done
    fields+=("${#variables}" "${variables[@]}" "$#" "$@")
  fi
  question="${(pj:\0:)fields}"$'\0.\0'
}

# Writes the caller's `question` to `fd` and reads the answer, all within `budget` milliseconds. From here on the
# connection is the one that is pending, so that Ctrl-C leaves none behind.
__pyguard_exchange() {
  local -i start
  (( start = EPOCHREALTIME * 1000 ))
  [[ -z ${__pyguard_pending} ]] || __pyguard_forget_pending
  __pyguard_pending=${fd} __pyguard_pending_for=${VIRTUAL_ENV-}:${CONDA_PREFIX-}:${PYGUARD_ACTIVE-}
  if __pyguard_send; then
    __pyguard_receive
  else
    __pyguard_forget_pending
    return 1
  fi
}

# Never more at once than a socket that is writable takes: nobody may be reading. A daemon that is gone is no signal.
__pyguard_send() {
  setopt local_options no_multibyte local_traps
  local -i sent=0 wait='budget / 10'
  trap '' PIPE
  while (( sent < ${#question} )); do
    builtin zselect -t ${wait} -w ${fd} -A __pyguard_ready || return 1
    builtin syswrite -o ${fd} -- "${question[sent + 1,sent + 2048]}" || return 1
    sent+=2048
  done
}

# Reads to the end. Where that does not come in time, it is looked for at the next prompt.
__pyguard_receive() {
  setopt local_options no_multibyte
  local text='' chunk=''
  local -i left now result=0
  while (( result == 0 && ${#text} <= 16384 )); do
    # A clock that was set back must not make anybody wait.
    (( now = EPOCHREALTIME * 1000, left = start + budget - now ))
    (( left = left < 0 ? 0 : left > budget ? budget : left ))
    builtin sysread -i ${fd} -t 0.${(l:3::0:)left} chunk
    result=$?
    (( result == 0 )) && text+=${chunk}
  done
  if (( result == 4 )); then
    __pyguard_note_mute
    __pyguard_pending_text=${text}
    return 1
  fi
  __pyguard_forget_pending
  __pyguard_read_answer "${text}"
}

# Whether the answer that was missed is there by now, for here and whole, and what was asked still holds; without waiting.
__pyguard_look_at_pending() {
  setopt local_options no_multibyte
  local text=${__pyguard_pending_text} chunk=''
  local -i fd=${__pyguard_pending:--1} result=0
  (( fd >= 0 && ! ZSH_SUBSHELL )) || return 1
  while (( result == 0 && ${#text} <= 16384 )); do
    builtin sysread -i ${fd} -t 0 chunk
    result=$?
    (( result == 0 )) && text+=${chunk}
  done
  # 4: there may be more, later.
  if (( result == 4 )); then
    __pyguard_pending_text=${text}
    return 1
  fi
  __pyguard_forget_pending
  [[ ${VIRTUAL_ENV-}:${CONDA_PREFIX-}:${PYGUARD_ACTIVE-} == "${__pyguard_pending_for}" ]] || return 1
  __pyguard_read_answer "${text}"
} 2>/dev/null

__pyguard_forget_pending() {
  local -i fd=${__pyguard_pending:--1}
  __pyguard_pending='' __pyguard_pending_text=''
  (( fd < 0 )) || exec {fd}>&- || :
}

# Takes an answer apart into __pyguard_answer; checks all that can be checked.
__pyguard_read_answer() {
  setopt local_options no_multibyte
  [[ ${#1} -le 16384 && $1 == *$'\0.\0' ]] || return 1
  __pyguard_answer=("${(@0)${1%$'\0'}}")
  __pyguard_answer_holds
}

__pyguard_answer_holds() {
  local -i count=${#__pyguard_answer} words='count - 17'
  local environment=${__pyguard_answer[5]-}
  (( count >= 16 )) || return 1
  [[ ${__pyguard_answer[1]} == pyguard/1 && ${__pyguard_answer[2]} == "${__pyguard_number}" &&
    ${__pyguard_answer[3]} == "${PWD}" && ${__pyguard_answer[-1]} == . ]] || return 1
  case ${__pyguard_answer[14]} in
    '' | allow | advise | refuse) (( count == 16 )) || return 1 ;;
    route) [[ ${__pyguard_answer[16]} == "${words}" ]] || return 1 ;;
    *) return 1 ;;
  esac
  case ${__pyguard_answer[4]} in
    # Bytes: to `[:cntrl:]` half a letter of a UTF-8 name is one, where the locale is Latin-1.
    in) [[ ${environment} == /?* && ${environment} != *[$'\x01'-$'\x1f\x7f':]* ]] &&
      __pyguard_is_within "${__pyguard_answer[6]}" ;;
    out | keep) [[ -z ${environment} ]] ;;
    *) return 1 ;;
  esac
}
