// A daemon that says what a test wants: on the socket and on the bell, byte for byte.

import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, Socket, type Server } from "node:net";
import { join } from "node:path";
import type { Test } from "tap";
import { asBytes } from "../../daemon/core/bytes.ts";
import { renderAnswer, type Answer } from "../../daemon/wire/answer.ts";
import { createRings, type Rings } from "../../daemon/io/rings.ts";
import {
  answerFile,
  askedName,
  parseRing,
  questionFile,
  renderWitness,
  type Ring,
} from "../../daemon/wire/names.ts";
import { parseQuestion, type Question } from "../../daemon/wire/question.ts";
import { namesIn, Sandbox } from "../real/sandbox.ts";
import type { Terminal } from "../real/terminal.ts";

/** The bytes to answer with; null stays silent. */
export type Reply = (question: Question) => Buffer | null;

export class FakeDaemon {
  readonly directory: string;
  readonly witness = renderWitness({ generation: 1, change: 0, pid: process.pid });
  /** Everything that was asked. */
  readonly questions: Question[] = [];
  reply: Reply = () => null;
  private readonly server: Server;
  private readonly bell: Socket;
  private readonly rings: Rings | null = null;

  /** Serves in the runtime directory below `runtime`, an XDG_RUNTIME_DIR; `isBare`: without what only makes it faster. */
  constructor(runtime: string, isBare = false) {
    mkdirSync(join(runtime, "pyguard"), { mode: 0o700 });
    this.directory = join(runtime, "pyguard", mountNamespace());
    mkdirSync(this.directory, { mode: 0o700 });
    const inside = (name: string): string => join(this.directory, name);
    execFileSync("mkfifo", [inside("bell")]);
    writeFileSync(inside(this.witness), "");
    this.server = createServer({ allowHalfOpen: true }, (socket) => {
      this.serve(socket);
    });
    this.server.listen(inside("sock"));
    const flags = constants.O_RDWR | constants.O_NONBLOCK;
    this.bell = new Socket({
      fd: openSync(inside("bell"), flags),
      readable: true,
      writable: false,
    });
    this.bell.on("data", (chunk: Buffer) => {
      for (const ring of chunk.toString("latin1").split("\n").map(parseRing)) {
        if (ring !== null) {
          this.hear(ring);
        }
      }
    });
    if (!isBare) {
      execFileSync("mkfifo", [inside("idle")]);
      writeFileSync(inside("pid"), `${process.pid}\n`);
      this.rings = createRings(this.directory, (ring) => {
        this.hear(ring);
      });
      this.rings.listen();
    }
  }

  /**
   * Types a line. Where a busy machine made the shell find the daemon mute, does as a daemon that is alive does, takes
   * the record of it away, and gives the shell another prompt.
   */
  async hears(terminal: Terminal, line: string): Promise<string> {
    let { output } = await terminal.run(line);
    for (let tries = 0; tries < 5 && this.forgetMute(); tries += 1) {
      output += (await terminal.run("")).output;
    }
    return output;
  }

  /** As a daemon does that is alive. Whether there was something to forget. */
  forgetMute(): boolean {
    const records = namesIn(this.directory).filter((name) => /^(?:mute|start)\./.test(name));
    for (const name of records) {
      rmSync(join(this.directory, name));
    }
    return records.length > 0;
  }

  /** From now on fish asks by a process. */
  stopListening(): void {
    this.rings?.withdraw();
  }

  close(): void {
    this.rings?.close();
    this.server.close();
    this.bell.destroy();
  }

  private serve(socket: Socket): void {
    let received = Buffer.alloc(0);
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const parsed = parseQuestion(received);
      if (parsed.kind === "question") {
        const answer = this.answer(parsed.question);
        if (answer !== null) {
          socket.end(answer);
        }
      }
    });
    socket.on("end", () => socket.end());
  }

  private hear(ring: Ring): void {
    const places = [this.directory, join(this.directory, askedName)];
    const place = places.find((each) => existsSync(join(each, questionFile(ring))));
    if (place === undefined) {
      return;
    }
    const parsed = parseQuestion(readFileSync(join(place, questionFile(ring))));
    rmSync(join(place, questionFile(ring)));
    const answer = parsed.kind === "question" ? this.answer(parsed.question) : null;
    if (answer !== null) {
      const path = join(place, answerFile(ring));
      writeFileSync(`${path}.new`, answer);
      renameSync(`${path}.new`, path);
    }
  }

  private answer(question: Question): Buffer | null {
    this.questions.push(question);
    return this.reply(question);
  }
}

/** A sandbox in which it serves; both end with the test. */
export function openFakeDaemon(
  t: Test,
  isBare = false,
): { readonly sandbox: Sandbox; readonly daemon: FakeDaemon } {
  const sandbox = new Sandbox();
  const daemon = new FakeDaemon(sandbox.runtime, isBare);
  t.teardown(async () => {
    daemon.close();
    await sandbox.close();
  });
  return { sandbox, daemon };
}

/** An answer to this question that a hook must take: outside of every environment, unless `changes` say more. */
export function goodAnswer(question: Question, changes: Partial<Answer> = {}): Answer {
  const empty = asBytes("");
  return {
    number: question.number,
    directory: question.directory,
    state: "out",
    environment: empty,
    root: question.directory,
    name: empty,
    pythonVersion: empty,
    marks: empty,
    witness: asBytes(renderWitness({ generation: 1, change: 0, pid: process.pid })),
    stamp: empty,
    venvHere: false,
    line: empty,
    decision: "",
    text: empty,
    argv: [],
    ...changes,
  };
}

/** The answer's frame, taken apart so that a test can spoil one field. */
export function fieldsOf(answer: Answer): string[] {
  return renderAnswer(answer).toString("latin1").split("\0").slice(0, -1);
}

export function frameOf(fields: readonly string[]): Buffer {
  return Buffer.from(fields.map((field) => `${field}\0`).join(""), "latin1");
}

function mountNamespace(): string {
  try {
    const file = openSync("/proc/self/mountinfo", constants.O_RDONLY);
    closeSync(file);
    return /^\d+/.exec(readFileSync("/proc/self/mountinfo", "latin1"))?.[0] ?? "0";
  } catch {
    return "0";
  }
}
