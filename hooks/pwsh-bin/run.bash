# What pip, python and `pyguard` are in PowerShell: asks before pip writes into a shared Python, then becomes the command.
# shellcheck disable=SC2034,SC2154,SC2317 # state is shared with the files of bash's hook

__pyguard_program=$1
shift
__pyguard_home=${BASH_SOURCE[0]%/hooks/*} __pyguard_birth=''
builtin source "${__pyguard_home}/hooks/ask.bash"
builtin source "${__pyguard_home}/hooks/guard.bash"

# Decides and runs; does not come back.
__pyguard_main() {
  if [[ $1 != pyguard ]] && ! __pyguard_may_install "$@" && __pyguard_is_up_to_date; then
    __pyguard_leave_birth "$@"
    __pyguard_become "$@"
  fi
  builtin source "${__pyguard_home}/hooks/pyguard.bash"
  __pyguard_pid=${PPID}
  if ! __pyguard_find_runtime; then
    __pyguard_become "$@"
  fi
  __pyguard_learn_of_shell
  if [[ $1 == pyguard ]]; then
    shift
    __pyguard_command "$@"
  elif __pyguard_is_off || [[ -n ${PIP_AUTO_COMPLETE-} ]]; then
    __pyguard_become "$@"
  elif __pyguard_may_install "$@"; then
    __pyguard_guard "$@"
  else
    __pyguard_settle && __pyguard_put_question here && __pyguard_tell "${__pyguard_answer[12]}"
    __pyguard_leave_birth "$@"
    __pyguard_become "$@"
  fi
}

# PowerShell's hook acts on every change of directory; only what the same line has made since it has not seen.
__pyguard_is_up_to_date() {
  [[ -n ${PYGUARD_ACTIVE-} ]] || ! __pyguard_venv_above
}

__pyguard_guard() {
  __pyguard_settle || :
  if ! __pyguard_put_question pip "$@"; then
    # From here on a command is the last one.
    command() { __pyguard_become "$@"; }
    __pyguard_run_unanswered "$@"
  fi
  __pyguard_tell "${__pyguard_answer[14]:-${__pyguard_answer[12]}}"
  if [[ ${__pyguard_answer[13]} == refuse ]]; then
    exit 3
  fi
  __pyguard_leave_birth "$@"
  if [[ ${__pyguard_answer[13]} == route ]]; then
    __pyguard_become "${__pyguard_answer[@]:16:${#__pyguard_answer[@]}-17}"
  fi
  __pyguard_become "$@"
}

# `PID|h|VIRTUAL_ENV|CONDA_PREFIX`: left by hand, and what was there before PowerShell's first prompt; then its notes.
__pyguard_learn_of_shell() {
  local state=${PYGUARD_PWSH-} word value
  __pyguard_first_env='' __pyguard_first_conda='' __pyguard_notes=${__pyguard_runtime}/note.${PPID}
  if [[ ${state} == "${PPID}|"*'|'*'|'* ]]; then
    state=${state#*|}
    [[ ${state} == h* ]] && __pyguard_left=${PWD}
    state=${state#*|}
    __pyguard_first_env=${state%%|*} __pyguard_first_conda=${state#*|}
  fi
  unset -v PYGUARD_PWSH
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

# A directory without `.venv` where one is about to be made: the hook tells of it in its next question.
__pyguard_leave_birth() {
  __pyguard_birth=''
  __pyguard_note_birth "$@"
  if [[ -n ${__pyguard_birth} ]] && __pyguard_find_runtime; then
    __pyguard_leave_note born "${__pyguard_birth}" || :
  fi
}

__pyguard_leave_note() {
  [[ -d ${__pyguard_runtime} && -O ${__pyguard_runtime} ]] || return 1
  builtin printf '%s\0' "$1" "$2" 2>/dev/null >>"${__pyguard_runtime}/note.${PPID}"
}

# What changes the shell, or may have changed what it sees, is left as a note for its hook.
__pyguard_command() {
  case ${1-} in
    on | off | enter)
      [[ -d ${__pyguard_runtime} ]] || (umask 077 && command mkdir -p -- "${__pyguard_runtime}")
      __pyguard_leave_note "$1" '' && exit 0
      __pyguard_tell "pyguard: cannot $1: nothing can be written to ${__pyguard_runtime}; run: pyguard doctor"
      exit 1
      ;;
    anyway)
      if (($# > 1)); then
        shift
        export PYGUARD_ALLOW_GLOBAL=1
        [[ $1 != pyguard && $1 != */* && -x ${__pyguard_home}/hooks/pwsh-bin/$1 ]] && __pyguard_main "$@"
        __pyguard_become "$@"
      fi
      ;;
    *) ;;
  esac
  __pyguard_leave_note seen '' || :
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
    if [[ -n ${directory} && -f ${directory}/${name} && -x ${directory}/${name} &&
      ! ${directory}/${name} -ef ${__pyguard_home}/hooks/pwsh-bin/run ]]; then
      exec "${directory}/${name}" "$@"
    fi
  done
  __pyguard_tell "${name}: The term '${name}' is not recognized as a name of a cmdlet, function, script file, or executable program."
  exit 127
}

__pyguard_main "${__pyguard_program}" "$@"
