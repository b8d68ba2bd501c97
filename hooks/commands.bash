# What a command may do, by its words alone: install, or make an environment. No process, no question.
# Read by bash and zsh alike, and by PowerShell's pip.
# shellcheck disable=SC2034 # what was seen is told by the others

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
  local word directory=${PWD}
  __pyguard_may_create "$@" || return 0
  for word in "${@:2}"; do
    case ${word} in
      /*/.venv) directory=${word%/.venv} ;;
      ?*/.venv) directory=${PWD}/${word%/.venv} ;;
      *) ;;
    esac
  done
  [[ -e ${directory}/.venv || -L ${directory}/.venv ]] || __pyguard_birth=${directory}
}

# Whether a command could install at all: every pip, of python only `-m something`, setup.py and `venv`'s kin.
__pyguard_may_install() {
  local word takes_value=no
  case $1 in
    python* | pypy* | py) ;;
    uv | virtualenv | poetry | pdm | hatch | pipenv) return 1 ;;
    *) return 0 ;;
  esac
  for word in "${@:2}"; do
    case ${takes_value}:${word} in
      yes:*) takes_value=no ;;
      no:--*) ;;
      no:-*m*) return 0 ;;
      no:-*c*) return 1 ;;
      no:-*[WX]) takes_value=yes ;;
      no:-*) ;;
      no:*setup.py) return 0 ;;
      *) return 1 ;;
    esac
  done
  return 1
}
