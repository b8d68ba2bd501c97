// bash has a quick way to the variables that a question about pip tells of, and a slow one: both find the same. fish has one.

import { execa } from "execa";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { clone } from "../real/sandbox.ts";
import { findShells } from "../real/shells.ts";

const told = {
  PATH: "/usr/bin:/bin",
  HOME: "/home/x",
  LC_MESSAGES: "C",
  CI: "",
  PIP_INDEX_URL: "two\nlines & 'quotes'",
  _PIP_RUNNING: "1",
  PYTHONHOME: "*",
  PYENV_VERSION: "3.12",
  CONDA_PREFIX: "/c/envs/süß",
  _CONDA_ROOT: "/c",
  XDG_CONFIG_HOME: "~/.config",
  PYGUARD_ROUTE: "auto",
  KAGGLE_URL_BASE: "k",
} as const;

const untold = {
  SECRET: "s",
  XPIP_A: "s",
  PIPX_HOME: "s",
  pip_token: "s",
  LANGUAGE: "s",
  CIRCLE: "s",
  PATHS: "s",
  XDG_DATA_HOME: "s",
} as const;

/** What a user may have set, and whether there is a file for the quick way. */
const ways = [
  { what: "with a file", options: "", file: '"$1"' },
  { what: "with a file and extglob", options: "shopt -s extglob", file: '"$1"' },
  { what: "with a file and nocasematch", options: "shopt -s nocasematch", file: '"$1"' },
  { what: "with a file that cannot be written", options: "", file: '"$1/none"' },
  { what: "without a file", options: "", file: "" },
] as const;

const directory = mkdtempSync(join(tmpdir(), "pg-variables-"));
t.teardown(() => rmSync(directory, { recursive: true }));
const expected = Object.entries(told).map(([name, value]) => `${name}=${value}`);

for (const shell of findShells().here.filter(({ name }) => name === "bash")) {
  t.test(shell.title, async (t) => {
    for (const { what, options, file } of ways) {
      const script = `. '${clone}/hooks/ask.bash'
PIP_NOT_EXPORTED=1
${options}
__pyguard_gather_variables ${file} 2>/dev/null
printf '%s\\0' "\${__pyguard_variables[@]}"`;
      const { stdout } = await execa(
        shell.path,
        ["--norc", "-c", script, "bash", join(directory, "names")],
        { env: { ...told, ...untold }, extendEnv: false },
      );
      // The oldest cannot tell what is exported.
      const found = stdout.split("\0").filter((each) => !/^PIP_NOT|^$/.test(each));
      t.strictSame(found.toSorted(), expected.toSorted(), what);
      t.equal(stdout.includes("PIP_NOT"), shell.title === "bash32", `${what}: exported`);
    }
  });
}

for (const shell of findShells().here.filter(({ name }) => name === "fish")) {
  t.test(`${shell.title}, where lines are not told apart`, async (t) => {
    const script = `source '${clone}/hooks/ask.fish'
set -g IFS ''
set -g __pyguard_number 1
__pyguard_gather a b
printf '%s\\0' $__pyguard_number $__pyguard_words $__pyguard_variables`;
    const { stdout, stderr } = await execa(shell.path, ["--no-config", "-c", script], {
      env: { ...told, ...untold },
      extendEnv: false,
    });
    const [number, words, ...found] = stdout.split("\0").slice(0, -1);
    t.strictSame([number, words, stderr], ["2", "2", ""]);
    t.ok(found.includes("PYENV_VERSION=3.12"));
  });
}
