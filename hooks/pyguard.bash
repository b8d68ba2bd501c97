# pyguard for bash: enters and leaves .venv, and asks before pip writes into a shared Python.
# Aliases expand while a file is read, so they are off until its end. Local names begin with `_`: whoever made a common
# one readonly could have no local of that name.
# shellcheck disable=SC2050,SC2154,SC2292,SC2317 # the three files share their state; `[` compares paths byte for byte
\builtin shopt -q expand_aliases && __pyguard_aliases=-s || __pyguard_aliases=-u
\builtin shopt -u expand_aliases

# Whatever an outer shell exported by accident (`set -a`) says nothing about this one.
if [[ ${__pyguard_pid-} != "$$" ]]; then
  __pyguard_pid=$$ __pyguard_version=0.1.0 __pyguard_number=0 __pyguard_muted='' __pyguard_off=''
  # What the last answer said, and where.
  __pyguard_seen='' __pyguard_witness='' __pyguard_marks='' __pyguard_own_pip='' __pyguard_line=''
  __pyguard_pending='' __pyguard_pending_for=''
  # What this shell did and saw.
  __pyguard_put='' __pyguard_left='' __pyguard_drawn='' __pyguard_birth='' __pyguard_evidence='' __pyguard_env_before=''
  __pyguard_deactivates='' __pyguard_prompt='' __pyguard_prompt_state='' __pyguard_shown='' __pyguard_calm='' __pyguard_word='' __pyguard_count=''
  __pyguard_told_env='' __pyguard_told_conda=''
  # What was there before the first prompt, shown again on leaving.
  __pyguard_under='' __pyguard_under_prompt='' __pyguard_first_env='' __pyguard_first_conda=''
  __pyguard_conda='' __pyguard_gone=''
  ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 404)) || __pyguard_count='\#'
  __pyguard_patience='' __pyguard_rung='' __pyguard_wrapped=''
  unset -v __pyguard_pythonhome
  # A marker that is none would make every question unreadable.
  [[ ${PYGUARD_ACTIVE-} == /*:/* && ${PYGUARD_ACTIVE#*:} != *:* ]] || unset -v PYGUARD_ACTIVE
fi

# Runs before every prompt. Always true, so that neither `set -e` nor an ERR trap sees it; PIPESTATUS is bash's.
# What nearly every prompt finds is one test, since each call and each command counts here: all is as it was when it was
# last looked at closely. `a != A`: with nocasematch another path would pass for ours. Modes show in no name and in no time, but
# the last word of a `chmod` is in `$_`.
__pyguard_hook() {
  [[ "${PWD}:${VIRTUAL_ENV-}:${CONDA_PREFIX-}:${PYGUARD-}:${_OLD_VIRTUAL_PATH+set}:${DIRENV_DIFF-}:${PS1-}" == "${__pyguard_seen}${__pyguard_calm}" &&
    (-z ${__pyguard_up} || -e ${__pyguard_up}) && (-z ${__pyguard_config} || -e ${__pyguard_config} &&
    ! ${__pyguard_config} -nt ${__pyguard_stamp} && ! ${__pyguard_bin} -nt ${__pyguard_stamp}) &&
    (-z ${__pyguard_absent} || ! -e ${__pyguard_absent} && ! -L ${__pyguard_absent}) &&
    (-z ${__pyguard_present} || -e ${__pyguard_present} || -L ${__pyguard_present}) &&
    -z ${__pyguard_birth} && -n ${__pyguard_shown} && a != A && (=${_-} != *=[./]* ||
    -n ${__pyguard_count} && "${_-}:${__pyguard_count@P}" == "${__pyguard_word}" ||
    -z ${__pyguard_count} && "${_-}:" == "${__pyguard_word}") ]] || __pyguard_look "${_-}"
}

# Takes the last word of the line that ran. Where that may have changed who can write here, the daemon is asked once: a path in
# `.venv`, `.`, `..`, and what our own path begins with. An empty line leaves the word as it was, and the number of lines.
__pyguard_look() {
  # Nothing here works where assignments among arguments go elsewhere, or nothing may be written.
  [[ $- != *[kr]* ]] || return 0
  local _line=$1:
  [[ -z ${__pyguard_count} ]] || _line+=${__pyguard_count@P}
  if [[ -n ${__pyguard_put} && ${_line} != "${__pyguard_word}" && (/$1/ == *[/=].venv/* ||
    _last= == *"${1//[.\/]/}" || ${__pyguard_put} == "${1#_last=}"?*) ]]; then
    __pyguard_seen=''
  fi
  __pyguard_word=${_line} __pyguard_calm=''
  # Nothing was made by the line that ran: what comes with a later one is no birth.
  [[ -e ${__pyguard_birth}/.venv ]] || __pyguard_birth=''
  [[ -z ${DIRENV_DIFF-} ]] || __pyguard_follow_direnv
  if __pyguard_unchanged; then
    # A prompt that shows what it should is left alone.
    if [[ ${__pyguard_shown}:${PS1-} == in:*__pyguard_prompt* || ${__pyguard_shown} == given-up ]]; then
      [[ -n ${DIRENV_DIFF-} ]] || __pyguard_calm="::${PS1-}"
      return 0
    fi
  else
    [[ -n ${__pyguard_drawn} ]] || __pyguard_first_env=${VIRTUAL_ENV-} __pyguard_first_conda=${CONDA_PREFIX-}
    __pyguard_refresh || :
  fi
  __pyguard_draw || :
  __pyguard_env_before=${VIRTUAL_ENV-}
  return 0
}

# For bash before 5.1, where PROMPT_COMMAND is one string. The last word is handed on in `$_`: `_last=` and what it was.
__pyguard_hook_string() {
  builtin set -- "$?" "${_-}"
  case $- in *k*) return "$1" ;; *) ;; esac
  local _status=$1 _last=$2
  __pyguard_hook
  return "${_status}"
}

# The same in bash-preexec's list, which itself keeps $?.
__pyguard_hook_listed() {
  __pyguard_hook_string || :
}

# Builtin tests only (docs/wire.md: unchanged). One string holds what the shell itself says; `[` compares it, since nocasematch
# does not reach that.
__pyguard_unchanged() {
  [ "${PWD}:${VIRTUAL_ENV-}:${CONDA_PREFIX-}:${PYGUARD-}:${_OLD_VIRTUAL_PATH+set}" = "${__pyguard_seen}" ] &&
    [[ (-z ${__pyguard_up} || -e ${__pyguard_up}) && (-z ${__pyguard_config} || -e ${__pyguard_config} &&
      ! ${__pyguard_config} -nt ${__pyguard_stamp} && ! ${__pyguard_bin} -nt ${__pyguard_stamp}) &&
      (-z ${__pyguard_absent} || ! -e ${__pyguard_absent} && ! -L ${__pyguard_absent}) &&
      (-z ${__pyguard_present} || -e ${__pyguard_present} || -L ${__pyguard_present}) &&
      (-z ${__pyguard_birth} || ! -e ${__pyguard_birth}/.venv/pyvenv.cfg) ]]
}

# Settles what stays as it is until the next question: the paths above, empty where there is nothing to test.
__pyguard_note_seen() {
  local _environment=${__pyguard_put:-${__pyguard_own_pip}}
  __pyguard_up='' __pyguard_present='' __pyguard_absent='' __pyguard_config='' __pyguard_bin='' __pyguard_stamp=''
  [[ -n ${__pyguard_witness} ]] && __pyguard_up=${__pyguard_runtime}/${__pyguard_witness}
  __pyguard_seen=${PWD}:${VIRTUAL_ENV-}:${CONDA_PREFIX-}:${PYGUARD-}:${_OLD_VIRTUAL_PATH+set}
  # On a mount that may not answer, nothing is touched.
  [[ ${__pyguard_marks} == *r* ]] && return 0
  case ${__pyguard_answer[11]} in
    # Where its pyvenv.cfg is there, so is it.
    1) [[ ${_environment} == "${PWD}/.venv" ]] || __pyguard_present=${PWD}/.venv ;;
    *) __pyguard_absent=${PWD}/.venv ;;
  esac
  if [[ -n ${_environment} ]]; then
    __pyguard_config=${_environment}/pyvenv.cfg
    __pyguard_bin=${__pyguard_config} __pyguard_stamp=${__pyguard_config}
    [[ -n ${__pyguard_answer[10]} ]] &&
      __pyguard_bin=${_environment}/bin __pyguard_stamp=${__pyguard_runtime}/${__pyguard_answer[10]}
    # A stamp of this witness goes with it.
    [[ -n ${__pyguard_witness} && ${__pyguard_answer[10]} == "e${__pyguard_witness#up}/"* ]] && __pyguard_up=''
  fi
}

__pyguard_refresh() {
  __pyguard_settle || return 0
  __pyguard_question here
}

# What needs no daemon: leaving, and seeing what was done by hand. Fails where pyguard is off.
__pyguard_settle() {
  local _environment=${PYGUARD_ACTIVE-} _root=
  _root=${_environment#*:} _environment=${_environment%%:*}
  if __pyguard_is_off; then
    __pyguard_leave
    return 1
  fi
  if [[ -n ${_environment} ]]; then
    if [[ -z ${VIRTUAL_ENV-} ]]; then
      __pyguard_left=${_root}
      __pyguard_leave
    elif [ "${VIRTUAL_ENV}" != "${_environment}" ] || ! __pyguard_is_within "${_root}"; then
      __pyguard_leave
    elif [[ ${__pyguard_marks} != *r* && ! -e ${_environment}/pyvenv.cfg ]]; then
      __pyguard_leave
    elif [[ -n ${__pyguard_put} && ${CONDA_PREFIX-} != "${__pyguard_conda}" ]]; then
      # conda puts its own first: what was entered before is not, any more. The answer says whose turn it is.
      __pyguard_leave
    elif __pyguard_is_activated_twice; then
      __pyguard_enter "${_environment}" "${_root}"
    fi
  fi
  [[ -n ${__pyguard_left} ]] && ! __pyguard_is_within "${__pyguard_left}" && __pyguard_left=
  return 0
}

# Asks and applies: verb, then for `pip` the command.
__pyguard_question() {
  local _verb=$1 _flags=i
  shift
  # A late answer holds only for what was asked.
  if [[ -n ${__pyguard_pending} && -O ${__pyguard_pending} && ${_verb} == here ]] &&
    [ "${__pyguard_pending_for}" = "${VIRTUAL_ENV-}:${CONDA_PREFIX-}:${PYGUARD_ACTIVE-}" ]; then
    __pyguard_read_answer 2>/dev/null <"${__pyguard_pending}" && __pyguard_pending= && __pyguard_apply here && return 0
  fi
  __pyguard_pending=
  __pyguard_number=$((__pyguard_number + 1))
  __pyguard_look_at_clock
  [[ -t 2 ]] && _flags+=t
  case ${TERM_PROGRAM-}${TERMINAL_EMULATOR-} in *vscode* | *zed* | *JetBrains*) _flags+=e ;; *) ;; esac
  [[ -n ${__pyguard_left} ]] && _flags+=h
  [[ -n ${VIRTUAL_ENV-} && ${VIRTUAL_ENV-} == "${__pyguard_first_env}" ]] && _flags+=b
  __pyguard_told_env=${VIRTUAL_ENV-} __pyguard_told_conda=
  [[ ${CONDA_PREFIX-} == "${__pyguard_first_conda}" ]] || __pyguard_told_conda=${CONDA_PREFIX-}
  __pyguard_gather_evidence
  __pyguard_reach "bash" "${_verb}" "${__pyguard_evidence}" "${_flags}" "$@" && __pyguard_apply "${_verb}"
}

# What this shell saw with its own eyes: an environment that was made here, or one that was activated by hand.
__pyguard_gather_evidence() {
  if [[ -n ${__pyguard_birth} && -e ${__pyguard_birth}/.venv/pyvenv.cfg ]]; then
    __pyguard_evidence=born:${__pyguard_birth}
    return 0
  fi
  # Nothing was made: what comes later with a download is no birth. Half-made may still be completed.
  [[ -e ${__pyguard_birth}/.venv ]] || __pyguard_birth=''
  if [[ -n ${VIRTUAL_ENV-} && -n ${__pyguard_drawn} && -z ${__pyguard_evidence} ]] &&
    [ "${VIRTUAL_ENV}" != "${__pyguard_env_before}" ] && [ "${VIRTUAL_ENV}" != "${__pyguard_put}" ]; then
    __pyguard_evidence=activated:${VIRTUAL_ENV}
  fi
}

# Applies an answer that was found whole to the question of $1; nothing of it is ever evaluated.
__pyguard_apply() {
  local _environment=${__pyguard_answer[4]} _root=${__pyguard_answer[5]} _active=${PYGUARD_ACTIVE-} _seen=${__pyguard_seen}
  case ${__pyguard_answer[3]} in
    in)
      if [ "${_active}" != "${_environment}:${_root}" ] || [ "${__pyguard_put}" != "${_environment}" ]; then
        [ "${_active%%:*}" = "${_environment}" ] || __pyguard_leave
        __pyguard_enter "${_environment}" "${_root}"
      fi
      [[ ${PYGUARD_ACTIVE-} != "${_environment}:"* ]] || export VIRTUAL_ENV_PROMPT=${__pyguard_answer[6]}
      ;;
    out) __pyguard_leave ;;
    *) ;;
  esac
  __pyguard_marks=${__pyguard_answer[8]} __pyguard_witness=${__pyguard_answer[9]}
  __pyguard_shown=''
  # Of a pip that may run, another may not: only where all may, `here` says so.
  if [[ $1 == here ]]; then
    __pyguard_own_pip=
    [[ ${__pyguard_answer[13]} == allow ]] && __pyguard_own_pip=${_environment:-${VIRTUAL_ENV-}}
  fi
  [[ -n ${__pyguard_answer[12]} || ${__pyguard_answer[3]} == in ]] && __pyguard_line=${__pyguard_answer[12]}
  export PYGUARD_SEGMENT="${__pyguard_answer[7]}|${__pyguard_marks}|${__pyguard_answer[6]}"
  [[ ${__pyguard_evidence} == born:* ]] && __pyguard_birth=''
  __pyguard_evidence=''
  __pyguard_note_seen
  [[ -z ${__pyguard_witness} && ${__pyguard_mode} == daemon ]] && __pyguard_seen=
  # `cd project && pip …`: the next prompt asks what `here` has not been asked yet.
  [[ $1 == here ]] || [ "${_seen}" = "${__pyguard_seen}" ] || __pyguard_seen='' __pyguard_own_pip=''
  # Its `bin` may have new names; a PATH that changes makes bash forget by itself.
  [[ $- != *h* ]] || builtin hash -r
}

# Puts an environment in front: first time, in a nested shell, or over one activated by hand or by an editor.
__pyguard_enter() {
  local _environment=$1
  [[ -z ${__pyguard_count} || -z ${PATH+set} || ${PATH@a} != *r* ]] || return 0
  if [[ -n ${VIRTUAL_ENV-} ]]; then
    if [[ ${VIRTUAL_ENV} -ef ${_environment} ]]; then
      __pyguard_adopt
    else
      __pyguard_under=${VIRTUAL_ENV} __pyguard_under_prompt=${VIRTUAL_ENV_PROMPT-}
    fi
  fi
  if [[ -n ${PYTHONHOME+set} ]]; then
    __pyguard_pythonhome=${PYTHONHOME}
    unset -v PYTHONHOME
  fi
  export VIRTUAL_ENV=${_environment} PYGUARD_ACTIVE=${_environment}:$2 PATH=${_environment}/bin${PATH:+:${PATH}}
  __pyguard_put=${_environment} __pyguard_conda=${CONDA_PREFIX-}
  if [[ -z ${__pyguard_under} ]] || ! declare -F deactivate >/dev/null; then
    __pyguard_deactivates=yes
    deactivate() { __pyguard_deactivate "$@"; }
  fi
}

# Typed by hand it stays in force until the project is left; `activate` scripts call it with `nondestructive`.
__pyguard_deactivate() {
  local _active=${PYGUARD_ACTIVE-}
  [[ ${1-} == nondestructive ]] || __pyguard_left=${_active#*:}
  __pyguard_leave
}

# Whether `activate` was typed for the environment that we had entered already.
__pyguard_is_activated_twice() {
  [[ -n ${_OLD_VIRTUAL_PATH+set} && -z ${__pyguard_under} && -n ${__pyguard_put} ]] &&
    [ "${VIRTUAL_ENV-}" = "${__pyguard_put}" ]
}

# What `activate` left behind is put back by name, so that there is one PATH entry, one prefix, one way out.
__pyguard_adopt() {
  local _given=${VIRTUAL_ENV}/bin
  while __pyguard_drop_from_path "${_given}"; do :; done
  while __pyguard_drop_from_path "${_environment}/bin"; do :; done
  [[ -n ${_OLD_VIRTUAL_PS1-} && -n ${PS1-} ]] && __pyguard_drop_prefix
  [[ -n ${_OLD_VIRTUAL_PYTHONHOME+set} ]] && __pyguard_pythonhome=${_OLD_VIRTUAL_PYTHONHOME}
  unset -v _OLD_VIRTUAL_PS1 _OLD_VIRTUAL_PYTHONHOME _OLD_VIRTUAL_PATH
}

# Takes the prefix of `activate` out of PS1. Where somebody has made another PS1 since, as a theme does, that stays.
__pyguard_drop_prefix() {
  local _before=${PS1%"${_OLD_VIRTUAL_PS1}"*}
  [[ ${_before} != *'('*') ' || ${_before} == "${PS1}" ]] || PS1=${_before%'('*}${PS1#"${_before}"}
}

# Takes out exactly what was put in. Needs no daemon and no directory to be there.
__pyguard_leave() {
  local _environment=${PYGUARD_ACTIVE-}
  _environment=${_environment%%:*}
  [[ -n ${_environment} ]] || return 0
  __pyguard_drop_from_path "${_environment}/bin" || :
  __pyguard_gone=${_environment}/bin
  if [[ -n ${_OLD_VIRTUAL_PATH+set} ]]; then
    # Activated by hand over ours: its `deactivate` would bring our entry back.
    local PATH=${_OLD_VIRTUAL_PATH}
    __pyguard_drop_from_path "${_environment}/bin" && _OLD_VIRTUAL_PATH=${PATH}
  fi
  if [ "${VIRTUAL_ENV-}" = "${_environment}" ]; then
    unset -v VIRTUAL_ENV VIRTUAL_ENV_PROMPT
    if [[ -n ${__pyguard_under} ]]; then
      export VIRTUAL_ENV=${__pyguard_under}
      [[ -n ${__pyguard_under_prompt} ]] && export VIRTUAL_ENV_PROMPT=${__pyguard_under_prompt}
    fi
    __pyguard_env_before=${VIRTUAL_ENV-}
  fi
  # Where another environment is active by now, the function is its own.
  if [[ -z ${VIRTUAL_ENV-} || ${VIRTUAL_ENV-} == "${__pyguard_under}" ]]; then
    [[ -n ${__pyguard_deactivates} ]] && unset -f deactivate
    [[ -n ${VIRTUAL_ENV-} ]] || unset -v VIRTUAL_ENV VIRTUAL_ENV_PROMPT
  fi
  [[ -n ${__pyguard_pythonhome+set} ]] && export PYTHONHOME=${__pyguard_pythonhome}
  unset -v PYGUARD_ACTIVE PYGUARD_SEGMENT __pyguard_pythonhome
  __pyguard_put='' __pyguard_deactivates='' __pyguard_under='' __pyguard_under_prompt='' __pyguard_seen=''
  __pyguard_own_pip='' __pyguard_shown=''
}

# After direnv, which puts PATH back as it found it: with what was left since, without what was entered since.
__pyguard_follow_direnv() {
  local _gone=${__pyguard_gone}
  [[ -z ${__pyguard_left} ]] && __pyguard_gone=
  if [[ -n ${_gone} ]] && [ "${VIRTUAL_ENV-}/bin" != "${_gone}" ]; then
    while __pyguard_drop_from_path "${_gone}"; do :; done
  fi
  if [[ -n ${__pyguard_put} ]] && [ "${VIRTUAL_ENV-}" = "${__pyguard_put}" ]; then
    [[ :${PATH}: == *":${__pyguard_put}/bin:"* ]] || PATH=${__pyguard_put}/bin:${PATH}
  fi
  return 0
}

# Removes the first PATH entry equal to $1; fails where there is none.
__pyguard_drop_from_path() {
  local _entries=:${PATH}: _after=${PATH#"$1:"} _kept
  # Nearly always it still is the first one, and that is quick to see.
  [ "${_after}" != "${PATH}" ] && PATH=${_after} && return 0
  _after=${_entries#*":$1:"}
  [ "${_after}" = "${_entries}" ] && return 1
  _kept=${_entries%"$1:${_after}"}${_after}
  _kept=${_kept#:} PATH=${_kept%:}
}

# What people see: one line that waits for the first prompt to be drawn, and `(name) ` in a plain prompt.
__pyguard_draw() {
  if [[ -n ${__pyguard_line} && -n ${__pyguard_drawn} ]]; then
    builtin printf '%s\n' "${__pyguard_line}" >&2
    __pyguard_line=
  fi
  __pyguard_prompt=
  if [[ -n ${PYGUARD_ACTIVE-} && -z ${VIRTUAL_ENV_DISABLE_PROMPT-} ]]; then
    __pyguard_prompt="(${VIRTUAL_ENV_PROMPT-}) "
  fi
  __pyguard_keep_prompt
  __pyguard_drawn=yes __pyguard_shown=
  [[ -n ${__pyguard_line} ]] || __pyguard_shown=${__pyguard_prompt_state}
  __pyguard_join_preexec
}

# bash-preexec and ble.sh call lists of their own before the rest of PROMPT_COMMAND: the prompts that are made there are to
# know of us.
__pyguard_join_preexec() {
  local _hook=__pyguard_hook
  ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)) || _hook=__pyguard_hook_listed
  [[ -z ${BLE_VERSION-} || ${_ble_hook_h_PRECMD[*]-} == *__pyguard_hook* ]] || blehook PRECMD+-="${_hook}" 2>/dev/null || :
  [[ -z ${bash_preexec_imported-}${__bp_imported-} || ${precmd_functions[*]-} == *__pyguard_hook* ]] ||
    precmd_functions=("${_hook}" ${precmd_functions[@]+"${precmd_functions[@]}"})
}

# A variable goes into PS1 once; where it is gone at the next prompt, somebody rebuilds PS1 and pyguard gives up.
__pyguard_keep_prompt() {
  case ${__pyguard_prompt_state}:${PS1-} in
    given-up:*) ;;
    *__pyguard_prompt*) __pyguard_prompt_state=in ;;
    in:*) __pyguard_prompt_state='given-up' ;;
    :?*)
      builtin shopt -q promptvars || return 0
      PS1='${__pyguard_prompt-}'${PS1} __pyguard_prompt_state=in
      ;;
    *) ;;
  esac
}

# The daemon's place is settled once; where it or this file is not ours (`sudo -s`), pyguard does nothing.
__pyguard_home=${BASH_SOURCE[0]}
[[ ${__pyguard_home} == /* ]] || __pyguard_home=${PWD}/${__pyguard_home}
__pyguard_home=${__pyguard_home%/hooks/*}
if [[ $- == *i* && -O ${BASH_SOURCE[0]} ]]; then
  builtin source "${__pyguard_home}/hooks/ask.bash"
  builtin source "${__pyguard_home}/hooks/guard.bash"
  if __pyguard_find_runtime; then
    __pyguard_wrap
    # A start file that is read again has made the prompt anew.
    __pyguard_prompt_state='' __pyguard_shown=''
    case "${PROMPT_COMMAND[*]-}" in
      *__pyguard_hook*) ;;
      *)
        if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
          # bash itself restores $? and PIPESTATUS for each element.
          PROMPT_COMMAND=(__pyguard_hook ${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"})
          [[ ${PROMPT_COMMAND[*]} == *_direnv_hook* ]] && PROMPT_COMMAND+=(__pyguard_follow_direnv)
        else
          # `&& :` keeps $? while neither `set -e` nor an ERR trap sees a failure.
          # shellcheck disable=SC2128,SC2178 # a string here
          PROMPT_COMMAND="__pyguard_hook_string && :${PROMPT_COMMAND:+; ${PROMPT_COMMAND}}"
          # shellcheck disable=SC2128,SC2178,SC2179
          [[ ${PROMPT_COMMAND} == *_direnv_hook* ]] && PROMPT_COMMAND+=$'\n__pyguard_follow_direnv'
        fi
        ;;
    esac
    __pyguard_join_preexec
  fi
fi

builtin shopt "${__pyguard_aliases}" expand_aliases
