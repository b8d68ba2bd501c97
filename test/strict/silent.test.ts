// A shell without a person in front of it loads the hook in silence and stays as it was.

import type { Test } from "tap";
import { eachShell } from "../real/each-shell.ts";
import { hookLine, Sandbox } from "../real/sandbox.ts";
import type { Shell, ShellName } from "../real/shells.ts";

type Form = {
  readonly name: string;
  /** The program's arguments; `script` loads the hook and prints what exists. */
  readonly argv: (script: string) => readonly string[];
};

const forms: Readonly<Record<ShellName, readonly Form[]>> = {
  bash: [
    { name: "-c", argv: (script) => ["--norc", "-c", script] },
    {
      name: "-eu -o pipefail",
      argv: (script) => ["--norc", "-eu", "-o", "pipefail", "-c", script],
    },
    { name: "posix", argv: (script) => ["--norc", "--posix", "-c", script] },
  ],
  zsh: [
    { name: "-c", argv: (script) => ["-f", "-c", script] },
    { name: "-eu", argv: (script) => ["-f", "-e", "-u", "-o", "warn_create_global", "-c", script] },
    {
      name: "ksh arrays",
      argv: (script) => ["-f", "-o", "ksh_arrays", "-o", "sh_word_split", "-c", script],
    },
  ],
  fish: [
    { name: "--no-config", argv: (script) => ["--no-config", "-c", script] },
    { name: "--private", argv: (script) => ["--no-config", "--private", "-c", script] },
  ],
  pwsh: [
    { name: "-Command", argv: (script) => ["-NoProfile", "-NonInteractive", "-Command", script] },
    {
      name: "strict, errors stop",
      argv: (script) => [
        "-NoProfile",
        "-NonInteractive",
        "-Command",
        `Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'; ${script}`,
      ],
    },
  ],
};

/** Whether `pip` and `pyguard` became something in this shell. */
const findings: Readonly<Record<ShellName, string>> = {
  bash: "type -t pip pyguard || :; echo done",
  zsh: "whence -w pip pyguard || :; echo done",
  fish: "type -t pyguard 2>/dev/null; or type -t pip 2>/dev/null; echo done",
  pwsh: "Get-Command pip, pyguard -CommandType Function, Alias -ErrorAction Ignore; 'done'",
};

const nothing: Readonly<Record<ShellName, RegExp>> = {
  bash: /^file\ndone\n$/,
  zsh: /^pip: command\npyguard: none\ndone\n$/,
  fish: /^file\ndone\n$/,
  pwsh: /^done\n$/,
};

eachShell({ title: "without a person", count: 2 }, async (t, shell) => {
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  for (const form of forms[shell.name]) {
    await t.test(form.name, (t) => isInert(t, form, { shell, sandbox }));
  }
  t.equal(sandbox.runtimeDirectory(), null, "asked nobody");
});

type Scene = { readonly shell: Shell; readonly sandbox: Sandbox };

async function isInert(t: Test, form: Form, { shell, sandbox }: Scene): Promise<void> {
  const line = hookLine(shell.name);
  const argv = form.argv(`${line}; ${line}; ${findings[shell.name]}`);
  const { output, errors, status } = await sandbox.run([shell.path, ...argv]);
  t.match(output, nothing[shell.name], "defines nothing");
  t.equal(errors, "", "complains of nothing");
  t.equal(status, 0);
}
