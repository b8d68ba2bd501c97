// The calls that look at files other people may have made: never blocking, bounded, nothing followed unasked.

import {
  close,
  constants,
  fstat,
  lstat as lstatNode,
  open,
  read,
  readdir,
  readlink as readlinkNode,
  realpath as realpathNode,
  type BigIntStats,
} from "node:fs";
import { fromBuffer, toBuffer, type Bytes } from "../core/bytes.ts";
import type { FileFact } from "../core/facts.ts";

const contentLimit = 64 * 1024;

/** A call failed in a way that says nothing about the file: an answer resting on it would be a guess. */
export class LookFailed extends Error {}

type Callback<T> = (error: NodeJS.ErrnoException | null, value: T) => void;

/** A change this young may be followed by another within the same tick of the clock. */
export const youngNs = 20_000_000n;

/** Whether the file changed within the last 20 ms, or in the future: nothing learned from it is kept. */
export function isYoung(fact: FileFact): boolean {
  const now = BigInt(Date.now()) * 1_000_000n;
  return fact.changed > now - youngNs || fact.modified > now - youngNs;
}

/** Codes that say the file is not there for us. */
const absent = new Set(["ENOENT", "ENOTDIR", "EACCES", "ELOOP", "ENAMETOOLONG", "EINVAL", "EPERM"]);

/** Facts of the name itself, links not followed; null where there is nothing to see. */
export function lstat(path: Bytes): Promise<FileFact | null> {
  return look<BigIntStats>((done) => {
    lstatNode(toBuffer(path), { bigint: true }, done);
  }).then(toFact);
}

/** Whether a directory above lets this account see nothing of it: it may be there. */
export function isHidden(path: Bytes): Promise<boolean> {
  return new Promise((resolve) => {
    lstatNode(toBuffer(path), (error) => {
      resolve(error?.code === "EACCES");
    });
  });
}

/** The canonical path, or null where it leads nowhere. */
export function realpath(path: Bytes): Promise<Bytes | null> {
  return look<Buffer>((done) => {
    realpathNode.native(toBuffer(path), "buffer", done);
  }).then((buffer) => (buffer === null ? null : fromBuffer(buffer)));
}

/** What a link says. */
export function readlink(path: Bytes): Promise<Bytes | null> {
  return look<Buffer>((done) => {
    readlinkNode(toBuffer(path), "buffer", done);
  }).then((buffer) => (buffer === null ? null : fromBuffer(buffer)));
}

/** The names in a directory. */
export function list(path: Bytes): Promise<readonly Bytes[] | null> {
  return look<Buffer[]>((done) => {
    readdir(toBuffer(path), { encoding: "buffer" }, done);
  }).then((names) => names?.map(fromBuffer) ?? null);
}

export type Content = { readonly fact: FileFact; readonly bytes: Bytes };

const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW | constants.O_NOCTTY;

/** A regular file of at most 64 KiB, whole; null for anything else: a FIFO, a device, a link, a big file. */
export async function readBounded(path: Bytes): Promise<Content | null> {
  const descriptor = await look<number>((done) => {
    open(toBuffer(path), flags, done);
  });
  if (descriptor === null) {
    return null;
  }
  try {
    return await readOpen(descriptor);
  } finally {
    close(descriptor, () => {});
  }
}

async function readOpen(descriptor: number): Promise<Content | null> {
  const fact = toFact(
    await look<BigIntStats>((done) => {
      fstat(descriptor, { bigint: true }, done);
    }),
  );
  if (fact === null || fact.type !== "file" || fact.size > contentLimit) {
    return null;
  }
  const buffer = Buffer.allocUnsafe(Number(fact.size));
  let length = 0;
  while (length < buffer.length) {
    const count = await readInto(descriptor, buffer, length);
    if (count === 0) {
      break;
    }
    length += count;
  }
  return { fact, bytes: fromBuffer(buffer.subarray(0, length)) };
}

async function readInto(descriptor: number, buffer: Buffer, offset: number): Promise<number> {
  const count = await look<number>((done) => {
    read(descriptor, buffer, offset, buffer.length - offset, null, done);
  });
  return count ?? 0;
}

/** One call as a promise: null for an absent file, `LookFailed` for a call that could not tell. */
function look<T>(start: (done: Callback<T>) => void): Promise<T | null> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error === null) {
        resolve(value);
      } else if (absent.has(error.code ?? "") || error.code === "ENXIO") {
        resolve(null);
      } else {
        reject(new LookFailed(`${error.syscall ?? "a call"} failed`, { cause: error }));
      }
    });
  });
}

function toFact(stats: BigIntStats | null): FileFact | null {
  if (stats === null) {
    return null;
  }
  return {
    type: typeOf(stats),
    device: stats.dev,
    inode: stats.ino,
    birth: stats.birthtimeNs,
    modified: stats.mtimeNs,
    changed: stats.ctimeNs,
    size: stats.size,
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    mode: Number(stats.mode) & 0o7777,
  };
}

function typeOf(stats: BigIntStats): FileFact["type"] {
  if (stats.isDirectory()) {
    return "directory";
  }
  if (stats.isFile()) {
    return "file";
  }
  return stats.isSymbolicLink() ? "link" : "other";
}
