# Edits a file that a shell reads at its start: one line goes in, the same line comes out, no other byte moves.
# shellcheck shell=sh

mark='# pyguard (remove with: pyguard uninstall)'
# Here the line before had no newline at its end, and gets its state back.
mark_open='# pyguard, behind a line without its end (remove with: pyguard uninstall)'

# Follows links to the file itself; its directory must exist.
resolve_links() (
  path=$1
  hops=0
  while [ -L "${path}" ]; do
    hops=$((hops + 1))
    [ "${hops}" -lt 40 ] || return 1
    link=$(readlink -- "${path}") || return 1
    case ${link} in
      /*) path=${link} ;;
      *) path=${path%/*}/${link} ;;
    esac
  done
  directory=$(CDPATH='' cd -P -- "${path%/*}/" 2>/dev/null && pwd -P) || return 1
  printf '%s/%s\n' "${directory%/}" "${path##*/}"
)

# Why the rc file $1, which is $2 behind its links, is not to be edited; nothing where it is.
why_not_edit() (
  me=$(id -u)
  home=$(CDPATH='' cd -P -- "${HOME}/" && pwd -P)
  place=${2%/*}/
  if [ -L "$1" ]; then
    case ${place} in
      "${home%/}"/*) ;;
      *)
        printf 'it is a link that leads out of your home, to %s\n' "$2"
        return
        ;;
    esac
  fi
  if [ ! -e "$2" ]; then
    is_writable "${place}" || printf '%s is read-only\n' "${place%/}"
  elif [ ! -f "$2" ]; then
    printf 'it is no plain file\n'
  elif ! has "$2" -user "${me}"; then
    printf 'it belongs to someone else\n'
  elif ! is_writable "$2"; then
    printf 'it is read-only\n'
  fi
)

# root may write anything, so the mode counts: who took the permission away meant it.
is_writable() {
  [ -w "$1" ] && has "$1" -perm -200
}

# Whether `find` says yes to the file $1; the other arguments are its test.
has() (
  file=$1
  shift
  answer=$(find "${file}" -prune "$@" -print 2>/dev/null)
  [ -n "${answer}" ]
)

# The number of the first line of $1 that is $2, with LF or CRLF behind it.
line_number() {
  [ -f "$1" ] || return 0
  wanted_line=$2 LC_ALL=C awk '{ line = $0; sub(/\r$/, "", line) }
    line == ENVIRON["wanted_line"] { print NR; exit }' "$1"
}

# Whether $1 begins as PowerShell on Windows saves a profile.
is_utf_16() (
  [ -f "$1" ] || return 1
  begin=$(head -c 2 -- "$1" | od -An -tx1 | tr -d ' \n')
  [ "${begin}" = fffe ] || [ "${begin}" = feff ]
)

# The last $2 bytes of $1, in hexadecimal.
last_bytes() {
  tail -c "$2" -- "$1" | od -An -tx1 | tr -d ' \n'
}

# Whether something in $1 loads the hook already: this line without our mark, or `pyguard init` at every start.
loads_hook_already() (
  [ -f "$1" ] || return 1
  number=$(line_number "$1" "$2")
  [ -n "${number}" ] || LC_ALL=C grep -q '^[^#]*pyguard init' "$1"
)

# Whether the line $2 is in $1 with our mark.
is_marked() (
  plain=$(line_number "$1" "$2 ${mark}")
  open=$(line_number "$1" "$2 ${mark_open}")
  [ -n "${plain}${open}" ]
)

# The number of a line that carries our mark and is not ours any more.
changed_line() {
  [ ! -f "$1" ] || LC_ALL=C sed -n '/# pyguard\(, behind a line without its end\)\{0,1\} (remove with: pyguard uninstall)/{=;q;}' "$1"
}

# Takes the line $2 out of the file $1, wherever it stands; $3 is a private directory.
remove_line() (
  for variant in plain open; do
    full="$2 ${mark}"
    [ "${variant}" = plain ] || full="$2 ${mark_open}"
    while number=$(line_number "$1" "${full}") && [ -n "${number}" ]; do
      without_line "$1" "${number}" "${variant}" >|"$3/candidate"
      replace_content "$1" "$3" <"$3/candidate" || return 1
      rm -f -- "$3/candidate"
    done
  done
)

# Prints $1 as it is to become: with the line $2 and our mark at its end.
with_line() {
  ends=''
  [ ! -s "$1" ] || ends=$(last_bytes "$1" 2)
  [ ! -e "$1" ] || cat -- "$1"
  case ${ends} in
    0d0a) printf '%s %s\r\n' "$2" "${mark}" ;;
    '' | *0a) printf '%s %s\n' "$2" "${mark}" ;;
    *) printf '\n%s %s\n' "$2" "${mark_open}" ;;
  esac
}

# Prints $1 without its line number $2; $3 says that the newline before is ours too, if nothing follows.
without_line() (
  after=$(($2 + 1))
  rest=$(tail -n "+${after}" -- "$1" | wc -c)
  if [ "$2" -gt 1 ]; then
    before=$(head -n $(($2 - 1)) -- "$1" | wc -c)
    if [ "$3" = open ] && [ "$((rest))" -eq 0 ]; then
      before=$((before - 1))
    fi
    head -c "$((before))" -- "$1"
  fi
  tail -n "+${after}" -- "$1"
)

# Puts the lines of standard input in the place of $1, whole or not at all; $2 is a private directory.
replace_content() (
  target=$1
  if [ ! -e "${target}" ]; then
    fresh=${target%/*}/.pyguard-new
    cat >|"${fresh}" && mv -f -- "${fresh}" "${target}"
    return
  fi
  # A second name for the file would be left behind by a rename; a closed directory allows none.
  if has "${target}" -links +1 || ! is_writable "${target%/*}/"; then
    cat >|"$2/content" && rewrite "${target}" "$2/content" && rm -f -- "$2/content"
    return
  fi
  fresh=${target%/*}/.pyguard-new
  rm -f -- "${fresh}"
  # The copy brings mode, owner and attributes along.
  cp -a -- "${target}" "${fresh}" && cat >|"${fresh}" && flush "${fresh}" && mv -f -- "${fresh}" "${target}"
)

# Makes $1 what $2 is, in place: one small write or one cut where that is enough.
rewrite() (
  old=$(($(wc -c <"$1")))
  new=$(($(wc -c <"$2")))
  if [ "${new}" -ge "${old}" ] && head -c "${old}" -- "$2" 2>/dev/null | cmp -s - "$1" 2>/dev/null; then
    tail -c "+$((old + 1))" -- "$2" >>"$1"
  elif [ "${new}" -lt "${old}" ] && head -c "${new}" -- "$1" 2>/dev/null | cmp -s - "$2" 2>/dev/null; then
    dd if=/dev/null of="$1" bs=1 seek="${new}" 2>/dev/null
  else
    cat -- "$2" >|"$1"
  fi
)

# To the disk before the rename, where the system can.
flush() {
  sync -- "$1" 2>/dev/null || :
}

# Whether the shell $1 can read the file $2.
is_syntax_fine() {
  case $1 in
    bash) bash -n -- "$2" ;;
    zsh) zsh -fn -- "$2" ;;
    fish) fish --no-config --no-execute "$2" ;;
    # What PowerShell leaves behind when it starts is not the account's.
    *) XDG_CACHE_HOME=${2%/*}/pwsh XDG_DATA_HOME=${2%/*}/pwsh rc_file=$2 pwsh -NoProfile -NonInteractive -Command "${parse_pwsh}" ;;
  esac >/dev/null 2>&1 </dev/null
}

# shellcheck disable=SC2016,SC2154 # PowerShell's variables; `rc_file` is in its environment
parse_pwsh='$wrong = $null
$null = [Management.Automation.Language.Parser]::ParseFile($env:rc_file, [ref]$null, [ref]$wrong)
exit $wrong.Count'
