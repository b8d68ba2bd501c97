// While it serves: what is taken from it comes back, and it goes when it is not the one any more.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { answersAs, ask, makeQuestion, makeStage, ring, until } from "./stage.ts";

t.jobs = 3;
// Real processes: a busy machine is slow, not wrong.
t.setTimeout(120_000);

const minute = Math.floor(Date.now() / 60_000);

t.test("public names that are removed or replaced come back", async (t) => {
  const { runtime, serve, names, witness } = makeStage(t);
  const daemon = await serve();
  const at = (name: string): string => join(runtime, name);
  const inode = (name: string): number =>
    fs.lstatSync(at(name), { throwIfNoEntry: false })?.ino ?? 0;
  const before = ["sock", "bell", "idle"].map(inode);
  for (const name of ["sock", "bell", "idle", "pid", `up.1.0.${daemon.pid}`]) {
    fs.rmSync(at(name));
  }
  fs.symlinkSync("/dev/null", at("sock"));
  fs.writeFileSync(at("bell"), "not a FIFO");
  fs.writeFileSync(at(`mute.${minute}`), "");
  await until(runtime, () => witness() !== null && !names().includes(`mute.${minute}`));
  t.same(["sock", "bell", "idle"].map(inode), before);
  t.equal(fs.readFileSync(at("pid"), "utf8"), `${daemon.pid}\n`);
  t.ok(await ring(runtime, makeQuestion(), `${process.pid}.1`));
});

t.test("leaves when its own names are gone, and the next one serves", async (t) => {
  const { runtime, serve, names } = makeStage(t);
  const daemon = await serve();
  names()
    .filter((name) => /^[sbi]\.1\./.test(name))
    .forEach((name) => fs.rmSync(join(runtime, name)));
  await daemon.ended;
  t.notOk(names().some((name) => name.startsWith("up.") || name === "sock"));
  await serve();
});

t.test("leaves when the runtime directory is removed, or another is in its place", async (t) => {
  for (const replace of [false, true]) {
    const { runtime, serve } = makeStage(t);
    const daemon = await serve();
    fs.rmSync(runtime, { recursive: true });
    if (replace) {
      fs.mkdirSync(runtime, { mode: 0o700 });
    }
    await daemon.ended;
    t.same(fs.existsSync(runtime) ? fs.readdirSync(runtime) : [], [], "touches nothing there");
  }
});

t.test("a newer version takes over, an older one leaves it alone", async (t) => {
  const { runtime, start, serve, witness } = makeStage(t);
  const old = await serve({ version: "1.0.0" });
  const newer = await serve({ version: "1.1.0" });
  await old.ended;
  t.equal(await start({ version: "1.0.0" }).said, "left: another serves");
  t.equal(await answersAs(runtime), newer.pid);
  t.match(witness(), { generation: 2, pid: newer.pid });
});

t.test("nobody is left without an answer while a newer version takes over", async (t) => {
  const { runtime, serve } = makeStage(t);
  const old = await serve({ version: "1.0.0" });
  const ended = old.ended.then(() => "ended");
  const served = serve({ version: "1.1.0" });
  const answers: string[] = [];
  while ((await Promise.race([ended, Promise.resolve("serves")])) === "serves") {
    answers.push((await ask(runtime, makeQuestion()))?.name ?? "nothing");
  }
  await served;
  t.same([...new Set(answers)].toSorted(), ["1.0.0", "1.1.0"], `${answers.length} answers`);
});

t.test(
  "stopped between binding and publishing, superseded and woken, it leaves the other alone",
  async (t) => {
    const { runtime, start, names } = makeStage(t);
    const sleeper = start({ faults: [{ call: "linkSync", nth: 1, is: "SIGSTOP" }] });
    await until(
      runtime,
      () => names().some((name) => name.startsWith("i.1.")) && isStopped(sleeper.pid),
    );
    // For three seconds it passes for one that starts.
    let newer = start();
    while ((await newer.said) === "left: another is starting") {
      newer = start();
    }
    sleeper.process.kill("SIGCONT");
    await sleeper.ended;
    await until(runtime, async () => (await answersAs(runtime)) === newer.pid);
    t.ok(await ring(runtime, makeQuestion(), `${process.pid}.1`));
    t.ok(names().includes(`up.2.0.${newer.pid}`));
  },
);

t.test(
  "a stopped one is replaced when it was mute for minutes, and leaves when it wakes",
  async (t) => {
    const { runtime, start, serve, names } = makeStage(t);
    const hung = await serve();
    hung.process.kill("SIGSTOP");
    fs.writeFileSync(join(runtime, `mute.${minute}`), "");
    t.equal(await start().said, "left: another serves", "one missed answer is not enough");
    fs.writeFileSync(join(runtime, `mute.${minute - 2}`), "");
    const newer = await serve();
    t.same(
      names().filter((name) => name.startsWith("mute.")),
      [],
    );
    hung.process.kill("SIGCONT");
    await hung.ended;
    await until(runtime, async () => (await answersAs(runtime)) === newer.pid);
  },
);

t.test("killed, it is replaced at once, and every shell learns of it", async (t) => {
  const { runtime, serve } = makeStage(t);
  const first = await serve();
  first.process.kill("SIGKILL");
  await first.ended;
  const second = await serve();
  t.equal((await ask(runtime, makeQuestion()))?.witness, `up.2.0.${second.pid}`);
});

t.test("SIGTERM ends it within a second, with the questions it has", async (t) => {
  const { runtime, serve, names } = makeStage(t);
  const daemon = await serve({ delayMs: 300 });
  const asked = ask(runtime, makeQuestion());
  const rung = ring(runtime, makeQuestion(), `${process.pid}.1`);
  await until(runtime, () => !names().includes(`q.${process.pid}.1`));
  const since = performance.now();
  daemon.process.kill("SIGTERM");
  await daemon.ended;
  t.ok(performance.now() - since < 1000);
  t.match(await asked, { name: "1.0.0" });
  t.match(await rung, { name: "1.0.0" });
  t.same(
    names().filter((name) => !/^[ag]\./.test(name)),
    [],
  );
});

t.test("leaves when it is switched off, when idle, and when its program is replaced", async (t) => {
  const off = makeStage(t);
  const first = await off.serve();
  fs.writeFileSync(join(off.runtime, "off"), "");
  const idle = makeStage(t);
  const second = await idle.serve({ idleMinutes: 0.001 });
  const replaced = makeStage(t);
  const third = await replaced.serve();
  fs.rmSync(join(replaced.root, "package.json"));
  await ask(replaced.runtime, makeQuestion({ version: asBytes("1.0.1") }));
  await Promise.all([first.ended, second.ended, third.ended]);
  for (const { names } of [off, idle, replaced]) {
    t.same(
      names().filter((name) => !/^g\.|^off$/.test(name)),
      [],
    );
  }
});

t.test("stays while a hooked shell lives, and goes after its goodbye", async (t) => {
  const { runtime, serve } = makeStage(t);
  const daemon = await serve({ idleMinutes: 0.02 });
  await ask(runtime, makeQuestion());
  const since = performance.now();
  await until(runtime, () => performance.now() - since > 2500);
  t.equal(await answersAs(runtime), daemon.pid);
  await ask(runtime, makeQuestion({ verb: "bye" }));
  await daemon.ended;
});

/** T in /proc: stopped by a signal. */
function isStopped(pid: number): boolean {
  return / T /.test(fs.readFileSync(`/proc/${pid}/stat`, "latin1"));
}
