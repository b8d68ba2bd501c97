// Pythons that somebody said are theirs to manage: `pyguard trust --prefix`. One file each, as for environments.

import { asBytes, type Bytes } from "../core/bytes.ts";
import type { Account, FileFact } from "../core/facts.ts";
import { complainAboutKept } from "../core/judge-kept.ts";
import { join } from "../core/path.ts";
import { sha256 } from "./digest.ts";
import { lstat, readBounded, realpath } from "./files.ts";
import { removeFile } from "./remove-file.ts";
import { sealLine } from "./sealed-line.ts";
import { writeBeside } from "./write-beside.ts";

export interface PrefixStore {
  isTrusted: (prefix: Bytes) => Promise<boolean>;
  /** Null where there is no such directory; else its canonical path. */
  trust: (prefix: Bytes) => Promise<Bytes | null>;
  /** False where it was not trusted. */
  forget: (prefix: Bytes) => Promise<boolean>;
}

/** `directory` is `…/state/pyguard`. */
export function createPrefixStore(directory: Bytes, account: Account): PrefixStore {
  const fileOf = (path: Bytes): Bytes => join(directory, "prefix", sha256(path));
  return {
    isTrusted: async (prefix) => {
      const seen = await see(prefix);
      const content = seen === null ? null : await readBounded(fileOf(seen.path));
      const isOurs = content !== null && complainAboutKept(content.fact, "file", account) === null;
      return seen !== null && isOurs && content.bytes === seal(seen);
    },
    trust: async (prefix) => {
      const seen = await see(prefix);
      if (seen !== null) {
        await writeBeside(fileOf(seen.path), seal(seen));
      }
      return seen?.path ?? null;
    },
    forget: async (prefix) => {
      const path = (await realpath(prefix)) ?? prefix;
      return removeFile(fileOf(path));
    },
  };
}

type Seen = { readonly path: Bytes; readonly fact: FileFact };

async function see(prefix: Bytes): Promise<Seen | null> {
  const path = await realpath(prefix);
  const fact = path === null ? null : await lstat(path);
  return path === null || fact?.type !== "directory" ? null : { path, fact };
}

/** A directory made anew under the same path is another Python. */
function seal({ path, fact }: Seen): Bytes {
  const identity = { path, inode: String(fact.inode), birth: String(fact.birth) };
  const line = asBytes(JSON.stringify({ version: "pyguard-prefix-1", ...identity }));
  return sealLine(line);
}
