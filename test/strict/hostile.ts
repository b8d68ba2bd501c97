// Start files that make a shell as strict and as strange as people make it, before the hook is loaded.

import type { ShellName } from "../real/shells.ts";

export type Hostile = {
  readonly shell: ShellName;
  readonly name: string;
  /** Comes before the line that loads the hook. */
  readonly before: string;
  /** For bash 3.2 some of it does not exist. */
  readonly newBashOnly?: true;
};

// Not `source`: that would be the end of the line that loads the hook, not of the hook.
const bashAliases = [
  "read",
  "printf",
  "cd",
  "test",
  "local",
  "case",
  "builtin",
  "export",
  "unset",
  "return",
  "command",
  "declare",
  "shopt",
  "hash",
  "if",
  "while",
  "exec",
  "set",
  "eval",
]
  .map((name) => `alias ${name}='echo hostile ${name}'`)
  .join("\n");

const zshAliases = [
  "read",
  "printf",
  "print",
  "cd",
  "test",
  "local",
  "typeset",
  "builtin",
  "export",
  "unset",
  "return",
  "command",
  "emulate",
  "zmodload",
  "autoload",
  "add-zsh-hook",
  "hash",
  "rehash",
  "setopt",
]
  .map((name) => `\\builtin alias ${name}='echo hostile ${name}'`)
  .join("\n");

const zshOptions = [
  "err_exit",
  "no_unset",
  "warn_create_global",
  "warn_nested_var",
  "ksh_arrays",
  "sh_word_split",
  "glob_subst",
  "csh_junkie_quotes",
  "csh_junkie_loops",
  "rc_quotes",
  "rc_expand_param",
  "extended_glob",
  "null_glob",
  "no_bare_glob_qual",
  "glob_assign",
  "no_multios",
  "no_clobber",
  "ignore_braces",
  "posix_builtins",
  "posix_strings",
  "no_function_argzero",
  "no_short_loops",
  "auto_cd",
  "chase_links",
  "octal_zeroes",
  "typeset_silent",
];

/** As people have them for themselves in a start file. */
const readonlyNames = `readonly ${[
  "environment root project directory name names path file text word words line lines id base place rest",
  "pid verb shell version command status active flags count length field fields answer hook prompt now seen",
].join(" ")}`;

export const hostiles: readonly Hostile[] = [
  { shell: "bash", name: "common names are readonly", before: readonlyNames },
  {
    shell: "zsh",
    name: "common names are readonly",
    before: readonlyNames.replace(/ (?:path|status)\b/g, ""),
  },
  { shell: "bash", name: "set -eu -o pipefail", before: "set -eu -o pipefail" },
  { shell: "bash", name: "noclobber, noglob, physical", before: "set -o noclobber -o noglob -P" },
  { shell: "bash", name: "posix mode", before: "set -o posix", newBashOnly: true },
  { shell: "bash", name: "aliases for every builtin", before: bashAliases },
  { shell: "bash", name: "IFS of letters", before: "IFS='aeio/.'" },
  {
    shell: "bash",
    name: "glob and match options",
    before: "shopt -s nullglob dotglob extglob nocasematch nocaseglob xpg_echo failglob",
  },
  { shell: "bash", name: "set -a", before: "set -a" },
  {
    shell: "bash",
    name: "PROMPT_COMMAND as an array",
    before: "PROMPT_COMMAND=(true true)",
    newBashOnly: true,
  },
  {
    shell: "bash",
    name: "PROMPT_COMMAND that ends in a semicolon",
    before: "PROMPT_COMMAND='true; '",
  },
  {
    shell: "bash",
    name: "functions named like builtins",
    before:
      'cd() { builtin cd "$@"; }; printf() { command false; }; read() { return 1; }; kill() { return 1; }',
  },
  {
    shell: "bash",
    name: "what an outer shell exported",
    before:
      "unset RANDOM; export PYGUARD_ACTIVE=::: __pyguard_rung=../x __pyguard_patience='a[$(echo hostile >&2)]'",
  },
  { shell: "zsh", name: "what an outer shell exported", before: "export PYGUARD_ACTIVE=:::" },
  { shell: "fish", name: "what an outer shell exported", before: "set -gx PYGUARD_ACTIVE x" },
  { shell: "zsh", name: "err_exit and no_unset", before: "setopt err_exit no_unset pipe_fail" },
  ...zshOptions.map((option): Hostile => ({
    shell: "zsh",
    name: option,
    before: `setopt ${option}`,
  })),
  { shell: "zsh", name: "many options at once", before: `setopt ${zshOptions.join(" ")}` },
  { shell: "zsh", name: "aliases for every builtin", before: zshAliases },
  {
    shell: "zsh",
    name: "global and suffix aliases",
    before: "alias -g local='echo hostile' out='echo hostile' here='echo hostile'",
  },
  { shell: "zsh", name: "IFS of letters", before: "IFS='aeio/.'" },
  {
    shell: "zsh",
    name: "functions named like builtins",
    before:
      'cd() { builtin cd "$@" }; print() { return 1 }; printf() { return 1 }; read() { return 1 }',
  },
  { shell: "fish", name: "a cd, printf and echo of its own", before: fishFunctions() },
  { shell: "fish", name: "aliases", before: "alias cat 'echo hostile'\nalias kill 'echo hostile'" },
  { shell: "fish", name: "private mode", before: "set -gx fish_private_mode 1" },
  {
    shell: "pwsh",
    name: "strict mode, errors stop",
    before:
      "Set-StrictMode -Version Latest\n$ErrorActionPreference = 'Stop'\n$PSNativeCommandUseErrorActionPreference = $true",
  },
  {
    shell: "pwsh",
    name: "aliases for cmdlets",
    before: ["Test-Path", "Get-Item", "Join-Path", "Get-Content", "ForEach-Object", "Where-Object"]
      .map((name) => `Set-Alias ${name} Write-Output`)
      .join("\n"),
  },
  {
    shell: "pwsh",
    name: "default parameters",
    before: "$PSDefaultParameterValues = @{ '*:ErrorAction' = 'Stop'; '*:Verbose' = $true }",
  },
];

function fishFunctions(): string {
  return [
    "functions -c cd __user_cd",
    "function cd; __user_cd $argv; end",
    "function printf; builtin printf $argv; end",
    "function echo; builtin echo $argv; end",
    "function random; builtin echo a/b; end",
  ].join("\n");
}
