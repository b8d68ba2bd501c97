// The hooked shells that live: of each only its pid, its start time and where it stands.

import type { Bytes } from "../core/bytes.ts";
import type { Question } from "../wire/question.ts";
import { isAlive, startOf } from "./process-life.ts";

export type Shells = {
  /** Notes who asked and where it stands; what the command line asks is nobody's standing. */
  readonly note: (question: Question) => void;
  /** Forgets the dead. */
  readonly prune: () => void;
  readonly count: () => number;
  /** Every directory that a shell stands in, once. */
  readonly directories: () => ReadonlySet<Bytes>;
};

type Shell = { readonly start: string; readonly directory: Bytes };

/** `ended` is told of each that said goodbye or was found dead. */
export function createShells(ended: (pid: number) => void): Shells {
  const shells = new Map<number, Shell>();
  return {
    note: ({ shell, verb, pid, directory }) => {
      if (shell === "cli") {
        return;
      }
      const start = verb === "bye" ? null : (shells.get(pid)?.start ?? startOf(pid));
      // The latest to ask goes to the end: when not all can be watched, these are.
      shells.delete(pid);
      if (start === null) {
        ended(pid);
      } else {
        shells.set(pid, { start, directory });
      }
    },
    prune: () => {
      for (const [pid, { start }] of shells) {
        if (!isAlive({ pid, start })) {
          shells.delete(pid);
          ended(pid);
        }
      }
    },
    count: () => shells.size,
    directories: () => new Set([...shells.values()].map(({ directory }) => directory).toReversed()),
  };
}
