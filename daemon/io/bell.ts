// The bell: shells without sockets leave a question in a file and ring; the answer is a file too.

import {
  constants,
  closeSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { questionLimit } from "../wire/frame.ts";
import { answerFile, parseRing, questionFile, ringLimit, type Ring } from "../wire/names.ts";
import { parseQuestion, type Question } from "../wire/question.ts";
import type { Exchange } from "./exchange.ts";

export type BellPorts = {
  readonly directory: string;
  readonly random: string;
  readonly exchange: Exchange;
  /** An answer was left for a shell, which may never fetch it. */
  readonly left: (name: string) => void;
  readonly debug: (line: string) => void;
  readonly failed: (what: string, error: unknown) => void;
};

/** Opens the FIFO for reading and writing, so that it has no end when the last shell is gone. */
export function openBell(path: string, ports: BellPorts): Socket {
  const flags = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  const bell = new Socket({ fd: openSync(path, flags), readable: true, writable: false });
  let rest = "";
  bell.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString("latin1")).split("\n");
    rest = (lines.pop() ?? "").slice(0, ringLimit);
    lines.forEach((line) => hear(line, ports));
  });
  bell.on("error", (error) => ports.failed("the bell", error));
  return bell;
}

function hear(line: string, ports: BellPorts): void {
  const ring = line.length < ringLimit ? parseRing(line) : null;
  if (ring === null) {
    ports.debug("a bad ring");
  } else {
    answerRing(ring, ports);
  }
}

/** Answers the question that somebody has rung for. */
export function answerRing(ring: Ring, ports: BellPorts): void {
  const question = readQuestion(ring, ports);
  if (question === null) {
    return;
  }
  ports.exchange
    .ask(question)
    .then((answer) => leave(ring, answer, ports))
    .catch((error: unknown) => ports.failed("leaving an answer", error));
}

function readQuestion(ring: Ring, ports: BellPorts): Question | null {
  const path = join(ports.directory, questionFile(ring));
  const frame = readOwn(path);
  if (typeof frame === "string") {
    ports.debug(`a ring without a question: ${frame}`);
    return null;
  }
  // Its variables are nobody's business any longer than this.
  rmSync(path, { force: true });
  const parsed = parseQuestion(frame);
  if (parsed.kind !== "question") {
    ports.debug(`a bad question: ${parsed.kind === "bad" ? parsed.reason : "cut short"}`);
    return null;
  }
  if (parsed.question.number !== ring.number) {
    // The shell has asked again meanwhile, and has rung for that too.
    ports.debug("a question that is not the ring's");
    return null;
  }
  return parsed.question;
}

/** The bytes of a regular file of ours within the limit, or why there are none. */
function readOwn(path: string): Buffer | string {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  try {
    const file = openSync(path, flags);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile() || stat.uid !== process.geteuid?.() || stat.size > questionLimit) {
        return "not a regular file of ours, or too long";
      }
      const bytes = Buffer.alloc(stat.size);
      return bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "unreadable";
  }
}

let leftSoFar = 0;

function leave(ring: Ring, answer: Buffer, ports: BellPorts): void {
  leftSoFar += 1;
  const beside = join(ports.directory, `t.${ports.random}.${leftSoFar}`);
  const name = answerFile(ring);
  writeFileSync(beside, answer, { mode: 0o600 });
  renameSync(beside, join(ports.directory, name));
  ports.left(name);
}
