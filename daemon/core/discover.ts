// The nearest `.venv` at or above a directory; it ends the search even when it cannot be used.

import { asBytes, type Bytes } from "./bytes.ts";
import type { Account, FoundName, Level } from "./facts.ts";
import { judgeComponent } from "./ownership.ts";
import type { Stop } from "./walk.ts";

/** `name` is `.venv`, or another of the setting `names`. */
export type Candidate = FoundName & { readonly level: Level };

export type Discovery =
  | { readonly kind: "candidate"; readonly candidate: Candidate }
  | { readonly kind: "none"; readonly stop: Stop };

/**
 * Goes up the levels, nearest first; `stop` is why they end. Somebody else's directory is where the search ends;
 * who stands in one is told what its owner put there or above it, in directories that are the same owner's.
 */
export function discover(levels: readonly Level[], account: Account, stop: Stop): Discovery {
  const found = goUp(levels, account, stop);
  const [here] = levels;
  // What keeps the search out of the directory itself is told, not where it ended above.
  return found.kind === "none" && here !== undefined
    ? { kind: "none", stop: refuses(here, account) ?? found.stop }
    : found;
}

function goUp(levels: readonly Level[], account: Account, stop: Stop): Discovery {
  const [here] = levels;
  for (const level of levels) {
    const reason = refuses(level, account);
    const [first] = reason === "writable" && level !== here ? [] : level.found;
    if (first !== undefined) {
      return { kind: "candidate", candidate: { ...first, level } };
    }
    if (reason !== null && !(reason === "foreign" && staysWithOwner(levels, level))) {
      return { kind: "none", stop: reason };
    }
  }
  return { kind: "none", stop };
}

/** Down from here and one further up everything is one owner's. */
function staysWithOwner(levels: readonly Level[], level: Level): boolean {
  const owners = levels.slice(0, levels.indexOf(level) + 2).map(({ fact }) => fact.uid);
  return new Set(owners).size === 1;
}

/** Why a directory is not searched, by its owner and mode; null where it is. */
export function refuses(level: Level, account: Account): Stop | null {
  const component = { path: level.canonical, fact: level.fact };
  const rules = { owners: [], isModeBlind: level.isModeBlind, isStickyFine: false };
  const verdict = judgeComponent(component, account, rules);
  return verdict.kind === "mine" ? null : verdict.kind;
}

/** Whether somebody can write to a directory above that is not the account's to close: what is made here is never trusted. */
export function isOpenAbove(levels: readonly Level[], account: Account): boolean {
  return levels.slice(1).some(({ canonical, fact, isModeBlind }) => {
    const rules = { owners: [], isModeBlind, isStickyFine: true };
    const verdict = judgeComponent({ path: canonical, fact }, account, rules);
    return verdict.kind === "writable" && verdict.uid !== account.uid;
  });
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
