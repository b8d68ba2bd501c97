// A directory that is gone after the test, with a short path: sockets have room for about a hundred bytes.

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";

export type ThrowAway = { readonly path: string; readonly remove: () => void };

/** Under /tmp, never TMPDIR: macOS has a long one. */
export function makeThrowAway(): ThrowAway {
  const path = mkdtempSync(join(realpathSync("/tmp"), "pg-"));
  return {
    path,
    remove: () => remove(path, patience),
  };
}

/** Whoever is still writing there may add a name between the last look and the end: then all is looked at again. */
const patience = 20;

function remove(path: string, tries: number): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 2 });
  } catch (error) {
    if (tries === 0) {
      throw error;
    }
    remove(path, tries - 1);
  }
}
