// An unchanged prompt starts no process in any shell; entering and leaving none either, in fish at most one.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { dialectOf } from "./dialect.ts";
import { eachShell } from "./each-shell.ts";
import { kill, Sandbox } from "./sandbox.ts";
import { findOnPath, type Shell, type ShellName } from "./shells.ts";
import { makeProject } from "./stage.ts";
import { daemonWasMute } from "./steps.ts";
import type { Terminal } from "./terminal.ts";

const allowedPerChange: Readonly<Record<ShellName, number>> = { bash: 0, zsh: 0, fish: 1, pwsh: 0 };

const strace = findOnPath("strace");

eachShell({ title: "P2, nothing happens when nothing changed", count: 5 }, async (t, shell) => {
  if (strace === null) {
    t.pass("strace: not found, 5 scenarios left out", { skip: true });
    return;
  }
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  await makeProject(sandbox, join(sandbox.home, "proj"), "trusted");
  mkdirSync(join(sandbox.home, "proj", "sub"));
  await counts(t, shell, { sandbox, terminal: await sandbox.open(shell) });
});

type Scene = { readonly sandbox: Sandbox; readonly terminal: Terminal };

async function counts(t: Test, shell: Shell, { sandbox, terminal }: Scene): Promise<void> {
  const { cd } = dialectOf(shell.name);
  const [enter, leave] = [cd(join(sandbox.home, "proj")), cd(sandbox.home)];
  // A first question may compile, hash and load things.
  await type(terminal, [enter, leave, enter, leave]);
  const most = allowedPerChange[shell.name];
  const rows: readonly Row[] = [
    { name: "an unchanged prompt outside", before: [leave, ""], lines: ["", "", ""], most: 0 },
    { name: "entering", before: [leave, ""], lines: [enter], most },
    { name: "an unchanged prompt inside", before: [enter, ""], lines: ["", "", ""], most: 0 },
    {
      name: "a directory below",
      before: [enter, ""],
      lines: [cd(join(sandbox.home, "proj/sub"))],
      most,
    },
    { name: "leaving", before: [enter, ""], lines: [leave], most },
  ];
  for (const row of rows) {
    const { processes, lines } = await measure(row, { sandbox, terminal });
    t.ok(processes <= row.most, `${row.name}: ${processes} processes`, { lines });
  }
  t.notMatch((await terminal.run("/usr/bin/env")).output, "VIRTUAL_ENV=");
}

type Row = {
  readonly name: string;
  /** Lead to where the counting begins. */
  readonly before: readonly string[];
  readonly lines: readonly string[];
  readonly most: number;
};

/** Once more where a busy machine made the shell find the daemon mute. */
async function measure(row: Row, { sandbox, terminal }: Scene, tries = 3): Promise<Trace> {
  await daemonWasMute(sandbox);
  await type(terminal, row.before);
  const seen = await trace(join(sandbox.home, "trace"), terminal.pid, () =>
    type(terminal, row.lines),
  );
  const isBad = seen.processes > row.most && tries > 1 && (await daemonWasMute(sandbox));
  return isBad ? measure(row, { sandbox, terminal }, tries - 1) : seen;
}

async function type(terminal: Terminal, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    await terminal.run(line);
  }
}

type Trace = { readonly processes: number; readonly lines: readonly string[] };

const calls = "trace=execve,clone,clone3,fork,vfork";

/** The calls that started a process while `act` ran, in the shell and in what it started. */
async function trace(file: string, pid: number, act: () => Promise<void>): Promise<Trace> {
  const child = spawn(strace ?? "", ["-f", "-e", calls, "-o", file, "-p", String(pid)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  await attached(child);
  await act();
  const closed = once(child, "close");
  kill(child.pid ?? 0, "SIGINT");
  await closed;
  const lines = readFileSync(file, "utf8").split("\n");
  // A thread is no process; a call that is resumed was counted when it began. execve is there to be read in a report.
  const processes = lines.filter(
    (line) => /(?:clone3?|v?fork)\(/.test(line) && !line.includes("CLONE_THREAD"),
  );
  return { processes: processes.length, lines };
}

function attached(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.on("close", () => {
      reject(new Error(`strace ended early: ${said}`));
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("attached")) {
        resolve();
      }
    });
  });
}
