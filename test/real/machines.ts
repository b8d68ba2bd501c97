// The same home on another machine, or with another disk in it: mounts, a boot, a runtime directory and a daemon of its own.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kill, type Environment, type Sandbox } from "./sandbox.ts";
import { findOnPath } from "./shells.ts";
import { makeStage, type Stage, type Step } from "./stage.ts";

export type Machine = {
  readonly name: string;
  /** More that is done there before the shell starts, in sh: `$1` is the row's directory. */
  readonly setup?: string;
  readonly environment?: Environment;
};

/** What the kernel and the system say of a machine is covered, for what is started here alone. */
const become = `
hostname "$2"
[ ! -e /etc/machine-id ] || mount --bind "$3" /etc/machine-id
[ ! -e /proc/sys/kernel/random/boot_id ] || mount --bind "$3" /proc/sys/kernel/random/boot_id
`;

const unshare = findOnPath("unshare") ?? "unshare";

/** Whether this kernel lets these tests be another machine. */
const canBeAnother = spawnSync(unshare, ["--mount", "--uts", "hostname", "another"]).status === 0;

/** Takes these steps in a shell there; where the kernel does not allow that, none. */
export function onMachine(machine: Machine, ...steps: readonly Step[]): Step {
  return async (stage) => {
    if (!canBeAnother) {
      stage.t.comment(`unshare: not allowed, ${machine.name} left out`);
      return;
    }
    const sandbox = elsewhere(stage.sandbox, machine.name);
    const there = await open({ ...stage, sandbox }, machine);
    try {
      for (const step of steps) {
        await step(there);
      }
    } finally {
      await there.terminal.close();
      kill(sandbox.daemon() ?? 0, "SIGKILL");
    }
  };
}

async function open(stage: Stage, { name, setup, environment }: Machine): Promise<Stage> {
  const { t, sandbox, shell, path } = stage;
  const identity = join(sandbox.runtime, "identity");
  writeFileSync(identity, `${name.padStart(32, "0")}\n`);
  const script = `${become}${setup ?? ""}\nshift 3\nexec "$@"`;
  const terminal = await sandbox.openAsIs(shell, {
    directory: path,
    environment: environment ?? {},
    by: [unshare, "--mount", "--uts", "/bin/sh", "-c", script, "sh", path, name, identity],
  });
  t.match((await terminal.run("uname -n")).output, name, "another machine");
  if (environment?.["PYGUARD_DAEMON"] !== "0") {
    await sandbox.awaitDaemon();
  }
  return makeStage(t, stage, terminal);
}

/** The same home, with a runtime directory of its own. */
function elsewhere(sandbox: Sandbox, name: string): Sandbox {
  const runtime = join(sandbox.home, name);
  mkdirSync(runtime, { mode: 0o700 });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a Sandbox in everything else
  return Object.create(sandbox, { runtime: { value: runtime } }) as Sandbox;
}
