// Which file a command's name means, found along the caller's PATH as a shell would find it.

import { asBytes, split, type Bytes } from "../../core/bytes.ts";
import { isWithin, join } from "../../core/path.ts";
import type { Search } from "../../core/pip/caller.ts";
import { isProgram, resolve } from "./read.ts";

/** Every file on PATH of that name that could be run, in order. A name with a slash is the file itself. */
export async function findCommands(name: Bytes, search: Search): Promise<readonly Bytes[]> {
  if (name === "" || name.includes("\0")) {
    return [];
  }
  const candidates = name.includes("/")
    ? [absolute(name, search.directory)]
    : pathEntries(search).map((entry) => join(entry, name));
  const usable = await Promise.all(candidates.map(isProgram));
  return candidates.filter((_, index) => usable[index] === true);
}

/** The first of them that is not one of pyguard's own. */
export async function findCommand(name: Bytes, search: Search): Promise<Bytes | null> {
  for (const found of await findCommands(name, search)) {
    if (!(await isOurs(found, search.skip))) {
      return found;
    }
  }
  return null;
}

/** The directories of PATH, absolute, each once, pyguard's own left out. */
export function pathEntries(search: Search): readonly Bytes[] {
  const entries = split(search.path, ":").map((entry) => absolute(entry, search.directory));
  return [...new Set(entries)].filter((entry) => !search.skip.includes(entry));
}

function absolute(path: Bytes, directory: Bytes): Bytes {
  const trimmed = asBytes(path.replace(/(?<=.)\/+$/, ""));
  if (trimmed.startsWith("/")) {
    return trimmed;
  }
  return trimmed === "" || trimmed === "." ? directory : join(directory, trimmed);
}

async function isOurs(found: Bytes, skip: readonly Bytes[]): Promise<boolean> {
  const [file, ...own] = await Promise.all([resolve(found), ...skip.map(resolve)]);
  return own.some((directory) => directory !== null && file !== null && isWithin(file, directory));
}
