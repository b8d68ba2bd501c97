// What an answer rests on: each file asked about and what it said, so that asking again can be cheap.

import { toBuffer, type Bytes } from "../core/bytes.ts";
import type { FileFact } from "../core/facts.ts";
import { isYoung } from "./files.ts";
import { hasSameRights, isSame, lstatNow, realpathNow } from "./recheck.ts";

export interface Trace {
  readonly facts: Map<Bytes, FileFact | null>;
  readonly realpaths: Map<Bytes, Bytes | null>;
}

export function createTrace(): Trace {
  return { facts: new Map(), realpaths: new Map() };
}

/** Whether nothing of it changed within the last 20 ms: only then is it worth keeping. */
export function isSettled(trace: Trace): boolean {
  return [...trace.facts.values()].every((fact) => fact === null || !isYoung(fact));
}

/**
 * Whether every file still says what it said. Synchronous, microseconds: only for paths on local file systems
 * that were asked a moment ago, so that the kernel has the answers at hand.
 */
export function holds(trace: Trace): boolean {
  for (const [path, fact] of trace.facts) {
    if (!isSame(lstatNow(toBuffer(path)), fact)) {
      return false;
    }
  }
  for (const [path, leads] of trace.realpaths) {
    if (realpathNow(toBuffer(path)) !== leads) {
      return false;
    }
  }
  return true;
}

/** Whether these files, as far as it knows them, have the owner, group and mode that they had. Synchronous, as `holds` is. */
export function keepsRights(trace: Trace, paths: readonly Bytes[]): boolean {
  return paths.every((path) => {
    const before = trace.facts.get(path) ?? null;
    return before === null || hasSameRights(lstatNow(toBuffer(path)), before);
  });
}
