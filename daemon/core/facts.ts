// What the file system said, before anybody judged it.

import type { Bytes } from "./bytes.ts";

/** One `lstat`. Times are nanoseconds; `birth` is 0 where the file system keeps none. */
export type FileFact = {
  readonly type: "directory" | "file" | "link" | "other";
  readonly device: bigint;
  readonly inode: bigint;
  readonly birth: bigint;
  readonly modified: bigint;
  readonly changed: bigint;
  readonly size: bigint;
  readonly uid: number;
  readonly gid: number;
  /** The permission bits, sticky bit included. */
  readonly mode: number;
};

/** When the newer of two was modified, in nanoseconds. */
export function newest(one: FileFact, other: FileFact): bigint {
  return one.modified > other.modified ? one.modified : other.modified;
}

/** One component of a canonical path. */
export type Component = { readonly path: Bytes; readonly fact: FileFact };

/** Who asks. */
export type Account = {
  readonly uid: number;
  readonly gid: number;
  /** The group `gid` is named like the account and has no other member. */
  readonly hasPrivateGroup: boolean;
  /** HOME and the account's home, as spelled and canonical. */
  readonly homes: readonly Bytes[];
};

export type FoundName = {
  readonly name: Bytes;
  readonly fact: FileFact;
  /** Not a name in the directory: the environment that `pyguard use` recorded for it. */
  readonly used?: Bytes;
};

/** One directory of the walk, and what stands there under the names looked for. */
export type Level = {
  /** As the shell spells it. */
  readonly logical: Bytes;
  readonly canonical: Bytes;
  readonly fact: FileFact;
  /** Its file system tells owners but no modes (exFAT, DrvFs). */
  readonly isModeBlind: boolean;
  /** In the order of the setting `names`. */
  readonly found: readonly FoundName[];
};

/** What the environment's file system can and cannot prove. */
export type MountFacts = {
  readonly isRemote: boolean;
  readonly isModeBlind: boolean;
  readonly isRemovable: boolean;
  /** The account's home lies on it: as good as the rc file that loaded the hook. */
  readonly holdsHome: boolean;
};
