# Which files load the hook in which shell, and what was done to each of them.
# What is remembered of a file, in RECORD/rc/NUMBER: its path, the line, and `created` or `edited`.
# shellcheck shell=sh

: "${dry_run=}" "${record=}" "${home=}" "${no_rc=}"

# The shells named in $1, else those that are here.
choose_shells() (
  for shell in ${1:-bash zsh fish pwsh}; do
    if command -v "${shell}" >/dev/null 2>&1; then
      printf '%s\n' "${shell}"
    elif [ -n "$1" ]; then
      complain "${shell} is not here (not on PATH): nothing was done for it"
    fi
  done
)

# The files of the shell $1 that need the line, one a line.
rc_files() (
  configuration=$(absolute_or "${XDG_CONFIG_HOME-}" "${HOME}/.config")
  case $1 in
    bash)
      printf '%s\n' "${HOME}/.bashrc"
      login=$(bash_login_file)
      reads_bashrc "${login}" || printf '%s\n' "${login}"
      ;;
    zsh)
      # .zshenv may say that the rest is elsewhere; every zsh reads it, so asking starts nothing new.
      place=$(zsh -c 'builtin print -rn -- "${ZDOTDIR-}"' 2>/dev/null </dev/null)
      place=$(absolute_or "${place}" "${HOME}")
      printf '%s/.zshrc\n' "${place%/}"
      ;;
    fish) printf '%s/fish/conf.d/pyguard.fish\n' "${configuration%/}" ;;
    *) printf '%s/powershell/profile.ps1\n' "${configuration%/}" ;;
  esac
)

absolute_or() {
  case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$2" ;;
  esac
}

# What a login bash reads: the first that is there. A new .profile hides none of the others.
bash_login_file() (
  for name in .bash_profile .bash_login .profile; do
    if [ -r "${HOME}/${name}" ]; then
      printf '%s\n' "${HOME}/${name}"
      return
    fi
  done
  printf '%s\n' "${HOME}/.profile"
)

# A login file that speaks of .bashrc need not reach that line: where the shell shows it, it gets the hook as well.
hook_login_bash() (
  login=$(bash_login_file)
  line=$(hook_line bash "${home}/hooks/pyguard.bash")
  target=$(resolve_links "${login}") || return 1
  ! is_marked "${target}" "${line}" || return 1
  say "  bash: a login shell does not get as far as .bashrc, so the file it does read gets the line too"
  hook_file bash "${login}" "${line}"
  is_marked "${target}" "${line}"
)

# `/etc/bash.bashrc` is another file.
reads_bashrc() {
  [ -f "$1" ] && LC_ALL=C grep -q '^[^#]*[^A-Za-z0-9]\.bashrc' "$1"
}

# Hooks the shell $1: its line into each of its files, or onto the screen.
hook_shell() (
  name=$(hook_name "$1")
  line=$(hook_line "$1" "${home}/hooks/${name}")
  rc_files "$1" | while IFS= read -r rc; do
    hook_file "$1" "${rc}" "${line}"
  done
)

# One file: shell, path, line.
hook_file() (
  if [ -n "${no_rc}" ]; then
    show_line "$2" "$3"
    return
  fi
  # A file in a directory that is not there yet has no links in it.
  target=$(resolve_links "$2") || target=$2
  if [ -L "$2" ] && [ "${target}" = "$2" ]; then
    show_line "$2" "$3" 'it is a link that leads nowhere'
    return
  fi
  entry=$(entry_of "$2")
  forget_older_line "${entry}" "${target}" "$3"
  if is_marked "${target}" "$3"; then
    say "  $2: has its line already"
  elif loads_hook_already "${target}" "$3"; then
    say "  $2: loads the hook already, by a line of yours; nothing was changed"
  elif changed=$(changed_line "${target}") && [ -n "${changed}" ]; then
    say "  $2: line ${changed} was pyguard's and is changed; nothing was done. The line would be:" "      $3"
  else
    why=$(why_not_hook "$2" "${target}")
    if [ -n "${why}" ]; then
      show_line "$2" "$3" "${why}"
    elif [ -n "${dry_run}" ]; then
      say "  $2: this line would be added at its end:" "      $3"
    else
      add_line "$1" "$2" "$3"
    fi
  fi
)

why_not_hook() {
  if [ -d "${2%/*}/" ]; then
    why=$(why_not_edit "$1" "$2")
    if [ -n "${why}" ]; then
      printf '%s\n' "${why}"
    elif is_utf_16 "$2"; then
      printf 'it is in UTF-16, and a line added here would not be\n'
    fi
  fi
}

# An earlier installation may have put another line there.
forget_older_line() (
  [ -f "$1" ] && [ -z "${dry_run}" ] || return 0
  older=$(sed -n 2p "$1")
  if [ "${older}" != "$3" ]; then
    remove_line "$2" "${older}" "${record}"
  fi
)

show_line() {
  if [ -n "${3-}" ]; then
    say "  $1 was left alone: $3. Its last line should be:" "      $2"
  else
    say "  For the end of $1:" "      $2"
  fi
}

# Adds the line to a file that may be edited: shell, path, line.
add_line() (
  make_directory "${2%/*}" 022
  target=$(resolve_links "$2")
  entry=$(entry_of "$2")
  make_directory "${record}/rc" 077
  if [ ! -e "${entry}" ]; then
    how=edited
    [ -e "${target}" ] || how=created
    printf '%s\n' "$2" "$3" "${how}" >|"${entry}"
    [ ! -e "${target}" ] || (umask 077 && cat -- "${target}" >|"${entry}.backup")
  else
    how=$(sed -n 3p "${entry}")
    printf '%s\n' "$2" "$3" "${how}" >|"${entry}"
  fi
  with_line "${target}" "$3" >|"${record}/candidate"
  if [ -s "${target}" ] && ! is_syntax_fine "$1" "${record}/candidate" &&
    cat -- "${target}" >|"${record}/present" && is_syntax_fine "$1" "${record}/present"; then
    rm -rf -- "${record}/candidate" "${record}/present" "${record}/pwsh"
    show_line "$2" "$3" "with one line more $1 could not read it"
    return
  fi
  if replace_content "${target}" "${record}" <"${record}/candidate"; then
    say "  $2: one line at its end"
  else
    show_line "$2" "$3" 'it could not be written'
  fi
  rm -rf -- "${record}/candidate" "${record}/present" "${record}/pwsh"
)

# Where it is remembered what was done to the file $1.
entry_of() (
  number=$(printf '%s' "$1" | cksum)
  printf '%s/rc/%s\n' "${record}" "${number%% *}"
)

# Undoes what was done to all files that are remembered, and to those that would be hooked today.
unhook_shells() (
  for entry in "${record}"/rc/*[0-9]; do
    [ -f "${entry}" ] || continue
    { IFS= read -r rc && IFS= read -r line && IFS= read -r how; } <"${entry}" || continue
    unhook_file "${rc}" "${line}" "${how}"
  done
  for shell in bash zsh fish pwsh; do
    name=$(hook_name "${shell}")
    line=$(hook_line "${shell}" "${home}/hooks/${name}")
    if command -v "${shell}" >/dev/null 2>&1; then
      rc_files "${shell}" | while IFS= read -r rc; do
        entry=$(entry_of "${rc}")
        [ -f "${entry}" ] || unhook_file "${rc}" "${line}" edited
      done
    fi
  done
)

# One file: path, line, `created` or `edited`.
unhook_file() (
  target=$(resolve_links "$1") || return 0
  # An installation was stopped before it could put this in the file's place.
  [ -n "${dry_run}" ] || rm -f -- "${target%/*}/.pyguard-new"
  [ -f "${target}" ] || return 0
  if is_marked "${target}" "$2"; then
    why=$(why_not_edit "$1" "${target}")
    if [ -n "${why}" ]; then
      complain "$1 was left alone: ${why}. Its line that ends in 'pyguard uninstall)' can go"
      return
    fi
    if [ -n "${dry_run}" ]; then
      say "  $1: its line would be removed"
      return
    fi
    remove_line "${target}" "$2" "${record}" && say "  $1: its line is removed"
  fi
  if [ "$3" = created ] && [ ! -s "${target}" ] && [ -z "${dry_run}" ]; then
    rm -f -- "${target}"
  fi
  changed=$(changed_line "${target}")
  if [ -n "${changed}" ]; then
    complain "$1: line ${changed} was pyguard's and is changed: look at it"
  fi
)
