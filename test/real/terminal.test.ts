// The driver itself, before anything is tested with it.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import t from "tap";
import { interactiveArgv, prelude, startFile } from "./launch.ts";
import { findShells, type Shell } from "./shells.ts";
import { openTerminal, type Terminal } from "./terminal.ts";
import { makeThrowAway } from "./throw-away.ts";

function writeStartFile(home: string, shell: Shell): void {
  const path = join(home, startFile(shell.name));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, prelude(shell.name));
}

async function open(shell: Shell, home: string): Promise<Terminal> {
  writeStartFile(home, shell);
  const environment = { HOME: home, PATH: "/usr/local/bin:/usr/bin:/bin", TERM: "xterm-256color" };
  return openTerminal({
    argv: interactiveArgv(shell),
    environment: { ...environment, LANG: "C.UTF-8" },
    directory: home,
    rows: 50,
    columns: 400,
  });
}

for (const shell of findShells().here) {
  t.test(`${shell.title} on a pseudo-terminal`, async (t) => {
    const home = makeThrowAway();
    t.teardown(home.remove);
    const terminal = await open(shell, home.path);
    t.teardown(() => terminal.close());
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
}

t.test("says what it saw last where a shell does not answer", async (t) => {
  const [shell] = findShells().here;
  if (shell === undefined) {
    return;
  }
  const home = makeThrowAway();
  t.teardown(home.remove);
  const terminal = await open(shell, home.path);
  t.teardown(() => terminal.close());
  await t.rejects(terminal.run("echo before; sleep 1000", { timeoutMs: 300 }), {
    message: /300 ms passed while waiting for the next prompt.*before/s,
  });
});
