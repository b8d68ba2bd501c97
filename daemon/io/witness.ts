// The file whose name says that a daemon is ready, which one, and how often something has changed.

import { closeSync, existsSync, lstatSync, openSync, renameSync } from "node:fs";
import { join } from "node:path";
import { renderWitness, stampsOf } from "../wire/names.ts";
import { remove } from "./sweep.ts";

export type Witness = {
  /** From now on hooks believe. */
  readonly raise: () => void;
  /** Makes it anew where somebody removed it. */
  readonly restore: () => void;
  /** Its name; empty before it is raised, after it is lowered, and while it cannot be changed. */
  readonly name: () => string;
  /** Gives it another name: every shell asks once. */
  readonly bump: () => void;
  readonly lower: () => void;
};

export function createWitness(directory: string, generation: number): Witness {
  let change = 0;
  let isUp = false;
  let isFrozen = false;
  const name = (): string => renderWitness({ generation, change, pid: process.pid });
  const path = (): string => join(directory, name());
  const isThere = (): boolean => lstatSync(path(), { throwIfNoEntry: false }) !== undefined;
  const make = (): void => closeSync(openSync(path(), "wx", 0o600));
  return {
    raise: () => {
      make();
      isUp = true;
    },
    restore: () => {
      if (!isThere()) {
        make();
      }
    },
    name: () => (isUp && !isFrozen ? name() : ""),
    bump: () => {
      const before = name();
      change += 1;
      try {
        renameStamps(directory, stampsOf(before), stampsOf(name()));
        renameSync(join(directory, before), path());
        isFrozen = false;
      } catch {
        // A read-only directory: what shells hold cannot be taken back, but no new one is given out.
        // A missing file is already what a changed name would be; it comes back under the new one.
        change -= 1;
        isFrozen = isThere();
        change += isFrozen ? 0 : 1;
      }
    },
    lower: () => {
      isUp = false;
      remove(directory, [name(), stampsOf(name())]);
    },
  };
}

/** Where there are none yet, nobody holds one. */
function renameStamps(directory: string, before: string, after: string): void {
  if (existsSync(join(directory, before))) {
    renameSync(join(directory, before), join(directory, after));
  }
}
