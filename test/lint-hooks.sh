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
  # One start for all files. What the parser of Windows PowerShell 5.1 does not know is a mistake, too.
  # shellcheck disable=SC2016 # PowerShell's variables
  check "${pwsh}" -NoProfile -NonInteractive -Command '
    $new = "TernaryExpressionAst", "PipelineChainAst"
    $newTokens = "QuestionQuestion", "QuestionQuestionEquals", "QuestionDot", "QuestionLBracket", "Clean"
    $found = 0
    foreach ($file in Get-ChildItem -Path hooks -Recurse -Include *.ps1, *.psm1) {
      $mistakes = $tokens = $null
      $tree = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$mistakes)
      foreach ($mistake in $mistakes) {
        "$($file.Name):$($mistake.Extent.StartLineNumber): $($mistake.Message)"
      }
      $newer = @($tree.FindAll({ $args[0].GetType().Name -in $new }, $true)) +
        @($tokens | Where-Object { $_.Kind -in $newTokens })
      foreach ($part in $newer) {
        "$($file.Name):$($part.Extent.StartLineNumber): PowerShell 5.1 does not know $($part.Extent.Text)"
      }
      $found += @($mistakes).Count + $newer.Count
    }
    exit $found
  '
fi
exit "${failed}"
