// Many known projects and interpreters: what a daemon needs to start, to remember and to answer.
//   node dist/bench/known-places.js [--projects 10000] [--interpreters 200]

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { assembleAnswers } from "../daemon/answering.ts";
import { asBytes, fromText, toText } from "../daemon/core/bytes.ts";
import { renderTrustRecord } from "../daemon/core/trust-record.ts";
import { sha256 } from "../daemon/io/digest.ts";
import { askStatus } from "../daemon/io/hello.ts";
import { sealLine } from "../daemon/io/sealed-line.ts";
import { trust } from "../daemon/service/trust.ts";
import type { Answer } from "../daemon/wire/answer.ts";
import type { Question } from "../daemon/wire/question.ts";
import { answering } from "../test/daemon/io/probe/pythons.ts";
import { ask, makeQuestion } from "../test/daemon/io/stage.ts";
import { makeEnvironment } from "../test/daemon/service/house.ts";
import { makeThrowAway } from "../test/real/throw-away.ts";
import { median } from "./median.ts";

const { values } = parseArgs({
  options: {
    projects: { type: "string", default: "10000" },
    interpreters: { type: "string", default: "200" },
  },
});

const launch = fileURLToPath(new URL("../../daemon/launch", import.meta.url));
const throwAway = makeThrowAway();
const root = throwAway.path;
const home = join(root, "home");
const runtime = join(root, "run", "1");
const counter = join(root, "runs");
fs.mkdirSync(runtime, { recursive: true, mode: 0o700 });
fs.mkdirSync(home);
fs.writeFileSync(counter, "");

const children: ChildProcess[] = [];
const daemons = new Set<number>();
try {
  await measure();
} finally {
  children.forEach((child) => child.kill("SIGKILL"));
  daemons.forEach((pid) => process.kill(pid, "SIGKILL"));
  throwAway.remove();
}

async function measure(): Promise<void> {
  const projects = await makeProjects(Number(values.projects));
  const interpreters = makeInterpreters(Number(values.interpreters));
  const server = await startBareServer();
  await measureStart();
  const first = await start();
  await settle(first.pid);
  const idle = memory(first.pid);
  say("idle", `${mb(first.pid)} MB = ${ratio(idle, memory(server))} a bare server (goal 1.6)`);
  await askAll("projects, first time", projects);
  await askAll("projects, again", projects);
  await askAll(
    "one project",
    Array.from({ length: 1000 }, () => projects[0] ?? ""),
  );
  say("memory then", `${mb(first.pid)} MB (goal 90)`);
  await askPythons("interpreters, first time", interpreters);
  await askPythons("interpreters, again", interpreters);
  say("memory then", `${mb(first.pid)} MB (goal 90)`);
  await measureIdle(first.pid);
  const runs = fs.statSync(counter).size;
  await first.stop();
  const second = await start();
  await askPythons("interpreters, after a restart", interpreters);
  say(
    "runs of interpreters",
    `${runs} before, ${fs.statSync(counter).size - runs} after the restart (goal 0)`,
  );
  await second.stop();
}

/** By turns with a Node that does nothing. */
async function measureStart(): Promise<void> {
  const plain: number[] = [];
  const starts: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    plain.push(timeOf(() => spawnSync(process.execPath, ["-e", "0"])));
    const daemon = await start();
    starts.push(daemon.ms);
    await daemon.stop();
  }
  const [cold, node] = [median(starts), median(plain)];
  const figure = `${ms(cold)} = ${ratio(cold, node)} node -e 0 (goal 3)`;
  say("start to first answer", `${figure}, the slowest ${ratio(Math.max(...starts), node)}`);
}

/** First it gives back what the questions took, V8 last, half a minute later; the kernel counts hundredths of a second. */
async function measureIdle(pid: number): Promise<void> {
  await settle(pid);
  for (const [when, time, goal] of [
    ["at first", 60_000, ""],
    ["then", 40_000, " (goal 0.1)"],
  ] as const) {
    const before = cpuOf(pid);
    await pause(time);
    const share = ((cpuOf(pid) - before) * 1000) / time;
    say(`idle CPU, ${when}`, `${share.toFixed(2)} %, ${mb(pid)} MB${goal}`);
  }
}

/** Trusted, each with a record as `pyguard trust` writes it; without waiting for the disk. */
async function makeProjects(count: number): Promise<readonly string[]> {
  const { ports } = assembleAnswers({
    environment: new Map(),
    home: fromText(home),
    runtimeDirectory: null,
    witness: () => asBytes(""),
  });
  const directory = join(home, ".local/state/pyguard/trust");
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  const grant: typeof ports.trust.grant = (record) => {
    const name = sha256(record.named, asBytes("\0"), record.project);
    const content = sealLine(renderTrustRecord(record));
    fs.writeFileSync(join(directory, name), content, { encoding: "latin1", mode: 0o600 });
    return Promise.resolve(null);
  };
  const writing = { ...ports, trust: { ...ports.trust, grant } };
  const projects = Array.from({ length: count }, (_, index) =>
    join(home, `group${index % 100}`, `project${index}`),
  );
  for (const project of projects) {
    makeEnvironment(join(project, ".venv"));
    const done = await trust(fromText(project), writing, "explicit");
    if (done.kind !== "trusted") {
      throw new Error(`${project} was not trusted`);
    }
  }
  return projects;
}

/** Scripts that files do not explain: each has to be asked. */
function makeInterpreters(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const directory = join(home, "pythons", String(index), "bin");
    fs.mkdirSync(directory, { recursive: true });
    const file = join(directory, "python3");
    const script = `#!/bin/sh\nprintf x >>'${counter}'\n${answering(file)}\n`;
    fs.writeFileSync(file, script, { mode: 0o755 });
    return directory;
  });
}

type Daemon = {
  readonly pid: number;
  /** From the start to the first answer. */
  readonly ms: number;
  readonly stop: () => Promise<void>;
};

/** As a hook does it. */
async function start(): Promise<Daemon> {
  const begin = performance.now();
  const env = { HOME: home, PATH: process.env["PATH"] };
  spawn(launch, ["daemon", runtime, "--force"], { env, stdio: "inherit" });
  while ((await ask(runtime, makeQuestion({ directory: fromText(home) }))) === null) {
    await pause(1);
  }
  const time = performance.now() - begin;
  const pid = Number(fs.readFileSync(join(runtime, "pid"), "utf8"));
  daemons.add(pid);
  return { pid, ms: time, stop: () => stop(pid) };
}

async function stop(pid: number): Promise<void> {
  process.kill(pid, "SIGTERM");
  while (fs.existsSync(`/proc/${pid}`)) {
    await pause(10);
  }
  daemons.delete(pid);
}

/** The log and the watcher are loaded when it has been quiet for a while. */
async function settle(pid: number): Promise<void> {
  await pause(4000);
  if ((await askStatus(runtime, 1000))?.pid !== pid) {
    throw new Error("the daemon is gone");
  }
}

async function askAll(what: string, projects: readonly string[]): Promise<void> {
  const times: number[] = [];
  let wrong = 0;
  for (const project of projects) {
    const begin = performance.now();
    const answer = await askNow({ directory: fromText(project) });
    times.push(performance.now() - begin);
    wrong += answer.state === "in" && toText(answer.root) === project ? 0 : 1;
  }
  say(what, `${describe(times)}, ${wrong} wrong`);
}

async function askPythons(what: string, directories: readonly string[]): Promise<void> {
  const times: number[] = [];
  let told = 0;
  for (const directory of directories) {
    const variables = new Map([
      ["PATH", fromText(`${directory}:/usr/bin:/bin`)],
      ["HOME", fromText(home)],
    ]);
    const argv = ["python3", "-m", "pip", "install", "x"].map(asBytes);
    const question = { verb: "pip", directory: fromText(home), variables, argv } as const;
    const begin = performance.now();
    const answer = await askNow(question);
    times.push(performance.now() - begin);
    // In a container a Python that nobody marked is only advised against.
    told += answer.decision === "refuse" || answer.text !== "" ? 1 : 0;
  }
  say(what, `${describe(times)}, ${directories.length - told} let go without a word`);
}

async function askNow(question: Partial<Question>): Promise<Answer> {
  const answer = await ask(runtime, makeQuestion(question));
  if (answer === null) {
    const log = join(home, ".local/state/pyguard/daemon.log");
    throw new Error(`no answer: ${fs.existsSync(log) ? fs.readFileSync(log, "utf8") : "no log"}`);
  }
  return answer;
}

async function startBareServer(): Promise<number> {
  const socket = JSON.stringify(join(root, "bare"));
  const script = `require("node:net").createServer().listen(${socket}, () => console.log())`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  await once(child.stdout, "data");
  await pause(500);
  return child.pid ?? 0;
}

function memory(pid: number): number {
  const text = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
}

function mb(pid: number): string {
  return memory(pid).toFixed(0);
}

function cpuOf(pid: number): number {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

function timeOf(run: () => unknown): number {
  const begin = performance.now();
  run();
  return performance.now() - begin;
}

function describe(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (part: number): string => ms(sorted[Math.floor(sorted.length * part)] ?? 0);
  return `${times.length} questions, median ${at(0.5)}, p99 ${at(0.99)}`;
}

function ms(time: number): string {
  return `${time.toFixed(time < 10 ? 2 : 0)} ms`;
}

function ratio(one: number, other: number): string {
  return `${(one / other).toFixed(2)} times`;
}

function say(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(32)}${figure}\n`);
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, time);
  });
}
