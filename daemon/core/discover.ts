// The nearest `.venv` at or above a directory; it ends the search even when it cannot be used.

import { asBytes, type Bytes } from "./bytes.ts";
import type { Account, FileFact, Level } from "./facts.ts";
import { judgeComponent } from "./ownership.ts";
import type { Stop } from "./walk.ts";

export type Candidate = {
  readonly level: Level;
  /** `.venv`, or another of the setting `names`. */
  readonly name: Bytes;
  readonly fact: FileFact;
};

export type Discovery =
  | { readonly kind: "candidate"; readonly candidate: Candidate }
  | { readonly kind: "none"; readonly stop: Stop };

/**
 * Goes up the levels, nearest first; `stop` is why they end. A level that is somebody else's is the last one:
 * what it holds is named, so that its owner can be told, and nothing above it is looked for.
 */
export function discover(levels: readonly Level[], account: Account, stop: Stop): Discovery {
  for (const level of levels) {
    const reason = refuses(level, account);
    const [first] = reason === "writable" && level !== levels[0] ? [] : level.found;
    if (first !== undefined) {
      return { kind: "candidate", candidate: { level, name: first.name, fact: first.fact } };
    }
    if (reason !== null) {
      return { kind: "none", stop: reason };
    }
  }
  return { kind: "none", stop };
}

/** Why a directory is not searched, by its owner and mode; null where it is. */
export function refuses(level: Level, account: Account): Stop | null {
  const component = { path: level.canonical, fact: level.fact };
  const rules = { owners: [], isModeBlind: level.isModeBlind, isStickyFine: false };
  const verdict = judgeComponent(component, account, rules);
  return verdict.kind === "mine" ? null : verdict.kind;
}

/** Files that make a directory a Python project although no environment is there. */
export const projectFiles: readonly Bytes[] = [
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  "requirements.txt",
  "Pipfile",
  "uv.lock",
  "poetry.lock",
].map(asBytes);
