// A directory that is gone after the test, with a short path: sockets have room for about a hundred bytes.

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";

export type ThrowAway = { readonly path: string; readonly remove: () => void };

/** Under /tmp, never TMPDIR: macOS has a long one. */
export function makeThrowAway(): ThrowAway {
  const path = mkdtempSync(join(realpathSync("/tmp"), "pg-"));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
