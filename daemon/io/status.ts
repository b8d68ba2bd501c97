// What `pyguard daemon status` asks the daemon about itself: a frame of its own, never sent by a hook.

import { asBytes, fromText, toText, type Bytes } from "../core/bytes.ts";
import { protocol, renderFrame } from "../wire/frame.ts";

const verb = "status";

export type Status = {
  readonly pid: number;
  readonly version: string;
  readonly generation: number;
  /** The command that started it and its pid, as the launcher saw it. */
  readonly startedBy: string;
  readonly ageSeconds: number;
  readonly memoryBytes: number;
  readonly shells: number;
  readonly directories: number;
  readonly watched: number;
  readonly watchable: number;
  readonly lastError: string;
  /** Seconds until it leaves when nothing happens; null while a hooked shell lives. */
  readonly leavesInSeconds: number | null;
};

export function renderStatusQuestion(): Buffer {
  return renderFrame([protocol, asBytes(verb)]);
}

export function isStatusQuestion(fields: readonly Bytes[] | null): boolean {
  return fields?.length === 2 && fields[0] === protocol && fields[1] === verb;
}

export function renderStatus(status: Status): Buffer {
  return renderFrame([protocol, fromText(JSON.stringify(status))]);
}

/** Null for anything that is not the answer of a daemon of this protocol. */
export function parseStatus(fields: readonly Bytes[] | null): Status | null {
  const [first, second] = fields ?? [];
  if (first !== protocol || second === undefined) {
    return null;
  }
  try {
    const read: unknown = JSON.parse(toText(second));
    return isStatus(read) ? read : null;
  } catch {
    return null;
  }
}

function isStatus(read: unknown): read is Status {
  return (
    typeof read === "object" &&
    read !== null &&
    "pid" in read &&
    typeof read.pid === "number" &&
    "version" in read &&
    typeof read.version === "string" &&
    "watched" in read &&
    "leavesInSeconds" in read
  );
}
