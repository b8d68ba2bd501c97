// One terminal in which one row after the other is pasted, with a view of the machine that suits them.

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Test } from "tap";
import { makeWheels, onlyWheels } from "../../real-pip/wheels.ts";
import { dialectOf } from "../dialect.ts";
import { startFile } from "../launch.ts";
import { Sandbox } from "../sandbox.ts";
import type { Shell } from "../shells.ts";
import { user, type Farm } from "./farm.ts";
import type { Scene } from "./scene.ts";
import { condaFunction } from "./shared-pythons.ts";
import { seeing } from "./view.ts";

export type Setting = {
  readonly farm: Farm;
  /** Run by an ordinary user of these groups. */
  readonly groups?: readonly number[];
  /** Scripts that are there beside the system's programs, which say nothing of what messages speak of. */
  readonly programs?: Readonly<Record<string, string>>;
};

export async function openTable(t: Test, shell: Shell, setting: Setting): Promise<Scene> {
  const { farm, groups, programs = {} } = setting;
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  const dialect = dialectOf(shell.name);
  const inside = (name: string): string => join(sandbox.home, name);
  ["bin", "fixed", "places"].forEach((name) => mkdirSync(inside(name)));
  symlinkSync(process.execPath, inside("bin/node"));
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(inside(`bin/${name}`), `#!/bin/sh\n${text}`, { mode: 0o755 });
  }
  symlinkSync(join(farm.path, "conda"), inside("conda"));
  makeWheels(inside("wheels"), ["tiny_advice"]);
  const root = join(dirname(sandbox.home), "view");
  const by = seeing({ farm, root, fixed: [inside("fixed")], ...(groups && { groups }) });
  if (groups !== undefined) {
    mkdirSync(dirname(inside(startFile(shell.name))), { recursive: true });
    giveAway(dirname(sandbox.home));
  }
  const terminal = await sandbox.open(shell, {
    environment: {
      PATH: `${inside("bin")}:/usr/bin:/bin`,
      ...onlyWheels(inside("wheels")),
      PIP_NO_COMPILE: "1",
    },
    after: condaFunction(dialect),
    by,
  });
  return { t, sandbox, dialect, terminal, path: inside("places"), mayMount: true };
}

/** To the ordinary user; what the shell's start file will say is root's, and may be read. */
function giveAway(path: string): void {
  execFileSync("chown", ["-hR", `${user}:${user}`, path]);
  chmodSync(path, 0o755);
}
