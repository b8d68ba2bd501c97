// Every hook is silent and works in a shell that is as strict and as strange as people make it.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { asBytes, toText } from "../../daemon/core/bytes.ts";
import { renderAnswer } from "../../daemon/wire/answer.ts";
import { FakeDaemon, goodAnswer } from "../conformance/fake-daemon.ts";
import { dialectOf } from "../real/dialect.ts";
import { eachShell } from "../real/each-shell.ts";
import { Sandbox } from "../real/sandbox.ts";
import type { Shell } from "../real/shells.ts";
import { hostiles, type Hostile } from "./hostile.ts";

eachShell({ title: "strict", count: hostiles.length }, async (t, shell) => {
  const rows = hostiles.filter(
    (row) => row.shell === shell.name && !(row.newBashOnly && shell.title === "bash32"),
  );
  const sandbox = new Sandbox();
  const daemon = new FakeDaemon(sandbox.runtime);
  daemon.reply = (question) => {
    const inside = toText(question.directory).endsWith("/proj");
    const environment = asBytes(inside ? `${question.directory}/.venv` : "");
    const state = inside ? "in" : "out";
    return renderAnswer(goodAnswer(question, { state, environment, venvHere: inside }));
  };
  t.teardown(async () => {
    daemon.close();
    await sandbox.close();
  });
  mkdirSync(join(sandbox.home, "proj", ".venv", "bin"), { recursive: true });
  for (const row of rows) {
    await t.test(row.name, (t) => staysSilent(t, row, { shell, sandbox, daemon }));
  }
});

type Scene = { readonly shell: Shell; readonly sandbox: Sandbox; readonly daemon: FakeDaemon };

async function staysSilent(
  t: Test,
  row: Hostile,
  { shell, sandbox, daemon }: Scene,
): Promise<void> {
  // Past an alias, in the shells where that is how it is said.
  const past = shell.name === "fish" ? "cd " : "\\cd ";
  const cd = (path: string): string => dialectOf(shell.name).cd(path).replace(/^cd /, past);
  const given = (await openPlain(sandbox, shell, row)).output;
  const terminal = await sandbox.open(shell, { before: row.before });
  t.equal(terminal.output(), given, "writes nothing at its start");
  const active = async (): Promise<string | undefined> =>
    /^VIRTUAL_ENV=(.*)$/m.exec((await terminal.run("/usr/bin/env")).output)?.[1];
  const project = join(sandbox.home, "proj");
  for (const turn of [1, 2]) {
    t.equal(await daemon.hears(terminal, cd(project)), "", `enters in silence, time ${turn}`);
    t.equal(await active(), `${project}/.venv`, "VIRTUAL_ENV");
    t.equal((await terminal.run("")).output, "", "stays in silence");
    t.equal(await daemon.hears(terminal, cd(sandbox.home)), "", "leaves in silence");
    t.equal(await active(), undefined, "VIRTUAL_ENV");
  }
  await terminal.close();
}

/** What the start file writes without the hook. */
async function openPlain(
  sandbox: Sandbox,
  shell: Shell,
  row: Hostile,
): Promise<{ readonly output: string }> {
  const terminal = await sandbox.open(shell, { before: row.before, plain: true });
  const output = terminal.output();
  await terminal.close();
  return { output };
}
