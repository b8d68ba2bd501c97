// The bell: shells without sockets leave a question in a file and ring; the answer is a file too.

import {
  constants,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { Socket } from "node:net";
import { dirname, join } from "node:path";
import { questionLimit } from "../wire/frame.ts";
import {
  answerFile,
  askedName,
  parseRing,
  questionFile,
  ringLimit,
  type Ring,
} from "../wire/names.ts";
import { parseQuestion, type Question } from "../wire/question.ts";
import type { Exchange } from "./exchange.ts";
import { removeFileNow } from "./remove-file.ts";

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

/** Answers the question that somebody has rung for, where it lies. */
export function answerRing(ring: Ring, ports: BellPorts): void {
  const file = questionFile(ring);
  const place = [askedName, ""].find((each) => existsSync(join(ports.directory, each, file)));
  if (place === undefined) {
    ports.debug("a ring without a question");
    return;
  }
  const path = join(ports.directory, place, file);
  const name = join(place, answerFile(ring));
  const question = readQuestion(path, ports);
  if (question !== null && question.number !== ring.number) {
    ports.debug("a ring that is late: its shell has asked again since, and rung for that");
    return;
  }
  // Its variables are nobody's business any longer than this.
  removeFileNow(path);
  if (question === null) {
    // Whoever asked hears at once that there is none, and does not take the daemon for mute.
    leave(name, Buffer.alloc(0), ports);
  } else {
    ports.exchange
      .ask(question)
      .then((answer) => leave(name, answer, ports))
      .catch((error: unknown) => ports.failed("leaving an answer", error));
  }
}

/** Null for what is none. */
function readQuestion(path: string, ports: BellPorts): Question | null {
  const frame = readOwn(path);
  if (typeof frame === "string") {
    ports.debug(frame);
    return null;
  }
  const parsed = parseQuestion(frame);
  if (parsed.kind === "question") {
    return parsed.question;
  }
  ports.debug(`a bad question: ${parsed.kind === "bad" ? parsed.reason : "cut short"}`);
  return null;
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

function leave(name: string, answer: Buffer, ports: BellPorts): void {
  leftSoFar += 1;
  const path = join(ports.directory, name);
  const beside = join(dirname(path), `t.${ports.random}.${leftSoFar}`);
  writeFileSync(beside, answer, { mode: 0o600 });
  renameSync(beside, path);
  ports.left(name);
}
