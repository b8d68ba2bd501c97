// The same home on another machine: a name, a machine-id, a boot, mounts, a runtime directory and a daemon of its own.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { kill, type Sandbox } from "./sandbox.ts";
import { findOnPath } from "./shells.ts";
import { makeStage, type Step } from "./stage.ts";

/** What the kernel and the system say of a machine is covered, for what is started here alone. */
const become = `
hostname "$1" && shift
[ ! -e /etc/machine-id ] || mount --bind "$1" /etc/machine-id
[ ! -e /proc/sys/kernel/random/boot_id ] || mount --bind "$1" /proc/sys/kernel/random/boot_id
shift
exec "$@"
`;

const unshare = findOnPath("unshare") ?? "unshare";
const canBeAnother = spawnSync(unshare, ["--mount", "--uts", "hostname", "another"]).status === 0;

/** Takes these steps in a shell there. Where the kernel does not allow more, only the runtime directory is another. */
export function onMachine(name: string, ...steps: readonly Step[]): Step {
  return async (stage) => {
    const { t, shell } = stage;
    const sandbox = elsewhere(stage.sandbox, name);
    const identity = join(sandbox.runtime, "identity");
    writeFileSync(identity, `${name.padStart(32, "0")}\n`);
    const words = ["--mount", "--uts", "/bin/sh", "-c", become, "sh", name, identity];
    const terminal = await sandbox.openAsIs(shell, {
      directory: stage.path,
      ...(canBeAnother ? { by: [unshare, ...words] } : {}),
    });
    try {
      const there = await makeStage(t, { ...stage, sandbox }, terminal);
      if (canBeAnother) {
        t.match((await terminal.run("uname -n")).output, name, "another machine");
        t.notMatch(hostname(), name);
      } else {
        t.comment("unshare: not allowed, only the runtime directory is another");
      }
      await sandbox.awaitDaemon();
      for (const step of steps) {
        await step(there);
      }
    } finally {
      await terminal.close();
      kill(sandbox.daemon() ?? 0, "SIGKILL");
    }
  };
}

/** The same home, with a runtime directory of its own. */
function elsewhere(sandbox: Sandbox, name: string): Sandbox {
  const runtime = join(sandbox.home, name);
  mkdirSync(runtime, { mode: 0o700 });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a Sandbox in everything else
  return Object.create(sandbox, { runtime: { value: runtime } }) as Sandbox;
}
