// The driver itself, before anything is tested with it.

import t, { type Test } from "tap";
import { eachShell } from "./each-shell.ts";
import { Sandbox } from "./sandbox.ts";
import { findShells, type Shell } from "./shells.ts";
import type { Terminal } from "./terminal.ts";

function open(t: Test, shell: Shell): Promise<Terminal> {
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  return sandbox.open(shell, { plain: true });
}

eachShell({ title: "on a pseudo-terminal", count: 1 }, async (t, shell) => {
  const terminal = await open(t, shell);
  t.equal(terminal.prompt(), "> ");
  t.equal((await terminal.run("/bin/echo hello")).output, "hello\n");
  t.equal((await terminal.run("/bin/echo 'süß 環境'")).output, "süß 環境\n");
  t.equal((await terminal.run("")).output, "");
  const long = await terminal.run("seq 1 20000");
  t.match(long.output, /^1\n2\n3\n/);
  t.match(long.output, /\n19999\n20000\n$/);
  t.equal((await terminal.run("/bin/sh -c 'echo $PPID'")).output, `${terminal.pid}\n`);
  terminal.type("/bin/sh -c 'echo started; exec sleep 1000'");
  await terminal.seen(/started/);
  terminal.send("\u0003");
  await terminal.nextPrompt();
  t.equal((await terminal.run("/bin/echo again")).output, "again\n");
  const { status } = await terminal.end("exit 5");
  t.equal(status, 5);
});

t.test("says what it saw last where a shell does not answer", async (t) => {
  const [shell] = findShells().here;
  if (shell === undefined) {
    return;
  }
  const terminal = await open(t, shell);
  await t.rejects(terminal.run("echo before; sleep 1000", { timeoutMs: 300 }), {
    message: /300 ms passed while waiting for the next prompt.*before/s,
  });
});
