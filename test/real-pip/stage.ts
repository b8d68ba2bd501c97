// A shell with the hook, in a world where there is one, at which rows are typed one after the other.

import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { dialectOf, type Dialect } from "../real/dialect.ts";
import { Sandbox } from "../real/sandbox.ts";
import type { Shell } from "../real/shells.ts";
import type { Terminal } from "../real/terminal.ts";
import { makeThrowAway } from "../real/throw-away.ts";
import type { Need } from "./row.ts";
import { isDebian, systemPlaces } from "./system.ts";
import { makeWheels, onlyWheels } from "./wheels.ts";
import { makeVenv } from "./yard-venvs.ts";
import { makeYard, type Family, type Yard } from "./yard.ts";

export type Stage = {
  readonly yard: Yard;
  readonly sandbox: Sandbox;
  readonly dialect: Dialect;
  readonly terminal: Terminal;
  /** PATH behind a Python's commands. */
  readonly path: string;
  /** A directory without anything in it. */
  readonly empty: string;
  /** One with an environment that is trusted and has no pip. */
  readonly project: string;
  /** Where a command may leave something. */
  readonly watched: readonly string[];
  readonly has: (need: Need) => boolean;
};

/** The packages of which there is a wheel. */
const packages = ["requests"];

/** Programs that only say that they ran; what is not pip is not asked about. */
const others = ["uv", "pipx", "poetry"];

export function makeGround(t: Test, families: readonly Family[]): Yard {
  const throwAway = makeThrowAway();
  t.teardown(throwAway.remove);
  return makeYard(throwAway.path, families);
}

export async function openStage(t: Test, yard: Yard, shell: Shell): Promise<Stage> {
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  const empty = join(sandbox.home, "place");
  mkdirSync(empty);
  const project = join(sandbox.home, "project");
  makeVenv(yard.prefix("global"), join(project, ".venv"));
  const tools = join(sandbox.home, "tools");
  makeTools(tools);
  const wheels = join(sandbox.home, "wheels");
  makeWheels(wheels, packages);
  const path = `${tools}:/usr/bin:/bin`;
  const quiet = { PIP_RETRIES: "0", PIP_TIMEOUT: "1", PIP_PROGRESS_BAR: "off" };
  const terminal = await sandbox.open(shell, {
    // The hook wraps the names that are there when it is loaded.
    environment: { PATH: `${yard.bin("global")}:${path}`, ...onlyWheels(wheels), ...quiet },
    directory: empty,
    ...(yard.world === null ? {} : { by: yard.world }),
  });
  await terminal.run(`pyguard trust ${project}`);
  const place = (name: string): string => join(sandbox.home, name);
  return {
    yard,
    sandbox,
    dialect: dialectOf(shell.name),
    terminal,
    path,
    empty,
    project,
    watched: [
      yard.root,
      empty,
      project,
      place(".local/lib"),
      place(".local/bin"),
      ...systemPlaces(),
    ],
    has: (need) => needs[need](yard),
  };
}

const needs: Readonly<Record<Need, (yard: Yard) => boolean>> = {
  world: ({ world }) => world !== null,
  uncontained: ({ world }) => world !== null || !containerMarks.some((path) => existsSync(path)),
  debian: () => isDebian(),
  upstream: ({ base }) => base.isUpstream,
};

/** In a container an unmarked Python is advised about, not refused. */
const containerMarks = ["/.dockerenv", "/run/.containerenv"];

function makeTools(directory: string): void {
  mkdirSync(directory);
  symlinkSync(process.execPath, join(directory, "node"));
  for (const name of others) {
    writeFileSync(join(directory, name), `#!/bin/sh\necho ${name} ran\n`, { mode: 0o755 });
  }
  writeFileSync(join(directory, "sudo"), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
}

/** Takes away what a row left in a directory. */
export function sweep(directory: string): void {
  for (const name of readdirSync(directory)) {
    rmSync(join(directory, name), { recursive: true });
  }
}
