# The line that hooks a shell, in sh: `pyguard init` starts no Node, and install.sh has none yet. See shells/*.ts.
# shellcheck shell=sh

# Prints the line for the shell $1 and the hook $2.
hook_line() (
  word=$(hook_word "$1" "$2")
  # shellcheck disable=SC2016 # expanded by the shell that reads the line
  case $1 in
    # `.profile` is read by other shells too, and those must not see bash's words.
    bash) printf 'if [ -n "${BASH_VERSION-}" ] && [ -r %s ]; then . %s; fi\n' "${word}" "${word}" ;;
    zsh) printf 'if [ -r %s ]; then . %s; fi\n' "${word}" "${word}" ;;
    fish) printf 'if test -r %s; source %s; end\n' "${word}" "${word}" ;;
    pwsh) printf 'if (Test-Path -LiteralPath %s) { . %s }\n' "${word}" "${word}" ;;
    *) return 2 ;;
  esac
)

# The file name of the hook of the shell $1.
hook_name() {
  case $1 in
    pwsh) printf 'pyguard.ps1\n' ;;
    *) printf 'pyguard.%s\n' "$1" ;;
  esac
}

# A path as a word of the shell $1: below $HOME where it can be, so that shared rc files fit every machine.
hook_word() (
  rest=${2#"${HOME-}"}
  case ${rest} in
    "$2" | [!/]* | *[!A-Za-z0-9_./-]*) ;;
    *)
      # shellcheck disable=SC2016 # expanded by the shell that reads the line
      printf '"$HOME%s"\n' "${rest}"
      return
      ;;
  esac
  text=$2
  # shellcheck disable=SC1003 # a backslash, and no quote after it
  case $1 in
    fish)
      text=$(replace "${text}" '\' '\\')
      text=$(replace "${text}" "'" "\\'")
      ;;
    pwsh)
      # PowerShell ends a literal at any of ' and U+2018 to U+201B, and takes two for one.
      for quote in "'" "$(printf '\342\200\230')" "$(printf '\342\200\231')" \
        "$(printf '\342\200\232')" "$(printf '\342\200\233')"; do
        text=$(replace "${text}" "${quote}" "${quote}${quote}")
      done
      ;;
    *) text=$(replace "${text}" "'" "'\\''") ;;
  esac
  printf "'%s'\n" "${text}"
)

# The text $1 with every $2 written as $3.
replace() (
  rest=$1
  text=''
  while :; do
    case ${rest} in
      *"$2"*)
        text=${text}${rest%%"$2"*}$3
        rest=${rest#*"$2"}
        ;;
      *)
        printf '%s\n' "${text}${rest}"
        return
        ;;
    esac
  done
)
