// Which shells are on this machine, and what a missing one means.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export type ShellName = "bash" | "zsh" | "fish" | "pwsh";

export type Shell = {
  readonly name: ShellName;
  /** How a report calls it: bash 3.2 is a bash too. */
  readonly title: string;
  readonly path: string;
};

export type Missing = { readonly title: string; readonly required: boolean };

type Wanted = { readonly name: ShellName; readonly title: string; readonly variable: string };

/** The variables name other ones than those on PATH. */
const wanted: readonly Wanted[] = [
  { name: "bash", title: "bash", variable: "PYGUARD_TEST_BASH" },
  { name: "zsh", title: "zsh", variable: "PYGUARD_TEST_ZSH" },
  { name: "fish", title: "fish", variable: "PYGUARD_TEST_FISH" },
  { name: "pwsh", title: "pwsh", variable: "PYGUARD_TEST_PWSH" },
];

const oldBash = { name: "bash", title: "bash32", variable: "PYGUARD_TEST_BASH32" } as const;

/**
 * The shells to test with, and those that are not here. `PYGUARD_REQUIRE_SHELLS` names shells that must be here;
 * `PYGUARD_TEST_SHELLS` narrows a run to some while working.
 */
export function findShells(): {
  readonly here: readonly Shell[];
  readonly missing: readonly Missing[];
} {
  const required = words("PYGUARD_REQUIRE_SHELLS");
  const only = words("PYGUARD_TEST_SHELLS");
  const asked = variable(oldBash.variable) === "" ? wanted : [...wanted, oldBash];
  const known = new Set(asked.map(({ title }) => title));
  const here: Shell[] = [];
  const missing: Missing[] = required
    .filter((title) => !known.has(title))
    .map((title) => ({ title, required: true }));
  for (const { name, title, variable: from } of asked) {
    const path = variable(from) || findOnPath(name);
    if (path === null) {
      missing.push({ title, required: required.includes(title) });
    } else if (only.length === 0 || only.includes(title)) {
      here.push({ name, title, path });
    }
  }
  return { here, missing };
}

/** The absolute path of a program, or null. */
export function findOnPath(name: string): string | null {
  const paths = variable("PATH").split(delimiter);
  return paths.map((directory) => join(directory, name)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function words(name: string): readonly string[] {
  return variable(name)
    .split(/[ ,]+/)
    .filter((word) => word !== "");
}

function variable(name: string): string {
  // oxlint-disable-next-line node/no-process-env -- what the person who runs the tests set
  return process.env[name] ?? "";
}
