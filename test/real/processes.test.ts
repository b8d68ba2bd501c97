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
import type { Terminal } from "./terminal.ts";

const allowedPerChange: Readonly<Record<ShellName, number>> = { bash: 0, zsh: 0, fish: 1, pwsh: 0 };

const strace = findOnPath("strace");

eachShell({ title: "processes", count: 5 }, async (t, shell) => {
  if (strace === null) {
    t.pass("strace: not found, 5 scenarios left out", { skip: true });
    return;
  }
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  await makeProject(sandbox, join(sandbox.home, "proj"), "trusted");
  mkdirSync(join(sandbox.home, "proj", "sub"));
  await counts(t, { shell, sandbox, terminal: await sandbox.open(shell) });
});

type Scene = { readonly shell: Shell; readonly sandbox: Sandbox; readonly terminal: Terminal };

async function counts(t: Test, { shell, sandbox, terminal }: Scene): Promise<void> {
  const { cd } = dialectOf(shell.name);
  const [project, away] = [join(sandbox.home, "proj"), sandbox.home];
  const walk = [cd(project), cd(away)];
  // A first question may compile, hash and load things.
  await type(terminal, [...walk, ...walk, ""]);
  const limit = allowedPerChange[shell.name];
  const rows: readonly (readonly [string, readonly string[], number])[] = [
    ["an unchanged prompt outside", ["", "", ""], 0],
    ["entering", [cd(project)], limit],
    ["an unchanged prompt inside", ["", "", ""], 0],
    ["a directory of the project", [cd(join(project, "sub"))], limit],
    ["leaving", [cd(away)], limit],
  ];
  for (const [name, lines, most] of rows) {
    const { processes, lines: seen } = await trace(join(sandbox.home, "trace"), terminal.pid, () =>
      type(terminal, lines),
    );
    t.ok(processes <= most, `${name}: ${processes} processes`, { seen });
  }
  t.notMatch((await terminal.run("/usr/bin/env")).output, "VIRTUAL_ENV=");
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
