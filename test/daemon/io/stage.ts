// A runtime directory of one's own, daemons in it, and shells that ask: real processes, sockets and FIFOs.

import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Test } from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { askStatus } from "../../../daemon/io/hello.ts";
import { parseAnswer, type Answer } from "../../../daemon/wire/answer.ts";
import { parseWitness, type Witness } from "../../../daemon/wire/names.ts";
import { renderQuestion, type Question } from "../../../daemon/wire/question.ts";
import { makeThrowAway } from "../../real/throw-away.ts";
import type { StubOptions } from "./stub-daemon.ts";

/** The repository: dist/ lies in it. */
export const home = fileURLToPath(new URL("../../../../", import.meta.url)).replace(/\/$/, "");
const stub = fileURLToPath(new URL("stub-daemon.js", import.meta.url));

/** Generous: a loaded machine is slow, a test that waits for an event is not. */
const patienceMs = 20_000;

export type Daemon = {
  readonly process: ChildProcess;
  readonly pid: number;
  /** What it said first: `serving`, `left: …` or `failed: …`; empty when it died before. */
  readonly said: Promise<string>;
  readonly ended: Promise<void>;
};

export type Stage = {
  readonly root: string;
  readonly runtime: string;
  /** `by` is a program that runs it: a shell with limits, a namespace. */
  readonly start: (options?: Partial<StubOptions>, by?: readonly string[]) => Daemon;
  /** Starts one and waits until it serves. */
  readonly serve: (options?: Partial<StubOptions>) => Promise<Daemon>;
  readonly names: () => readonly string[];
  readonly witness: () => Witness | null;
};

export function makeStage(t: Test): Stage {
  const throwAway = makeThrowAway();
  const runtime = join(throwAway.path, "r", "1");
  fs.mkdirSync(runtime, { recursive: true, mode: 0o700 });
  fs.writeFileSync(join(throwAway.path, "package.json"), "{}");
  const daemons: Daemon[] = [];
  const names = (): readonly string[] => (fs.existsSync(runtime) ? fs.readdirSync(runtime) : []);
  t.teardown(async () => {
    daemons.forEach(({ process }) => process.kill("SIGKILL"));
    await Promise.all(daemons.map(({ ended }) => ended));
    throwAway.remove();
  });
  const start: Stage["start"] = (options = {}, by = []) => {
    const daemon = startStub(by, {
      directory: runtime,
      state: join(throwAway.path, "state"),
      version: "1.0.0",
      packageFile: join(throwAway.path, "package.json"),
      isForced: false,
      idleMinutes: 30,
      delayMs: 0,
      faults: [],
      ...options,
    });
    daemons.push(daemon);
    return daemon;
  };
  return {
    root: throwAway.path,
    runtime,
    names,
    witness: () =>
      names()
        .map(parseWitness)
        .find((witness) => witness !== null) ?? null,
    start,
    serve: async (options) => {
      const daemon = start(options);
      t.equal(await daemon.said, "serving");
      return daemon;
    },
  };
}

function startStub(by: readonly string[], options: StubOptions): Daemon {
  const [program, ...words] = [...by, process.execPath, stub, JSON.stringify(options)];
  const child = spawn(program, words, {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: "/",
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  const said = new Promise<string>((resolve) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    // Not `exit`: that may come before what it said.
    child.once("close", () => resolve(""));
  });
  return { process: child, pid: child.pid ?? 0, said, ended };
}

/** Resolves when `look` gives true; looks whenever something changes in `directory`, and now and then. */
export async function until(
  directory: string,
  look: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  const watcher = fs.existsSync(directory) ? fs.watch(directory) : null;
  try {
    while (!(await look())) {
      if (performance.now() > deadline) {
        throw new Error("it did not come to that in time");
      }
      await soon(watcher);
    }
  } finally {
    watcher?.close();
  }
}

/** The next event, or a moment: a process that ends changes no directory. */
function soon(watcher: fs.FSWatcher | null): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      watcher?.off("change", done);
      resolve();
    };
    const timer = setTimeout(done, 20);
    watcher?.once("change", done);
  });
}

let lastNumber = 0;

export function makeQuestion(changes: Partial<Question> = {}): Question {
  lastNumber += 1;
  const empty = asBytes("");
  return {
    number: asBytes(String(lastNumber)),
    verb: "here",
    shell: "bash",
    version: asBytes("0.0.1"),
    pid: process.pid,
    directory: asBytes("/"),
    virtualEnv: empty,
    active: { environment: empty, root: empty },
    condaPrefix: empty,
    witness: empty,
    evidence: { kind: "none" },
    flags: {
      interactive: true,
      terminal: true,
      editor: false,
      leftByHand: false,
      background: false,
    },
    variables: new Map(),
    argv: [],
    ...changes,
  };
}

/** Asks over the socket; null when the daemon says nothing. */
export async function ask(runtime: string, question: Question): Promise<Answer | null> {
  return parseAnswer(await send(runtime, [renderQuestion(question)]));
}

/** Sends the parts one after the other, reads to the end. Whatever happens to the connection is an end. */
export async function send(runtime: string, parts: readonly Buffer[]): Promise<Buffer> {
  const socket = connect(join(runtime, "sock"));
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => socket.destroy());
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
  });
  for (const part of parts) {
    await new Promise<void>((resolve) => {
      socket.write(part, () => resolve());
    });
  }
  await closed;
  return Buffer.concat(chunks);
}

/** Leaves a question in a file, rings, and waits for the answer's file. */
export async function ring(
  runtime: string,
  question: Question,
  id: string,
): Promise<Answer | null> {
  fs.writeFileSync(join(runtime, `q.${id}`), renderQuestion(question));
  write(join(runtime, "bell"), `${id} ${question.number}\n`);
  return fetchAnswer(runtime, `a.${id}.${question.number}`);
}

/** As fish rings: by a name. */
export async function ringByName(
  runtime: string,
  question: Question,
  id: string,
): Promise<Answer | null> {
  fs.writeFileSync(join(runtime, "rings/asked", `q.${id}`), renderQuestion(question));
  fs.writeFileSync(join(runtime, "rings", `${id}.${question.number}`), "");
  return fetchAnswer(runtime, `rings/asked/a.${id}.${question.number}`);
}

async function fetchAnswer(runtime: string, name: string): Promise<Answer | null> {
  const path = join(runtime, name);
  await until(runtime, () => fs.existsSync(path));
  return parseAnswer(fs.readFileSync(path));
}

/** Writes as a shell does with `1<>bell`; false where it would block. */
export function write(path: string, text: string): boolean {
  const file = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
  try {
    return fs.writeSync(file, text) === text.length;
  } catch {
    return false;
  } finally {
    fs.closeSync(file);
  }
}

export async function answersAs(runtime: string): Promise<number> {
  return (await askStatus(runtime, 1000))?.pid ?? 0;
}
