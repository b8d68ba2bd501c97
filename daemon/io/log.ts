// The daemon's log: bounded, private, and loaded only when the first shells have their answers.

import { constants } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import type { Logger } from "pino";

const fileLimit = 1024 * 1024;
const waitingLimit = 1000;

export type Log = {
  readonly info: (message: string, details?: Details) => void;
  readonly error: (message: string, error: unknown) => void;
  /** Only here may paths be named, and only with PYGUARD_LOG=debug. */
  readonly debug: (message: string, details?: Details) => void;
  readonly lastError: () => string;
  /** Loads what writes; until then lines wait. */
  readonly load: () => Promise<void>;
  readonly flush: () => Promise<void>;
};

type Details = Readonly<Record<string, string | number>>;

type Line = (logger: Logger) => void;

export function createLog(path: string, isDebug: boolean): Log {
  const waiting: Line[] = [];
  const file = createBoundedFile(path);
  let logger: Logger | undefined;
  let lastError = "";
  const put = (line: Line): void => {
    if (logger !== undefined) {
      line(logger);
    } else if (waiting.length < waitingLimit) {
      waiting.push(line);
    }
  };
  return {
    info: (message, details = {}) => {
      const line = { ...stamp(), ...details };
      put((to) => to.info(line, message));
    },
    error: (message, error) => {
      lastError = `${message}: ${describe(error)}`;
      const line = { ...stamp(), why: describe(error) };
      put((to) => to.error(line, message));
    },
    debug: (message, details = {}) => {
      if (isDebug) {
        const line = { ...stamp(), ...details };
        put((to) => to.debug(line, message));
      }
    },
    lastError: () => lastError,
    load: async () => {
      if (logger === undefined) {
        const { pino } = await import("pino");
        const level = isDebug ? "debug" : "info";
        logger = pino({ level, base: { pid: process.pid }, timestamp: false }, file);
        waiting.splice(0).forEach((line) => logger && line(logger));
      }
    },
    flush: () => file.flush(),
  };
}

/** When it happened, not when it came to be written. */
function stamp(): { readonly time: string } {
  return { time: new Date().toISOString() };
}

/** What an error says, on one line, without the path in it: paths are for debugging only. */
function describe(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const safe = text.replaceAll(/[^ -~]+/g, " ");
  return safe.replaceAll(/'[^']*'/g, "'...'").slice(0, 500);
}

type BoundedFile = {
  readonly write: (line: string) => void;
  readonly flush: () => Promise<void>;
};

/** Opened anew for each batch, so that a file that was removed or moved away is no trouble. */
function createBoundedFile(path: string): BoundedFile {
  let batch: string[] = [];
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (batch.length > 0) {
      const lines = batch.join("");
      batch = [];
      // A full disk or a home that is gone loses lines, never an answer.
      await append(path, lines).catch(() => {});
    }
    running = undefined;
  };
  return {
    write: (line) => {
      if (batch.length < waitingLimit) {
        batch.push(line);
      }
      running ??= run();
    },
    flush: async () => {
      await running;
    },
  };
}

async function append(path: string, lines: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = await open(path, flags, 0o600);
  try {
    const { size } = await file.stat();
    await file.appendFile(lines);
    if (size + lines.length > fileLimit) {
      await rename(path, `${path}.1`);
    }
  } finally {
    await file.close();
  }
}
