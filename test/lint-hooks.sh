#!/bin/sh
# Reads every shell file with its own shell's tools; a tool that is not here is named. `npm run lint` calls it.
set -u
cd "$(dirname "$0")/.." || exit 1
failed=0

# Runs a check and goes on, so that one run shows everything.
check() {
  "$@" || failed=1
}

has() {
  command -v "$1" >/dev/null 2>&1 && return 0
  printf '%s: not found, %s left out\n' "$1" "$2"
  return 1
}

# sh and bash alike; what has no ending is known by its first line.
set --
for file in install.sh cli/install/* daemon/* cli/* hooks/*.bash hooks/pwsh-bin/* test/* .ci/* bench/*; do
  [ -f "${file}" ] || continue
  case ${file} in
    *.ts | *.py | *.md | *.json) continue ;;
    *.sh | *.bash)
      set -- "$@" "${file}"
      continue
      ;;
    *) ;;
  esac
  IFS= read -r first <"${file}"
  case ${first} in
    '#!'*sh) set -- "$@" "${file}" ;;
    *) ;;
  esac
done

if has shellcheck 'lint of sh and bash'; then
  check shellcheck --enable=all "$@"
fi
if has shfmt 'layout of sh and bash'; then
  check shfmt -d -i 2 -ci "$@"
fi
if has zsh 'syntax of zsh'; then
  for file in hooks/*.zsh; do
    check zsh -n "${file}"
  done
fi
if has fish 'syntax and layout of fish'; then
  for file in hooks/*.fish; do
    check fish --no-execute "${file}"
    check fish_indent --check "${file}"
  done
fi

pwsh=${PYGUARD_TEST_PWSH:-pwsh}
if has "${pwsh}" 'syntax of PowerShell'; then
  for file in hooks/*.ps1; do
    # shellcheck disable=SC2016 # PowerShell's variables
    check env FILE="${PWD}/${file}" "${pwsh}" -NoProfile -NonInteractive -Command '
      $mistakes = $null
      $null = [Management.Automation.Language.Parser]::ParseFile($env:FILE, [ref]$null, [ref]$mistakes)
      foreach ($mistake in $mistakes) {
        "$($mistake.Extent.File):$($mistake.Extent.StartLineNumber): $($mistake.Message)"
      }
      exit @($mistakes).Count
    '
  done
fi
exit "${failed}"
