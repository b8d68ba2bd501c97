// Which file a command's name means, found along the caller's PATH as a shell would find it.

import { asBytes, split, type Bytes } from "../../core/bytes.ts";
import { isWithin, join } from "../../core/path.ts";
import type { Search } from "../../core/pip/caller.ts";
import type { Asker, Eyes } from "./eyes.ts";

/** The first file on PATH of that name that could be run and is not pyguard's own; with a slash in it, the file itself. */
export async function findCommand(name: Bytes, asker: Asker): Promise<Bytes | null> {
  for await (const found of findCommands(name, asker)) {
    return found;
  }
  return null;
}

/** All of them, the first on PATH first. */
export async function* findCommands(name: Bytes, { search, eyes }: Asker): AsyncGenerator<Bytes> {
  if (name === "" || name.includes("\0")) {
    return;
  }
  const candidates = name.includes("/")
    ? [absolute(name, search.directory)]
    : pathEntries(search).map((entry) => join(entry, name));
  for (const candidate of candidates) {
    if ((await eyes.isProgram(candidate)) && !(await isOurs(candidate, search.skip, eyes))) {
      yield candidate;
    }
  }
}

/** The directories of PATH, absolute, each once, pyguard's own left out. */
function pathEntries(search: Search): readonly Bytes[] {
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

async function isOurs(found: Bytes, skip: readonly Bytes[], eyes: Eyes): Promise<boolean> {
  const [file, ...own] = await Promise.all([eyes.resolve(found), ...skip.map(eyes.resolve)]);
  return own.some((directory) => directory !== null && file !== null && isWithin(file, directory));
}
