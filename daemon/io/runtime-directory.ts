// Where this user's daemon and shells meet, found and judged alike by every one of them; spec/wire.

import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  lstatSync,
  openSync,
  readSync,
  statfsSync,
  statSync,
  type Stats,
} from "node:fs";
import { dirname } from "node:path";

export type Place =
  | { readonly kind: "place"; readonly base: string; readonly path: string }
  | { readonly kind: "none"; readonly reason: string };

/** A name of the longest kind that is ever bound in the runtime directory. */
const longestName = "/s.99999999.abcdefgh";
/** sun_path of macOS without its NUL; Linux has four bytes more. */
const longestSocket = 103;
// Sockets and FIFOs on these belong to one host, the names in the directory to all of them. statfs(2).
const foreignFilesystems: ReadonlySet<number> = new Set([0x6969, 0xff534d42, 0xfe534d42]);

/** The runtime directory that the hooks of this account use, whether or not it exists yet. */
export function findRuntimeDirectory(given: string | undefined): Place {
  const uid = effectiveUser();
  // One that is gone was another login's, or another machine's: batch systems pass it on.
  if (given !== undefined && given !== "" && !(given.startsWith("/") && !existsSync(given))) {
    // `su` and `sudo -E` leave somebody else's: then there is no daemon, and no second place to look.
    return given.startsWith("/") && isOwn(given, uid)
      ? placeIn(`${given}/pyguard`)
      : { kind: "none", reason: `XDG_RUNTIME_DIR=${given} is not a directory of yours` };
  }
  const session = `/run/user/${uid}`;
  return placeIn(isOwn(session, uid) ? `${session}/pyguard` : `/tmp/pyguard-${uid}`);
}

function placeIn(base: string): Place {
  const path = `${base}/${mountNamespace()}`;
  const reason = judgeLength(path);
  return reason === null ? { kind: "place", base, path } : { kind: "none", reason };
}

function judgeLength(path: string): string | null {
  const length = Buffer.byteLength(path + longestName);
  return length > longestSocket
    ? `${path} is too long: a socket in it would have ${length} bytes, and ${longestSocket} are possible`
    : null;
}

/** Different in every mount namespace, readable with a shell's builtin. */
function mountNamespace(): string {
  try {
    const file = openSync("/proc/self/mountinfo", constants.O_RDONLY);
    try {
      const start = Buffer.alloc(32);
      const length = readSync(file, start);
      return /^(\d+) /.exec(start.toString("latin1", 0, length))?.[1] ?? "0";
    } finally {
      closeSync(file);
    }
  } catch {
    return "0";
  }
}

/** As a shell's `-d` and `-O` have it. */
function isOwn(path: string, uid: number): boolean {
  try {
    const stat = statSync(path);
    return stat.isDirectory() && stat.uid === uid;
  } catch {
    return false;
  }
}

/** Makes the directory where it is not there, and says whether it is fit for use. */
export function makeRuntimeDirectory(place: Place): CheckedDirectory {
  if (place.kind === "none") {
    return { kind: "bad", reason: place.reason };
  }
  for (const path of [place.base, place.path]) {
    const checked = makePrivate(path);
    if (checked.kind === "bad") {
      return checked;
    }
  }
  return checkRuntimeDirectory(place.path);
}

/** What keeps a daemon from serving, and where. */
export type Unfit = { readonly path: string; readonly reason: string };

/** Null where one can serve, also where the directory has yet to be made. Makes nothing. */
export function findUnfit({
  base,
  path,
}: Extract<Place, { readonly kind: "place" }>): Unfit | null {
  for (const part of [base, path]) {
    if (lookAt(part) === null) {
      const reason = judgeMaking(part);
      return reason === null ? null : { path: part, reason };
    }
    const checked = checkRuntimeDirectory(part);
    // Below what is not a directory of ours nothing can be looked at.
    if (checked.kind === "bad") {
      return { path: part, reason: checked.reason };
    }
  }
  return null;
}

/** Why the directory `path` cannot be made, as on a read-only system; null where it can. */
function judgeMaking(path: string): string | null {
  const above = dirname(path);
  try {
    accessSync(above, constants.W_OK | constants.X_OK);
    return null;
  } catch {
    return `${path} cannot be made, because nothing can be written to ${above}`;
  }
}

function makePrivate(path: string): CheckedDirectory {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch {
    const reason = lookAt(path) === null ? judgeMaking(path) : null;
    if (reason !== null) {
      return { kind: "bad", reason };
    }
    // There already, or impossible in another way: the look at it will tell.
  }
  return checkRuntimeDirectory(path);
}

/** What a directory is, so that it can be told from one that was put in its place. */
export type Identity = { readonly device: number; readonly inode: number };

export type CheckedDirectory =
  | { readonly kind: "good"; readonly identity: Identity }
  | { readonly kind: "bad"; readonly reason: string };

/** Whether a daemon may serve in `path`: a real directory of ours alone, on this host, with short enough names. */
export function checkRuntimeDirectory(path: string): CheckedDirectory {
  const tooLong = path.startsWith("/") ? judgeLength(path) : `${path} is not absolute`;
  if (tooLong !== null) {
    return { kind: "bad", reason: tooLong };
  }
  try {
    return checkOpened(path);
  } catch (error) {
    return { kind: "bad", reason: describeUnopened(path, error) };
  }
}

function describeUnopened(path: string, error: unknown): string {
  const stat = lookAt(path);
  if (stat !== null && stat.uid !== effectiveUser()) {
    return `${path} ${describeOwner(stat.uid)}`;
  }
  return stat === null || stat.isDirectory()
    ? `${path} cannot be used: ${describeError(error)}`
    : `${path} is ${stat.isSymbolicLink() ? "a link" : "no directory"}`;
}

function lookAt(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

function describeOwner(uid: number): string {
  return `belongs to someone else (uid ${uid})`;
}

function checkOpened(path: string): CheckedDirectory {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  const directory = openSync(path, flags);
  try {
    const stat = fstatSync(directory);
    if (stat.uid !== effectiveUser()) {
      return { kind: "bad", reason: `${path} ${describeOwner(stat.uid)}` };
    }
    if ((stat.mode & 0o777) !== 0o700) {
      return { kind: "bad", reason: `${path} is open to others; run: chmod 700 ${path}` };
    }
    if (foreignFilesystems.has(statfsSync(path).type)) {
      return { kind: "bad", reason: `${path} is on a network file system; set XDG_RUNTIME_DIR` };
    }
    return { kind: "good", identity: { device: stat.dev, inode: stat.ino } };
  } finally {
    closeSync(directory);
  }
}

/** Whether `path` still is the directory it was. */
export function isStill(path: string, identity: Identity): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.dev === identity.device && stat.ino === identity.inode;
}

function effectiveUser(): number {
  return process.geteuid?.() ?? 0;
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
