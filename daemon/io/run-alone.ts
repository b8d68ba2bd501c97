// Runs a program that may hang, shout or leave children behind: nothing of it is left when its time is over.

import type { Readable } from "node:stream";
import { asBytes, fromBuffer, type Bytes } from "../core/bytes.ts";
import { prepare, type Command } from "./run.ts";

export type AloneCommand = Command & {
  /** So much may it say, on both streams together. */
  readonly limitBytes: number;
};

export type RanAlone =
  | {
      readonly kind: "ended";
      /** Null where a signal ended it. */
      readonly status: number | null;
      readonly signal: string | null;
      readonly output: Bytes;
      readonly errors: Bytes;
    }
  | { readonly kind: "late" }
  | { readonly kind: "loud" }
  | { readonly kind: "not-started"; readonly code: string };

/** What it said before it ended is there by then, or belongs to a child that it left behind. */
const drainMs = 100;

/** Leaders of process groups that are still to be ended. */
const groups = new Set<number>();
process.on("exit", () => groups.forEach(endGroup));

/** Never throws for what the program does; keeps nobody alive who does not wait for it. */
export async function runAlone(command: AloneCommand): Promise<RanAlone> {
  const { execa, file, words, options } = await prepare(command);
  const child = execa(file, words, {
    ...options,
    // A session of its own: no terminal, and a group that can be ended whole.
    detached: true,
    cleanup: false,
    buffer: false,
    stdout: "pipe",
    stderr: "pipe",
  });
  const { pid } = child;
  if (pid === undefined) {
    const { code } = await child;
    return { kind: "not-started", code: code ?? "" };
  }
  groups.add(pid);
  // What it comes to is told by its events; streams that were cut off are no news.
  child.catch(() => {});
  child.unref();
  try {
    return await supervise(child, command);
  } finally {
    endGroup(pid);
    groups.delete(pid);
    for (const stream of [child.stdout, child.stderr]) {
      stream.destroy();
    }
  }
}

type Child = {
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly once: (
    event: "exit" | "close",
    listener: (status: number | null, signal: string | null) => void,
  ) => unknown;
};

function supervise(child: Child, { limitMs, limitBytes }: AloneCommand): Promise<RanAlone> {
  return new Promise((resolve) => {
    let left = limitBytes;
    const timer = setTimeout(() => resolve({ kind: "late" }), limitMs).unref();
    const collect = (stream: Readable): Buffer[] => {
      const chunks: Buffer[] = [];
      unref(stream);
      stream.on("error", () => {});
      stream.on("data", (chunk: Buffer) => {
        left -= chunk.length;
        chunks.push(chunk);
        if (left < 0) {
          stream.destroy();
          resolve({ kind: "loud" });
        }
      });
      return chunks;
    };
    const output = collect(child.stdout);
    const errors = collect(child.stderr);
    child.once("exit", (status, signal) => {
      clearTimeout(timer);
      const end = (): void =>
        resolve({ kind: "ended", status, signal, output: join(output), errors: join(errors) });
      child.once("close", end);
      setTimeout(end, drainMs).unref();
    });
  });
}

function join(chunks: readonly Buffer[]): Bytes {
  return chunks.length === 0 ? asBytes("") : fromBuffer(Buffer.concat(chunks));
}

/** A pipe keeps Node alive as long as somebody could write to it. */
function unref(stream: Readable): void {
  if ("unref" in stream && typeof stream.unref === "function") {
    stream.unref();
  }
}

/** All of them, also those whose parent has ended. */
function endGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // Nobody is left of it.
  }
}
