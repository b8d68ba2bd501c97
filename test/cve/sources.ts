// The project's own sources, for tests about what must not stand in them.

import fs from "node:fs";
import { join } from "node:path";

/** What a launcher must keep from a daemon. */
export const cleanVariables: readonly string[] = ["env -i"];

export function read(file: string): string {
  return fs.readFileSync(file, "utf8");
}

/** Every file below these directories of the clone. */
export function sourcesOf(clone: string, directories: readonly string[]): readonly string[] {
  return directories.flatMap((directory) =>
    fs
      .readdirSync(join(clone, directory), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}
