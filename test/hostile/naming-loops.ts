// What each shell does with many answers, in its own words: reads, applies, shows its prompt, compares, leaves; and counts.

import type { ShellName } from "../real/shells.ts";

/** What is in $HOME when a loop runs: `names`, number and name by turns, NUL after each, and `answers/NUMBER`. */
const posixLoop = (read: string, prompt: string, expected = "$name"): string => `
pyguard_test() {
  local next name wrong=0 count=0 shown= expected= path0=$PATH
  while IFS= read -r -d '' next && IFS= read -r -d '' name; do
    count=$next
    __pyguard_number=$count
    ${read} && __pyguard_apply here || wrong=$((wrong + 1))
    ${prompt}
    expected="(${expected}) "
    [ "$VIRTUAL_ENV" = "/p/$name/.venv" ] && [ "$PATH" = "/p/$name/.venv/bin:$path0" ] &&
      [ "$VIRTUAL_ENV_PROMPT" = "$name" ] && [ "\${shown#"$expected"}" != "$shown" ] || wrong=$((wrong + 1))
    __pyguard_leave
    [ "$PATH" = "$path0" ] || wrong=$((wrong + 1))
  done <"$HOME/names"
  builtin printf '%s names, %s wrong\\n' "$count" "$wrong" >"$HOME/result"
}
pyguard_test
`;

/** The answer to a question that was missed comes from a file in bash and fish, and from a connection elsewhere. */
export const namingLoops: Readonly<Record<ShellName, string>> = {
  bash: posixLoop(
    '__pyguard_read_answer <"$HOME/answers/$count"',
    "__pyguard_draw; shown=${PS1@P}",
  ),
  zsh: `setopt prompt_subst
${posixLoop(
  'sysread text <"$HOME/answers/$count" && __pyguard_read_answer "$text"',
  "__pyguard_show; shown=${(%%)PROMPT}",
  // zsh itself shows what is no character by its number.
  "${name//$'\\ufdd0'/\\\\ufdd0}",
)}`,
  fish: `
set -l wrong 0
set -l count 0
set -l path0 "$PATH"
set -l prompt0 "$(fish_prompt)"
while read -z next; and read -z name
    set count $next
    set -g __pyguard_number $count
    set -g __pyguard_pending "$HOME/answers/$count"
    set -g __pyguard_pending_for "$VIRTUAL_ENV:$CONDA_PREFIX:$PYGUARD_ACTIVE"
    __pyguard_look_at_pending; and __pyguard_apply here; or set wrong (math $wrong + 1)
    __pyguard_draw
    test "$VIRTUAL_ENV" = "/p/$name/.venv"; and test "$PATH" = "/p/$name/.venv/bin:$path0"
    and test "$VIRTUAL_ENV_PROMPT" = "$name"; and test "$(fish_prompt)" = "($name) $prompt0"
    or set wrong (math $wrong + 1)
    __pyguard_leave
    test "$PATH" = "$path0"; or set wrong (math $wrong + 1)
end <"$HOME/names"
builtin printf '%s names, %s wrong\\n' $count $wrong >"$HOME/result"
`,
  pwsh: `
$core = (& $function:global:prompt.Module { $shared }).Hook.Module
& $core {
    $wrong = 0
    $path0 = $env:PATH
    $prompt0 = & $function:global:prompt
    $words = [IO.File]::ReadAllText("$HOME/names").Split([char]0)
    for ($i = 0; $i + 1 -lt $words.Length; $i += 2) {
        $count, $name = $words[$i], $words[$i + 1]
        $script:number = $count
        $exchange = New-Exchange
        $exchange.Bytes = [IO.File]::ReadAllBytes("$HOME/answers/$count")
        $exchange.Length = $exchange.Bytes.Length
        $answer = Read-Answer $exchange
        if ($null -eq $answer) { $wrong++; continue }
        $script:mode = 'once'
        Complete-Answer $answer
        $shown = [string]::Join("\`n", @(& $function:global:prompt))
        if (-not ([string]::Equals($env:VIRTUAL_ENV, "/p/$name/.venv") -and
                [string]::Equals($env:PATH, "/p/$name/.venv/bin:$path0") -and
                [string]::Equals($env:VIRTUAL_ENV_PROMPT, $name) -and
                [string]::Equals($shown, "($name) $prompt0"))) { $wrong++ }
        Exit-Environment
        if (-not [string]::Equals($env:PATH, $path0)) { $wrong++ }
    }
    [IO.File]::WriteAllText("$HOME/result", "$count names, $wrong wrong\`n")
}
`,
};
