// What lies in directories, to see what a command made, changed and took away. Links are not followed.

import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

export type Snapshot = ReadonlyMap<string, string>;

export type Difference = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
};

/** All files, links and directories below these; what Python compiles for itself is left out. */
export function takeSnapshot(roots: readonly string[]): Snapshot {
  const seen = new Map<string, string>();
  roots.forEach((root) => add(root, seen));
  return seen;
}

function add(directory: string, seen: Map<string, string>): void {
  for (const entry of entriesOf(directory)) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      seen.set(path, "directory");
      add(path, seen);
    } else {
      // Where a link leads would cost a call each.
      seen.set(path, entry.isSymbolicLink() ? "link" : stateOf(path));
    }
  }
}

/** Of a standard library, which pip does not touch, only where packages are. */
function entriesOf(directory: string) {
  const entries = read(directory).filter(({ name }) => name !== "__pycache__");
  const isLibrary = entries.some(({ name }) => name === "os.py");
  return isLibrary ? entries.filter(({ name }) => name.endsWith("-packages")) : entries;
}

function read(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function stateOf(path: string): string {
  const { size, mtimeNs, mode } = lstatSync(path, { bigint: true });
  return `${size} ${mtimeNs} ${mode}`;
}

/** What differs, in the order of the paths. */
export function compare(before: Snapshot, after: Snapshot): Difference {
  const added = [...after.keys()].filter((path) => !before.has(path));
  const removed = [...before.keys()].filter((path) => !after.has(path));
  const changed = [...after.keys()].filter(
    (path) => before.has(path) && before.get(path) !== after.get(path),
  );
  return { added: added.toSorted(), removed: removed.toSorted(), changed: changed.toSorted() };
}
