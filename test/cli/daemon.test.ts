// `pyguard daemon`, as people type it.

import { spawn } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { findOwner, stopDaemon } from "../../daemon/io/control.ts";
import { findRuntimeDirectory } from "../../daemon/io/runtime-directory.ts";
import { makeThrowAway } from "../real/throw-away.ts";
import { home, until } from "../daemon/io/stage.ts";

type Ended = { readonly status: number | null; readonly out: string; readonly errors: string };

type Desk = {
  readonly runtime: string;
  readonly root: string;
  readonly pyguard: (...words: readonly string[]) => Promise<Ended>;
};

function makeDesk(t: Test): Desk {
  const { path: root, remove } = makeThrowAway();
  const place = findRuntimeDirectory(root);
  const runtime = place.kind === "place" ? place.path : "";
  t.teardown(async () => {
    await stopDaemon(runtime);
    remove();
  });
  const env = {
    HOME: root,
    PATH: `${join(process.execPath, "..")}:/usr/bin:/bin`,
    XDG_RUNTIME_DIR: root,
  };
  return { root, runtime, pyguard: (...words) => run(["daemon", ...words], env) };
}

function run(words: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(join(home, "cli", "pyguard"), words, {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.on("close", (status) => {
      resolve({ status, out: String(Buffer.concat(out)), errors: String(Buffer.concat(errors)) });
    });
  });
}

t.jobs = 3;

t.test("starts, shows, stops for good, starts again", async (t) => {
  const { pyguard, runtime } = makeDesk(t);
  t.match(await pyguard("status"), { status: 1, out: "no daemon runs\n", errors: "" });
  t.match(await pyguard("start"), {
    status: 0,
    out: /^pyguard \S+ answers your shells, process \d+\n$/,
  });
  const pid = findOwner(runtime)?.pid ?? 0;
  t.match(await pyguard("start"), { status: 0, out: `process ${pid}\n` }, "twice is once");
  t.match(await pyguard("status"), {
    status: 0,
    out: /^pyguard .*started by pyguard daemon\n {2}memory +\d+ MB\n/,
  });
  t.match(JSON.parse((await pyguard("status", "--json")).out), {
    running: true,
    pid,
    shells: 0,
    runtimeDirectory: runtime,
  });
  t.match(await pyguard("stop"), { status: 0, out: `stopped process ${pid}; ` });
  t.equal(findOwner(runtime), null);
  t.ok(fs.existsSync(join(runtime, "off")));
  t.match(await pyguard("status"), { status: 1, out: /^no daemon runs\nit was stopped by hand/ });
  t.match(JSON.parse((await pyguard("status", "--json")).out), {
    running: false,
    stopped: true,
    why: "",
  });
  t.match(await pyguard("stop"), { status: 0, out: "no daemon ran; " });
  t.match(await pyguard("restart"), { status: 0 });
  t.notOk(fs.existsSync(join(runtime, "off")));
  t.match(await pyguard("log"), { status: 0, out: /"msg":"serving"[^]*"msg":"leaving"/ });
});

t.test("one that is stopped by a signal is named, and restarted", async (t) => {
  const { pyguard, runtime } = makeDesk(t);
  await pyguard("start");
  const pid = findOwner(runtime)?.pid ?? 0;
  process.kill(pid, "SIGSTOP");
  t.match(await pyguard("status"), {
    status: 1,
    out: `process ${pid} does not answer; see: pyguard daemon restart`,
  });
  t.match(JSON.parse((await pyguard("status", "--json")).out), { running: false, mute: pid });
  t.match(await pyguard("restart"), { status: 0 });
  t.not(findOwner(runtime)?.pid, pid);
});

t.test("start takes over from one that hangs", async (t) => {
  const { pyguard, runtime } = makeDesk(t);
  await pyguard("start");
  const pid = findOwner(runtime)?.pid ?? 0;
  process.kill(pid, "SIGSTOP");
  t.match(await pyguard("start"), { status: 0 });
  t.not(findOwner(runtime)?.pid, pid);
  process.kill(pid, "SIGCONT");
  await until(runtime, () => !fs.existsSync(`/proc/${pid}`));
});

t.test("every error is one line and a status", async (t) => {
  const { root, runtime, pyguard } = makeDesk(t);
  t.match(await pyguard("log"), { status: 1, errors: /^pyguard: there is no log yet at \S+\n$/ });
  await pyguard("status");
  fs.chmodSync(join(runtime, ".."), 0o755);
  for (const word of ["start", "stop", "restart", "status"]) {
    const { status, out, errors } = await pyguard(word);
    t.equal(status, 1, word);
    t.equal(out, "");
    t.match(errors, /^pyguard: no daemon can run: \S+ is open to others; run: chmod 700 \S+\n$/);
  }
  t.match(await pyguard("dance"), { status: 2, errors: /^pyguard: [^\n]*\n$/ });
  t.equal(fs.readdirSync(root).includes(".local"), false);
});

t.test("says why it does not start", async (t) => {
  const { pyguard, runtime } = makeDesk(t);
  await pyguard("status");
  fs.mkdirSync(join(runtime, "sock"));
  fs.writeFileSync(join(runtime, "sock", "somebody's"), "");
  t.match(await pyguard("start"), {
    status: 1,
    errors: /^pyguard: the daemon did not start: E[A-Z]+: [^\n]*sock[^\n]*\n$/,
  });
  t.match(await pyguard("status"), { status: 1, out: /the last start failed: .*sock/ });
});

t.test("start and stop at once leave one daemon or none", async (t) => {
  const { pyguard, runtime } = makeDesk(t);
  for (let round = 0; round < 3; round += 1) {
    await Promise.all([pyguard("start"), pyguard("stop"), pyguard("start")]);
    const claims = fs.readdirSync(runtime).filter((name) => name.startsWith("up."));
    t.ok(claims.length <= 1, claims.join(" "));
  }
  t.match(await pyguard("start"), { status: 0 });
  t.ok(findOwner(runtime));
});
