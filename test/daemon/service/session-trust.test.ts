// What an editor activated by itself is adopted in that shell and those started in it, and nowhere else or later.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { fromText } from "../../../daemon/core/bytes.ts";
import { makeHouse, type House } from "./house.ts";

/** A process that stands for a shell, and one started in it. */
async function startShell(
  t: Test,
): Promise<{ readonly shell: ChildProcess; readonly inner: number }> {
  const shell = spawn("/bin/sh", ["-c", "sleep 100 & echo $!; wait"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [chunk]: unknown[] = await once(shell.stdout, "data");
  const inner = Number(String(chunk));
  t.teardown(() => {
    shell.kill("SIGKILL");
    process.kill(inner, "SIGKILL");
  });
  return { shell, inner };
}

const flags = { editor: true } as const;

function activate(house: House, project: string, pid: number) {
  const venv = fromText(join(project, ".venv"));
  const evidence = { kind: "activated", environment: venv } as const;
  return house.ask(project, { pid, flags, virtualEnv: venv, evidence });
}

t.test("adopted in that shell, without a record", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const { shell, inner } = await startShell(t);
  const pid = shell.pid ?? 0;
  t.match(await activate(house, project, pid), { state: "in", line: "" });
  t.match(await house.ask(project, { pid }), { state: "in" }, "at every prompt");
  t.match(await house.ask(project, { pid: inner }), { state: "in" }, "in a shell started in it");
  t.match(
    await house.ask(project, { pid: process.ppid }),
    { state: "out", marks: "u" },
    "nowhere else",
  );
  t.same(await house.answers.store.list(), [], "no record");
  t.match(
    await house.restart().ask(project, { pid }),
    { state: "in" },
    "after the daemon came anew",
  );
});

t.test("made in that shell, where no record can be written", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const { shell, inner } = await startShell(t);
  const pid = shell.pid ?? 0;
  fs.mkdirSync(join(house.home, ".local"));
  fs.writeFileSync(join(house.home, ".local/state"), "");
  const evidence = { kind: "born", directory: fromText(project) } as const;
  t.match(await house.ask(project, { pid, evidence }), { state: "in", line: "" });
  t.match(await house.ask(project, { pid: inner }), { state: "in" }, "in a shell started in it");
  t.match(await house.ask(project, { pid: process.ppid }), { state: "out" }, "nowhere else");
});

t.test("forgotten with the shell: when it says bye, and when it is gone", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const { shell } = await startShell(t);
  const pid = shell.pid ?? 0;
  await activate(house, project, pid);
  await house.ask(project, { pid, verb: "bye" });
  t.match(await house.ask(project, { pid }), { state: "out" });
  await activate(house, project, pid);
  const sessions = join(house.runtime, "session");
  t.equal(fs.readdirSync(sessions).length, 1);
  const gone = once(shell, "exit");
  shell.kill("SIGKILL");
  await gone;
  t.match(await house.ask(project, { pid }), { state: "out" });
  const next = await startShell(t);
  await activate(house, project, next.shell.pid ?? 0);
  t.equal(fs.readdirSync(sessions).length, 1, "what the dead left is swept");
});

t.test(
  "is no more than a record: refused, changed and shadowed environments stay out",
  async (t) => {
    const house = makeHouse(t);
    const { shell } = await startShell(t);
    const pid = shell.pid ?? 0;
    const changes: Readonly<Record<string, (venv: string) => void>> = {
      "pyvenv.cfg": (venv) => fs.appendFileSync(join(venv, "pyvenv.cfg"), "prompt = x\n"),
      ls: (venv) => fs.writeFileSync(join(venv, "bin/ls"), ""),
      mode: (venv) => fs.chmodSync(venv, 0o777),
      bin: (venv) => {
        fs.renameSync(join(venv, "bin"), join(venv, "old"));
        fs.cpSync(join(venv, "old"), join(venv, "bin"), {
          recursive: true,
          verbatimSymlinks: true,
        });
      },
    };
    for (const [name, change] of Object.entries(changes)) {
      const project = house.project(name);
      t.match(await activate(house, project, pid), { state: "in" }, name);
      change(join(project, ".venv"));
      t.match(await house.ask(project, { pid }), { state: "out", marks: "u" }, name);
    }
    const project = house.project("refused");
    await activate(house, project, pid);
    const pair = { environment: fromText(join(project, ".venv")), project: fromText(project) };
    await house.answers.store.refuse(pair);
    t.match(await house.ask(project, { pid }), { state: "out" }, "refused");
    t.match(await activate(house, project, pid), { state: "keep" }, "and activated again");
  },
);

t.test(
  "is not given for what came with a repository, a link, or another's directory",
  async (t) => {
    const house = makeHouse(t);
    const { shell } = await startShell(t);
    const pid = shell.pid ?? 0;
    const good = house.project("good");
    const linked = join(house.home, "linked");
    fs.mkdirSync(linked);
    fs.symlinkSync(join(good, ".venv"), join(linked, ".venv"));
    t.match(await activate(house, linked, pid), { state: "keep" }, "a link");
    const shadowing = house.project("shadowing");
    fs.writeFileSync(join(shadowing, ".venv/bin/git"), "");
    t.match(await activate(house, shadowing, pid), { state: "keep" }, "hides git");
    const open = house.project("open");
    fs.chmodSync(open, 0o777);
    t.match(await activate(house, open, pid), { state: "keep" }, "others can write");
  },
);
