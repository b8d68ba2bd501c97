// Whether a file still is what it was. Synchronous, microseconds: only for local files that were looked at a moment ago, so
// that the kernel has the answer at hand.

import { lstatSync, realpathSync, statSync, type BigIntStats } from "node:fs";
import { fromBuffer, type Bytes } from "../core/bytes.ts";
import type { FileFact } from "../core/facts.ts";

/** What differs when a file was changed, or another put in its place. */
export type Identity = Pick<
  FileFact,
  "device" | "inode" | "birth" | "size" | "modified" | "changed"
>;

/** Facts of the name itself; null where there is nothing to see. */
export function lstatNow(path: Buffer): BigIntStats | null {
  return lookWith(lstatSync, path);
}

/** Facts of what a link leads to, in the end. */
export function statNow(path: Buffer): BigIntStats | null {
  return lookWith(statSync, path);
}

function lookWith(look: typeof lstatSync, path: Buffer): BigIntStats | null {
  try {
    return look(path, { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/** The canonical path, or null where it leads nowhere. */
export function realpathNow(path: Buffer): Bytes | null {
  try {
    return fromBuffer(realpathSync.native(path, "buffer"));
  } catch {
    return null;
  }
}

export function toIdentity(now: BigIntStats | null): Identity | null {
  return now === null
    ? null
    : {
        device: now.dev,
        inode: now.ino,
        birth: now.birthtimeNs,
        size: now.size,
        modified: now.mtimeNs,
        changed: now.ctimeNs,
      };
}

/** What is most likely to differ is compared first. */
export function isSame(now: BigIntStats | null, before: Identity | null): boolean {
  if (now === null || before === null) {
    return now === before;
  }
  return (
    now.ctimeNs === before.changed &&
    now.mtimeNs === before.modified &&
    now.ino === before.inode &&
    now.dev === before.device &&
    now.size === before.size &&
    now.birthtimeNs === before.birth
  );
}

/** Whether owner, group and mode are what they were. What is gone has given nobody a right. */
export function hasSameRights(
  now: BigIntStats | null,
  before: Pick<FileFact, "uid" | "gid" | "mode">,
): boolean {
  return (
    now === null ||
    ((Number(now.mode) & 0o7777) === before.mode &&
      Number(now.uid) === before.uid &&
      Number(now.gid) === before.gid)
  );
}
