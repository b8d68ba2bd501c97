// Runs a table of scenarios in every shell that is here: a home, a shell on a terminal, and the steps of a row.

import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { dialectOf, type Dialect } from "./dialect.ts";
import { eachShell } from "./each-shell.ts";
import { Sandbox, type Environment } from "./sandbox.ts";
import type { Shell, ShellName } from "./shells.ts";
import type { Terminal } from "./terminal.ts";

/** What stands at a path: an environment that is trusted, one that is not, or a directory alone. */
export type ProjectKind = "trusted" | "untrusted" | "bare";

export type Step = (stage: Stage) => Promise<void>;

/** Where a row happens, before its shell is opened. */
export type Place = {
  readonly sandbox: Sandbox;
  readonly shell: Shell;
  readonly dialect: Dialect;
  /** The row's own directory, canonical. */
  readonly path: string;
};

export type Scenario = {
  readonly name: string;
  /** Left out: all four. */
  readonly shells?: readonly ShellName[];
  /** Needs what bash 3.2 lacks. */
  readonly newBashOnly?: true;
  /** Paths below the row's directory. */
  readonly projects?: Readonly<Record<string, ProjectKind>>;
  readonly prepare?: (place: Place) => Promise<void> | void;
  readonly environment?: (place: Place) => Environment;
  /** Lines of the start file around the one that loads the hook. */
  readonly before?: (dialect: Dialect) => string;
  readonly after?: (dialect: Dialect) => string;
  /** Where the shell opens, below the row's directory. */
  readonly start?: string;
  /** A home, a runtime directory and so a daemon of its own. */
  readonly alone?: boolean;
  readonly steps: readonly Step[];
};

export type Stage = Place & {
  readonly t: Test;
  readonly terminal: Terminal;
  /** PATH as it is outside of every project. */
  readonly path0: string;
  /** What the line typed last wrote. */
  output: string;
  /** The longest that a line took since the last one after which all was well. */
  elapsedMs: number;
};

/** Runs every row in every shell; says which shells are missing. */
export function runScenarios(title: string, rows: readonly Scenario[]): void {
  eachShell({ title, count: rows.length }, async (t, shell) => {
    const shared = new Sandbox();
    t.teardown(() => shared.close());
    for (const row of rows.filter((each) => isFor(each, shell))) {
      await t.test(row.name, (t) => runRow(t, row, { shell, shared }));
    }
  });
}

function isFor({ shells, newBashOnly }: Scenario, { name, title }: Shell): boolean {
  return (shells?.includes(name) ?? true) && !(newBashOnly === true && title === "bash32");
}

type Setting = { readonly shell: Shell; readonly shared: Sandbox };

async function runRow(t: Test, row: Scenario, { shell, shared }: Setting): Promise<void> {
  const sandbox = row.alone === true ? new Sandbox() : shared;
  try {
    const stage = await open(t, row, await furnish(row, sandbox, shell));
    for (const step of row.steps) {
      await step(stage);
    }
    await stage.terminal.close();
  } finally {
    if (sandbox !== shared) {
      await sandbox.close();
    }
  }
}

async function open(t: Test, row: Scenario, place: Place): Promise<Stage> {
  const { sandbox, shell, dialect } = place;
  const terminal = await sandbox.open(shell, {
    environment: row.environment?.(place) ?? {},
    directory: join(place.path, row.start ?? "."),
    before: row.before?.(dialect) ?? "",
    after: row.after?.(dialect) ?? "",
  });
  return makeStage(t, place, terminal);
}

/** Puts a shell that is open on a stage. */
export async function makeStage(t: Test, place: Place, terminal: Terminal): Promise<Stage> {
  const path0 = await outerPath(place.sandbox, place.shell);
  // What pip was called with in rows before is nothing to this one.
  place.sandbox.pipCalls();
  return { ...place, t, terminal, path0, output: terminal.output(), elapsedMs: 0 };
}

let rowsSoFar = 0;

async function furnish(row: Scenario, sandbox: Sandbox, shell: Shell): Promise<Place> {
  rowsSoFar += 1;
  const directory = join(sandbox.home, `row${rowsSoFar}`);
  mkdirSync(directory);
  const path = realpathSync(directory);
  for (const [name, kind] of Object.entries(row.projects ?? {})) {
    await makeProject(sandbox, join(path, name), kind);
  }
  const place = { sandbox, shell, dialect: dialectOf(shell.name), path };
  await row.prepare?.(place);
  return place;
}

/** Makes a project in a sandbox. */
export async function makeProject(
  sandbox: Sandbox,
  path: string,
  kind: ProjectKind,
): Promise<void> {
  mkdirSync(path, { recursive: true });
  if (kind !== "bare") {
    sandbox.makeVenv(join(path, ".venv"));
  }
  if (kind === "trusted") {
    await sandbox.pyguard(["trust", path]);
  }
}

const powerShellPaths = new Map<Sandbox, string>();

/** PATH in a shell without a hook: PowerShell puts its own directory in front. */
async function outerPath(sandbox: Sandbox, shell: Shell): Promise<string> {
  if (shell.name !== "pwsh") {
    return sandbox.environment()["PATH"] ?? "";
  }
  const asked = powerShellPaths.get(sandbox) ?? (await askPowerShell(sandbox, shell));
  powerShellPaths.set(sandbox, asked);
  return asked;
}

async function askPowerShell(sandbox: Sandbox, shell: Shell): Promise<string> {
  const ran = await sandbox.run([shell.path, "-NoProfile", "-Command", "$env:PATH"]);
  return ran.output.trim();
}
