# Enters and leaves environments in zsh: what is settled here, what is asked, how an answer is applied.

# Whatever an outer shell exported by accident (`set -a`) says nothing about this one.
__pyguard_begin() {
  typeset -g +x __pyguard_version=0.1.0 __pyguard_off='' __pyguard_unheard=''
  typeset -gi __pyguard_number=0
  typeset -ga __pyguard_answer=()
  # What the last answer said, and where.
  typeset -g +x __pyguard_seen='' __pyguard_witness='' __pyguard_marks='' __pyguard_own_pip='' __pyguard_line=''
  typeset -g +x __pyguard_own_by_hand=''
  typeset -g +x __pyguard_mode='' __pyguard_shown=''
  typeset -g +x __pyguard_pending='' __pyguard_pending_text='' __pyguard_pending_for=''
  # What this shell did and saw.
  typeset -g +x __pyguard_put='' __pyguard_left='' __pyguard_drawn='' __pyguard_birth='' __pyguard_evidence=''
  typeset -g +x __pyguard_env_before='' __pyguard_deactivates='' __pyguard_aside='' __pyguard_prompt_state=''
  typeset -g +x __pyguard_roundabout=''
  # What was there before the first prompt, shown again on leaving.
  typeset -g +x __pyguard_under='' __pyguard_under_prompt=''
  typeset -g +x __pyguard_first_env='' __pyguard_first_conda='' __pyguard_conda='' __pyguard_gone=''
  unset __pyguard_pythonhome
  # A marker that is none would make every question unreadable.
  [[ ${PYGUARD_ACTIVE-} == /*:/* && ${PYGUARD_ACTIVE#*:} != *:* ]] || unset PYGUARD_ACTIVE
}

# Runs before every prompt. Always true, so that neither ERR_EXIT nor a ZERR trap sees it; zsh itself restores $?.
# A call costs zsh more than all these tests together (docs/wire.md: unchanged), so they stand here for others, too:
# `__pyguard_hook look` is true where nothing changed, and does nothing.
__pyguard_hook() {
  if [[ "${PWD}:${VIRTUAL_ENV-}:${CONDA_PREFIX-}:${PYGUARD-}:${_OLD_VIRTUAL_PATH+set}" == "${__pyguard_seen}" &&
    ( -z ${__pyguard_up} || -e ${__pyguard_up} ) &&
    ( -z ${__pyguard_judged} || ${__pyguard_stamp} -nt ${__pyguard_judged} && ${__pyguard_stamp} -nt ${__pyguard_bin} ) &&
    ( -z ${__pyguard_config} || -e ${__pyguard_config} && -e ${__pyguard_stamp} &&
    ! ( ${__pyguard_config} -nt ${__pyguard_stamp} || ${__pyguard_bin} -nt ${__pyguard_stamp} ) ) &&
    ( -z ${__pyguard_absent} || ! ( -e ${__pyguard_absent} || -L ${__pyguard_absent} ) ) &&
    ( -z ${__pyguard_present} || -e ${__pyguard_present} || -L ${__pyguard_present} ) &&
    ( -z ${__pyguard_birth} || ! -e ${__pyguard_birth}/.venv/pyvenv.cfg ) ]]; then
    [[ $# -gt 0 || "${PATH}:${PROMPT-}:${psvar[9]-}:${VIRTUAL_ENV_PROMPT-}:${VIRTUAL_ENV_DISABLE_PROMPT-}" == \
      "${__pyguard_shown}" ]] && return 0
  elif (( $# )); then
    return 1
  else
    (( ZSH_SUBSHELL )) && return 0
    [[ -n ${__pyguard_drawn} ]] || __pyguard_first_env=${VIRTUAL_ENV-} __pyguard_first_conda=${CONDA_PREFIX-}
    __pyguard_refresh || :
  fi
  __pyguard_show
  __pyguard_drawn=yes __pyguard_env_before=${VIRTUAL_ENV-}
  return 0
}

# Runs at every change of directory, so that `cd project && python x` is right; not while start files are read.
# In a subshell nothing is asked: the wrappers come back there and ask when they are called.
__pyguard_moved() {
  if (( ZSH_SUBSHELL )); then
    __pyguard_own_pip=''
    [[ -z ${__pyguard_aside} ]] || __pyguard_fit_wrappers
  elif [[ -n ${__pyguard_drawn} ]] && ! __pyguard_hook look; then
    __pyguard_refresh || :
    # A widget may draw the prompt anew at once.
    __pyguard_set_prefix
  fi
  return 0
}

# Settles what stays as it is until the next question, empty where there is nothing to test.
__pyguard_note_seen() {
  local environment=${__pyguard_put:-${__pyguard_own_by_hand}}
  __pyguard_up='' __pyguard_present='' __pyguard_absent='' __pyguard_judged='' __pyguard_config='' __pyguard_stamp=''
  [[ -n ${__pyguard_witness} ]] && __pyguard_up=${__pyguard_runtime}/${__pyguard_witness}
  __pyguard_seen=${PWD}:${VIRTUAL_ENV-}:${CONDA_PREFIX-}:${PYGUARD-}:${_OLD_VIRTUAL_PATH+set}
  # On a mount that may not answer, nothing is touched.
  [[ ${__pyguard_marks} == *r* ]] && return 0
  if [[ ${__pyguard_answer[12]} != 1 ]]; then
    __pyguard_absent=${PWD}/.venv
  elif [[ ${environment} != "${PWD}/.venv" ]]; then
    # Where its pyvenv.cfg is there, so is it.
    __pyguard_present=${PWD}/.venv
  fi
  if [[ -z ${environment} ]]; then
    return 0
  elif [[ -n ${__pyguard_witness} && ${__pyguard_answer[11]} == "e${__pyguard_witness#up}/"* ]]; then
    # It goes with its witness and is newer than what was judged; for zsh nothing is newer than what is not there.
    __pyguard_judged=${environment}/pyvenv.cfg __pyguard_up=''
    __pyguard_bin=${environment}/bin __pyguard_stamp=${__pyguard_runtime}/${__pyguard_answer[11]}
  else
    __pyguard_config=${environment}/pyvenv.cfg
    __pyguard_bin=${__pyguard_config} __pyguard_stamp=${__pyguard_config}
    [[ -n ${__pyguard_answer[11]} ]] &&
      __pyguard_bin=${environment}/bin __pyguard_stamp=${__pyguard_runtime}/${__pyguard_answer[11]}
  fi
}

__pyguard_refresh() {
  __pyguard_settle || return 0
  __pyguard_question here
}

# What needs no daemon: leaving, and seeing what was done by hand. Fails where pyguard is off.
__pyguard_settle() {
  local environment=${PYGUARD_ACTIVE-} root=''
  root=${environment#*:} environment=${environment%%:*}
  if __pyguard_is_off; then
    __pyguard_leave
    return 1
  fi
  if [[ -n ${environment} ]]; then
    if [[ -z ${VIRTUAL_ENV-} ]]; then
      __pyguard_left=${root}
      __pyguard_leave
    elif [[ ${VIRTUAL_ENV} != "${environment}" ]] || ! __pyguard_is_within "${root}"; then
      __pyguard_leave
    elif [[ ${__pyguard_marks} != *r* && ! -e ${environment}/pyvenv.cfg ]]; then
      __pyguard_leave
    elif [[ -n ${__pyguard_put} && ${CONDA_PREFIX-} != "${__pyguard_conda}" ]]; then
      # conda puts its own first: what was entered before is not, any more. The answer says whose turn it is.
      __pyguard_leave
    elif __pyguard_is_activated_twice; then
      __pyguard_enter "${environment}" "${root}"
    fi
  fi
  [[ -n ${__pyguard_left} ]] && ! __pyguard_is_within "${__pyguard_left}" && __pyguard_left=''
  return 0
}

__pyguard_is_off() {
  [[ -n ${__pyguard_off} || ${PYGUARD-} == off || ${PYGUARD-} == OFF || ${PYGUARD-} == 0 ]]
}

# Applies an answer that was found whole to the question of $1; nothing of it is ever evaluated. Its fields are
# numbered as in the spec.
__pyguard_apply() {
  local state=${__pyguard_answer[4]} environment=${__pyguard_answer[5]} root=${__pyguard_answer[6]}
  local active=${PYGUARD_ACTIVE-} seen=${__pyguard_seen}
  case ${state} in
    in)
      if [[ ${active} != "${environment}:${root}" || ${__pyguard_put} != "${environment}" ]]; then
        [[ ${active%%:*} == "${environment}" ]] || __pyguard_leave
        __pyguard_enter "${environment}" "${root}"
      fi
      [[ ${PYGUARD_ACTIVE-} != "${environment}:"* ]] || export VIRTUAL_ENV_PROMPT="${__pyguard_answer[7]}"
      __pyguard_line=''
      ;;
    out) __pyguard_leave ;;
    *) ;;
  esac
  __pyguard_marks=${__pyguard_answer[9]} __pyguard_witness=${__pyguard_answer[10]}
  # Of a pip that may run, another may not: only where all may, `here` says so.
  if [[ $1 == here ]]; then
    __pyguard_own_pip='' __pyguard_own_by_hand=''
    if [[ ${__pyguard_answer[14]} == allow ]]; then
      # What was activated by hand can be left without a word to us: its wrappers stay.
      [[ ${state} == in ]] && __pyguard_own_pip=${environment} || __pyguard_own_by_hand=${VIRTUAL_ENV-}
    fi
  fi
  [[ -n ${__pyguard_answer[13]} ]] && __pyguard_line=${__pyguard_answer[13]} __pyguard_shown=''
  export PYGUARD_SEGMENT="${__pyguard_answer[8]}|${__pyguard_marks}|${__pyguard_answer[7]}"
  [[ ${__pyguard_evidence} == born:* ]] && __pyguard_birth=''
  __pyguard_evidence=''
  __pyguard_note_seen
  [[ -z ${__pyguard_witness} && ${__pyguard_mode} == daemon ]] && __pyguard_seen=''
  # `cd project && pip …` in a subshell: the next prompt asks what `here` has not been asked yet.
  [[ $1 == here || ${seen} == "${__pyguard_seen}" ]] || __pyguard_seen='' __pyguard_own_pip='' __pyguard_own_by_hand=''
  __pyguard_fit_wrappers
  builtin rehash
}

# Puts an environment in front: first time, in a nested shell, or over one activated by hand or by an editor.
__pyguard_enter() {
  local environment=$1
  [[ ${(t)PATH}${(t)path} != *readonly* ]] || return 0
  if [[ -n ${VIRTUAL_ENV-} ]]; then
    if [[ ${VIRTUAL_ENV} -ef ${environment} ]]; then
      __pyguard_adopt "${environment}"
    else
      __pyguard_under=${VIRTUAL_ENV} __pyguard_under_prompt=${VIRTUAL_ENV_PROMPT-}
    fi
  fi
  if (( ${+PYTHONHOME} )); then
    typeset -g +x __pyguard_pythonhome="${PYTHONHOME}"
    unset PYTHONHOME
  fi
  export VIRTUAL_ENV="${environment}" PYGUARD_ACTIVE="${environment}:$2" PATH="${environment}/bin${PATH:+:${PATH}}"
  __pyguard_put=${environment} __pyguard_conda=${CONDA_PREFIX-}
  if [[ -z ${__pyguard_under} ]] || (( ! ${+functions[deactivate]} )); then
    __pyguard_deactivates=yes
    deactivate() { __pyguard_deactivate "$@"; }
  fi
}

# Typed by hand it stays in force until the project is left; `activate` scripts call it with `nondestructive`.
__pyguard_deactivate() {
  local active=${PYGUARD_ACTIVE-}
  [[ ${1-} == nondestructive ]] || __pyguard_left=${active#*:}
  __pyguard_leave
}

# Whether `activate` was typed for the environment that we had entered already.
__pyguard_is_activated_twice() {
  (( ${+_OLD_VIRTUAL_PATH} )) && [[ -z ${__pyguard_under} && -n ${__pyguard_put} &&
    ${VIRTUAL_ENV-} == "${__pyguard_put}" ]]
}

# What `activate` left behind is put back by name, so that there is one PATH entry, one prefix, one way out.
__pyguard_adopt() {
  local entry
  for entry in "${VIRTUAL_ENV}/bin" "$1/bin"; do
    while (( ${path[(Ie)${entry}]} )); do
      path[(ie)${entry}]=()
    done
  done
  [[ -n ${_OLD_VIRTUAL_PS1-} && -n ${PS1-} ]] && __pyguard_drop_prefix
  (( ${+_OLD_VIRTUAL_PYTHONHOME} )) && typeset -g +x __pyguard_pythonhome="${_OLD_VIRTUAL_PYTHONHOME}"
  unset _OLD_VIRTUAL_PS1 _OLD_VIRTUAL_PYTHONHOME _OLD_VIRTUAL_PATH
}

# Takes the prefix of `activate` out of PS1. Where somebody has made another PS1 since, as a theme does, that stays.
__pyguard_drop_prefix() {
  local before=${PS1%"${_OLD_VIRTUAL_PS1}"*}
  [[ ${before} != *'('*') ' || ${before} == "${PS1}" ]] || PS1=${before%'('*}${PS1#"${before}"}
}

# Takes out exactly what was put in. Needs no daemon and no directory to be there.
__pyguard_leave() {
  local environment=${PYGUARD_ACTIVE-}
  environment=${environment%%:*}
  [[ -n ${environment} ]] || return 0
  [[ ${(t)PATH}${(t)path} == *readonly* ]] || path[(ie)${environment}/bin]=()
  __pyguard_gone=${environment}/bin
  if (( ${+_OLD_VIRTUAL_PATH} )); then
    # Activated by hand over ours: its `deactivate` would bring our entry back.
    local -a entries=("${(@s.:.)_OLD_VIRTUAL_PATH}")
    entries[(ie)${environment}/bin]=()
    _OLD_VIRTUAL_PATH=${(j.:.)entries}
  fi
  if [[ -z ${VIRTUAL_ENV-} || ${VIRTUAL_ENV-} == "${environment}" ]]; then
    # Where another environment is active by now, the function is its own.
    [[ -n ${__pyguard_deactivates} ]] && (( ${+functions[deactivate]} )) && unfunction deactivate
    unset VIRTUAL_ENV_PROMPT
    if [[ -z ${VIRTUAL_ENV-} || -z ${__pyguard_under} ]]; then
      unset VIRTUAL_ENV
    else
      export VIRTUAL_ENV="${__pyguard_under}"
      [[ -n ${__pyguard_under_prompt} ]] && export VIRTUAL_ENV_PROMPT="${__pyguard_under_prompt}"
    fi
    __pyguard_env_before=${VIRTUAL_ENV-}
  fi
  (( ${+__pyguard_pythonhome} )) && export PYTHONHOME="${__pyguard_pythonhome}"
  unset PYGUARD_ACTIVE PYGUARD_SEGMENT __pyguard_pythonhome
  __pyguard_put='' __pyguard_deactivates='' __pyguard_under='' __pyguard_under_prompt='' __pyguard_seen=''
  __pyguard_own_pip=''
  __pyguard_fit_wrappers
  builtin rehash
}

# After direnv, which puts PATH back as it found it: with what was left since, without what was entered since.
__pyguard_follow_direnv() {
  local gone=${__pyguard_gone}
  [[ -z ${__pyguard_left} ]] && __pyguard_gone=''
  [[ -z ${gone} || ${VIRTUAL_ENV-}/bin == "${gone}" ]] || path=("${(@)path:#${gone}}")
  [[ -z ${__pyguard_put} || ${VIRTUAL_ENV-} != "${__pyguard_put}" || -n ${path[(re)${__pyguard_put}/bin]-} ]] ||
    path=("${__pyguard_put}/bin" "${path[@]}")
  return 0
}

# What people see: one line that waits for the first prompt to be drawn, and `(name) ` in a plain prompt.
__pyguard_show() {
  [[ -z ${DIRENV_DIFF-} ]] || __pyguard_follow_direnv
  __pyguard_roundabout=''
  __pyguard_fit_wrappers
  __pyguard_keep_prompt
  __pyguard_set_prefix
  __pyguard_shown=''
  if [[ -n ${__pyguard_line} ]]; then
    [[ -n ${__pyguard_drawn} ]] || return 0
    builtin print -ru2 -- "${__pyguard_line}"
    __pyguard_line=''
  fi
  __pyguard_shown="${PATH}:${PROMPT-}:${psvar[9]-}:${VIRTUAL_ENV_PROMPT-}:${VIRTUAL_ENV_DISABLE_PROMPT-}"
}

__pyguard_set_prefix() {
  local prefix=''
  [[ -z ${PYGUARD_ACTIVE-} || -n ${VIRTUAL_ENV_DISABLE_PROMPT-} ]] || prefix="(${VIRTUAL_ENV_PROMPT-}) "
  [[ ${__pyguard_prompt_state} == given-up || ${psvar[9]-} == "${prefix}" ]] || psvar[9]=${prefix}
}

# %9v goes into PROMPT once; where it is gone at the next prompt, somebody rebuilds PROMPT and pyguard gives up.
__pyguard_keep_prompt() {
  case ${__pyguard_prompt_state}:${PROMPT-} in
    given-up:*) ;;
    *'%(9V.%9v.)'*) __pyguard_prompt_state=in ;;
    in:*) __pyguard_prompt_state=given-up ;;
    :?*)
      [[ -o prompt_percent ]] || return 0
      PROMPT='%(9V.%9v.)'${PROMPT}
      __pyguard_prompt_state=in
      ;;
    *) ;;
  esac
}

# Puts the hook in front of everybody else's. Where something is missing, pyguard does nothing.
__pyguard_load() {
  builtin zmodload zsh/parameter zsh/system zsh/datetime zsh/zselect zsh/net/socket 2>/dev/null || return 0
  builtin source "${__pyguard_home}/hooks/ask.zsh" || return 0
  builtin source "${__pyguard_home}/hooks/guard.zsh" || return 0
  __pyguard_find_runtime || return 0
  [[ -n ${precmd_functions[(r)__pyguard_hook]-} ]] || __pyguard_begin
  __pyguard_wrap
  # A start file that is read again has made the prompt anew.
  __pyguard_prompt_state='' __pyguard_shown=''
  typeset -ga precmd_functions chpwd_functions preexec_functions
  precmd_functions=(__pyguard_hook ${precmd_functions:#__pyguard_hook})
  chpwd_functions=(__pyguard_moved ${chpwd_functions:#__pyguard_moved})
  preexec_functions=(__pyguard_before ${preexec_functions:#__pyguard_before})
  if [[ -n ${precmd_functions[(r)_direnv_hook]-} ]]; then
    precmd_functions=(${precmd_functions:#__pyguard_follow_direnv} __pyguard_follow_direnv)
    chpwd_functions=(${chpwd_functions:#__pyguard_follow_direnv} __pyguard_follow_direnv)
  fi
}

__pyguard_load
