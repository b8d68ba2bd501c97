// Which directories may be searched for an environment, by their names alone: nothing is touched to know it.

import type { Bytes } from "./bytes.ts";
import { ancestors, isWithin } from "./path.ts";

export type Stop = "home" | "mount" | "depth" | "foreign" | "writable" | "top";

export type Walk = {
  /** Nearest first. */
  readonly directories: readonly Bytes[];
  /** Why the walk ends after the last of them. */
  readonly stop: Stop;
};

export type WalkRules = {
  readonly homes: readonly Bytes[];
  /** Two paths of one mount give the same text. */
  readonly mountOf: (path: Bytes) => string;
};

/** The directory asked about among them. */
export const depthLimit = 40;

/** From `directory` upward until a home, another mount, the root, or 40 levels. */
export function planWalk(directory: Bytes, rules: WalkRules): Walk {
  const mount = rules.mountOf(directory);
  const directories: Bytes[] = [];
  for (const candidate of ancestors(directory)) {
    const stop = stopAt(candidate, rules, mount);
    if (stop !== null) {
      return { directories, stop };
    }
    if (directories.length === depthLimit) {
      return { directories, stop: "depth" };
    }
    directories.push(candidate);
  }
  return { directories, stop: "top" };
}

/** Whether a home or something above it, where a stray `.venv` would catch everything. */
export function isHomeOrAbove(directory: Bytes, homes: readonly Bytes[]): boolean {
  return homes.some((home) => isWithin(home, directory));
}

/** Whether a path is spelled as shells spell `$PWD`: no empty component, no `.`, no `..`. */
export function isNormal(path: Bytes): boolean {
  return path === "/" || /^(\/(?!\.{0,2}(\/|$))[^/]+)+$/.test(path);
}

function stopAt(candidate: Bytes, rules: WalkRules, mount: string): Stop | null {
  if (isHomeOrAbove(candidate, rules.homes)) {
    return "home";
  }
  return rules.mountOf(candidate) === mount ? null : "mount";
}
