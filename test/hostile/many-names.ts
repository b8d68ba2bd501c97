// Thousands of hostile names through one shell's own functions: applied, drawn, compared, left; counted by the shell.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Sandbox } from "../real/sandbox.ts";
import type { Shell, ShellName } from "../real/shells.ts";
import { canary, names } from "./names.ts";
import { randomFrom } from "./tree.ts";

/** Fragments that mean something to a shell, a prompt or a terminal, and plain bytes. */
const fragments: readonly string[] = [
  ...names.filter((name) => name.length < 40),
  ...Array.from("$`\\\"'!%~*?[]{}()<>|&;#= \t-+@^,."),
  "$((x))",
  "${x:-y}",
  "%F{red}",
  "\\[\\e[31m\\]",
  "\u00fc",
  "\u74b0",
  "\ud83d\udc0d",
];

/** No byte that a path in an answer may not have: the hooks refuse those, which is another test. */
export function makeName(seed: number): string {
  const random = randomFrom(seed);
  const parts = Array.from(
    { length: 1 + random(6) },
    () => fragments[random(fragments.length)] ?? "",
  );
  return parts.join("").replaceAll(/[\p{Cc}/:]/gu, "_");
}

const posixLoop = (assign: string, prompt: string, expected = "$name"): string => `
pyguard_test() {
  local name wrong=0 count=0 shown= expected= path0=$PATH
  while IFS= read -r -d '' name; do
    ${assign}
    __pyguard_number=$((__pyguard_number + 1))
    if __pyguard_answer_holds && __pyguard_apply; then :; else wrong=$((wrong + 1)); fi
    ${prompt}
    [ "$VIRTUAL_ENV" = "/p/$name/.venv" ] || wrong=$((wrong + 1))
    [ "$PATH" = "/p/$name/.venv/bin:$path0" ] || wrong=$((wrong + 1))
    [ "$VIRTUAL_ENV_PROMPT" = "$name" ] || wrong=$((wrong + 1))
    expected=${expected}
    case $shown in "($expected) "*) ;; *) wrong=$((wrong + 1)) ;; esac
    __pyguard_leave
    [ "$PATH" = "$path0" ] || wrong=$((wrong + 1))
    count=$((count + 1))
  done <"$HOME/names"
  builtin printf '%s names, %s wrong\\n' "$count" "$wrong" >"$HOME/result"
}
pyguard_test
`;

const fields = (number: string): string =>
  `pyguard/1 "${number}" "$PWD" in "/p/$name/.venv" "$PWD" "$name" 3.12 '' up.1.1.1 '' 0 '' '' '' .`;

const loops: Readonly<Partial<Record<ShellName, string>>> = {
  bash: posixLoop(
    `__pyguard_answer=(${fields("$((__pyguard_number + 1))")})`,
    "__pyguard_draw; shown=${PS1@P}",
  ),
  zsh: `setopt prompt_subst
${posixLoop(
  `__pyguard_answer=(${fields("$((__pyguard_number + 1))")})`,
  '__pyguard_draw "($VIRTUAL_ENV_PROMPT) "; shown=${(%%)PROMPT}',
  // zsh itself shows what is no character by its number.
  "${name//$'\\ufdd0'/\\\\ufdd0}",
)}`,
  fish: `
set -l wrong 0
set -l count 0
set -l path0 "$PATH"
while read -z name
    set -g __pyguard_number (math $__pyguard_number + 1)
    set -g __pyguard_answer ${fields("$__pyguard_number")}
    __pyguard_answer_holds; and __pyguard_apply; or set wrong (math $wrong + 1)
    __pyguard_draw
    test "$VIRTUAL_ENV" = "/p/$name/.venv"; or set wrong (math $wrong + 1)
    test "$PATH" = "/p/$name/.venv/bin:$path0"; or set wrong (math $wrong + 1)
    test "$VIRTUAL_ENV_PROMPT" = "$name"; or set wrong (math $wrong + 1)
    set -l shown "($name) "
    test "$(string sub -l (string length -- "$shown") -- "$(fish_prompt | string collect)")" = "$shown"
    or set wrong (math $wrong + 1)
    __pyguard_leave
    test "$PATH" = "$path0"; or set wrong (math $wrong + 1)
    set count (math $count + 1)
end <"$HOME/names"
builtin printf '%s names, %s wrong\\n' $count $wrong >"$HOME/result"
`,
};

/** Shells whose functions can be called from outside of the hook. */
export const namingShells: readonly ShellName[] = ["bash", "zsh", "fish"];

export type Naming = { readonly result: string; readonly ran: boolean };

/** Gives the shell's own count, and whether the canary was run. */
export async function applyNames(shell: Shell, count: number): Promise<Naming> {
  const sandbox = new Sandbox();
  try {
    const trace = join(sandbox.home, "something-ran");
    writeFileSync(join(sandbox.bin, canary), `#!/bin/sh\ntouch '${trace}'\n`, { mode: 0o755 });
    const made = Array.from({ length: count }, (_, seed) => `${makeName(seed)}\0`);
    writeFileSync(join(sandbox.home, "names"), made.join(""));
    const loop = join(sandbox.home, "loop");
    writeFileSync(loop, loops[shell.name] ?? "");
    const terminal = await sandbox.open(shell);
    await terminal.run(`source '${loop}'`, { timeoutMs: 600_000 });
    const result = join(sandbox.home, "result");
    return {
      result: existsSync(result) ? readFileSync(result, "utf8") : terminal.output(),
      ran: existsSync(trace),
    };
  } finally {
    await sandbox.close();
  }
}
