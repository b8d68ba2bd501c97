// Remembers what was learned about a file for as long as the file is the same one, unchanged.

import type { FileFact } from "../core/facts.ts";

/** A change this young may be followed by another within the same tick of the clock. */
export const youngNs = 20_000_000n;

const entryLimit = 4096;

/** Keyed by a path, valid for one state of the file there. */
export interface Recent<T> {
  get: (path: string, fact: FileFact) => T | undefined;
  set: (path: string, fact: FileFact, value: T) => void;
}

export function createRecent<T>(): Recent<T> {
  const entries = new Map<string, { readonly fact: FileFact; readonly value: T }>();
  return {
    get: (path, fact) => {
      const entry = entries.get(path);
      return entry !== undefined && isUnchanged(entry.fact, fact) ? entry.value : undefined;
    },
    set: (path, fact, value) => {
      if (isYoung(fact)) {
        return;
      }
      if (entries.size >= entryLimit) {
        entries.clear();
      }
      entries.set(path, { fact, value });
    },
  };
}

/** Whether the file changed within the last 20 ms, or in the future: such facts are not kept. */
export function isYoung(fact: FileFact): boolean {
  const now = BigInt(Date.now()) * 1_000_000n;
  return fact.changed > now - youngNs || fact.modified > now - youngNs;
}

function isUnchanged(before: FileFact, now: FileFact): boolean {
  return (
    before.inode === now.inode &&
    before.birth === now.birth &&
    before.changed === now.changed &&
    before.modified === now.modified &&
    before.size === now.size
  );
}
