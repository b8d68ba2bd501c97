// Daemons that are there and of no use, and the command that the doctor gives: real ones.

import { spawn } from "node:child_process";
import fs from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { askStatus } from "../../../daemon/io/hello.ts";
import { until } from "../../daemon/io/stage.ts";
import { makeMachine, type Machine } from "./machine.ts";
import { stopDaemon, type } from "./mend.ts";

const compiled = fileURLToPath(new URL("../../..", import.meta.url));

/** One that was installed as that version. */
async function start(t: Test, { path, home, place, bin }: Machine, version: string) {
  const root = join(path, "installed");
  fs.mkdirSync(root);
  fs.writeFileSync(join(root, "package.json"), JSON.stringify({ version }));
  fs.symlinkSync(compiled, join(root, "dist"));
  const words = [join(root, "dist/daemon/main.js"), place, "a test"];
  const env = { HOME: home, PATH: `${bin}:${dirname(process.execPath)}` };
  const daemon = spawn(process.execPath, words, { env, stdio: "inherit", cwd: "/" });
  t.teardown(() => daemon.kill("SIGKILL"));
  await until(place, async () => (await askStatus(place, 200)) !== null);
  return daemon;
}

async function check(t: Test, machine: Machine, expected: object): Promise<void> {
  const { findings } = await machine.examine();
  t.match(findings, [expected]);
  t.equal(findings.length, 1, "nothing else");
  type(machine, {}, findings);
  t.same((await machine.examine()).findings, [], "mended");
  stopDaemon(machine);
}

t.test("one that hangs", async (t) => {
  const machine = makeMachine(t);
  const daemon = await start(t, machine, "0.1.0");
  t.same((await machine.examine()).findings, [], "all is well before");
  daemon.kill("SIGSTOP");
  await check(t, machine, {
    id: "daemon-mute",
    where: `process ${daemon.pid}`,
    mend: "pyguard daemon restart",
  });
});

t.test("one of an earlier version", async (t) => {
  const machine = makeMachine(t);
  const daemon = await start(t, machine, "0.0.9");
  await check(t, machine, {
    id: "daemon-old",
    what: "the daemon is of version 0.0.9, this is 0.1.0",
    where: `process ${daemon.pid}`,
    mend: "pyguard daemon restart",
  });
});

t.test("none, where something else is in its directory's place", async (t) => {
  const machine = makeMachine(t);
  const base = dirname(machine.place);
  fs.rmSync(base, { recursive: true });
  fs.writeFileSync(base, "");
  t.match((await machine.examine()).findings, [
    { id: "runtime-directory", what: /is no directory$/, where: base },
  ]);
});
