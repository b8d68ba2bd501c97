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

/** Here and above, what others can write to: what is made here is not trusted before the account closes it; null where it cannot. */
export function findOpen(levels: readonly Level[], account: Account): readonly Bytes[] | null {
  const [here] = levels;
  const stop = here === undefined ? "home" : refuses(here, account);
  if (stop !== null && (stop !== "writable" || isSharedOnPurpose(here))) {
    return null;
  }
  const open = levels.flatMap((level) => {
    const { canonical, fact, isModeBlind } = level;
    const rules = { owners: [], isModeBlind, isStickyFine: level !== here };
    const verdict = judgeComponent({ path: canonical, fact }, account, rules);
    return verdict.kind === "writable" ? [verdict] : [];
  });
  return open.every(({ uid }) => uid === account.uid) ? open.map(({ path }) => path) : null;
}

/** By its sticky or setgid bit: `/tmp`, a group's directory. Nobody is told to close such a one for an environment in it. */
function isSharedOnPurpose(level: Level | undefined): boolean {
  return level !== undefined && (level.fact.mode & 0o3000) !== 0;
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
