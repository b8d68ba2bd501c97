// What the shims of all managers do with the versions that were chosen: the first that has the program runs it.

import { asBytes, type Bytes } from "../../../core/bytes.ts";
import { join } from "../../../core/path.ts";
import { leaveOut } from "../../../core/pip/caller.ts";
import type { Asker } from "../eyes.ts";
import { findCommand } from "../find-command.ts";

export type Shim = {
  /** The program's. */
  readonly name: Bytes;
  /** The directory of the manager's shims: the version `system` is what PATH has without it. */
  readonly shims: Bytes;
  /** Where a version is installed; null where it is none. */
  readonly installed: (version: Bytes) => Promise<Bytes | null>;
};

/** Null where none has it. */
export async function findFirstProgram(
  versions: readonly Bytes[],
  { name, shims, installed }: Shim,
  caller: Asker,
): Promise<Bytes | null> {
  for (const version of versions) {
    const program =
      version === "system"
        ? await findCommand(name, leaveOut(caller, shims))
        : await programIn(await installed(version), name, caller);
    if (program !== null) {
      return program;
    }
  }
  return null;
}

async function programIn(
  directory: Bytes | null,
  name: Bytes,
  { eyes }: Asker,
): Promise<Bytes | null> {
  const program = directory === null ? null : join(directory, "bin", name);
  return program !== null && (await eyes.isProgram(program)) ? program : null;
}

/** asdf and mise let a version be a directory of one's own: `path:/opt/python`. */
export function ownDirectory(version: Bytes): Bytes | null {
  const own = /^path:(\/.*)$/s.exec(version)?.[1];
  return own === undefined ? null : asBytes(own);
}
