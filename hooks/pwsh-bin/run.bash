# What pip, python and `pyguard` are in PowerShell: asks before pip writes into a shared Python, then becomes the command.
# shellcheck disable=SC2034,SC2154 # state is shared with the files of bash's hook

__pyguard_program=$1
shift
__pyguard_home=${BASH_SOURCE[0]%/hooks/*}
builtin source "${__pyguard_home}/hooks/pyguard.bash"
builtin source "${__pyguard_home}/hooks/ask.bash"
builtin source "${__pyguard_home}/hooks/guard.bash"

# Decides and runs; does not come back.
__pyguard_main() {
  __pyguard_pid=${PPID}
  if __pyguard_is_off || [[ -n ${PIP_AUTO_COMPLETE-} ]] || ! __pyguard_find_runtime; then
    __pyguard_become "$@"
  fi
  __pyguard_learn_of_shell
  if [[ $1 == pyguard ]]; then
    shift
    __pyguard_command "$@"
  elif ! __pyguard_may_install "$@"; then
    __pyguard_is_up_to_date || { __pyguard_settle && __pyguard_put_question here && __pyguard_tell "${__pyguard_answer[12]}"; }
    __pyguard_leave_birth "$@"
    __pyguard_become "$@"
  else
    __pyguard_guard "$@"
  fi
}

__pyguard_guard() {
  __pyguard_settle || :
  if ! __pyguard_put_question pip "$@"; then
    # From here on a command is the last one.
    command() { __pyguard_become "$@"; }
    __pyguard_run_unanswered "$@"
  fi
  __pyguard_tell "${__pyguard_answer[14]}"
  case ${__pyguard_answer[13]} in
    refuse) exit 3 ;;
    route) __pyguard_become "${__pyguard_answer[@]:16:${#__pyguard_answer[@]}-17}" ;;
    *) ;;
  esac
  __pyguard_leave_birth "$@"
  __pyguard_become "$@"
}

# `PID|h|VIRTUAL_ENV|CONDA_PREFIX`: left by hand, and what was there before PowerShell's first prompt.
__pyguard_learn_of_shell() {
  local state=${PYGUARD_PWSH-} word value
  unset -v PYGUARD_PWSH
  __pyguard_first_env='' __pyguard_first_conda='' __pyguard_notes=${__pyguard_runtime}/note.${PPID}
  if [[ ${state} == "${PPID}|"*'|'*'|'* ]]; then
    state=${state#*|}
    [[ ${state} == h* ]] && __pyguard_left=${PWD}
    state=${state#*|}
    __pyguard_first_env=${state%%|*} __pyguard_first_conda=${state#*|}
  fi
  [[ -O ${__pyguard_notes} ]] || return 0
  while IFS= builtin read -r -d '' word && IFS= builtin read -r -d '' value; do
    case ${word} in
      born) __pyguard_birth=${value} ;;
      off) __pyguard_off=yes ;;
      on) __pyguard_off='' ;;
      enter) __pyguard_left='' ;;
      *) ;;
    esac
  done <"${__pyguard_notes}"
}

# PowerShell's hook acts on every change of directory; what a command of the same line made it has not seen.
__pyguard_is_up_to_date() {
  [[ -n ${PYGUARD_ACTIVE-} || -n ${__pyguard_left} ]] || ! __pyguard_venv_above
}

__pyguard_put_question() {
  local verb=$1 flags=i
  shift
  __pyguard_number=1
  __pyguard_look_at_clock
  [[ -t 2 ]] && flags+=t
  case ${TERM_PROGRAM-}${TERMINAL_EMULATOR-} in *vscode* | *zed* | *JetBrains*) flags+=e ;; *) ;; esac
  [[ -n ${__pyguard_left} ]] && flags+=h
  [[ -n ${VIRTUAL_ENV-} && ${VIRTUAL_ENV} == "${__pyguard_first_env}" ]] && flags+=b
  __pyguard_told_env=${VIRTUAL_ENV-} __pyguard_told_conda=
  [[ ${CONDA_PREFIX-} == "${__pyguard_first_conda}" ]] || __pyguard_told_conda=${CONDA_PREFIX-}
  __pyguard_gather_evidence
  __pyguard_reach pwsh "${verb}" "${__pyguard_evidence}" "${flags}" "$@" && __pyguard_apply
}

__pyguard_tell() {
  [[ -z $1 ]] || builtin printf '%s\n' "$1" >&2
}

# The hook tells of it in its next question.
__pyguard_leave_birth() {
  __pyguard_birth=''
  __pyguard_note_birth "$@"
  [[ -z ${__pyguard_birth} ]] || __pyguard_leave_note born "${__pyguard_birth}"
}

__pyguard_leave_note() {
  if [[ -d ${__pyguard_runtime} && -O ${__pyguard_runtime} ]]; then
    builtin printf '%s\0' "$1" "$2" 2>/dev/null >>"${__pyguard_notes}"
  fi
}

# What changes the shell is left as a note for its hook, as is that something may have changed.
__pyguard_command() {
  case ${1-} in
    on | off | enter)
      [[ -d ${__pyguard_runtime} ]] || command mkdir -p -m 700 "${__pyguard_runtime%/*}" "${__pyguard_runtime}"
      __pyguard_leave_note "$1" '' && exit 0
      __pyguard_tell "pyguard: nothing can be written to ${__pyguard_runtime}; run: pyguard doctor"
      exit 1
      ;;
    anyway)
      if (($# > 1)); then
        shift
        export PYGUARD_ALLOW_GLOBAL=1
        [[ $1 != pyguard && $1 =~ ^[A-Za-z0-9._-]+$ && -x ${__pyguard_home}/hooks/pwsh-bin/$1 ]] && __pyguard_main "$@"
        __pyguard_become "$@"
      fi
      ;;
    *) ;;
  esac
  __pyguard_leave_note seen ''
  exec "${__pyguard_home}/cli/pyguard" "$@"
}

# Becomes the first program of that name on PATH that is not this one, called as PowerShell calls it: by its path.
__pyguard_become() {
  local name=$1 directory
  local IFS=:
  shift
  unset -v PYGUARD_PWSH
  builtin set -f
  [[ ${name} == */* ]] && exec "${name}" "$@"
  for directory in ${PATH}; do
    [[ -n ${directory} && -f ${directory}/${name} && -x ${directory}/${name} ]] || continue
    [[ ${directory}/${name} -ef ${__pyguard_home}/hooks/pwsh-bin/run ]] && continue
    exec "${directory}/${name}" "$@"
  done
  __pyguard_tell "${name}: The term '${name}' is not recognized as a name of a cmdlet, function, script file, or executable program."
  exit 127
}

__pyguard_main "${__pyguard_program}" "$@"
