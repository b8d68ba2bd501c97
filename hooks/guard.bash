# pyguard's wrappers for bash: each asks before pip writes into a shared Python, then runs the command itself.
# shellcheck disable=SC2154,SC2292 # state is shared with pyguard.bash; `[` compares paths byte for byte

builtin source "${__pyguard_home}/hooks/commands.bash"

# Defines the wrappers, names that are the user's own alias or function left alone. PYGUARD_WRAP names others. An alias that
# leads to its own name stays, and reaches the wrapper.
__pyguard_wrap() {
  local _name _word
  local -a _names=(pip pip3 python python3)
  for _name in pip-3 {pip,pip-,python}3.{6..16} python2.7 pypy3 py easy_install uv virtualenv poetry pdm hatch pipenv; do
    builtin type -P "${_name}" && _names+=("${_name}")
  done >/dev/null
  if [[ -n ${PYGUARD_WRAP-} ]]; then
    IFS=', ' builtin read -r -a _names <<<"${PYGUARD_WRAP}"
  fi
  __pyguard_names=(${_names[@]+"${_names[@]}"})
  for _name in ${_names[@]+"${_names[@]}"}; do
    case ${_name} in *[!A-Za-z0-9._-]*) continue ;; *) ;; esac
    # No function is called pip3.11 in posix mode.
    [[ ${_name} == *[!A-Za-z0-9_]* ]] && builtin shopt -qo posix && continue
    if builtin alias "${_name}"; then
      _word=$(builtin alias "${_name}") _word=${_word#*=\'}
      [[ ${_word%%[ \']*} == "${_name}" ]] || continue
    fi
    declare -F "${_name}" && [[ " ${__pyguard_wrapped-} " != *" ${_name} "* ]] && continue
    # Whole in itself: where the variable is not set, in another shell, this runs the command as it is. After `function` no
    # alias of the name is expanded.
    builtin eval "function ${_name} { \"\${__pyguard_checks_where_it_installs_then_runs:-command}\" ${_name} \"\$@\"; }"
    __pyguard_wrapped="${__pyguard_wrapped-} ${_name}"
  done >/dev/null 2>&1
  __pyguard_checks_where_it_installs_then_runs=__pyguard_run
  declare +x __pyguard_checks_where_it_installs_then_runs
}

# Brings the environment up to date (`cd project && pip …`), asks where something could be refused, and runs.
__pyguard_run() {
  # Milliseconds: a command can wait longer than a prompt, and must not run in the wrong place.
  local _text _decision __pyguard_patience=300
  if [[ $- != *i* || $- == *[kr]* || -n ${PIP_AUTO_COMPLETE-} ]] || __pyguard_is_off; then
    __pyguard_execute "$@"
    return
  fi
  if ! __pyguard_may_install "$@"; then
    __pyguard_unchanged || __pyguard_refresh || :
    __pyguard_note_birth "$@"
    __pyguard_execute "$@"
    return
  fi
  if [[ -n ${__pyguard_own_pip} && -x ${__pyguard_own_pip}/bin/$1 ]] &&
    [ "${PATH#"${__pyguard_own_pip}/bin:"}" != "${PATH}" ] && __pyguard_unchanged && ! __pyguard_is_redirected "$@"; then
    __pyguard_note_birth "$@"
    __pyguard_execute "$@"
    return
  fi
  __pyguard_settle || :
  if ! __pyguard_question pip "$@"; then
    __pyguard_run_unanswered "$@"
    return
  fi
  __pyguard_note_birth "$@"
  _decision=${__pyguard_answer[13]} _text=${__pyguard_answer[14]}
  [[ -n ${_text} ]] && builtin printf '%s\n' "${_text}" >&2
  case ${_decision} in
    refuse) return 3 ;;
    route) command "${__pyguard_answer[@]:16:${#__pyguard_answer[@]}-17}" ;;
    *) __pyguard_execute "$@" ;;
  esac
}

__pyguard_run_unanswered() {
  if __pyguard_is_left_to_pip "$@"; then
    PIP_REQUIRE_VIRTUALENV=1 command "$@"
  else
    __pyguard_execute "$@"
  fi
}

# By its name, which `jobs` shows: one of the wrapped ones, letters and digits.
__pyguard_execute() {
  builtin eval "command $1 \"\${@:2}\""
}

# What only this shell can tell `pyguard doctor`, `status` and `explain`: whether the hook still runs at its prompts, what
# was done by hand, and which names are the user's own and so go past the wrappers.
__pyguard_tell_facts() {
  local _name _word _hook=lost _theirs=''
  local _prompt=" ${PROMPT_COMMAND[*]-} "
  # VS Code, starship and liquidprompt keep the user's commands under a name of their own, bash-preexec in an array.
  [[ ${_prompt} == *__vsc* ]] && _prompt+=" ${__vsc_original_prompt_command[*]-}"
  [[ ${_prompt} == *starship_precmd* ]] && _prompt+=" ${STARSHIP_PROMPT_COMMAND-}"
  [[ ${_prompt} == *__lp_set_prompt* ]] && _prompt+=" ${LP_OLD_PROMPT_COMMAND-}"
  [[ ${_prompt} == *__bp_* ]] && _prompt+=" ${precmd_functions[*]-}"
  [[ ${_prompt} == *__pyguard_hook* ]] && declare -F __pyguard_hook >/dev/null && _hook=runs
  for _name in ${__pyguard_names[@]+"${__pyguard_names[@]}"}; do
    case ${_name} in *[!A-Za-z0-9._-]*) continue ;; *) ;; esac
    if _word=$(builtin alias "${_name}" 2>/dev/null); then
      # An alias that leads to a wrapper is guarded all the same.
      _word=${_word#*=\'} _word=${_word%%[ \']*}
      __pyguard_is_wrapper "${_word}" || _theirs+=,${_name}:alias
    elif declare -F "${_name}" >/dev/null; then
      __pyguard_is_wrapper "${_name}" || _theirs+=,${_name}:function
    fi
  done
  builtin printf '%s' "shell=bash hook=${_hook} off=${__pyguard_off} left=${__pyguard_left:+yes} theirs=${_theirs#,}"
}

__pyguard_is_wrapper() {
  local _body
  _body=$(declare -f "$1") && [[ ${_body} == *__pyguard_checks_where_it_installs_then_runs* ]]
}

# The command. What changes this shell is done here; everything else by the program, what is typed too much among it.
pyguard() {
  case ${1-}${2+ words} in
    # Names that are free by now are wrapped, too.
    on) __pyguard_off='' __pyguard_seen='' && __pyguard_wrap ;;
    off) __pyguard_off=yes && __pyguard_leave ;;
    'anyway words')
      if [[ ${2:--} != -* ]]; then
        # pip's own checks are what "after all" means, too: a marked Python's (PEP 668), and require-virtualenv.
        PYGUARD_ALLOW_GLOBAL=1 PIP_BREAK_SYSTEM_PACKAGES=${PIP_BREAK_SYSTEM_PACKAGES:-1} \
          PIP_REQUIRE_VIRTUALENV=0 PIP_REQUIRE_VENV='' "${@:2}"
        return
      fi
      "${__pyguard_home}/cli/pyguard" "$@"
      ;;
    doctor* | status* | explain* | check* | enter)
      local _facts
      [[ $1 == enter ]] && __pyguard_left='' __pyguard_seen=''
      _facts=$(__pyguard_tell_facts)
      PYGUARD_SHELL_FACTS=${_facts} "${__pyguard_home}/cli/pyguard" "$@"
      ;;
    *)
      __pyguard_seen=''
      "${__pyguard_home}/cli/pyguard" "$@"
      ;;
  esac
}

# The prompt segment without a process; its options are the executable's.
if ! builtin shopt -qo posix; then
  pyguard-status() {
    if (($# > 0)); then
      "${__pyguard_home}/cli/pyguard-status" "$@"
      return
    fi
    local _segment=${PYGUARD_SEGMENT-} _version _marks _text
    _version=${_segment%%|*} _segment=${_segment#*|}
    _marks=${_segment%%|*} _text=${_segment#*|}
    _text+=${_version:+ ${_version}}
    [[ ${_marks} == *n* ]] && _text+=' no-env'
    [[ ${_marks} == *u* ]] && _text+=' untrusted'
    [[ ${_marks} == *b* ]] && _text+=' broken'
    [[ ${_marks} == *e* ]] && _text+=' pip-elsewhere'
    [[ ${_marks} == *s* && ${PYTHONNOUSERSITE-} != *[!0]* ]] && _text+=' user-site'
    [[ -z ${_text} ]] || builtin printf '%s\n' "${_text# }"
  }
fi
