// Looks at files of strangers without waiting for them: no FIFO is waited for, no more is read than was asked for.

import { constants } from "node:fs";
import { access, lstat, open, readdir, readlink, realpath, stat } from "node:fs/promises";
import { asBytes, fromBuffer, toBuffer, type Bytes } from "../../core/bytes.ts";

export const scriptLimit = 4 * 1024;
export const textLimit = 64 * 1024;

/** The first `limit` bytes of a regular file; null where there is none that can be read. */
export async function readHead(path: Bytes, limit: number): Promise<Buffer | null> {
  return readPart(path, { limit, from: "start" });
}

/** The last `limit` bytes of a regular file. */
export async function readTail(path: Bytes, limit: number): Promise<Buffer | null> {
  return readPart(path, { limit, from: "end" });
}

/** A small text file whole; null for one that is larger than 64 KiB. */
export async function readSmall(path: Bytes): Promise<Bytes | null> {
  const head = await readHead(path, textLimit + 1);
  return head === null || head.length > textLimit ? null : fromBuffer(head);
}

async function readPart(
  path: Bytes,
  part: { readonly limit: number; readonly from: "start" | "end" },
): Promise<Buffer | null> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  const file = await open(toBuffer(path), flags).catch(() => null);
  if (file === null) {
    return null;
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) {
      return null;
    }
    const position = part.from === "start" ? 0 : Math.max(0, status.size - part.limit);
    const buffer = Buffer.alloc(part.limit);
    const { bytesRead } = await file.read(buffer, 0, part.limit, position);
    return buffer.subarray(0, bytesRead);
  } catch {
    return null;
  } finally {
    await file.close().catch(() => undefined);
  }
}

/** What stands at `path`, a link followed; `nothing` also where it cannot be told. */
export async function typeOf(path: Bytes): Promise<"file" | "directory" | "other" | "nothing"> {
  const status = await stat(toBuffer(path)).catch(() => null);
  if (status === null) {
    return "nothing";
  }
  if (status.isFile()) {
    return "file";
  }
  return status.isDirectory() ? "directory" : "other";
}

export async function isFile(path: Bytes): Promise<boolean> {
  return (await typeOf(path)) === "file";
}

export async function isDirectory(path: Bytes): Promise<boolean> {
  return (await typeOf(path)) === "directory";
}

/** Whether a shell would run the file at `path`. */
export async function isProgram(path: Bytes): Promise<boolean> {
  const [isRegular, mayRun] = await Promise.all([isFile(path), may(path, constants.X_OK)]);
  return isRegular && mayRun;
}

/** Whether this user may write to `path`, as access(2) says: pip asks the same way. */
export async function isWritable(path: Bytes): Promise<boolean> {
  return may(path, constants.W_OK);
}

async function may(path: Bytes, mode: number): Promise<boolean> {
  return access(toBuffer(path), mode).then(
    () => true,
    () => false,
  );
}

/** The canonical path; null where it leads nowhere. */
export async function resolve(path: Bytes): Promise<Bytes | null> {
  return realpath(toBuffer(path), { encoding: "buffer" }).then(fromBuffer, () => null);
}

/** Whether `path` itself is a symbolic link, and where it points; null where it is none. */
export async function linkTarget(path: Bytes): Promise<Bytes | null> {
  return readlink(toBuffer(path), { encoding: "buffer" }).then(fromBuffer, () => null);
}

/** The names in a directory; empty where it cannot be read. */
export async function namesIn(directory: Bytes): Promise<readonly Bytes[]> {
  const names = await readdir(toBuffer(directory), { encoding: "buffer" }).catch(() => []);
  return names.map(fromBuffer);
}

/** What a file is told by: it differs when the file was changed, replaced, made or removed. */
export async function identify(path: Bytes): Promise<string> {
  const [own, target] = await Promise.all([identifyWith(lstat, path), identifyWith(stat, path)]);
  return `${own} ${target}`;
}

async function identifyWith(look: typeof lstat, path: Bytes): Promise<string> {
  const status = await look(toBuffer(path), { bigint: true }).catch(() => null);
  return status === null
    ? "-"
    : [status.dev, status.ino, status.size, status.mtimeNs, status.ctimeNs].join(".");
}

/** The nearest directory at or above `path` that exists. */
export async function nearestExisting(path: Bytes): Promise<Bytes> {
  let current = path;
  while (current !== "/" && (await typeOf(current)) === "nothing") {
    const slash = current.lastIndexOf("/");
    current = asBytes(slash <= 0 ? "/" : current.slice(0, slash));
  }
  return current;
}
