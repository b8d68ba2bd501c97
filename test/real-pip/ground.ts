// Where the Pythons of a yard stand while they are made, and what several of them are made with.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Base } from "./base.ts";
import { givePip, makePrefix } from "./prefix.ts";
import type { Words } from "./world.ts";

export type Ground = {
  readonly root: string;
  readonly base: Base;
  readonly world: Words | null;
  /** Name to prefix; a path that begins with a store's is in the world only. */
  readonly prefixes: Map<string, string>;
  /** Where its commands are, if not in the prefix's `bin`. */
  readonly bins: Map<string, string>;
};

/** A copy of a whole Python with a pip, at a path below the yard's root. */
export function make({ root, base, prefixes }: Ground, name: string, path: string): string {
  const prefix = join(root, path);
  makePrefix(prefix, base.interpreter);
  givePip(prefix, base.interpreter);
  prefixes.set(name, prefix);
  return prefix;
}

/** The distributor's mark (PEP 668). */
export function mark({ base }: Ground, prefix: string, words: string): void {
  const text = `[externally-managed]\nError=${words}\n`;
  write(join(prefix, "lib", base.library, "EXTERNALLY-MANAGED"), text);
}

/** The prefix of one that was made. */
export function prefixOf({ prefixes, root }: Ground, name: string): string {
  return prefixes.get(name) ?? join(root, "not-here", name);
}

/** Where a path of the world is for everybody else. */
export function outside(root: string, path: string): string {
  return /^\/(nix|gnu)\//.test(path) ? join(root, path) : path;
}

/** Writes a file, its directories too. */
export function write(path: string, text = ""): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o755 });
}
