// What a watcher hears from a real daemon, and that nobody who watches is felt by anybody else.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { WebSocket } from "ws";
import { fromText } from "../../daemon/core/bytes.ts";
import { findRuntimeDirectory } from "../../daemon/io/runtime-directory.ts";
import { distrust } from "../../daemon/service/trust.ts";
import type { Question } from "../../daemon/wire/question.ts";
import { age, answering } from "./io/probe/pythons.ts";
import { ask, makeQuestion, until } from "./io/stage.ts";
import { startDaemon, type RealDaemon } from "./real-daemon.ts";
import { makeHouse, type House } from "./service/house.ts";

const cli = fileURLToPath(new URL("../../cli/main.js", import.meta.url));

type Town = {
  readonly house: House;
  readonly daemon: RealDaemon;
  readonly runtime: string;
  /** XDG_RUNTIME_DIR */
  readonly base: string;
  readonly tell: (directory: string, changes?: Partial<Question>) => Promise<string>;
};

async function makeTown(t: Test): Promise<Town> {
  const house = makeHouse(t);
  const base = join(house.path, "run");
  fs.mkdirSync(base, { mode: 0o700 });
  const place = findRuntimeDirectory(base);
  const runtime = place.kind === "place" ? place.path : "";
  fs.mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const daemon = await startDaemon(t, { home: house.home, runtime });
  const tell: Town["tell"] = async (directory, changes) => {
    const question = makeQuestion({ directory: fromText(directory), ...changes });
    const answer = await ask(runtime, question);
    return answer === null ? "no answer" : question.verb === "pip" ? answer.decision : answer.state;
  };
  return { house, daemon, runtime, base, tell };
}

type Watcher = {
  readonly socket: WebSocket;
  /** What came since it was asked last, without `at`. */
  readonly heard: (count: number) => Promise<readonly unknown[]>;
};

async function watch(t: Test, runtime: string): Promise<Watcher> {
  const socket = new WebSocket(`ws+unix:${runtime}/sock:/events`);
  const messages: unknown[] = [];
  socket.on("message", (data: Buffer) => messages.push(JSON.parse(data.toString("utf8"))));
  t.teardown(() => socket.terminate());
  await once(socket, "open");
  const heard: Watcher["heard"] = async (count) => {
    await until(runtime, () => messages.length >= count);
    return messages.splice(0);
  };
  return { socket, heard };
}

/** Only running it tells what it is. */
function makePython({ home }: House): string {
  const file = join(home, "asked/bin/python3");
  fs.mkdirSync(join(home, "asked/bin"), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${answering(file)}\n`, { mode: 0o755 });
  return file;
}

/** What pip may not write to, whoever asks. */
function makeCondaBase({ home }: House): string {
  const file = join(home, "conda/bin/python3");
  for (const name of ["bin", "condabin", "conda-meta", "pkgs", "envs"]) {
    fs.mkdirSync(join(home, "conda", name), { recursive: true });
  }
  fs.writeFileSync(join(home, "conda/conda-meta/history"), "");
  fs.writeFileSync(file, "", { mode: 0o755 });
  return file;
}

t.test("each event, as it is described", async (t) => {
  const { house, runtime, tell } = await makeTown(t);
  const { project, trust, home, answers } = house;
  const mine = project("mine");
  const theirs = project("theirs");
  await trust(mine);
  const { heard } = await watch(t, runtime);
  const shell = { shell: "bash", pid: process.pid };
  const about = (type: string, directory: string, rest = {}) => ({
    schema: 1,
    at: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
    type,
    directory,
    ...rest,
  });
  const environment = join(mine, ".venv");

  t.equal(await tell(mine), "in");
  t.match(await heard(1), [about("entered", mine, { ...shell, environment })]);
  t.equal(await tell(home), "out");
  t.match(await heard(1), [about("left", home, { ...shell, environment })]);
  await tell(mine);
  await tell(mine, { verb: "bye" });
  const atEnd = [about("entered", mine, { environment }), about("left", mine, { environment })];
  t.match(await heard(2), atEnd, "a shell that ends leaves");

  const pip = (python: string) =>
    tell(home, {
      verb: "pip",
      variables: new Map([
        ["HOME", fromText(home)],
        ["PATH", fromText(`${dirname(python)}:/usr/bin:/bin`)],
      ]),
      argv: ["python3", "-m", "pip", "install", "x"].map(fromText),
    });
  t.equal(await pip(makeCondaBase(house)), "refuse");
  const [refused] = await heard(1);
  t.match(refused, about("refused", home, shell));
  const interpreter = makePython(house);
  // What changed a moment ago is not remembered.
  await age();
  await pip(interpreter);
  await pip(interpreter);
  const [probed, ...more] = (await heard(1)).filter(isProbed);
  t.match(probed, { schema: 1, type: "probed", interpreter, version: "3.12.1" });
  t.same(more, [], "it was run once");

  t.equal(await tell(theirs), "out");
  await trust(theirs);
  t.equal(await tell(theirs, { shell: "cli" }), "in", "as pyguard trust asks");
  t.match(await heard(1), [about("trust", theirs, { isTrusted: true })]);
  await distrust(fromText(theirs), answers.ports);
  t.equal(await tell(theirs, { shell: "cli" }), "out");
  t.match(await heard(1), [about("trust", theirs, { isTrusted: false })]);

  fs.rmSync(join(mine, ".venv/bin/python"));
  t.equal(await tell(mine), "out");
  t.match(await heard(1), [about("broken", mine)]);
  t.same(
    Object.keys(Object(refused)).toSorted(),
    ["at", "directory", "pid", "schema", "shell", "type"],
    "no command line, no variable",
  );
});

t.test("a hundred hear at once, and those who do not read are not felt", async (t) => {
  const { house, daemon, runtime, tell } = await makeTown(t);
  const { project, trust, home } = house;
  // Long events fill a listener's buffers soon.
  const mine = project("m".repeat(200));
  await trust(mine);
  const watchers = await Promise.all(Array.from({ length: 100 }, () => watch(t, runtime)));
  await tell(mine);
  const all = await Promise.all(watchers.map(({ heard }) => heard(1)));
  t.equal(all.flat().length, 100);
  watchers.slice(10).forEach(({ socket }) => socket.terminate());
  // So many questions make the daemon grow, whoever watches.
  await goToAndFro(1800);
  const before = memoryOf(daemon.pid);
  watchers.slice(0, 10).forEach(({ socket }) => socket.pause());
  const slowest = await goToAndFro(1800);
  t.ok(slowest < 500, `the slowest answer took ${slowest.toFixed(0)} ms`);
  const grown = memoryOf(daemon.pid) - before;
  t.ok(grown < 30, `the daemon grew by ${grown.toFixed(0)} MB`);
  const closed = watchers.slice(0, 10).map(({ socket }) => once(socket, "close"));
  watchers.slice(0, 10).forEach(({ socket }) => socket.resume());
  t.equal((await Promise.all(closed)).length, 10, "all of them were dropped");

  async function goToAndFro(times: number): Promise<number> {
    let longest = 0;
    for (let count = 0; count < times; count += 1) {
      const begin = performance.now();
      await tell(count % 2 === 0 ? home : mine);
      longest = Math.max(longest, performance.now() - begin);
    }
    return longest;
  }
});

t.test("nothing that a browser sends is heard", async (t) => {
  const { daemon, runtime } = await makeTown(t);
  for (const origin of ["http://localhost:8080", "null", "https://example.com"]) {
    const socket = new WebSocket(`ws+unix:${runtime}/sock:/events`, { origin });
    const [error] = await once(socket, "error");
    t.match(String(error), /403/, origin);
  }
  for (const line of ["GET /events HTTP/1.1", "POST / HTTP/1.1", "OPTIONS * HTTP/1.1"]) {
    const answer = await say(runtime, `${line}\r\nHost: localhost\r\n\r\n`);
    t.notMatch(answer, /^HTTP\/1.1 [12]/, line);
  }
  t.same(listening(daemon.pid), [], "it listens on no address of a network");
});

/** Outside of a container it is refused as well. */
function isProbed(message: unknown): boolean {
  return Object(message).type === "probed";
}

function say(runtime: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(join(runtime, "sock"), () => socket.write(text));
    let answer = "";
    socket.on("data", (data: Buffer) => (answer += data.toString("latin1")));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(answer));
  });
}

/** Sockets of the process that are in the kernel's tables of TCP and UDP. */
function listening(pid: number): readonly string[] {
  const numbers = fs.readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    const link = fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
    return /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [];
  });
  const tables = ["tcp", "tcp6", "udp", "udp6"].map((name) => {
    const file = `/proc/${pid}/net/${name}`;
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  });
  return numbers.filter((number) => tables.some((table) => table.includes(` ${number} `)));
}

t.test("pyguard watch shows them at a glance, or as they come", async (t) => {
  const { house, daemon, runtime, base, tell } = await makeTown(t);
  const { project, trust, home } = house;
  const mine = project("mine");
  await trust(mine);
  const env = { HOME: home, PATH: "/usr/bin:/bin", XDG_RUNTIME_DIR: base };
  const open = async (...words: readonly string[]) => {
    const child = spawn(process.execPath, [cli, "watch", ...words], { env, cwd: home });
    t.teardown(() => child.kill("SIGKILL"));
    let text = "";
    child.stdout.on("data", (data: Buffer) => (text += data.toString("utf8")));
    const ended = once(child, "exit");
    let said = "";
    child.stderr.on("data", (data: Buffer) => (said += data.toString("utf8")));
    const closed = once(child, "close");
    return {
      ended,
      closed,
      text: () => text,
      said: () => said,
      complaint: once(child.stderr, "data"),
    };
  };
  const [people, programs] = await Promise.all([open(), open("--json")]);
  t.match(String(await people.complaint), "pyguard: watching; Ctrl-C ends it\n");
  // Whoever is for programs says nothing; it has come when it has heard.
  await until(runtime, async () => {
    await tell(mine);
    await tell(home);
    return programs.text().includes("\n") && people.text().includes("left");
  });
  t.match(
    people.text(),
    new RegExp(`^\\d\\d:\\d\\d:\\d\\d  entered      ~/mine/\\.venv  bash ${process.pid}\\n`),
  );
  const [line = ""] = programs.text().split("\n");
  t.match(JSON.parse(line), { schema: 1, directory: /^\// });
  process.kill(daemon.pid, "SIGTERM");
  await Promise.all([people.ended, programs.ended, people.closed, programs.closed]);
  const stopped = "pyguard: the daemon stopped, so there is nothing more to watch\n";
  t.equal(people.said(), `pyguard: watching; Ctrl-C ends it\n${stopped}`);
  t.equal(programs.said(), stopped);
  const alone = spawnSync(process.execPath, [cli, "watch"], { env, cwd: home, encoding: "utf8" });
  t.match(alone, { status: 1, stdout: "", stderr: /^pyguard: no daemon answers/ });
});

function memoryOf(pid: number): number {
  const text = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
}
