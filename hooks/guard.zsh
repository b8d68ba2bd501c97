# pyguard's wrappers for zsh: each asks before pip writes into a shared Python, then runs the command itself.

builtin source "${__pyguard_home}/hooks/commands.bash"

# Defines the wrappers, names that are the user's own alias or function left alone. PYGUARD_WRAP names others. An alias that
# leads to its own name (`noglob pip`, as oh-my-zsh has it) stays, and reaches the wrapper.
__pyguard_wrap() {
  local name
  local -a names=(pip pip3 python python3)
  for name in pip-3 {pip,pip-,python}3.{6..16} python2.7 pypy3 py easy_install uv virtualenv poetry pdm hatch pipenv; do
    builtin whence -p "${name}" >/dev/null && names+=("${name}")
  done
  [[ -n ${PYGUARD_WRAP-} ]] && names=(${(s: :)PYGUARD_WRAP//,/ })
  typeset -ga __pyguard_wrapped __pyguard_names
  __pyguard_names=(${names:#*[!A-Za-z0-9._-]*})
  for name in ${names}; do
    [[ ${name} == *[!A-Za-z0-9._-]* ]] && continue
    (( ${+aliases[${name}]} )) && [[ ${${aliases[${name}]#(noglob|nocorrect) }%% *} != "${name}" ]] && continue
    (( ${+functions[${name}]} )) && (( ! ${__pyguard_wrapped[(Ie)${name}]} )) && continue
    # Whole in itself: where the variable is not set, in another shell, this runs the command as it is.
    builtin eval "${name}() { \"\${__pyguard_checks_where_it_installs_then_runs:-command}\" ${name} \"\$@\" }"
    (( ${__pyguard_wrapped[(Ie)${name}]} )) || __pyguard_wrapped+=("${name}")
  done
  typeset -g +x __pyguard_checks_where_it_installs_then_runs=__pyguard_run
  __pyguard_aside=''
  __pyguard_fit_wrappers
  if (( ! ${+aliases[which]} && ! ${+functions[which]} )); then
    which() { "${__pyguard_knows_its_wrappers:-builtin}" which "$@" }
    typeset -g +x __pyguard_knows_its_wrappers=__pyguard_which
  fi
}

# Where the entered environment's own commands come first there is nothing to refuse: the wrappers are gone, but for a line
# that may put another Python in front on its way, send what is installed elsewhere, or make an environment elsewhere.
__pyguard_fit_wrappers() {
  local wanted='' name
  [[ -z ${__pyguard_roundabout} && -n ${__pyguard_own_pip} && ${PATH} == "${__pyguard_own_pip}/bin:"* ]] &&
    wanted=${__pyguard_own_pip}
  [[ ${wanted} == "${__pyguard_aside}" ]] && return 0
  for name in ${__pyguard_wrapped}; do
    if [[ -n ${wanted} && -x ${wanted}/bin/${name} ]]; then
      [[ ${functions[${name}]-} == *__pyguard_checks_where_it_installs_then_runs* ]] && builtin disable -f "${name}"
    elif (( ${+dis_functions[${name}]} )); then
      builtin enable -f "${name}"
    fi
  done
  __pyguard_aside=${wanted}
}

# Runs before every line; until the next prompt the wrappers are there, wherever the line goes.
__pyguard_before() {
  # Nothing was made by the line before: what comes with a later one is no birth.
  [[ -e ${__pyguard_birth}/.venv ]] || __pyguard_birth=''
  # Who may write where shows in no time of a file: the next prompt asks.
  [[ $3 != *(chmod|chown|chgrp|setfacl|mount)* ]] || __pyguard_seen=''
  # What comes first is searched for first: one pattern for both would take seconds for a long text that was pasted.
  local after=${3#*(venv|PATH|path[+=[]|PIP_|activate|workon|source|eval|'. '|module|ml|spack|conda|mamba)}
  if [[ ${after} == "$3" || ${after} != *(pip|python)* ]]; then
    after=${3#*(pip|python|easy_install)}
    if [[ ${after} == "$3" ]] || ! __pyguard_may_be_redirected "${after}"; then
      after=${3#*(pip|python|uv|virtualenv)}
      [[ ${after} != "$3" && ${after} == *venv* ]] || return 0
    fi
  fi
  __pyguard_roundabout=yes __pyguard_shown=''
  __pyguard_fit_wrappers
}

# What `__pyguard_is_redirected` may see among the words of a line, or in variables.
__pyguard_may_be_redirected() {
  __pyguard_has_redirection ||
    [[ $1 == *(--(py|ta|pre|ro|ins|ho|exec-p)|-(|[a-zA-Z]|[a-zA-Z][a-zA-Z]|[a-zA-Z][a-zA-Z][a-zA-Z])[dt])* ]]
}

# `$(which python)` is a path, though `python` is a function.
__pyguard_which() {
  local name
  local -i failed=0
  shift
  if [[ ${1-} == -* ]]; then
    builtin which "$@"
    return
  fi
  for name in "$@"; do
    if [[ ${functions[${name}]-} == *__pyguard_checks_where_it_installs_then_runs* ]]; then
      builtin whence -p -- "${name}" || { builtin print -r -- "${name} not found"; failed=1 }
    else
      builtin which -- "${name}" || failed=1
    fi
  done
  return ${failed}
}

# Brings the environment up to date, asks where something could be refused, and runs.
__pyguard_run() {
  local name=$1 text decision
  if [[ ! -o interactive || -n ${PIP_AUTO_COMPLETE-} ]] || __pyguard_is_off; then
    __pyguard_execute "$@"
  elif ! __pyguard_may_install "$@"; then
    __pyguard_hook look || __pyguard_refresh || :
    __pyguard_note_birth "$@"
    __pyguard_execute "$@"
  elif [[ ${commands[${name}]-} == "${__pyguard_own_pip:-${__pyguard_own_by_hand:-/}}/bin/${name}" ]] &&
    __pyguard_hook look && ! __pyguard_is_redirected "$@"; then
    __pyguard_note_birth "$@"
    __pyguard_execute "$@"
  elif __pyguard_settle || : && ! __pyguard_question pip "$@"; then
    __pyguard_run_unanswered "$@"
  else
    __pyguard_note_birth "$@"
    decision=${__pyguard_answer[14]} text=${__pyguard_answer[15]}
    [[ -n ${text} ]] && builtin print -ru2 -- "${text}"
    case ${decision} in
      refuse) return 3 ;;
      route) __pyguard_execute "${__pyguard_answer[@][17,-2]}" ;;
      *) __pyguard_execute "$@" ;;
    esac
  fi
}

# What is not there is said as zsh would say it, not in the name of a function.
__pyguard_execute() {
  if (( ! ${+functions[command_not_found_handler]} )) && [[ $1 != */* ]] && ! builtin whence -p -- "$1" >/dev/null; then
    builtin print -ru2 -- "zsh: command not found: $1"
    return 127
  fi
  command "$@"
}

__pyguard_run_unanswered() {
  if __pyguard_is_left_to_pip "$@"; then
    PIP_REQUIRE_VIRTUALENV=1 __pyguard_execute "$@"
  else
    __pyguard_execute "$@"
  fi
}

# What only this shell can tell `pyguard doctor`, `status` and `explain`: whether the hook still runs at its prompts, what
# was done by hand, and which names are the user's own and so go past the wrappers.
__pyguard_tell_facts() {
  local name word hook=lost theirs=''
  (( ${precmd_functions[(Ie)__pyguard_hook]} && ${chpwd_functions[(Ie)__pyguard_moved]} )) &&
    (( ${+functions[__pyguard_hook]} && ${+functions[__pyguard_moved]} )) && hook=runs
  for name in ${__pyguard_names}; do
    if (( ${+aliases[${name}]} )); then
      # An alias that leads to a wrapper is guarded all the same, also where that has stepped aside.
      word=${${aliases[${name}]#(noglob|nocorrect) }%% *}
      [[ ${functions[${word}]-}${dis_functions[${word}]-} == *__pyguard_checks_where_it_installs_then_runs* ]] || theirs+=,${name}:alias
    elif (( ${+functions[${name}]} )); then
      [[ ${functions[${name}]} == *__pyguard_checks_where_it_installs_then_runs* ]] || theirs+=,${name}:function
    fi
  done
  builtin print -rn -- "shell=zsh hook=${hook} off=${__pyguard_off} left=${__pyguard_left:+yes} theirs=${theirs#,}"
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
          PIP_REQUIRE_VIRTUALENV=0 PIP_REQUIRE_VENV='' "${@[2,-1]}"
        return
      fi
      "${__pyguard_home}/cli/pyguard" "$@"
      ;;
    doctor* | status* | explain* | check* | enter)
      [[ $1 == enter ]] && __pyguard_left='' __pyguard_seen=''
      PYGUARD_SHELL_FACTS=$(__pyguard_tell_facts) "${__pyguard_home}/cli/pyguard" "$@"
      ;;
    *)
      __pyguard_seen=''
      "${__pyguard_home}/cli/pyguard" "$@"
      ;;
  esac
}

# The prompt segment without a process; its options are the executable's.
pyguard-status() {
  local segment=${PYGUARD_SEGMENT-} version marks text
  if (( $# > 0 )); then
    "${__pyguard_home}/cli/pyguard-status" "$@"
    return
  fi
  version=${segment%%'|'*} segment=${segment#*'|'}
  marks=${segment%%'|'*} text=${segment#*'|'}
  text+=${version:+ ${version}}
  [[ ${marks} == *n* ]] && text+=' no-env'
  [[ ${marks} == *u* ]] && text+=' untrusted'
  [[ ${marks} == *b* ]] && text+=' broken'
  [[ ${marks} == *e* ]] && text+=' pip-elsewhere'
  [[ ${marks} == *s* && ${PYTHONNOUSERSITE-} != *[!0]* ]] && text+=' user-site'
  [[ -z ${text} ]] || builtin print -r -- "${text# }"
}
