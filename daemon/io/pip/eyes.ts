// Looks at files of strangers without waiting for them: no FIFO is waited for, no more is read than was asked for,
// and a mount that does not answer is left alone.

import { constants, type BigIntStats } from "node:fs";
import { access, open, readdir, readlink, realpath, stat } from "node:fs/promises";
import { fromBuffer, toBuffer, type Bytes } from "../../core/bytes.ts";
import { isRemote } from "../../core/mounts.ts";
import { parent } from "../../core/path.ts";
import type { Caller } from "../../core/pip/caller.ts";
import type { World } from "../world.ts";

export const scriptLimit = 4 * 1024;
const textLimit = 64 * 1024;

type FileType = "file" | "directory" | "other" | "nothing";

/** Whatever cannot be read is as if it were not there; only a mount that hangs throws. */
export interface Eyes {
  /** The first `limit` bytes of a regular file. */
  readHead: (path: Bytes, limit: number) => Promise<Buffer | null>;
  /** The last `limit` bytes of a regular file. */
  readTail: (path: Bytes, limit: number) => Promise<Buffer | null>;
  /** A text file whole; null for one that is larger than 64 KiB. */
  readSmall: (path: Bytes) => Promise<Bytes | null>;
  /** What stands there, a link followed. */
  typeOf: (path: Bytes) => Promise<FileType>;
  isFile: (path: Bytes) => Promise<boolean>;
  isDirectory: (path: Bytes) => Promise<boolean>;
  /** Whether a shell would run the file. */
  isProgram: (path: Bytes) => Promise<boolean>;
  /** Whether this user may write there, as access(2) says: pip asks the same way. */
  isWritable: (path: Bytes) => Promise<boolean>;
  /** The canonical path. */
  resolve: (path: Bytes) => Promise<Bytes | null>;
  /** Where a symbolic link points; null for what is none. */
  linkTarget: (path: Bytes) => Promise<Bytes | null>;
  /** The names in a directory; empty where it cannot be read. */
  namesIn: (directory: Bytes) => Promise<readonly Bytes[]>;
  /** The nearest directory at or above a path that exists. */
  nearestExisting: (path: Bytes) => Promise<Bytes>;
}

/** Somebody who types a command, and the eyes to look with on their behalf. */
export type Asker = Caller & { readonly eyes: Eyes };

/** Carries a call to a path's mount; may refuse to, by throwing. */
export type Carry = <T>(path: Bytes, call: (path: Bytes) => Promise<T>) => Promise<T>;

/**
 * One call at a time on a mount that may be slow: its lane's patience counts from the moment that it is asked,
 * and many calls at once would use it up.
 */
export function carryBy({ mounts, carry }: Pick<World, "mounts" | "carry">): Carry {
  let last: Promise<unknown> = Promise.resolve();
  return (path, call) => {
    if (!isRemote(mounts.mountOf(path))) {
      return carry(path, call);
    }
    const turn = last.then(() => carry(path, call));
    last = turn.catch(toNull);
    return turn;
  };
}

export function openEyes(carry: Carry): Eyes {
  const typeOf = async (path: Bytes): Promise<FileType> => typeIn(await carry(path, statOrNull));
  const may = (path: Bytes, mode: number): Promise<boolean> =>
    carry(path, (at) => access(toBuffer(at), mode).then(yes, no));
  const read = (path: Bytes, part: Part): Promise<Buffer | null> =>
    carry(path, (at) => readPart(at, part));
  const isFile = async (path: Bytes): Promise<boolean> => (await typeOf(path)) === "file";
  return {
    readHead: (path, limit) => read(path, { limit, from: "start" }),
    readTail: (path, limit) => read(path, { limit, from: "end" }),
    readSmall: async (path) => {
      const head = await read(path, { limit: textLimit + 1, from: "start" });
      return head === null || head.length > textLimit ? null : fromBuffer(head);
    },
    typeOf,
    isFile,
    isDirectory: async (path) => (await typeOf(path)) === "directory",
    isProgram: async (path) => (await isFile(path)) && may(path, constants.X_OK),
    isWritable: (path) => may(path, constants.W_OK),
    resolve: (path) => carry(path, resolveOrNull),
    linkTarget: (path) => carry(path, targetOrNull),
    namesIn: (path) => carry(path, namesOrNone),
    nearestExisting: async (path) => {
      let current = path;
      while (current !== "/" && (await typeOf(current)) === "nothing") {
        current = parent(current);
      }
      return current;
    },
  };
}

type Part = { readonly limit: number; readonly from: "start" | "end" };

async function readPart(path: Bytes, part: Part): Promise<Buffer | null> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
  const file = await open(toBuffer(path), flags).catch(toNull);
  if (file === null) {
    return null;
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) {
      return null;
    }
    const position = part.from === "start" ? 0 : Math.max(0, status.size - part.limit);
    const buffer = Buffer.alloc(Math.min(part.limit, Math.max(0, status.size - position)));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    return buffer.subarray(0, bytesRead);
  } catch {
    return null;
  } finally {
    await file.close().catch(toNull);
  }
}

function statOrNull(path: Bytes): Promise<BigIntStats | null> {
  return stat(toBuffer(path), { bigint: true }).catch(toNull);
}

function typeIn(status: BigIntStats | null): FileType {
  if (status === null) {
    return "nothing";
  }
  if (status.isFile()) {
    return "file";
  }
  return status.isDirectory() ? "directory" : "other";
}

function resolveOrNull(path: Bytes): Promise<Bytes | null> {
  return realpath(toBuffer(path), { encoding: "buffer" }).then(fromBuffer, toNull);
}

function targetOrNull(path: Bytes): Promise<Bytes | null> {
  return readlink(toBuffer(path), { encoding: "buffer" }).then(fromBuffer, toNull);
}

async function namesOrNone(directory: Bytes): Promise<readonly Bytes[]> {
  const names = await readdir(toBuffer(directory), { encoding: "buffer" }).catch(() => []);
  return names.map(fromBuffer);
}

function toNull(): null {
  return null;
}

function yes(): boolean {
  return true;
}

function no(): boolean {
  return false;
}
