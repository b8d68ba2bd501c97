// Pythons that somebody said are theirs to manage: `pyguard trust --prefix`. One file each, as for environments.

import { asBytes, toText, type Bytes } from "../core/bytes.ts";
import type { Account, FileFact } from "../core/facts.ts";
import { complainAboutKept } from "../core/judge-kept.ts";
import { join } from "../core/path.ts";
import { showPath } from "../core/show-name.ts";
import { sha256 } from "./digest.ts";
import { lstat, readBounded, realpath } from "./files.ts";
import { keepIn } from "./keeping.ts";
import { listRecords } from "./list-records.ts";
import { removeFile } from "./remove-file.ts";
import { sealFields, unsealFields } from "./sealed-line.ts";
import { writeBeside } from "./write-beside.ts";

export type ListedPrefix =
  | { readonly kind: "managed"; readonly path: Bytes }
  /** The record at `path` counts for nothing. */
  | { readonly kind: "unreadable"; readonly path: Bytes; readonly why: string };

export interface PrefixStore {
  isTrusted: (prefix: Bytes) => Promise<boolean>;
  /** Null where there is no such directory; else its canonical path. */
  trust: (prefix: Bytes) => Promise<Bytes | null>;
  /** False where it was not trusted. */
  forget: (prefix: Bytes) => Promise<boolean>;
  list: () => Promise<readonly ListedPrefix[]>;
}

/** `directory` is `…/state/pyguard`. */
export function createPrefixStore(directory: Bytes, account: Account): PrefixStore {
  const home = join(directory, "prefix");
  const keepTrust = keepIn(home, "the trust");
  const fileOf = (path: Bytes): Bytes => join(home, sha256(path));
  const isTrusted = async (prefix: Bytes): Promise<boolean> => {
    const seen = await see(prefix);
    const content = seen === null ? null : await readBounded(fileOf(seen.path));
    const isOurs = content !== null && complainAboutKept(content.fact, "file", account) === null;
    return seen !== null && isOurs && content.bytes === seal(seen);
  };
  return {
    isTrusted,
    trust: async (prefix) => {
      const seen = await see(prefix);
      if (seen !== null) {
        await keepTrust(writeBeside(fileOf(seen.path), seal(seen)));
      }
      return seen?.path ?? null;
    },
    forget: async (prefix) => {
      const path = (await realpath(prefix)) ?? prefix;
      return keepTrust(removeFile(fileOf(path)));
    },
    list: async () => {
      const paths = await listRecords(home);
      return Promise.all(paths.map((path) => describe(path, { fileOf, isTrusted })));
    },
  };
}

type Known = Pick<PrefixStore, "isTrusted"> & { readonly fileOf: (path: Bytes) => Bytes };

async function describe(file: Bytes, { fileOf, isTrusted }: Known): Promise<ListedPrefix> {
  const content = await readBounded(file);
  const path = unsealFields(version, content?.bytes ?? asBytes(""))?.["path"];
  if (path === undefined || fileOf(path) !== file) {
    return { kind: "unreadable", path: file, why: "is damaged" };
  }
  return (await isTrusted(path))
    ? { kind: "managed", path }
    : {
        kind: "unreadable",
        path: file,
        why: `is of ${toText(showPath(path))}, which is gone or was made anew`,
      };
}

type Seen = { readonly path: Bytes; readonly fact: FileFact };

async function see(prefix: Bytes): Promise<Seen | null> {
  const path = await realpath(prefix);
  const fact = path === null ? null : await lstat(path);
  return path === null || fact?.type !== "directory" ? null : { path, fact };
}

const version = "pyguard-prefix-1";

/** A directory made anew under the same path is another Python. */
function seal({ path, fact }: Seen): Bytes {
  return sealFields(version, { path, inode: String(fact.inode), birth: String(fact.birth) });
}
