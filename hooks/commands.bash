# What a command may do, by its words alone: install, or make an environment. No process, no question.
# Read by bash and zsh alike, and by PowerShell's pip.
# shellcheck disable=SC2034,SC2154 # what was seen is told by the others; they say where the program is

# Whether a command makes environments: what it makes here is yours, since this shell saw that there was none.
__pyguard_may_create() {
  local IFS=' '
  case $1 in
    uv | virtualenv | poetry | pdm | hatch | pipenv) return 0 ;;
    python* | pypy* | py)
      case " ${*:2} " in
        *' -m venv '* | *' -mvenv '* | *' -m virtualenv '* | *' -mvirtualenv '*) return 0 ;;
        *) return 1 ;;
      esac
      ;;
    *) return 1 ;;
  esac
}

# Remembers a directory without `.venv`: $PWD, or the one an argument names. The next question tells of it.
__pyguard_note_birth() {
  local _word _directory=${PWD}
  __pyguard_may_create "$@" || return 0
  for _word in "${@:2}"; do
    case ${_word} in
      /*/.venv) _directory=${_word%/.venv} ;;
      ?*/.venv) _directory=${PWD}/${_word%/.venv} ;;
      *) ;;
    esac
  done
  [[ -e ${_directory}/.venv || -L ${_directory}/.venv ]] || __pyguard_birth=${_directory}
}

# Whether a command could install at all: every pip, of python only `-m something`, setup.py and `venv`'s kin.
__pyguard_may_install() {
  local _word _takes_value=no
  case $1 in
    python* | pypy* | py) ;;
    uv | virtualenv | poetry | pdm | hatch | pipenv) return 1 ;;
    *) return 0 ;;
  esac
  for _word in "${@:2}"; do
    case ${_takes_value}:${_word} in
      yes:*) _takes_value=no ;;
      no:--check-hash-based-pycs) _takes_value=yes ;;
      no:--*) ;;
      # What comes first in a cluster decides: after `W` and `X` the rest is a value.
      no:-*[cmWX]*)
        _word=${_word#"${_word%%[cmWX]*}"}
        case ${_word} in
          m*) return 0 ;;
          c*) return 1 ;;
          ?) _takes_value=yes ;;
          *) ;;
        esac
        ;;
      no:-*) ;;
      no:*setup.py) return 0 ;;
      *) return 1 ;;
    esac
  done
  return 1
}

# Whether something sends what is installed elsewhere, or has another Python run it, so that even an environment's own pip is
# asked about: variables, or options as pip, easy_install and setup.py know them, abbreviated or in a cluster.
__pyguard_is_redirected() {
  local _word
  __pyguard_has_redirection && return 0
  for _word in "${@:2}"; do
    case ${_word} in
      --py* | --ta* | --pre* | --ro* | --ins* | --ho* | --exec-p* | -[!-]*[dt]* | -[dt]*) return 0 ;;
      *) ;;
    esac
  done
  return 1
}

__pyguard_has_redirection() {
  [[ -n ${PIP_PYTHON-}${PIP_TARGET-}${PIP_PREFIX-}${PIP_ROOT-}${PIP_CONFIG_FILE-} ]]
}

# The last rung (P5): nobody could decide. Whether pip's own check is to stand in, this once, as for a plain install; says
# what becomes of it.
__pyguard_is_left_to_pip() {
  local _word _plain=''
  # Whoever removed pyguard does not want to hear of it.
  [[ -e ${__pyguard_home}/cli/pyguard ]] || return 1
  for _word in "$@"; do
    case ${_word} in
      install | uninstall) _plain=yes ;;
      --ta* | --pref* | --ro* | --py* | --dry* | -t*) _plain=no && break ;;
      *) ;;
    esac
  done
  if [[ ${_plain} == yes && -z ${CONDA_PREFIX-} && -z ${PYGUARD_ALLOW_GLOBAL-} ]]; then
    builtin printf '%s\n' 'pyguard: no answer from its daemon; pip itself is asked to refuse a shared Python (pyguard doctor)' >&2
    return 0
  fi
  [[ -z ${_plain} ]] ||
    builtin printf '%s\n' 'pyguard: no answer from its daemon; running this unchecked (pyguard doctor)' >&2
  return 1
}
