// The few words that differ from shell to shell when the same thing is typed.

import type { ShellName } from "./shells.ts";

export type Dialect = {
  readonly name: ShellName;
  /** One word that stands for the text, whatever is in it. */
  readonly quote: (text: string) => string;
  readonly cd: (path: string) => string;
  /** Prints `status=N` for the command before. */
  readonly status: string;
  /** An outside command that ends with N. */
  readonly ends: (status: number) => string;
  readonly and: (first: string, second: string) => string;
  readonly set: (name: string, value: string) => string;
  readonly unset: (name: string) => string;
  /** Puts a directory first on PATH. */
  readonly prepend: (directory: string) => string;
  readonly source: (path: string) => string;
  /** The name of the venv script that activates here. */
  readonly activate: string;
};

const ends = (status: number): string => `/bin/sh -c 'exit ${status}'`;
const and = (first: string, second: string): string => `${first} && ${second}`;

function quotePosix(text: string): string {
  const word = `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return word.replaceAll("\n", () => String.raw`'$'\n''`);
}

const posix = {
  quote: quotePosix,
  cd: (path: string) => `cd -- ${quotePosix(path)}`,
  status: 'echo "status=$?"',
  ends,
  and,
  set: (name: string, value: string) => `export ${name}=${quotePosix(value)}`,
  unset: (name: string) => `unset ${name}`,
  prepend: (directory: string) => `PATH=${quotePosix(directory)}:$PATH`,
  source: (path: string) => `source ${quotePosix(path)}`,
  activate: "activate",
};

function quoteFish(text: string): string {
  const word = text.replaceAll("\\", String.raw`\\`).replaceAll("'", String.raw`\'`);
  return `'${word.replaceAll("\n", String.raw`'\n'`)}'`;
}

const fish: Dialect = {
  name: "fish",
  quote: quoteFish,
  cd: (path) => `cd -- ${quoteFish(path)}`,
  status: 'echo "status=$status"',
  ends,
  and,
  set: (name, value) => `set -gx ${name} ${quoteFish(value)}`,
  unset: (name) => `set -e ${name}`,
  prepend: (directory) => `set -gx PATH ${quoteFish(directory)} $PATH`,
  source: (path) => `source ${quoteFish(path)}`,
  activate: "activate.fish",
};

function quotePowerShell(text: string): string {
  const word = text.replaceAll(/['\u2018-\u201B]/g, (quote) => quote + quote);
  return text.includes("\n") ? `('${word.replaceAll("\n", "' + \"`n\" + '")}')` : `'${word}'`;
}

const pwsh: Dialect = {
  name: "pwsh",
  quote: quotePowerShell,
  cd: (path) => `Set-Location -LiteralPath ${quotePowerShell(path)}`,
  status: '"status=$LASTEXITCODE"',
  ends,
  and,
  set: (name, value) => `$env:${name} = ${quotePowerShell(value)}`,
  unset: (name) => `Remove-Item Env:${name}`,
  prepend: (directory) => `$env:PATH = ${quotePowerShell(directory)} + ':' + $env:PATH`,
  source: (path) => `. ${quotePowerShell(path)}`,
  activate: "Activate.ps1",
};

const dialects: Readonly<Record<ShellName, Dialect>> = {
  bash: { name: "bash", ...posix },
  zsh: { name: "zsh", ...posix },
  fish,
  pwsh,
};

export function dialectOf(shell: ShellName): Dialect {
  return dialects[shell];
}
