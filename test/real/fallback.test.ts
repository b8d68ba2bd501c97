// The guard holds without the daemon: one run of the same code decides, and where that is impossible too, pip itself.

import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { dialectOf } from "./dialect.ts";
import { eachShell } from "./each-shell.ts";
import { clone, kill, Sandbox } from "./sandbox.ts";
import type { Shell } from "./shells.ts";
import type { Terminal } from "./terminal.ts";

type Scene = {
  readonly t: Test;
  readonly sandbox: Sandbox;
  readonly terminal: Terminal;
  readonly program: string;
  /** Prints the status of the command before. */
  readonly status: string;
};

const patience = { timeoutMs: 60_000 };

eachShell({ title: "P5, the guard holds without the daemon", count: 3 }, async (t, shell) => {
  const scene = await open(t, shell);
  const { set, unset } = dialectOf(shell.name);
  // The distributor's words stand in front once.
  await type(scene, "pip install requests");
  const refusal = await type(scene, "pip install requests");
  t.match(refusal, /^pyguard: nothing was installed\./, "with a daemon");
  kill((await scene.sandbox.awaitDaemon()) ?? 0, "SIGSTOP");
  await t.test("a daemon that says nothing", async (t) => {
    await decidesTheSame({ ...scene, t }, refusal);
  });
  writeFileSync(join(scene.program, "daemon/launch"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  await t.test("and nothing that could decide in its place", async (t) => {
    await asksPip({ ...scene, t });
    await runsUnchecked({ ...scene, t }, "pip install --target lib requests");
    await runsUnchecked({ ...scene, t }, "pip install -tlib requests");
    await type(scene, set("CONDA_PREFIX", "/opt/conda/envs/sci"));
    await runsUnchecked({ ...scene, t }, "pip install requests");
    await type(scene, unset("CONDA_PREFIX"));
  });
  kill((await scene.sandbox.awaitDaemon()) ?? 0, "SIGCONT");
  await t.test("the daemon again", async (t) => {
    await comesBack({ ...scene, t }, refusal);
  });
});

/** A program of its own, so that parts of it can be broken. */
async function open(t: Test, shell: Shell): Promise<Scene> {
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  const program = join(sandbox.home, "program");
  for (const part of ["hooks", "cli/pyguard", "daemon/launch"]) {
    cpSync(join(clone, part), join(program, part), { recursive: true, verbatimSymlinks: true });
  }
  symlinkSync(join(clone, "dist"), join(program, "dist"));
  const directory = join(sandbox.home, "here");
  mkdirSync(directory);
  const hook = join(program, "hooks", `pyguard.${shell.name === "pwsh" ? "ps1" : shell.name}`);
  const after = `${shell.name === "pwsh" ? "." : "source"} '${hook}'`;
  const terminal = await sandbox.open(shell, { plain: true, after, directory });
  await sandbox.awaitDaemon();
  return { t, sandbox, terminal, program, status: dialectOf(shell.name).status };
}

async function type({ terminal }: Scene, line: string): Promise<string> {
  return (await terminal.run(line, patience)).output;
}

async function decidesTheSame(scene: Scene, refusal: string): Promise<void> {
  const { t, sandbox } = scene;
  sandbox.pipCalls();
  t.equal(await type(scene, "pip install requests"), refusal, "word for word");
  t.equal(sandbox.pipCalls().length, 0, "pip did not run");
  t.equal(await type(scene, "pip install --target lib requests"), "pip ran\n");
  t.equal(sandbox.pipCalls().at(-1)?.require, "", "as it is");
}

/** pip refuses by itself, with the status that pyguard has from it. */
async function asksPip(scene: Scene): Promise<void> {
  const { t, sandbox, status } = scene;
  const said = await type(scene, "pip install requests");
  t.match(said, /^pyguard: no answer .* pip itself is asked to refuse[^\n]*\n$/);
  t.equal(await type(scene, status), "status=3\n");
  t.equal(sandbox.pipCalls().at(-1)?.require, "1", "PIP_REQUIRE_VIRTUALENV");
  t.equal(await type(scene, "pip list"), "pip ran\n", "what installs nothing runs without a word");
  t.equal(sandbox.pipCalls().at(-1)?.require, "", "and only that one install was told");
}

async function runsUnchecked(scene: Scene, line: string): Promise<void> {
  const { t, sandbox } = scene;
  const said = await type(scene, line);
  t.match(said, /^pyguard: no answer .* running this unchecked[^\n]*\npip ran\n$/, line);
  t.equal(sandbox.pipCalls().at(-1)?.require, "", `${line}: open`);
}

/** A daemon that was mute is not asked again at once. */
async function comesBack(scene: Scene, refusal: string): Promise<void> {
  const limit = Date.now() + patience.timeoutMs;
  let said = "";
  while (said !== refusal && Date.now() < limit) {
    said = await type(scene, "pip install requests");
  }
  scene.t.equal(said, refusal);
}
